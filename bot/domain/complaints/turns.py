"""The one place through which a complaint's state, holder, department and severity change.

What ends there is put down as a stretch of somebody's time, what begins is reckoned anew from the recorded stretches: the
due times, the next step's and the next escalation's. The event carries all of it, so that the record alone tells the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import dropwhile
from typing import Final

from bot.domain.clocks import ServiceHours
from bot.domain.complaints import due, rules
from bot.domain.complaints.due import ENDED, PAUSED, Clocks
from bot.domain.complaints.ledger import closed, ledger
from bot.domain.desk import Desk, Request
from bot.store import complaints as rows
from bot.store import events, segments
from bot.store.complaints import Complaint
from bot.store.database import Reader, Transaction
from bot.store.segments import Segment
from bot.store.times import from_store, to_store

# At which share of a clock's time it is escalated: to the holder and the channel, to the department's head, to leaders.
STEPS: Final = (100, 150, 200)
_TURNS: Final = ("state", "holder", "department", "severity")


def opened(desk: Desk, request: Request, severity: str) -> dict[str, object]:
    """The columns with which a complaint that comes in now begins: in the queue, its first stretch running."""
    department = queue_department(desk)
    first = Segment(1, request.stamp, "", "new", severity, department, "", "")
    found = due.clocks(desk.policies, [first])
    return {
        "state": "new",
        "severity": severity,
        "department": department,
        "since": request.stamp,
        **_columns(found, 0),
    }


def move(
    tx: Transaction,
    desk: Desk,
    request: Request,
    before: Complaint,
    values: Mapping[str, object],
    action: str,
    data: Mapping[str, object] | None = None,
    *,
    show: bool = True,
    again: bool = False,
) -> Complaint:
    """Change a complaint and record it as ``action`` with ``data``; the complaint as it is then.

    Where ``values`` change its state, holder, department or severity, the running stretch ends and another begins; with
    ``again`` it does so although none of them changes, so that its due times are reckoned anew. Any other value may stand
    in ``values`` too. ``show`` is as for `bot.domain.record.record`.
    """
    if not before.since:
        before = taken_over(tx, desk, request, before)
    if request.stamp < before.since:
        # The clock was set back. No stretch is shorter than nothing: time stands still until it has come round again.
        request = replace(request, at=from_store(before.since))
    moved = {name: values[name] for name in _TURNS if name in values and values[name] != getattr(before, name)}
    told: dict[str, object] = {**(data or {})}
    if moved or again:
        turned, ended = _turned(tx, desk, request, before, moved)
        values = {**values, **turned}
        segments.add(tx, before.id, ended)
        told |= {**moved, "due": turned["next_due"], "service": ended.service, "over": ended.over}
    after = rules.change(tx, request, before, values)
    rules.recorded(tx, desk, request, before, after, action, told, show=show)
    return after


def stretches(reader: Reader, case: Complaint) -> list[Segment]:
    """A complaint's time from beginning to end: what ended, and last what runs now."""
    return [*(segments.ended(reader, case.id) if case.segments else ()), running(case)]


def timeline(desk: Desk, reader: Reader, case: Complaint, at: datetime) -> list[Segment]:
    """A complaint's time up to ``at``, every stretch with its seconds: from when it came in until it was resolved, or until
    now where it is not. For one from before the ledger: what its record tells."""
    every = stretches(reader, case)
    if not case.since:
        told = events.history(reader, case.id)
        every = [*ledger(told, lambda severity, department: hours(desk, severity, department))]
    if every[-1].state in ENDED:
        return [*reversed([*dropwhile(lambda one: one.state in ENDED, reversed(every))])]
    last = every[-1]
    # A clock that is moved back must not make time negative.
    until = max(to_store(at), last.started_at)
    return [*every[:-1], closed(last, until, hours(desk, last.severity, last.department))]


def running(case: Complaint) -> Segment:
    """The stretch that runs now, as it stands on the complaint's own row."""
    return Segment(
        number=case.segments + 1,
        started_at=case.since,
        ended_at="",
        state=case.state,
        severity=case.severity,
        department=case.department,
        person=_person(case.state, case.holder),
        due=case.next_due,
    )


def clocks(desk: Desk, reader: Reader, case: Complaint) -> Clocks:
    """The clocks of a complaint, reckoned from its stretches."""
    return due.clocks(desk.policies, stretches(reader, case))


def hours(desk: Desk, severity: str, department: str) -> ServiceHours:
    """The hours that count for a complaint of this severity in this department."""
    return desk.policies.of(severity, department).hours


