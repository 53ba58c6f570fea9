"""Escalation: at 100 % of a clock's time to the holder and the channel, at 150 % to the department's head, at 200 % to the
leaders; each once for one run of a clock, none once the case has moved, and none for what is past when the bot comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.complaints import rules, turns
from bot.domain.complaints.turns import STEPS
from bot.domain.desk import Desk, Outcome, Request, once, pack
from bot.domain.record import need_text, record
from bot.domain.ringing import department_to_ring, to_ring
from bot.errors import WrongState
from bot.store import complaints as rows
from bot.store import heartbeat, outbox
from bot.store.complaints import NOTE_MOST, OPEN, UNCLAIMED, Complaint
from bot.store.database import Reader, Transaction
from bot.store.times import from_store, to_store
from bot.text.mrkdwn import escape, mention
from bot.text.width import cut
from bot.text.words import Phrase, phrase, series

# Gone for longer than this, the bot rings nobody for what became due meanwhile, and says so once.
LONG_STOP: Final = timedelta(minutes=30)
# How often it puts down that it is there.
_BEAT: Final = timedelta(minutes=1)
# More than this many at once are told in one message.
_ONE_BY_ONE: Final = 5
_AT_ONCE: Final = 500
_NAMED: Final = 10
_BOT: Final = ""


def escalate(desk: Desk, request: Request, case_id: str, reason: str) -> Outcome:
    """Escalate by hand: to the department's head, or to the leaders where the head knows already."""
    words = need_text(reason, phrase("升级原因"), NOTE_MOST, field="reason")

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_work_on(desk, request, before, phrase("升级投诉"))
        rules.must_be(before, OPEN)
        if before.escalated >= len(STEPS):
            raise WrongState(
                phrase("{case} 已经升级到领导了。", case=case_id),
                phrase("补充情况：`/complaint note {case} 内容`", case=case_id),
            )
        if not before.since:
            before = turns.taken_over(tx, desk, request, before)
        level = max(before.escalated + 1, 2)
        people = _people(desk, tx, before, level)
        _step(tx, desk, request, before, level, people, text=words)
        said = phrase("{case} 已升级，并已通知 {people}。", case=case_id, people=_names(desk, people))
        return Outcome(said, case_id)

    return once(desk, request, decide)


def sweep(desk: Desk, at: datetime) -> int:
    """Escalate what is due at ``at``; how many cases. It looks at what is due, not at what exists. Two processes may both
    ask: what one has escalated is no longer due for the other."""
    now = to_store(at)
    last = heartbeat.last(desk.store)
    fresh = bool(last) and at - from_store(last) < _BEAT
    if fresh and not rows.to_escalate(desk.store, now, 1):
        return 0
    with desk.store.transaction() as tx:
        last = heartbeat.last(tx)
        request = Request(_BOT, "", at)
        due = rows.to_escalate(tx, now, _AT_ONCE)
        away = not last or at - from_store(last) > LONG_STOP
        if away:
            passed = list(due)
            while due:
                for case in due:
                    _pass_over(tx, desk, request, case)
                due = rows.to_escalate(tx, now, _AT_ONCE)
                passed += due
            _sum_up(tx, desk, request, passed, last)
        else:
            _ring(tx, desk, request, due)
        heartbeat.beat(tx, now)
    return len(due)


def _ring(tx: Transaction, desk: Desk, request: Request, due: Sequence[Complaint]) -> None:
    reached = [(case, _reached(desk, tx, case, request.at)) for case in due]
    for level in range(1, len(STEPS) + 1):
        cases = [case for case, found in reached if found == level]
        alone = len(cases) <= _ONE_BY_ONE
        for case in cases:
            people = _people(desk, tx, case, level)
            _step(tx, desk, request, case, level, people, alone=alone)
        if not alone:
            _together(tx, desk, request, cases, level)


def _step(
    tx: Transaction,
    desk: Desk,
    request: Request,
    case: Complaint,
    level: int,
    people: Sequence[str],
    *,
    text: str = "",
    alone: bool = True,
    passed_over: bool = False,
) -> None:
    """One escalation: the case's row, the record, and (unless many are told together) who is told."""
    clock = turns.clocks(desk, tx, case).running
    later = to_store(clock.at(STEPS[level])) if clock and level < len(STEPS) else ""
    after = rules.change(
        tx, request, case, {"escalated": level, "escalations": case.escalations + 1, "escalate_at": later}
    )
    told: dict[str, object] = {"level": level, "clock": case.clock, "due": case.next_due, "rang": list(people)}
    if text:
        told["text"] = text
    if passed_over:
        told["passed_over"] = True
    shown = alone and not passed_over
    own = rules.channel(desk)
    seq = record(
        tx,
        desk,
        request,
        own,
        case.id,
        "escalate",
        from_state=case.state,
        to_state=after.state,
        data=told,
        show=False,
    )
    for channel in {*outbox.card_channels(tx, case.id), *([own] if shown else [])}:
        outbox.owe_card(tx, channel, case.id, now=request.ms)
    if not shown:
        return
    for channel in _channels(desk, case):
        body: dict[str, object] = {"event": seq, "broadcast": level == 1}
        outbox.owe(tx, "thread", channel, now=request.ms, case_id=case.id, body=body)
    if level > 1:
        for person in people:
            asks = {"say": pack(_asks(desk, request, case, text))}
            outbox.owe(tx, "direct", person, now=request.ms, case_id=case.id, body=asks)


