"""`guanwei doctor`: everything that may keep the bot from working, each with how to mend it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bot.cli.common import FAILED, says_what_is_wrong, settings_option

if TYPE_CHECKING:
    from bot.doctor import Finding
    from bot.text.words import Words

_MARKS: Final = {"ok": "✓", "warn": "!", "fail": "✗"}
_INDENT: Final = " " * 4


@click.command()
@settings_option
@click.option("--http", "http", is_flag=True, help="按 HTTP 方式检查令牌（需要 SLACK_SIGNING_SECRET）。")
@click.option("--json", "as_json", is_flag=True, help="结果打印成 JSON。")
@says_what_is_wrong
def doctor(settings_path: Path, http: bool, as_json: bool) -> None:
    """体检：设置、令牌、权限、频道、人员、时钟、数据库、磁盘……每个问题写明怎么办。有要处理的问题时退出码为 1。

    \b
    例：
      guanwei doctor
      guanwei doctor --json > 体检.json
    """
    from bot.doctor import as_values, examine, worst
    from bot.domain.desk import utc_now
    from bot.text.words import words

    t = words(_language(settings_path))
    findings = examine(settings_path, os.environ, "http" if http else "socket", utc_now())
    if as_json:
        found = list(findings)
        click.echo(json.dumps(as_values(found, t), ensure_ascii=False, indent=2))
    else:
        found = _told(findings, t)
    if worst(found) == "fail":
        sys.exit(FAILED)


def _language(settings_path: Path) -> str:
    from bot.config import SettingsError, load_settings
    from bot.text.words import DEFAULT_LANGUAGE

    try:
        return load_settings(settings_path).company.language
    except SettingsError:
        return DEFAULT_LANGUAGE


def _told(findings: Iterable[Finding], t: Words) -> list[Finding]:
    """Say each as soon as it is found; all of them."""
    from bot.doctor.findings import check_name

    told: list[Finding] = []
    for finding in findings:
        click.echo(
            f"{_MARKS[finding.level]} {t('{place}：{what}', place=t(check_name(finding.check)), what=t(finding.said))}"
        )
        if finding.advice:
            click.echo(f"{_INDENT}→ {t(finding.advice)}")
        told.append(finding)
    good, better, bad = (sum(one.level == level for one in told) for level in ("ok", "warn", "fail"))
    click.echo(t("正常 {good} 项，要留意 {better} 项，要处理 {bad} 项。", good=good, better=better, bad=bad))
    return told
