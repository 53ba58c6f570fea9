"""The end of a rally, by hand or because its time is over: thanks to those who joined, and nothing left of the others."""

from __future__ import annotations

from datetime import datetime

from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.rallies import rules
from bot.domain.record import record
from bot.errors import WrongState
from bot.store import outbox, own_cards, rally_people
from bot.store import rallies as rows
from bot.store.database import Transaction
from bot.store.rallies import Rally
from bot.store.times import to_store
from bot.text.words import phrase

# Who acts when the clock does.
CLOCK = ""


def close(desk: Desk, request: Request, case_id: str) -> Outcome:
    """End a rally before its time."""
    desk.company.must_hold(request.actor, "leader", "editor", to_do=phrase("结束转发"))

    def decide(tx: Transaction) -> Outcome:
        rally = rules.load(tx, case_id)
        rules.must_be_open(desk, rally)
        tally = _close(tx, desk, request, rally)
        said = phrase(
            "{case} 已结束：参加 {joined} 人，转发 {n} 条。", case=case_id, joined=tally.joined, n=tally.reposts
        )
        return Outcome(said, case_id)

    return once(desk, request, decide)


def close_due(desk: Desk, at: datetime) -> int:
    """End the rallies whose time is over; how many."""
    closed = 0
    for over in rows.over(desk.store, to_store(at)):
        with desk.store.transaction() as tx:
            rally = rules.load(tx, over.id)
            if rally.state == "open":
                _close(tx, desk, Request(CLOCK, "", at), rally)
                closed += 1
    return closed


def clear(desk: Desk) -> None:
    """Forget where the own cards of closed rallies stand, as soon as the last of them is drawn."""
    for case_id in rows.to_clear(desk.store):
        with desk.store.transaction() as tx:
            if own_cards.forget_places(tx, case_id):
                rows.cleared(tx, case_id)


def _close(tx: Transaction, desk: Desk, request: Request, rally: Rally) -> rows.Tally:
    if not rows.close(tx, rally.id, request.stamp):
        raise WrongState(phrase("{case} 已经结束了。", case=rally.id))
    joined, tally = rally_people.taking_part(tx, rally.id), rows.tally(tx, rally.id)
    rally_people.forget_others(tx, rally.id)
    own_cards.forget_owed(tx, rally.id)
    for person in own_cards.stand(tx, rally.id):
        own_cards.owe_own(tx, person, rally.id, now=request.ms)
    data: dict[str, object] = {
        "joined": tally.joined,
        "reposts": tally.reposts,
        "verbatim": tally.verbatim,
        "replies": tally.replies,
        "thanks": joined,
    }
    where = rules.channels(desk, rally)
    record(tx, desk, request, where[0], rally.id, "close", from_state="open", to_state="closed", data=data)
    for other in where[1:]:
        outbox.owe_card(tx, other, rally.id, now=request.ms)
    return tally
