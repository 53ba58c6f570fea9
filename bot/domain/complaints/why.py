"""Why a due time is when it is: each clock's way to it, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.cards.complaint_time import Explained, Piece
from bot.config.windows import Window
from bot.domain.clocks import ServiceHours
from bot.domain.complaints import turns
from bot.domain.complaints.due import Clock
from bot.domain.complaints.turns import STEPS
from bot.domain.desk import Desk
from bot.store.complaints import Complaint
from bot.store.database import Reader
from bot.store.times import from_store, to_store


def why(desk: Desk, reader: Reader, case: Complaint) -> tuple[Explained, ...]:
    """The clocks of the present run, each explained."""
    found = turns.clocks(desk, reader, case)
    claimed = case.claimed_at if case.state != "handed_over" else ""
    done = {"claim": claimed, "reply": case.replied_at, "resolve": case.resolved_at}
    return tuple(
        _explained(clock, done[clock.name], running=clock is found.running)
        for clock in (found.claim, found.reply, found.resolve)
    )


def _explained(clock: Clock, done: str, *, running: bool) -> Explained:
    hours = clock.hours
    return Explained(
        name=clock.name,
        began=clock.began,
        start=to_store(clock.start),
        severity=clock.severity,
        department=clock.department,
        allowed=round(clock.allowed.total_seconds()),
        divisor=clock.divisor,
        hours=() if hours.round_the_clock else tuple(str(Window(*each)) for each in hours.windows),
        working_days=hours.calendar is not None,
        pieces=tuple(_pieces(clock)),
        due=to_store(clock.at()),
        # A reply of an earlier run of the clocks says nothing of this one.
        done=done if done and from_store(done) >= clock.start else "",
        running=running,
        steps=tuple((step, to_store(clock.at(step))) for step in STEPS),
    )


def _pieces(clock: Clock) -> Iterator[Piece]:
    at, due = clock.start, clock.at()
    for paused, resumed in clock.pauses:
        if paused >= due:
            break
        if paused > at:
            yield from _counted(clock.hours, at, paused)
        yield _piece(max(paused, at), resumed, "paused", timedelta())
        at = max(at, resumed)
    yield from _counted(clock.hours, at, due)


def _counted(hours: ServiceHours, start: datetime, end: datetime) -> Iterator[Piece]:
    if hours.round_the_clock and start < end:
        yield _piece(start, end, "counted", end - start)
        return
    at = start
    for opened, closed in hours.spans(start, end):
        if opened > at:
            yield _piece(at, opened, _closed(hours, at, opened), timedelta())
        yield _piece(opened, closed, "counted", closed - opened)
        at = closed
    if at < end:
        yield _piece(at, end, _closed(hours, at, end), timedelta())


def _closed(hours: ServiceHours, start: datetime, end: datetime) -> str:
    if hours.calendar is None:
        return "closed"
    day: date = start.astimezone(hours.zone).date()
    last = end.astimezone(hours.zone).date()
    while day <= last:
        if not hours.calendar.is_working(day):
            return "off"
        day += timedelta(days=1)
    return "closed"


def _piece(start: datetime, end: datetime, what: str, counted: timedelta) -> Piece:
    return Piece(to_store(start), to_store(end), what, round(counted.total_seconds()))
