"""Which days are working days: China's official calendar with its make-up days, and the company's changes to it.

Source: the State Council's yearly notices on public holidays, as data in the package chinesecalendar. A year
that was not announced yet falls back to Monday–Friday; whoever shows a result says so (`Calendar.unannounced`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from bot.config import Settings

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """``working`` and ``off`` are the company's own days; they win over the official calendar."""

    working: frozenset[date] = frozenset()
    off: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether people work on ``day``."""
        if day in self.working:
            return True
        if day in self.off:
            return False
        return _official().changed.get(day, day.weekday() < _SATURDAY)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days from ``start`` (counted) up to ``end`` (not counted); 0 when end ≤ start."""
        if end <= start:
            return 0
        count = _weekdays(start, end) + _official().balance(start, end)
        for day in self.working | self.off:
            if start <= day < end:
                count += self.is_working(day) - _official().changed.get(day, day.weekday() < _SATURDAY)
        return count

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``."""
        day += _DAY
        while not self.is_working(day):
            day += _DAY
        return day

    def announced(self, year: int) -> bool:
        """Whether the official calendar of ``year`` is known to this program."""
        return _official().first <= year <= _official().last

    def unannounced(self, start: date, end: date) -> tuple[int, ...]:
        """The years that a count from ``start`` up to ``end`` (not counted) took as Monday–Friday."""
        if end <= start:
            return ()
        return tuple(year for year in range(start.year, (end - _DAY).year + 1) if not self.announced(year))


def calendar_of(settings: Settings) -> Calendar:
    """The company's calendar, with its changes from ``[calendar]``."""
    return Calendar(frozenset(settings.calendar.working), frozenset(settings.calendar.off))


def lead_days(calendar: Calendar, submitted: datetime, promotion: date, *, zone: ZoneInfo, close: time) -> int:
    """The lead time of a campaign notice: the working days that the desk has before the first day of promotion.

    The day of submission (an aware moment, read in ``zone``) counts if it is a working day and the office has
    not closed (``close``) yet; the first day of promotion does not. Monday noon for Tuesday is 1, for the same
    Monday 0, Saturday for Monday 0; Monday evening for Tuesday is 0 too. Source: product rules, campaign notice.
    """
    local = submitted.astimezone(zone)
    first = local.date() if local.time() < close else local.date() + _DAY
    return calendar.working_days_between(first, promotion)


@dataclass(frozen=True, slots=True)
class _Official:
    """What the official calendar changes about Monday–Friday: ``changed`` says whether a day is worked."""

    first: int
    last: int
    changed: Mapping[date, bool]
    days: tuple[date, ...]
    sums: tuple[int, ...]

    def balance(self, start: date, end: date) -> int:
        """Make-up days less holidays on weekdays, from ``start`` up to ``end`` (not counted)."""
        return self.sums[bisect_left(self.days, end)] - self.sums[bisect_left(self.days, start)]


@lru_cache(maxsize=1)
def _official() -> _Official:
    # Imported here: it is a large table, and most commands never ask for it.
    from chinese_calendar.constants import holidays, workdays

    changed = {day: False for day in holidays if day.weekday() < _SATURDAY}
    changed |= {day: True for day in workdays if day.weekday() >= _SATURDAY}
    days = tuple(sorted(changed))
    sums = [0]
    for day in days:
        sums.append(sums[-1] + (1 if changed[day] else -1))
    return _Official(min(holidays).year, max(holidays).year, changed, days, tuple(sums))


def _weekdays(start: date, end: date) -> int:
    weeks, rest = divmod((end - start).days, 7)
    return 5 * weeks + sum((start.weekday() + i) % 7 < _SATURDAY for i in range(rest))