def _pass_over(tx: Transaction, desk: Desk, request: Request, case: Complaint) -> None:
    _step(tx, desk, request, case, _reached(desk, tx, case, request.at), (), passed_over=True)


def _reached(desk: Desk, reader: Reader, case: Complaint, at: datetime) -> int:
    clock = turns.clocks(desk, reader, case).running
    reached = sum(clock.at(step) <= at for step in STEPS) if clock else 0
    return max(reached, min(case.escalated + 1, len(STEPS)))


def _channels(desk: Desk, case: Complaint) -> tuple[str, ...]:
    own = rules.channel(desk)
    receiver = desk.settings.departments.get(case.department)
    if case.state == "handed_over" and receiver and receiver.channel != own:
        return (own, receiver.channel)
    return (own,)


def _people(desk: Desk, reader: Reader, case: Complaint, level: int) -> tuple[str, ...]:
    """The ids to mention at a level."""
    if level == 1:
        if case.state == "handed_over":
            return tuple(dict.fromkeys((*department_to_ring(desk, reader, case.department), case.holder)))
        if case.state in UNCLAIMED and not case.holder:
            return to_ring(desk, reader, "service")
        return (case.holder,)
    if level == 2:
        department = desk.company.departments.get(case.department) or desk.company.departments.get(
            turns.queue_department(desk)
        )
        if department and department.head:
            return (department.head,)
    return desk.company.roles["leader"]


def _names(desk: Desk, people: Sequence[str]) -> Phrase:
    return series([rules.named(desk, person) for person in people])


def _asks(desk: Desk, request: Request, case: Complaint, text: str) -> Phrase:
    words = escape(cut(" ".join(case.words.split()), 80))
    holder = rules.named(desk, case.holder) if case.holder and case.state not in UNCLAIMED else ""
    department = escape(desk.company.department_name(case.department))
    whose = phrase("{department} {holder}", department=department, holder=holder) if holder else department
    if text:
        return phrase(
            "🔺 {who} 把 {case} 升级给您：{reason}\n现在在{whose}。原话：{words}",
            who=rules.named(desk, request.actor),
            case=case.id,
            reason=escape(cut(text, 300)),
            whose=whose,
            words=words,
        )
    return phrase(
        "🔺 {case} 超时未处理（{due} 到期），现在在{whose}。原话：{words}\n查看：`/complaint show {case}`",
        case=case.id,
        due=rules.due_text(desk, request, case.next_due),
        whose=whose,
        words=words,
    )


def _together(tx: Transaction, desk: Desk, request: Request, cases: Sequence[Complaint], level: int) -> None:
    """Many at once, such as an import that nobody has looked at: one message to each, not one for each."""
    said = phrase(
        "🔺 {n} 条投诉超时未处理：{cases}。最急的在前：`/complaint list overdue`",
        n=len(cases),
        cases=_ids(cases),
    )
    people = tuple(dict.fromkeys(person for case in cases for person in _people(desk, tx, case, level)))
    if level == 1:
        rung = phrase("{people} {said}", people=" ".join(map(mention, people)), said=said)
        outbox.owe(tx, "post", rules.channel(desk), now=request.ms, body={"say": pack(rung)})
        return
    for person in people:
        outbox.owe(tx, "direct", person, now=request.ms, body={"say": pack(said)})


def _sum_up(tx: Transaction, desk: Desk, request: Request, passed: Sequence[Complaint], last: str) -> None:
    if not passed:
        return
    said = phrase(
        "机器人停了一段时间，其间有 {n} 条投诉超时，没有逐条升级：{cases}。请先看：`/complaint list overdue`",
        n=len(passed),
        cases=_ids(passed),
    )
    if last:
        since = rules.due_text(desk, request, last)
        said = phrase(
            "机器人从 {since} 停到现在，其间有 {n} 条投诉超时，没有逐条升级：{cases}。请先看：`/complaint list overdue`",
            since=since,
            n=len(passed),
            cases=_ids(passed),
        )
    outbox.owe(tx, "post", rules.channel(desk), now=request.ms, body={"say": pack(said)})


def _ids(cases: Sequence[Complaint]) -> Phrase:
    named = series(case.id for case in cases[:_NAMED])
    return phrase("{some} 等", some=named) if len(cases) > _NAMED else named
