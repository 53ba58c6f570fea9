"""Whose complaints' time it was, by department and period: sums over cases, read from the recorded stretches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.cards.report import DepartmentTime, TimeReport
from bot.domain.complaints import turns
from bot.domain.complaints.ledger import closed, shares
from bot.domain.desk import Desk
from bot.store import complaints as rows
from bot.store import segments
from bot.store.complaints import Complaint
from bot.store.database import Reader
from bot.store.segments import Segment, Share
from bot.store.times import to_store


@dataclass(slots=True)
class _Sum:
    elapsed: int = 0
    service: int = 0
    over: int = 0
    cases: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)


def time_report(desk: Desk, reader: Reader, start: datetime, end: datetime) -> TimeReport:
    """The time from ``start`` up to ``end`` (aware, not after now). A stretch that reaches over the period's edge counts
    with the part inside. Its cost follows what ran since the start."""
    sums: dict[tuple[str, str], _Sum] = defaultdict(_Sum)
    everything: set[str] = set()
    for case, segment in _within(desk, reader, start, end):
        for share in shares([segment]):
            _add(sums[share.whose, share.department], case, share)
            if share.whose != "done":
                everything.add(case)
    departments = [
        DepartmentTime(key, len(one.cases), one.elapsed, one.service, one.over, len(one.late))
        for (whose, key), one in sums.items()
        if whose == "department"
    ]
    waiting = sums["customer", ""]
    return TimeReport(
        start=to_store(start),
        end=to_store(end),
        departments=_in_order(departments, list(desk.company.departments)),
        cases=len(everything),
        waited=waiting.elapsed,
        waiting=len(waiting.cases),
    )


def by_department(desk: Desk, reader: Reader, case: Complaint, at: datetime) -> tuple[Share, ...]:
    """One complaint's time up to ``at`` as shares, for its card and for exports: they add up to the case's life."""
    return shares(turns.timeline(desk, reader, case, at))


def _in_order(found: Sequence[DepartmentTime], known: Sequence[str]) -> tuple[DepartmentTime, ...]:
    """Departments as the settings order them; those that are there no longer last."""
    place = {key: number for number, key in enumerate(known)}
    return tuple(sorted(found, key=lambda one: (place.get(one.department, len(place)), one.department)))


def _add(known: _Sum, case: str, share: Share) -> None:
    known.elapsed += share.elapsed
    known.service += share.service
    known.over += share.over
    known.cases.add(case)
    if share.over:
        known.late.add(case)


def _within(desk: Desk, reader: Reader, start: datetime, end: datetime) -> Iterator[tuple[str, Segment]]:
    first, last = to_store(start), to_store(end)
    for case, segment in segments.between(reader, first, last):
        if segment.started_at >= first and segment.ended_at <= last:
            yield case, segment
        else:
            yield case, _clipped(desk, segment, first, last)
    for found in rows.open_cases(reader):
        if found.since and found.since < last:
            yield found.id, _clipped(desk, turns.running(found), first, last)


def _clipped(desk: Desk, segment: Segment, first: str, last: str) -> Segment:
    """The part of a stretch within the period, its seconds counted anew."""
    start = max(segment.started_at, first)
    end = min(segment.ended_at or last, last)
    hours = turns.hours(desk, segment.severity, segment.department)
    return closed(segment._replace(started_at=start), end, hours)
