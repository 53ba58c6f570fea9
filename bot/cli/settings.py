"""`guanwei config` and `guanwei manifest`: setting the bot up."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from bot.cli.common import FAILED, says_what_is_wrong, settings_option
from bot.text.words import LANGUAGES


@click.group()
def config() -> None:
    """公司设置。例：guanwei config init"""


@config.command("init")
@settings_option
def init(settings_path: Path) -> None:
    """写出一份带注释的样例 guanwei.toml（不会覆盖已有的）。

    \b
    例：
      guanwei config init
    """
    from bot.config import sample

    try:
        with settings_path.open("x", encoding="utf-8") as file:
            file.write(sample())
    except FileExistsError:
        click.echo(f"{settings_path} 已经存在，没有改动。", err=True)
        sys.exit(FAILED)
    except OSError as error:
        click.echo(f"写不了 {settings_path}：{error.strerror}。", err=True)
        sys.exit(FAILED)
    click.echo(f"已写好 {settings_path}。改成您公司的部门和人员，然后运行：guanwei config check")


@config.command("check")
@settings_option
@click.option("--http", "http", is_flag=True, help="按 HTTP 方式检查令牌（需要 SLACK_SIGNING_SECRET）。")
@says_what_is_wrong
def check(settings_path: Path, http: bool) -> None:
    """检查设置和令牌，一次列出全部问题，不启动机器人。

    \b
    例：
      guanwei config check
    """
    from bot.config import SettingsError, load_environment, load_settings

    wrong = []
    for look in (
        lambda: load_settings(settings_path),
        lambda: load_environment(settings_path.resolve().parent, os.environ, mode="http" if http else "socket"),
    ):
        try:
            look()
        except SettingsError as error:
            wrong.append(str(error))
    if wrong:
        click.echo("\n".join(wrong), err=True)
        sys.exit(FAILED)
    click.echo("设置没有问题。")


@click.command()
@click.option("--http", "request_url", metavar="URL", help="改用 HTTP 方式时，聊天平台访问机器人的地址。")
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default="zh",
    show_default=True,
    help="命令说明的语言。",
)
def manifest(request_url: str | None, language: str) -> None:
    """打印 Slack 应用清单（App Manifest），粘贴到新建应用的页面即可。

    \b
    例：
      guanwei manifest > manifest.json
    """
    from bot.manifest import manifest as make

    click.echo(json.dumps(make(language, request_url=request_url), ensure_ascii=False, indent=2))
