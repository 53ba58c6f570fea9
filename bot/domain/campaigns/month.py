"""A month of campaigns: what is promoted and runs, which days are closed to promotion, how many posts are planned."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.domain.campaigns import rules
from bot.domain.copy_context import days_without_promotion
from bot.domain.desk import Desk
from bot.errors import Invalid
from bot.store import campaigns as rows
from bot.store import slots
from bot.store.campaigns import Campaign
from bot.store.database import Reader
from bot.store.times import to_store
from bot.text.mrkdwn import escape
from bot.text.numerals import NUMERALS, in_digits
from bot.text.simplified import as_simplified
from bot.text.width import cut, plain
from bot.text.words import phrase

_DAY: Final = timedelta(days=1)
_WRITTEN: Final = re.compile(r"(?:(?P<year>20[0-9]{2})\s*[-/.年]?\s*)?(?P<month>1[0-2]|0?[1-9])\s*月?")
# 十二月
_SPOKEN: Final = re.compile(rf"[{NUMERALS}]{{1,3}}(?=月)")
_RELATIVE: Final = {
    "": 0,
    "本月": 0,
    "this": 0,
    "下月": 1,
    "下个月": 1,
    "next": 1,
    "上月": -1,
    "上个月": -1,
    "last": -1,
}


@dataclass(frozen=True, slots=True)
class Month:
    """A month as the calendar shows it. ``first`` and ``last`` are its days, ``closed`` those without promotion with
    their reason, ``posts`` how many slots are taken in it."""

    first: date
    last: date
    today: date
    campaigns: tuple[Campaign, ...]
    closed: tuple[tuple[date, str], ...]
    posts: int


def is_month(word: str) -> bool:
    """Whether a word (half width, simplified) says by itself that it is a month, as a bare number does not."""
    word = _SPOKEN.sub(in_digits, word)
    return bool(word and not word.isdecimal() and (word in _RELATIVE or _WRITTEN.fullmatch(word)))


def read_month(text: str, today: date) -> date:
    """The first day of a month: ``2026-12``, ``12 月`` (the one nearest ahead), ``下月``; this one for nothing. Raises
    Invalid."""
    word = _SPOKEN.sub(in_digits, as_simplified(plain(text).casefold()))
    if word in _RELATIVE:
        return _moved(today.replace(day=1), _RELATIVE[word])
    found = _WRITTEN.fullmatch(word)
    if found is None:
        raise Invalid(
            phrase("没看懂是哪个月：“{word}”。", word=escape(cut(text, 40))),
            phrase("可以写：`/campaign 日历 2026-12`、`12 月`、`下月`"),
        )
    month = int(found["month"])
    year = int(found["year"]) if found["year"] else today.year + (month < today.month)
    return date(year, month, 1)


def month_of(desk: Desk, reader: Reader, first: date, at: datetime) -> Month:
    """What stands in the month that begins on ``first``."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    start, end = (to_store(datetime.combine(day, time(), desk.zone)) for day in (first, last + _DAY))
    closed = days_without_promotion(desk.settings, (first.year,))
    return Month(
        first=first,
        last=last,
        today=rules.today(desk, at),
        campaigns=tuple(rows.between(reader, first.isoformat(), last.isoformat())),
        closed=tuple((day, why) for day, why in sorted(closed.items()) if first <= day <= last),
        posts=len(slots.between(reader, start, end)),
    )


def beside(first: date) -> tuple[date, date]:
    """The months before and after."""
    return _moved(first, -1), _moved(first, 1)


def _moved(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)
