"""A month of campaigns drawn for the chat: the days as a grid that keeps its columns on a phone too, then a line each.

A chat's fixed-width font has no Chinese in it, so that a grid of half-width digits and Chinese marks falls apart. Where
Chinese is read, every character of the grid is a full-width one: they are as wide as each other in any font.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Protocol

from bot.cards.blocks import actions, button, context, header, sections
from bot.cards.message import Block, Message
from bot.cards.names import campaign_state
from bot.cards.paper import Paper
from bot.cards.rich import copyable
from bot.store.campaigns import Campaign
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import Phrase, Words, phrase

ACTION: Final = "campaign.month"
_LINES_MOST: Final = 25
_DAY: Final = timedelta(days=1)
_WEEK: Final = 7
_BEFORE: Final = phrase("← {month} 月")
_AFTER: Final = phrase("{month} 月 →")
_WEEKDAYS: Final = (phrase("一"), phrase("二"), phrase("三"), phrase("四"), phrase("五"), phrase("六"), phrase("日"))
# Half-width to full-width.
_WIDE: Final = {ord(" "): "\u3000"} | {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}


class Month(Protocol):
    """What the drawing needs (`bot.domain.campaigns.month.Month`)."""

    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    @property
    def today(self) -> date: ...
    @property
    def campaigns(self) -> Sequence[Campaign]: ...
    @property
    def closed(self) -> Sequence[tuple[date, str]]: ...
    @property
    def posts(self) -> int: ...


def month(shown: Month, before: date, after: date, paper: Paper) -> Message:
    """The month as one message, with the buttons to the months ``before`` and ``after`` it."""
    t = paper.t
    title = t("{year} 年 {month} 月 · 活动日历", year=shown.first.year, month=shown.first.month)
    blocks: list[Block] = [header(title), copyable(grid(shown, t)), context(_legend(t))]
    lines = [_line(case, paper) for case in shown.campaigns[:_LINES_MOST]]
    if len(shown.campaigns) > len(lines):
        lines.append(t("还有 {n} 场没有列出。", n=len(shown.campaigns) - len(lines)))
    blocks += sections(lines or [t("这个月还没有活动。要告诉官微一场活动：`/campaign`")])
    facts = [
        t("不发促销内容：{day} {why}", day=f"{day:%m-%d}", why=t(Phrase(escape(cut(why, 60)))))
        for day, why in shown.closed
    ]
    if shown.posts:
        facts.append(t("已排发布时段 {n} 个", n=shown.posts))
    if facts:
        blocks.append(context("\n".join(facts)))
    blocks.append(
        actions(
            *(
                button(t(words, month=day.month), f"{ACTION}.{place}", f"{day:%Y-%m}")
                for words, place, day in ((_BEFORE, "before", before), (_AFTER, "after", after))
            )
        )
    )
    return Message(title, blocks)


def grid(shown: Month, t: Words) -> str:
    """The days in weeks of Monday to Sunday, each with its mark."""
    weeks = ["".join(f" {t(name)} " for name in _WEEKDAYS)]
    day = shown.first - timedelta(days=shown.first.weekday())
    while day <= shown.last:
        cells = [day + n * _DAY for n in range(_WEEK)]
        weeks.append(
            "".join(
                f"{one.day:2}{_mark(one, shown, t)}" if shown.first <= one <= shown.last else "   " for one in cells
            )
        )
        day += _WEEK * _DAY
    drawn = "\n".join(weeks)
    return drawn if t.language == "en" else drawn.translate(_WIDE)


def _mark(day: date, shown: Month, t: Words) -> str:
    stored = day.isoformat()
    if any(closed == day for closed, _ in shown.closed):
        return t("禁")
    if any(case.first_day == stored for case in shown.campaigns):
        return t("始")
    if any(case.promotion_from == stored for case in shown.campaigns):
        return t("宣")
    if any(case.last_day == stored for case in shown.campaigns):
        return t("止")
    if any(case.first_day < stored < case.last_day for case in shown.campaigns):
        return "="
    return t("今") if day == shown.today else " "


def _legend(t: Words) -> str:
    return t("宣 宣传开始 · 始 活动开始 · ＝ 进行中 · 止 最后一天 · 禁 不发促销内容 · 今 今天")


def _line(case: Campaign, paper: Paper) -> str:
    t = paper.t
    days = paper.day(case.first_day)
    if case.first_day != case.last_day:
        days = f"{days} – {paper.day(case.last_day)}"
    said = t(
        "*{days}*　{id} {title} — {department} · {state}",
        days=days,
        id=case.id,
        title=escape(cut(case.title, 40)),
        department=escape(cut(paper.department(case.department), 30)),
        state=t(campaign_state(case.state)),
    )
    if case.promotion_from < case.first_day:
        said += " · " + t("{day} 起宣传", day=paper.day(case.promotion_from))
    return said
