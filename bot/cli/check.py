"""`guanwei check`: the copy check for a text, a file, or JSON Lines of drafts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import click

from bot.cli.common import FAILED, says_what_is_wrong, settings_option

if TYPE_CHECKING:
    from bot.copycheck import Context, Report

_MARKS: Final = {"block": "✗ 不可发布", "proof": "？需举证", "style": "· 建议改"}


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--json", "as_json", is_flag=True, help="结果打印成 JSON。")
@click.option("--jsonl", is_flag=True, help='每行一个 {"id","text","kind?","date?"}，逐行输出结果。')
@click.option("--kind", default="promotion", show_default=True, help="稿件类型，例如 brand、promotion、lottery。")
@click.option("--at", metavar="时间", help="计划发布时间，例如 2026-12-13T10:00。")
@settings_option
@says_what_is_wrong
def check(file: BinaryIO, as_json: bool, jsonl: bool, kind: str, at: str | None, settings_path: Path) -> None:
    """检查文案。有“不可发布”的内容时退出码为 1。

    \b
    例：
      guanwei check 稿件.txt
      echo '全网最低价！' | guanwei check
      guanwei check --jsonl 稿件.jsonl > 结果.jsonl
    """
    context = _context(settings_path)
    if jsonl:
        sys.exit(FAILED if _check_lines(_text(file).split("\n"), context) else 0)
    from bot.copycheck import check as check_text
    from bot.copycheck.lines import as_values

    text = _text(file)
    report = check_text(text, kind=kind, at=_moment(at), context=context)
    if as_json:
        length = {"units": report.length.units, "fold": report.length.fold, "limit": report.length.limit}
        click.echo(json.dumps({"findings": as_values(report), "length": length}, ensure_ascii=False, indent=2))
    else:
        _print(text, report)
    if report.blocked:
        sys.exit(FAILED)


def _text(file: BinaryIO) -> str:
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.ClickException("这份文件不是 UTF-8 编码，请用 UTF-8 另存后再试。") from error


def _check_lines(lines: Iterable[str], context: Context) -> bool:
    from bot.copycheck.lines import check_line

    blocked = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = check_line(json.loads(line), context)
        except (ValueError, AttributeError) as error:
            raise click.ClickException(f'第 {number} 行读不懂：{error}。每行应是 {{"id": …, "text": …}}。') from error
        findings = found["findings"]
        assert isinstance(findings, list)
        blocked = blocked or any(one["level"] == "block" for one in findings)
        click.echo(json.dumps(found, ensure_ascii=False))
    return blocked


def _print(text: str, report: Report) -> None:
    from bot.text.words import DEFAULT_LANGUAGE, words

    t = words(DEFAULT_LANGUAGE)
    for found in report.findings:
        shown = f"“{found.words}”" if found.words else "全文"
        where = f"第 {text.count(chr(10), 0, found.start) + 1} 行" if found.words else ""
        click.echo(f"{_MARKS[found.level]}  {shown} {where}  {t(found.reason)}（{found.source}）")
        if found.suggestion:
            click.echo(f"      建议：{t(found.suggestion)}")
    for passed in report.passed:
        click.echo(f"✓ 已放行  “{passed.words}”  {t(passed.reason)}")
    over = "，超过发布上限" if report.length.over_limit else "，读者要点“展开全文”" if report.length.over_fold else ""
    click.echo(f"微博字数 {report.length.units}{over}。" + ("" if report.findings else "没有发现问题。"))


def _context(settings_path: Path) -> Context:
    from bot.copycheck import Context

    if not settings_path.exists():
        return Context()
    from datetime import UTC

    from bot.config import load_settings
    from bot.domain.copy_context import context_for

    return context_for(load_settings(settings_path), None, datetime.now(UTC))


def _moment(at: str | None) -> datetime | None:
    if at is None:
        return None
    try:
        return datetime.fromisoformat(at)
    except ValueError as error:
        raise click.BadParameter("请写成 2026-12-13T10:00。", param_hint="--at") from error
