"""Weeks and months as reports count them: whole ones by the company's calendar, or the present one up to now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

Unit = Literal["week", "month"]
_WEEK: Final = timedelta(days=7)
# The least that the store tells apart.
_MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` up to ``end`` (aware, not counted), and ``before`` it the one that it is held against: just as much of
    the week or month before."""

    unit: Unit
    start: datetime
    end: datetime
    before_start: datetime
    before_end: datetime

    @property
    def first(self) -> date:
        """The first day, in the zone of the period."""
        return self.start.date()

    @property
    def last(self) -> date:
        """The last day that has a part in it."""
        return (self.end - _MOMENT).date()

    @property
    def days(self) -> tuple[date, ...]:
        """Every day that has a part in it."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


def last_whole(unit: Unit, at: datetime, zone: ZoneInfo) -> Period:
    """The last week (Monday to Sunday) or calendar month that is over at ``at``, against the one before."""
    this = _first(unit, at.astimezone(zone).date())
    last = _back(unit, this)
    return _period(unit, _midnight(last, zone), _midnight(this, zone), _midnight(_back(unit, last), zone))


def so_far(unit: Unit, at: datetime, zone: ZoneInfo) -> Period:
    """The present week or month up to ``at`` and with it, against the one before up to the same time in it: what was done at
    the moment of asking is done."""
    local = at.astimezone(zone)
    this = _first(unit, local.date())
    before = _back(unit, this)
    # By the clock on the wall: the same day of it and the same hour, summer time or not. A shorter month ends sooner.
    day = min(before + (local.date() - this), this - timedelta(days=1))
    end = datetime.combine(day, local.time(), zone)
    return Period(unit, _midnight(this, zone), local + _MOMENT, _midnight(before, zone), end + _MOMENT)


def _period(unit: Unit, start: datetime, end: datetime, before: datetime) -> Period:
    return Period(unit, start, end, before, start)


def _first(unit: Unit, day: date) -> date:
    return day - timedelta(days=day.weekday()) if unit == "week" else day.replace(day=1)


def _back(unit: Unit, first: date) -> date:
    return first - _WEEK if unit == "week" else (first - timedelta(days=1)).replace(day=1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
