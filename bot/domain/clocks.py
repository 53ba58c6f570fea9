"""Time that counts: service hours and office hours, due times, and why a time is due when it is due.

Moments are aware UTC in and out. A window is a piece of wall-clock time in the company's zone; where the clocks
are put forward or back, a wall time that does not exist is the moment of the change, and one that exists twice is
the first of the two, so that windows which do not overlap on paper never do in time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.config import Settings
from bot.config.windows import Window, overlapping
from bot.domain.calendar import Calendar

_DAY: Final = timedelta(days=1)
_NOTHING: Final = timedelta()
_MIDNIGHT: Final = time()

# Three years of them.
_DAYS_KEPT: Final = 1_100

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """The ``windows`` of every day in which time counts, in ``zone``; with a ``calendar``, of working days only.

    A window over midnight belongs to the day it starts on. Raises ValueError for no window, or two that overlap.
    """

    windows: tuple[tuple[time, time], ...]
    zone: ZoneInfo
    calendar: Calendar | None = None
    # The days that were looked at: clocks of one day ask for the same few over and over.
    _days: dict[date, tuple[Span, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.windows:
            raise ValueError("service hours need at least one window")
        if overlapping([Window(*window) for window in self.windows]):
            raise ValueError(f"service windows overlap: {self.windows}")
        object.__setattr__(self, "windows", tuple(sorted(self.windows)))

    @property
    def round_the_clock(self) -> bool:
        """Whether every moment counts."""
        return self.calendar is None and self.windows[0] == (_MIDNIGHT, _MIDNIGHT)

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """The first moment at which ``amount`` of service time has passed since ``start``.

        Raises ValueError for a negative amount.
        """
        if amount < _NOTHING:
            raise ValueError(f"not an amount of time: {amount}")
        start = start.astimezone(UTC)
        if amount == _NOTHING or self.round_the_clock:
            return start + amount
        for opened, closed in self._spans_from(start):
            if opened + amount <= closed:
                return opened + amount
            amount -= closed - opened
        raise AssertionError("service hours never end")

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """The service time from ``start`` to ``end``; negative when ``end`` is before ``start``."""
        if end < start:
            return -self.elapsed(end, start)
        if self.round_the_clock:
            return end.astimezone(UTC) - start.astimezone(UTC)
        start, end, total = start.astimezone(UTC), end.astimezone(UTC), _NOTHING
        day, last = start.astimezone(self.zone).date() - _DAY, end.astimezone(self.zone).date()
        while day <= last:
            for opened, closed in self._of_day(day):
                if opened < end and closed > start:
                    total += (closed if closed < end else end) - (opened if opened > start else start)
            day += _DAY
        return total

    def covers(self, at: datetime) -> bool:
        """Whether time counts at this moment."""
        at = at.astimezone(UTC)
        opened, _ = next(self._spans_from(at))
        return opened == at

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """The pieces of service time between two moments, in order, none empty."""
        end = end.astimezone(UTC)
        for opened, closed in self._spans_from(start.astimezone(UTC)):
            if opened >= end:
                return
            yield opened, min(closed, end)

    def pauses(self, start: datetime, end: datetime) -> tuple[Span, ...]:
        """The pieces of time between two moments that did not count, in order."""
        found: list[Span] = []
        at, end = start.astimezone(UTC), end.astimezone(UTC)
        for opened, closed in self.spans(start, end):
            if opened > at:
                found.append((at, opened))
            at = closed
        if at < end:
            found.append((at, end))
        return tuple(found)

    def _spans_from(self, start: datetime) -> Iterator[Span]:
        # The day before too: its last window may reach over midnight.
        day = start.astimezone(self.zone).date() - _DAY
        while True:
            for opened, closed in self._of_day(day):
                if closed > start:
                    yield (opened if opened > start else start), closed
            day += _DAY

    def _of_day(self, day: date) -> tuple[Span, ...]:
        found = self._days.get(day)
        if found is None:
            if len(self._days) >= _DAYS_KEPT:
                self._days.clear()
            found = self._days[day] = tuple(self._spans_of(day))
        return found

    def _spans_of(self, day: date) -> Iterator[Span]:
        if self.calendar is not None and not self.calendar.is_working(day):
            return
        for window_start, window_end in self.windows:
            opened = _moment(day, window_start, self.zone)
            closed = _moment(day if window_end > window_start else day + _DAY, window_end, self.zone)
            # Where the clocks are put forward, a window may be empty.
            if opened < closed:
                yield opened, closed


def service_hours(settings: Settings, calendar: Calendar) -> ServiceHours:
    """The hours in which complaints' clocks run: every day of the year, or on working days where the settings say so."""
    working = calendar if settings.hours.service_days == "working" else None
    return ServiceHours(settings.hours.service, settings.zone, working)


def office_hours(settings: Settings, calendar: Calendar) -> ServiceHours:
    """Working hours: the office's windows on working days."""
    return ServiceHours(settings.hours.office, settings.zone, calendar)


def round_the_clock(zone: ZoneInfo) -> ServiceHours:
    """Hours in which every moment counts."""
    return ServiceHours(((_MIDNIGHT, _MIDNIGHT),), zone)


def in_quiet(quiet: tuple[time, time], zone: ZoneInfo, at: datetime) -> bool:
    """Whether a moment lies in the quiet hours, in which nothing is published and nobody is rung."""
    start, end = quiet
    local = at.astimezone(zone).time()
    return start <= local < end if start < end else local >= start or local < end


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment at which the wall clock first shows at least this time on this day."""
    wall = datetime.combine(day, at)
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    # The clocks were put forward over it: the moment of the change lies between its two readings.
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    while moment - before > timedelta(seconds=1):
        middle = before + (moment - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            before = middle
        else:
            moment = middle
    return moment.replace(microsecond=0)
