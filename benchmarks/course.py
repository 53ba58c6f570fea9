"""What becomes of a made-up complaint, as the rules reckon it: its due times, its stretches of time and its record, once for
each minute of the day at which one may come, in minutes after it came.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final, Literal

from bot.domain.complaints import due, ledger, turns
from bot.domain.desk import Desk
from bot.store.segments import Segment
from bot.store.times import from_store, to_store

State = Literal["new", "claimed", "resolved"]
CATEGORY: Final = "delivery"
SEVERITY: Final = "normal"
DONE: Final = "已退款，并寄出新品。"
CLAIMED: Final = 7
RESOLVED: Final = 300
DUE: Final = "@due"
DAY_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch that ended: from when to when, and until when somebody had to act."""

    segment: Segment
    started: int
    ended: int
    due: int


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the record; ``data`` is JSON, in which ``DUE`` stands for until when somebody must act then."""

    at: int
    action: str
    before: str
    after: str
    data: str
    due: int


@dataclass(frozen=True, slots=True)
class Course:
    """``steps`` are the escalations of the clock that runs, of which there are none once it is resolved."""

    claim_due: int
    reply_due: int
    resolve_due: int
    next_due: int
    steps: tuple[int, ...]
    stretches: tuple[Stretch, ...]
    record: tuple[Told, ...]

    @property
    def moments(self) -> frozenset[int]:
        """Every minute that stands in a row."""
        due_times = (self.claim_due, self.reply_due, self.resolve_due, self.next_due, *self.steps)
        return frozenset({0, CLAIMED, RESOLVED, *due_times})


class Courses:
    """The courses of complaints that ``person`` claims and resolves. Service hours must be the same every day: what was
    found for a minute of one day holds for all days."""

    def __init__(self, desk: Desk, person: str) -> None:
        if desk.settings.hours.service_days != "every":
            raise ValueError("the service hours are not the same every day")
        self._desk = desk
        self._person = person
        found = desk.company.department_of(person)
        self.queue = turns.queue_department(desk)
        # Before the chat told who is who, it is one of those who answer complaints.
        self.department = found.key if found else self.queue
        self._known: dict[tuple[State, int], Course] = {}

    def of(self, state: State, minute: int) -> Course:
        """The course of a complaint that came at this minute of the day (UTC) and is in ``state`` now."""
        found = self._known.get((state, minute))
        if found is None:
            found = self._known[state, minute] = self._reckoned(state, minute)
        return found

    def _reckoned(self, state: State, minute: int) -> Course:
        came = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=minute)
        stretches = self._stretches(state, came)
        clocks = due.clocks(self._desk.policies, stretches)
        running = clocks.running

        def after(moment: datetime) -> int:
            return int((moment - came).total_seconds()) // 60

        def since(text: str) -> int:
            return after(from_store(text))

        return Course(
            claim_due=after(clocks.claim.at()),
            reply_due=after(clocks.reply.at()),
            resolve_due=after(clocks.resolve.at()),
            next_due=after(running.at()) if running else 0,
            steps=tuple(after(running.at(step)) for step in turns.STEPS) if running else (),
            stretches=tuple(
                Stretch(each, since(each.started_at), since(each.ended_at), since(each.due)) for each in stretches[:-1]
            ),
            record=tuple(self._record(stretches, since)),
        )

    def _stretches(self, state: State, came: datetime) -> list[Segment]:
        mine = (self.department, self._person)
        every = (("new", self.queue, "", 0), ("claimed", *mine, CLAIMED), ("resolved", *mine, RESOLVED))
        found: list[Segment] = []
        for name, department, person, minutes in every:
            since = to_store(came + timedelta(minutes=minutes))
            if found:
                hours = turns.hours(self._desk, SEVERITY, found[-1].department)
                found[-1] = ledger.closed(found[-1], since, hours)
            begun = Segment(len(found) + 1, since, "", name, SEVERITY, department, person, "")
            running = due.clocks(self._desk.policies, [*found, begun]).running
            found.append(begun._replace(due=to_store(running.at()) if running else ""))
            if name == state:
                break
        return found

    def _record(self, stretches: Sequence[Segment], since: Callable[[str], int]) -> Iterator[Told]:
        logged = {"severity": SEVERITY, "category": CATEGORY, "department": self.queue, "due": DUE}
        yield Told(0, "log", "", "new", _json(logged), since(stretches[0].due))
        for before, after in pairwise(stretches):
            told = {"state": after.state, "service": before.service, "over": before.over}
            if after.state == "claimed":
                more = {"holder": self._person, "department": self.department, "due": DUE}
                yield Told(CLAIMED, "claim", before.state, after.state, _json({**told, **more}), since(after.due))
            else:
                more = {"text": DONE, "due": ""}
                yield Told(RESOLVED, "resolve", before.state, after.state, _json({**told, **more}), 0)


def _json(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)
