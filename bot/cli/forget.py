"""`guanwei forget`: take a customer's words, names and numbers out of the database; first only shows what that would be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from bot.cli.common import opened_desk, says_what_is_wrong, settings_option

if TYPE_CHECKING:
    from bot.domain.forgetting import Found

_SHOWN = 20


@click.command()
@click.option("--weibo-name", "name", required=True, metavar="微博名", help="顾客的微博名；带不带 @、全角半角都可以。")
@click.option("--yes", is_flag=True, help="真的清除；不写时只列出会清除什么。")
@click.option("--by", metavar="邮箱", help="做这件事的管理员；会留在记录里。")
@settings_option
@says_what_is_wrong
def forget(name: str, yes: bool, by: str | None, settings_path: Path) -> None:
    """清除一位顾客的原话、姓名和号码。先预演，确认后再加 --yes。

    \b
    例：
      guanwei forget --weibo-name 小满
      guanwei forget --weibo-name 小满 --yes --by xu.jie@example.com
    """
    from bot.domain import forgetting
    from bot.domain.desk import Request

    if yes and not by:
        raise click.BadParameter("清除要写明是谁，例如 --by xu.jie@example.com。", param_hint="--by")
    with opened_desk(settings_path) as desk:
        if yes:
            request = Request(desk.company.known_as(by or ""), f"forget:{uuid4()}", desk.now())
            found = forgetting.forget_person(desk, request, name)
        else:
            found = forgetting.look_up(desk, name)
    for line in _told(found):
        click.echo(line)
    if not found.anything:
        click.echo("没有可以清除的内容。")
    elif yes:
        click.echo("已清除。聊天里的卡片由正在运行的机器人改掉；以前的备份和导出的文件请自己处理。")
    else:
        click.echo("这是预演，什么都没有改。真的清除请加上：--yes --by 管理员的邮箱")


def _told(found: Found) -> list[str]:
    lines = [
        f"已办结的投诉 {len(found.closed)} 条{_listed(found.closed)}",
        f"别人名下的留言 {found.comments} 条{_listed([case for case, _ in found.others])}",
        f"记录 {found.events} 行、保存的消息 {len(found.messages)} 条、保存的回答 {len(found.answers)} 条",
    ]
    if found.open:
        lines.append(f"还没有办结的 {len(found.open)} 条{_listed(found.open)}：这次不动，办结后再运行一次。")
    if found.mention:
        lines.append(f"还有 {len(found.mention)} 处提到这个名字，请人工看一下{_listed(found.mention)}")
    return lines


def _listed(cases: tuple[str, ...] | list[str]) -> str:
    shown = "、".join(cases[:_SHOWN]) + ("……" if len(cases) > _SHOWN else "")
    return f"（{shown}）" if shown else ""
