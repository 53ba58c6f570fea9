"""The posting plan of a campaign: which posts its asks come to, and on which days, before anything is looked up.

Pure. Source: product, campaign notice: teaser −7, prize repost −3, reminder −1, launch 0, mid-way, last call, winners +1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from bot.store.campaigns import Campaign
from bot.text.words import Phrase, phrase

_DAY: Final = timedelta(days=1)
# A campaign of fewer days has no middle to speak of.
_MIDWAY_DAYS: Final = 4
# When each post goes out where nothing speaks against it; they are apart, so that two may share a day.
HOURS: Final[Mapping[str, time]] = {
    "teaser": time(11, 0),
    "repost": time(12, 30),
    "reminder": time(20, 0),
    "launch": time(10, 0),
    "midway": time(12, 0),
    "last_call": time(18, 0),
    "winners": time(15, 0),
}
# Before the campaign begins; what comes too late for that is left out.
_BEFORE: Final = ("teaser", "repost", "reminder")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The days on which a campaign's posts are wanted, by ask (`bot.store.slots.ASKS`) in the order of the plan, and why
    an ask is left out."""

    days: Mapping[str, date]
    left_out: Mapping[str, Phrase]


def wanted(case: Campaign, today: date) -> Wanted:
    """Which posts a campaign's asks come to and on which days, none before ``today`` or before its promotion begins."""
    promotion, first, last = (date.fromisoformat(day) for day in (case.promotion_from, case.first_day, case.last_day))
    earliest = max(today, min(promotion, first))
    asks, days, left_out = case.details.asks, dict[str, date](), dict[str, Phrase]()
    before = {"teaser": 7, "repost": 3, "reminder": 1}
    for ask in _BEFORE:
        if ask != "reminder" and ask not in asks:
            continue
        day = max(first - before[ask] * _DAY, earliest)
        if day < first:
            days[ask] = day
        elif ask in asks:
            # A reminder is nobody's wish; what was asked for is not left out without a word.
            soon = phrase("活动今天就开始或已经开始。") if first <= today else phrase("宣传从活动第一天才开始。")
            left_out[ask] = soon
    days["launch"] = max(first, today)
    if (last - first).days + 1 >= _MIDWAY_DAYS:
        days["midway"] = first + (last - first) // 2
    if last > first:
        days["last_call"] = last
    if case.details.prizes or {"repost", "photo"} & set(asks):
        days["winners"] = last + _DAY
    kept = {ask: day for ask, day in days.items() if day >= today and (ask != "launch" or day <= last)}
    return Wanted(kept, left_out)
