"""What an editor should know before accepting: other campaigns at the time, days without promotion, full days, who is
away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.domain.away import away_at
from bot.domain.campaigns import rules
from bot.domain.copy_context import days_without_promotion
from bot.domain.desk import Desk
from bot.store import campaigns as rows
from bot.store import slots
from bot.store.campaigns import Campaign
from bot.store.database import Reader
from bot.store.times import from_store, to_store

_DAY: Final = timedelta(days=1)
# Posts are planned so far ahead; beyond it no day can be full yet.
_LOOKED_AT: Final = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Clashes:
    """What speaks against the days of a campaign, or asks for care; ``closed`` are days without promotion with their
    reason, ``full`` days that take no more posts, ``away`` the editors who are away."""

    campaigns: tuple[Campaign, ...] = ()
    closed: tuple[tuple[date, str], ...] = ()
    full: tuple[date, ...] = ()
    away: tuple[str, ...] = ()


def clashes(desk: Desk, reader: Reader, case: Campaign, at: datetime) -> Clashes:
    """What an editor should know of a campaign's days as of ``at``."""
    first, last = (date.fromisoformat(day) for day in (min(case.promotion_from, case.first_day), case.last_day))
    closed = days_without_promotion(desk.settings, range(first.year, last.year + 1))
    away = away_at(reader, at)
    return Clashes(
        campaigns=tuple(rows.overlapping(reader, first.isoformat(), last.isoformat(), case.id)),
        closed=tuple((day, why) for day, why in sorted(closed.items()) if first <= day <= last),
        full=_full(desk, reader, max(first, rules.today(desk, at)), last),
        away=tuple(user for user in desk.company.roles["editor"] if user in away),
    )


def _full(desk: Desk, reader: Reader, first: date, last: date) -> tuple[date, ...]:
    end = min(last, first + _LOOKED_AT) + _DAY
    if end <= first:
        return ()
    midnights = (to_store(datetime.combine(day, time(), desk.zone)) for day in (first, end))
    taken = Counter(from_store(slot.at).astimezone(desk.zone).date() for slot in slots.between(reader, *midnights))
    most = desk.settings.policy.draft.posts_a_day
    return tuple(sorted(day for day, count in taken.items() if count >= most))
