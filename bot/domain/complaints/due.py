"""Due times: from the policies and the recorded stretches of a complaint's time to when what is due, and nothing else.

A *run* of the clocks begins when the complaint comes in, when it is opened again, and when it is handed to another
department, which has clocks of its own from then on. If that department refuses, the run before goes on, and the time at
the other is none of its own. Waiting for the customer and being merged stop every clock. What was done in time stays done:
a claim's or a reply's due time moves no more once it was met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from bot.domain.clocks import ServiceHours, Span
from bot.domain.policies import SEVEREST, ClockName, Policies
from bot.store.segments import Segment
from bot.store.times import from_store, to_store

QUEUE: Final = ("new", "reopened")
PAUSED: Final = ("waiting_customer", "merged")
ENDED: Final = ("resolved", "closed")
# Whoever resolved a case gets it back when the customer comes back within this long; after it, it is closed.
BACK_TO_CLOSER: Final = timedelta(days=7)
# Which clock runs in which state; in every other state none does.
RUNNING: Final[dict[str, ClockName]] = {
    "new": "claim",
    "reopened": "claim",
    "handed_over": "claim",
    "claimed": "reply",
    "replied": "resolve",
}
# Why a clock started: the complaint came in, was opened again, handed over, given back to the queue, or found severe.
Began = Literal["logged", "reopened", "handed_over", "given_back", "severe"]


class Clock(NamedTuple):
    """One clock: ``allowed`` of service time from ``start``, standing still during ``pauses``."""

    name: ClockName
    began: Began
    start: datetime
    severity: str
    department: str
    allowed: timedelta
    divisor: int
    hours: ServiceHours
    pauses: tuple[Span, ...] = ()

    def at(self, percent: int = 100) -> datetime:
        """When this share of the allowed time is used up; at 100 it is due."""
        at, left = self.start, self.allowed if percent == 100 else self.allowed * percent / 100
        for paused, resumed in self.pauses:
            before = self.hours.elapsed(at, paused) if paused > at else timedelta()
            if before >= left:
                break
            at, left = max(at, resumed), left - before
        return self.hours.add(at, left)

    @property
    def key(self) -> str:
        """What tells this clock from every other of the same complaint: no escalation comes twice under one key."""
        return f"{self.name}:{to_store(self.start)}"


class Clocks(NamedTuple):
    """The three clocks of the present run, and which of them runs now, if any does."""

    claim: Clock
    reply: Clock
    resolve: Clock
    running: Clock | None


@dataclass(slots=True)
class _Run:
    start: datetime
    began: Began
    queued: datetime
    queued_as: Began
    severe: datetime | None
    pauses: list[Span] = field(default_factory=list)
    # As they were when they were met.
    claim: Clock | None = None
    reply: Clock | None = None
    resolve: Clock | None = None


def clocks(policies: Policies, segments: Sequence[Segment]) -> Clocks:
    """The clocks that follow from a complaint's recorded stretches; the last one is the one that runs."""
    reckoning = _Reckoning(policies)
    for segment in segments:
        reckoning.take(segment)
    return reckoning.clocks()


class _Reckoning:
    def __init__(self, policies: Policies) -> None:
        self._policies = policies
        self._run: _Run | None = None
        # The run that handed the case over, to which it returns if the other side refuses.
        self._before: _Run | None = None
        self._last: Segment | None = None
        self._state = ""

    def take(self, segment: Segment) -> None:
        start = from_store(segment.started_at)
        self._meet(segment)
        self._turn(segment, start)
        for run in self._runs():
            if segment.severity != SEVEREST:
                run.severe = None
            elif run.severe is None:
                run.severe = start
        if segment.ended_at:
            span = (start, from_store(segment.ended_at))
            if segment.state in PAUSED:
                for run in self._runs():
                    run.pauses.append(span)
            elif segment.state == "handed_over" and self._before is not None:
                self._before.pauses.append(span)
        self._last = (
            segment
            if segment.state != "merged" or self._last is None
            else self._last._replace(severity=segment.severity)
        )

    def clocks(self) -> Clocks:
        run, last = self._run, self._last
        assert run is not None and last is not None
        claim = run.claim or self._clock("claim", run, last)
        reply = run.reply or self._clock("reply", run, last)
        resolve = run.resolve or self._clock("resolve", run, last)
        name = RUNNING.get(self._state)
        running = {"claim": claim, "reply": reply, "resolve": resolve}[name] if name else None
        return Clocks(claim, reply, resolve, running)

    def _runs(self) -> list[_Run]:
        return [run for run in (self._run, self._before) if run is not None]

    def _meet(self, segment: Segment) -> None:
        # What was due in the state before is met by moving on; the clock stays as it was then.
        run, last = self._run, self._last
        self._state = segment.state
        if run is None or last is None or segment.state == "merged":
            return
        if RUNNING.get(last.state) == "claim" and segment.state in ("claimed", "replied", "waiting_customer"):
            accepted = last.state != "handed_over" or segment.department == last.department
            if accepted:
                run.claim = run.claim or self._clock("claim", run, last)
        if segment.state == "replied" and last.state != "replied" and last.state != "handed_over":
            run.reply = run.reply or self._clock("reply", run, last)
        if segment.state in ENDED:
            run.resolve = run.resolve or self._clock("resolve", run, last)

    def _turn(self, segment: Segment, start: datetime) -> None:
        run, last = self._run, self._last
        if run is None or last is None:
            self._run = _begun(start, "logged")
        elif segment.state == "merged":
            return
        elif segment.state == "reopened" and last.state in ENDED:
            self._run, self._before = _begun(start, "reopened"), None
        elif segment.state == "handed_over":
            if last.state != "handed_over" or last.department != segment.department:
                self._before = self._before or run
                self._run = _begun(start, "handed_over")
                self._run.reply = self._before.reply
        elif last.state == "handed_over":
            if segment.department != last.department and self._before is not None:
                self._run = self._before
            self._before = None
        elif segment.state in QUEUE and last.state not in QUEUE:
            run.queued, run.queued_as, run.claim = start, "given_back", None

    def _clock(self, name: ClockName, run: _Run, last: Segment) -> Clock:
        start, began = (run.queued, run.queued_as) if name == "claim" else (run.start, run.began)
        usual = self._clock_of(name, "normal", last.department, start, began, run)
        if last.severity != SEVEREST:
            return usual
        late = run.severe is not None and run.severe > start
        severe = self._clock_of(
            name,
            SEVEREST,
            last.department,
            run.severe if late and run.severe else start,
            "severe" if late else began,
            run,
        )
        # Becoming severe never gives more time than there was.
        return min(severe, usual, key=Clock.at)

    def _clock_of(
        self, name: ClockName, severity: str, department: str, start: datetime, began: Began, run: _Run
    ) -> Clock:
        policy = self._policies.of(severity, department)
        return Clock(
            name=name,
            began=began,
            start=start,
            severity=severity,
            department=department,
            allowed=policy.allows(name),
            divisor=policy.divisor,
            hours=policy.hours,
            pauses=tuple(span for span in run.pauses if span[1] > start),
        )


def _begun(start: datetime, began: Began) -> _Run:
    return _Run(start=start, began=began, queued=start, queued_as=began, severe=None)
