"""`guanwei export campaigns`: campaigns and their slots as a calendar file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from bot.cli.common import opened_desk, says_what_is_wrong, settings_option

_day = click.DateTime(["%Y-%m-%d"])


@click.command("campaigns")
@click.option(
    "--ics", "file", type=click.Path(dir_okay=False, path_type=Path), required=True, help="写到这个日历文件。"
)
@click.option("--since", "first", metavar="日期", type=_day, help="从这一天起，例如 2026-12-01。默认是三个月前。")
@click.option("--until", "last", metavar="日期", type=_day, help="到这一天为止（包括这一天）。默认是一年以后。")
@settings_option
@says_what_is_wrong
def export_campaigns(file: Path, first: datetime | None, last: datetime | None, settings_path: Path) -> None:
    """把活动和发布时段导出成日历文件（iCalendar），Outlook、飞书、苹果日历都能打开。

    \b
    例：
      guanwei export campaigns --ics 活动.ics
      guanwei export campaigns --ics 十二月.ics --since 2026-12-01 --until 2026-12-31
    """
    from bot.cards.ics import calendar
    from bot.domain.feed import AHEAD, BACK, everything
    from bot.domain.paper import company_paper

    with opened_desk(settings_path) as desk:
        today = desk.now().astimezone(desk.zone).date()
        days = _span(first, last, (today - BACK, today + AHEAD))
        found = everything(desk, *days)
        on = company_paper(desk)
        file.write_bytes(calendar(desk.settings.company.name, found.campaigns, found.slots, found.instance, on))
    click.echo(f"已导出 {len(found.campaigns)} 场活动、{sum(map(len, found.slots.values()))} 个发布时段：{file}")


def _span(first: datetime | None, last: datetime | None, usual: tuple[date, date]) -> tuple[date, date]:
    days = first.date() if first else usual[0], last.date() if last else usual[1]
    if days[1] < days[0]:
        raise click.BadParameter("最后一天早于第一天。", param_hint="--until")
    return days
