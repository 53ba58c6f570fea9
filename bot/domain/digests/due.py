"""Which digests are due: decided from the calendar, the settings, people's own times and the rows of who had theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.domain.desk import Desk
from bot.domain.digests.kinds import Digest, Recipient
from bot.store import digests_settled, preferences
from bot.store.database import Reader

_DAY: Final = timedelta(days=1)
# By as much a clock is put back at the end of summer time at the most: what was due before may look as if it were not.
_PUT_BACK: Final = timedelta(hours=1)
_LAST_MINUTE: Final = time(23, 59)


@dataclass(frozen=True, slots=True)
class Due:
    """One digest for one recipient; ``at`` is when it fell due (UTC), ``day`` the company's day it is of."""

    digest: Digest
    to: Recipient
    day: date
    at: datetime


def due(desk: Desk, reader: Reader, at: datetime, digests: Sequence[Digest]) -> Iterator[Due]:
    """All that are due at ``at`` and not settled, in the order of ``digests``. Yesterday's are never due."""
    day = at.astimezone(desk.zone).date()
    if not desk.calendar.is_working(day):
        return
    for digest in digests:
        if digest.at is None:
            yield from _own(desk, reader, at, digest, day)
            continue
        if digest.weekly and not opens_week(desk, day):
            continue
        moment = moment_of(desk, day, digest.at(desk.settings))
        if moment > at:
            continue
        done = digests_settled.how(reader, day.isoformat(), digest.name)
        for to in digest.recipients(desk, reader, at):
            if to.key not in done:
                yield Due(digest, to, day, moment)


def opens_week(desk: Desk, day: date) -> bool:
    """Whether ``day`` is the first working day of its week (Monday to Sunday): Monday, or the day after a holiday."""
    monday = day - day.weekday() * _DAY
    days = (monday + n * _DAY for n in range(day.weekday()))
    return desk.calendar.is_working(day) and not any(map(desk.calendar.is_working, days))


def moment_of(desk: Desk, day: date, at: time) -> datetime:
    """A time of day as a moment (UTC). One that the company's clocks pass twice is the first; one that they leap over is
    as long after midnight as it would have been."""
    return datetime.combine(day, at, desk.zone).astimezone(UTC)


def _own(desk: Desk, reader: Reader, at: datetime, digest: Digest, day: date) -> Iterator[Due]:
    local = at.astimezone(desk.zone).replace(tzinfo=None) + _PUT_BACK
    until = local.time() if local.date() == day else _LAST_MINUTE
    for chosen in preferences.digest_owed(reader, day.isoformat(), f"{until:%H:%M}"):
        moment = moment_of(desk, day, time.fromisoformat(chosen.digest_at))
        if moment <= at:
            yield Due(digest, Recipient("person", chosen.person), day, moment)
