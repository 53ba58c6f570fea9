"""What the clock does for rallies: reminds, holds them with the promotions, ends them, forgets."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.domain.desk import Desk, Request
from bot.domain.preferences import mutes
from bot.domain.rallies import closing, rules
from bot.domain.rallies.times import may_remind, next_allowed, next_reminder
from bot.store import away, own_cards, rally_people
from bot.store import rallies as rows
from bot.store.database import Transaction
from bot.store.rally_people import Participant
from bot.store.times import epoch_ms, from_store, to_store

_AT_ONCE: Final = 100


def advance(desk: Desk, at: datetime) -> None:
    """Do all that is due at ``at``. Two processes may both look: each thing is done once."""
    closing.close_due(desk, at)
    if not _hold(desk, at):
        remind_due(desk, at)
    closing.clear(desk)


def remind_due(desk: Desk, at: datetime) -> int:
    """Remind those whose time has come and who may be reminded now; how many. The others are put off."""
    reminded = 0
    for due in rally_people.to_remind(desk.store, to_store(at), _AT_ONCE):
        with desk.store.transaction() as tx:
            reminded += _remind(tx, desk, due, at)
    return reminded


def _remind(tx: Transaction, desk: Desk, due: Participant, at: datetime) -> bool:
    rally = rules.load(tx, due.rally_id)
    until = from_store(rally.until)
    if mutes(tx, due.person, "rally"):
        rally_people.put_off(tx, due, "")
        return False
    free = _free_at(tx, desk, due.person, at)
    if free > at:
        rally_people.put_off(tx, due, to_store(free) if free < until else "")
        return False
    again = next_reminder(desk, at, until, due.reminded + 1)
    if not rally_people.reminded(tx, due, to_store(again) if again else ""):
        return False
    own_cards.post_anew(tx, due.person, rally.id, now=epoch_ms(at))
    return True


def _free_at(tx: Transaction, desk: Desk, person: str, at: datetime) -> datetime:
    """The first moment from ``at`` on at which a person may be reminded and is not away."""
    absence = away.of(tx, person)
    if absence is not None and absence.from_at <= to_store(at) < absence.until_at:
        return next_allowed(desk, from_store(absence.until_at))
    return at if may_remind(desk, at) else next_allowed(desk, at)


def _hold(desk: Desk, at: datetime) -> bool:
    """Let the cards of open rallies show whether promotions are held; whether they are."""
    held = rules.holding(desk.store, at) is not None
    for rally in rows.every_open(desk.store):
        if rally.held == held:
            continue
        with desk.store.transaction() as tx:
            if rows.hold(tx, rally.id, held):
                request = Request(closing.CLOCK, "", at)
                rules.draw_anew(tx, desk, rally, request, *own_cards.stand(tx, rally.id))
    return held