def queue_department(desk: Desk) -> str:
    """Whose time an unclaimed complaint is: the department's to which the complaints' channel belongs, or nobody's."""
    channel = desk.settings.channels.complaints
    return next((key for key, found in desk.company.departments.items() if found.channel == channel), "")


def taken_over(tx: Transaction, desk: Desk, request: Request, case: Complaint) -> Complaint:
    """A complaint from before the ledger, with the stretches that its record tells; it is reckoned anew from now on.

    What it was overdue by then counts as escalated: nobody is rung for what is past.
    """
    found = ledger(events.history(tx, case.id), lambda severity, department: hours(desk, severity, department))
    for segment in found[:-1]:
        segments.add(tx, case.id, segment)
    last = found[-1]
    begun = rows.taken_over(tx, case.id, {"since": last.started_at, "segments": len(found) - 1})
    department = case.department or queue_department(desk)
    ended = closed(last, request.stamp, hours(desk, last.severity, last.department))
    then = _next(begun, request, {"department": department})
    reckoned = due.clocks(desk.policies, [*found[:-1], ended, then])
    level = sum(reckoned.running.at(step) <= request.at for step in STEPS) if reckoned.running else 0
    times = _columns(reckoned, level)
    segments.add(tx, case.id, ended)
    values = {**times, "department": department, "since": request.stamp, "segments": len(found)}
    after = rules.change(tx, request, begun, values)
    told = {
        "holder": after.holder,
        "department": department,
        "severity": after.severity,
        "due": after.next_due,
        "service": ended.service,
        "over": ended.over,
    }
    rules.recorded(tx, desk, request, case, after, "take_over", told, show=False)
    return after


def _turned(
    tx: Transaction, desk: Desk, request: Request, before: Complaint, moved: Mapping[str, object]
) -> tuple[dict[str, object], Segment]:
    ended = closed(running(before), request.stamp, hours(desk, before.severity, before.department))
    then = _next(before, request, moved)
    if before.state in ENDED and then.state in ENDED:
        # What is over keeps the due times that it had, whatever the settings say by now.
        return {"next_due": "", "since": request.stamp, "segments": before.segments + 1}, ended
    earlier: Sequence[Segment] = segments.ended(tx, before.id) if before.segments else ()
    reckoned = due.clocks(desk.policies, [*earlier, ended, then])
    times = _times(tx, before, then.state, reckoned)
    return {**times, "since": request.stamp, "segments": before.segments + 1}, ended


def _next(before: Complaint, request: Request, moved: Mapping[str, object]) -> Segment:
    turn = {name: str(moved.get(name, getattr(before, name))) for name in _TURNS}
    return Segment(
        number=before.segments + 2,
        started_at=request.stamp,
        ended_at="",
        state=turn["state"],
        severity=turn["severity"],
        department=turn["department"],
        person=_person(turn["state"], turn["holder"]),
        due="",
    )


def _person(state: str, holder: str) -> str:
    # Until somebody accepts it is nobody's in the department that has it; the holder only leads.
    return "" if state == "handed_over" else holder


def _times(tx: Transaction, before: Complaint, state: str, reckoned: Clocks) -> dict[str, object]:
    if reckoned.running is not None:
        return _columns(reckoned, _level(tx, before, reckoned.running.key))
    times = _columns(reckoned, 0)
    # A clock that only stands still goes on where it was, escalations included.
    return times if state in PAUSED else times | {"clock": "", "escalated": 0}


def _columns(reckoned: Clocks, level: int) -> dict[str, object]:
    """The columns that follow from the clocks, the one that runs escalated so far."""
    due = {clock.name: to_store(clock.at()) for clock in (reckoned.claim, reckoned.reply, reckoned.resolve)}
    times: dict[str, object] = {f"{name}_due": moment for name, moment in due.items()}
    clock = reckoned.running
    if clock is None:
        return times | {"next_due": "", "escalate_at": ""}
    # The first step is the due time itself.
    later = "" if level >= len(STEPS) else to_store(clock.at(STEPS[level])) if level else due[clock.name]
    return times | {"next_due": due[clock.name], "clock": clock.key, "escalated": level, "escalate_at": later}


def _level(tx: Transaction, before: Complaint, key: str) -> int:
    # How far this very clock was escalated: it may have run before, and come back after a hand-over was refused.
    if key == before.clock:
        return before.escalated
    if not before.escalations:
        return 0
    told = (event.data for event in events.history(tx, before.id) if event.action == "escalate")
    return max((int(str(data["level"])) for data in told if data["clock"] == key), default=0)
