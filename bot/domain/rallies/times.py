"""When a rally may speak to a person: by day, on working days, twice at most, and never after its end."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from bot.domain.desk import Desk

# Source: product rules, rally. The hours are the company's own time.
FROM: Final = time(9, 0)
UNTIL: Final = time(21, 0)
REMINDERS_MOST: Final = 2

Later = Literal["hour", "tonight", "tomorrow"]
LATER: Final[tuple[Later, ...]] = ("hour", "tonight", "tomorrow")

# How long after the asking, and after the first reminder; half of what is left of the rally where that is less.
_WAITS: Final = (timedelta(hours=4), timedelta(hours=24))
# A reminder nearer than this would only press.
_LEAST: Final = timedelta(hours=1)
_EVENING: Final = time(19, 0)
_DAY: Final = timedelta(days=1)


def is_day(desk: Desk, at: datetime) -> bool:
    """Whether it is day for the company."""
    return FROM <= at.astimezone(desk.zone).time() < UNTIL


def may_remind(desk: Desk, at: datetime) -> bool:
    """Whether a person may be reminded at ``at``: by day, on a working day."""
    return is_day(desk, at) and desk.calendar.is_working(at.astimezone(desk.zone).date())


def next_day_time(desk: Desk, at: datetime) -> datetime:
    """The first moment from ``at`` on at which it is day, on whichever day."""
    local = at.astimezone(desk.zone)
    if is_day(desk, at):
        return at
    return _morning(desk, local.date() if local.time() < FROM else local.date() + _DAY)


def next_allowed(desk: Desk, at: datetime) -> datetime:
    """The first moment from ``at`` on at which a person may be reminded."""
    if may_remind(desk, at):
        return at
    local = at.astimezone(desk.zone)
    day = local.date()
    if local.time() >= FROM or not desk.calendar.is_working(day):
        day = desk.calendar.next_working_day(day)
    return _morning(desk, day)


def next_reminder(desk: Desk, since: datetime, until: datetime, reminded: int) -> datetime | None:
    """When a person who has not answered is reminded of a rally that lasts ``until``, counted from ``since`` (when they
    were asked or last ``reminded``); None: not again."""
    if reminded >= REMINDERS_MOST:
        return None
    wait = min(_WAITS[reminded], (until - since) / 2)
    if wait < _LEAST:
        return None
    at = next_allowed(desk, since + wait)
    return at if at < until else None


def later_at(desk: Desk, choice: Later, at: datetime, until: datetime) -> datetime | None:
    """When a person is reminded who chose ``choice`` at ``at``; None where the rally is over by then."""
    local = at.astimezone(desk.zone)
    match choice:
        case "hour":
            wished = at + _LEAST
        case "tonight":
            wished = max(datetime.combine(local.date(), _EVENING, desk.zone), at + _LEAST)
        case "tomorrow":
            wished = _morning(desk, local.date() + _DAY)
    found = next_allowed(desk, wished)
    return found if found < until else None


def _morning(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, FROM, desk.zone)
