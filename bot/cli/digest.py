"""`guanwei digest`: a digest printed for any moment and recipient, or handed to the bot as the clock would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bot.cli.common import opened_desk, says_what_is_wrong, settings_option

if TYPE_CHECKING:
    from bot.cards.message import Message
    from bot.domain.desk import Desk
    from bot.domain.digests import Digest, Recipient

_NAMES: Final = "desk、department、leaders、personal、weekly"
_SETTLED: Final = {
    "owed": "已交给机器人发送。",
    "quiet": "没有要说的，不发。",
    "away": "外出，不发。",
    "unwanted": "本人不要或今天不要，不发。",
}


@click.command()
@click.argument("name", metavar="哪一份")
@click.option("--for", "who", default="", metavar="谁", help="只给谁：姓名、@账号、邮箱，或部门、#频道。默认是全部。")
@click.option("--at", metavar="时间", help="按这个时刻（公司时区），例如 2026-12-01T08:45 或 08:45。默认是现在。")
@click.option("--dry-run", is_flag=True, help="只打印，不发送。")
@settings_option
@says_what_is_wrong
def digest(name: str, who: str, at: str | None, dry_run: bool, settings_path: Path) -> None:
    """日报：打印，或交给正在运行的机器人发送（和到点时一样，每人每天一次）。

    哪一份：desk（官微）、department（部门）、leaders（领导）、personal（个人）或 weekly（周报）。

    \b
    例：
      guanwei digest desk --at 2026-12-01T08:45 --dry-run
      guanwei digest department --for 销售部 --dry-run
      guanwei digest leaders --for 方总
    """
    from bot.domain import digests

    known = digests.name_of(name)
    if known is None:
        raise click.BadParameter(f"没有“{name}”这种日报，可以用 {_NAMES}。", param_hint="NAME")
    with opened_desk(settings_path) as desk:
        found = digests.named(known)
        moment = _moment(desk, at)
        some = digests.recipients_named(desk, desk.store, found, who, moment)
        if dry_run:
            _print(desk, found, some, moment)
            return
        if moment.astimezone(desk.zone).date() != desk.now().astimezone(desk.zone).date():
            raise click.BadParameter("只能发今天的；看别的日子请加 --dry-run。", param_hint="--at")
        _send(desk, found, some, moment)


def _moment(desk: Desk, at: str | None) -> datetime:
    from bot.text.moments import Moment, read_moment

    if not at:
        return desk.now()
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        found = read_moment(at, desk.now().astimezone(desk.zone))
        if not isinstance(found, Moment):
            raise click.BadParameter("请写成 2026-12-01T08:45 或 08:45。", param_hint="--at") from error
        moment = datetime.combine(found.day, found.at)
    return (moment if moment.tzinfo else moment.replace(tzinfo=desk.zone)).astimezone(UTC)


def _print(desk: Desk, found: Digest, some: tuple[Recipient, ...], moment: datetime) -> None:
    from bot.cards.plain import as_text
    from bot.domain import digests

    day = moment.astimezone(desk.zone).date()
    if not some:
        click.echo("现在没有人收这份日报。")
    for number, to in enumerate(some):
        if number:
            click.echo()
        if len(some) > 1:
            click.echo(f"→ {digests.said(desk, to)}")
        gathered = found.gather(desk, desk.store, to, moment)
        click.echo(as_text(_drawn(desk, found, to, gathered, moment)))
        if gathered.empty:
            click.echo("（没有要说的，到时不会发送。）")
        if digests.standing(desk.store, found, day, to) == "owed":
            click.echo("（这一天的已经发过。）")
    if some and not desk.calendar.is_working(day):
        click.echo("（这一天不是工作日，到时不会发送。）")
    elif some and found.weekly and not digests.opens_week(desk, day):
        click.echo("（周报只在每周第一个工作日发送。）")


def _drawn(desk: Desk, found: Digest, to: Recipient, gathered: object, moment: datetime) -> Message:
    from bot.cards.digests import DRAWN
    from bot.domain.paper import company_paper, paper_for

    paper = paper_for(desk, to.id) if to.place == "person" else company_paper(desk)
    return DRAWN[found.name](gathered, replace(paper, now=moment), ring=False)


def _send(desk: Desk, found: Digest, some: tuple[Recipient, ...], moment: datetime) -> None:
    from bot.domain import digests

    day = moment.astimezone(desk.zone).date()
    before = {to: digests.standing(desk.store, found, day, to) for to in some}
    digests.send_due(desk, moment, (found,), only=some)
    if not some:
        click.echo("现在没有人收这份日报。")
    for to in some:
        now = digests.standing(desk.store, found, day, to)
        if before[to] == "owed":
            told = "今天已经发过。"
        elif now is None:
            told = "不用发：还没到时间、今天不是发送的日子，或不在收这份日报的人里。"
        else:
            told = _SETTLED[now]
        click.echo(f"{digests.said(desk, to)}：{told}")
