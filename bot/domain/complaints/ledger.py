"""The time ledger: whose a complaint's time was, from the record alone, adding up to the second to the case's life.

Every event that moves a complaint's state, holder, department or severity carries in its data what it moved (under those
names), ``due``, until when the next step must be done, and ``service`` and ``over``: the seconds of the stretch that it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.clocks import ServiceHours
from bot.domain.complaints.due import BACK_TO_CLOSER, ENDED
from bot.store.events import Event
from bot.store.segments import Segment, Share
from bot.store.times import from_store

# Whose time a state is, where it is not the department's.
_WHOSE: Final = {"waiting_customer": "customer", "merged": "merged", "resolved": "done", "closed": "done"}
_SECOND: Final = len("2026-12-01T00:45:00")
Hours = Callable[[str, str], ServiceHours]


def ledger(events: Iterable[Event], hours: Hours | None = None) -> tuple[Segment, ...]:
    """The stretches of a complaint's time as its record tells them; the last one has no end.

    ``hours`` (by severity and department) count the stretches of events older than the ledger, which carry no seconds.
    """
    found: list[Segment] = []
    reading = _Reading()
    for event in events:
        turned = reading.take(event)
        if found and not turned:
            continue
        if found:
            found[-1] = _ended(found[-1], event, hours)
        found.append(reading.segment(len(found) + 1, event))
    return tuple(found)


def closed(segment: Segment, ended_at: str, hours: ServiceHours) -> Segment:
    """A stretch with its end and its seconds. Moments are cut to the second first, so that stretches add up."""
    start, end = _second(segment.started_at), _second(ended_at)
    over = 0
    if segment.due and (due := _second(segment.due)) < end:
        over = _seconds(hours.elapsed(max(start, due), end))
    return segment._replace(
        ended_at=ended_at,
        elapsed=_seconds(end - start),
        service=_seconds(hours.elapsed(start, end)),
        over=over,
    )


def shares(segments: Iterable[Segment]) -> tuple[Share, ...]:
    """Whose the time of ended stretches was, in the order in which they first had it; the shares add up to all of it."""
    sums: dict[tuple[str, str], Share] = {}
    for one in segments:
        whose = _WHOSE.get(one.state, "department")
        department = one.department if whose == "department" else ""
        known = sums.get((whose, department), Share(whose, department, 0, 0, 0))
        sums[whose, department] = Share(
            whose, department, known.elapsed + one.elapsed, known.service + one.service, known.over + one.over
        )
    return tuple(sums.values())


@dataclass(slots=True)
class _Reading:
    """What the record has said so far."""

    state: str = ""
    severity: str = "normal"
    department: str = ""
    person: str = ""
    due: str = ""
    closer: str = ""
    closed_at: str = ""

    def take(self, event: Event) -> bool:
        """Read one event; whether a new stretch begins with it."""
        before = (self.state, self.severity, self.department, self.person)
        data = event.data
        self.state = event.to_state or self.state
        self.severity = str(data.get("severity", self.severity))
        self.department = str(data.get("department", self.department))
        self.due = str(data.get("due", self.due if "service" in data or self.state == event.from_state else ""))
        self.person = str(data.get("holder", self._holder_by(event)))
        if self.state in ENDED and event.from_state not in ENDED:
            self.closer, self.closed_at = event.actor, event.at
        return "service" in data or before != (self.state, self.severity, self.department, self.person)

    def segment(self, number: int, event: Event) -> Segment:
        return Segment(
            number=number,
            started_at=event.at,
            ended_at="",
            state=self.state,
            severity=self.severity,
            department=self.department,
            # While the case is handed over it is nobody's in the department that has it.
            person="" if self.state == "handed_over" else self.person,
            due=self.due,
        )

    def _holder_by(self, event: Event) -> str:
        # Events older than the ledger do not say it.
        if event.action == "claim":
            return event.actor
        if event.action == "reopen":
            back = from_store(event.at) - from_store(self.closed_at) <= BACK_TO_CLOSER if self.closed_at else False
            return self.closer if back else ""
        return self.person


def _ended(segment: Segment, event: Event, hours: Hours | None) -> Segment:
    data: Mapping[str, object] = event.data
    if "service" in data:
        elapsed = _seconds(_second(event.at) - _second(segment.started_at))
        service, over = int(str(data["service"])), int(str(data.get("over", 0)))
        return segment._replace(ended_at=event.at, elapsed=elapsed, service=service, over=over)
    if hours is None:
        raise ValueError(f"event {event.seq} says no seconds, and there are no hours to count them by")
    return closed(segment, event.at, hours(segment.severity, segment.department))


def _second(stored: str) -> datetime:
    return from_store(f"{stored[:_SECOND]}.000000Z")


def _seconds(length: timedelta) -> int:
    return length.days * 86_400 + length.seconds
