"""Escalation: at 100 % of a clock's time to the holder and the channel, at 150 % to the department's head, at 200 % to the
leaders; each once for one run of a clock, none once the case has moved, and none for what is past when the bot comes back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.complaints import alarm, rules, turns
from bot.domain.complaints.turns import STEPS
from bot.domain.desk import Desk, Outcome, Request, once, pack
from bot.domain.record import need_text, record
from bot.errors import WrongState
from bot.store import complaints as rows
from bot.store import heartbeat, outbox, posted
from bot.store.complaints import NOTE_MOST, OPEN, Complaint
from bot.store.database import Reader, Transaction
from bot.store.times import from_store, to_store
from bot.text.offers import pack_offers
from bot.text.words import phrase

# Gone for longer than this, the bot rings nobody for what became due meanwhile, and says so once.
LONG_STOP: Final = timedelta(minutes=30)
# How often it puts down that it is there.
_BEAT: Final = timedelta(minutes=1)
# More than this many at once are told in one message.
_ONE_BY_ONE: Final = 5
_AT_ONCE: Final = 200
# As many as one transaction takes while everybody else waits for it.
_IN_ONE_TURN: Final = 50
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
                phrase("补充情况：`/complaint 备注 {case} 内容`", case=case_id),
            )
        if not before.since:
            before = turns.taken_over(tx, desk, request, before)
        level = max(before.escalated + 1, 2)
        _step(tx, desk, request, before, (level,), text=words)
        people = alarm.people_at(desk, tx, before, level)
        said = phrase("{case} 已升级，并已通知 {people}。", case=case_id, people=alarm.names(desk, people))
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
    request = Request(_BOT, "", at)
    if not last or at - from_store(last) > LONG_STOP:
        return _pass_over_all(desk, request, last)
    with desk.store.transaction() as tx:
        due = rows.to_escalate(tx, now, _AT_ONCE)
        _ring(tx, desk, request, due)
        heartbeat.beat(tx, now)
    return len(due)


def _pass_over_all(desk: Desk, request: Request, last: str) -> int:
    """After a long stop: escalate what fell due meanwhile without ringing anybody, some at a time so that nobody waits for
    the database, and sum it up once; how many."""
    passed = 0
    while True:
        with desk.store.transaction() as tx:
            due = rows.to_escalate(tx, request.stamp, _IN_ONE_TURN)
            for case in due:
                _pass_over(tx, desk, request, case)
            passed += len(due)
            if not due:
                # Another process may have been quicker: its summary speaks of all.
                if passed and heartbeat.last(tx) == last:
                    alarm.sum_up(tx, desk, request, last)
                heartbeat.beat(tx, request.stamp)
                return passed


def _ring(tx: Transaction, desk: Desk, request: Request, due: Sequence[Complaint]) -> None:
    # Where two steps come at once, the people of both are told.
    steps = [(case, range(case.escalated + 1, _reached(desk, tx, case, request.at) + 1)) for case in due]
    alone = len(steps) <= _ONE_BY_ONE
    for case, levels in steps:
        _step(tx, desk, request, case, levels, alone=alone)
    if not alone:
        alarm.together(tx, desk, request, steps)


def _step(
    tx: Transaction,
    desk: Desk,
    request: Request,
    case: Complaint,
    levels: Sequence[int],
    *,
    text: str = "",
    alone: bool = True,
) -> None:
    """One escalation to the last of ``levels``: the case's row, the record, and (unless many are told together) the line in
    the thread and the direct messages. ``text`` is the reason of who escalates by hand."""
    people = {level: alarm.people_at(desk, tx, case, level) for level in levels}
    told: dict[str, object] = {"rang": list(dict.fromkeys(one for some in people.values() for one in some))}
    if text:
        told["text"] = text
    seq = _put_down(tx, desk, request, case, levels[-1], told)
    if not alone:
        return
    outbox.owe_card(tx, rules.channel(desk), case.id, now=request.ms)
    for channel in alarm.channels(desk, case):
        body: dict[str, object] = {"event": seq, "broadcast": 1 in levels}
        outbox.owe(tx, "thread", channel, now=request.ms, case_id=case.id, body=body)
    for person in dict.fromkeys(one for level, some in people.items() if level > 1 for one in some):
        asks = {"say": pack(alarm.asks(desk, request, case, text)), "offers": pack_offers(alarm.offers(case))}
        outbox.owe(tx, "direct", person, now=request.ms, case_id=case.id, body=asks)


def _put_down(
    tx: Transaction, desk: Desk, request: Request, case: Complaint, level: int, told: Mapping[str, object]
) -> int:
    clock = turns.clocks(desk, tx, case).running
    later = to_store(clock.at(STEPS[level])) if clock and level < len(STEPS) else ""
    after = rules.change(
        tx, request, case, {"escalated": level, "escalations": case.escalations + 1, "escalate_at": later}
    )
    for channel in posted.card_channels(tx, case.id):
        outbox.owe_card(tx, channel, case.id, now=request.ms)
    return record(
        tx,
        desk,
        request,
        rules.channel(desk),
        case.id,
        "escalate",
        from_state=case.state,
        to_state=after.state,
        data={"level": level, "clock": case.clock, "due": case.next_due, **told},
        show=False,
    )


def _pass_over(tx: Transaction, desk: Desk, request: Request, case: Complaint) -> None:
    _put_down(tx, desk, request, case, _reached(desk, tx, case, request.at), {"passed_over": True})


def _reached(desk: Desk, reader: Reader, case: Complaint, at: datetime) -> int:
    clock = turns.clocks(desk, reader, case).running
    reached = sum(clock.at(step) <= at for step in STEPS) if clock else 0
    return max(reached, min(case.escalated + 1, len(STEPS)))
