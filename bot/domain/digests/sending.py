"""Sending digests: each once for each recipient and day, late rather than never, and none with nothing to say."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from bot.domain.away import is_away
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.digests.due import Due, due
from bot.domain.digests.kinds import Digest, Name, Recipient, to_desk
from bot.domain.digests.table import DIGESTS
from bot.domain.preferences import is_snoozed
from bot.errors import WrongState
from bot.store import digests_settled, outbox, preferences
from bot.store.database import Reader, Transaction
from bot.store.digests_settled import How
from bot.store.times import epoch_ms, to_store
from bot.text.words import phrase

# Later than this after its time, a digest says that it is late.
LATE: Final = timedelta(minutes=10)
# Four a second: within what the chat takes in a minute, and what else is to be said goes in between.
_APART_MS: Final = 250
# As many recipients as one transaction settles while everybody else waits for it.
_IN_ONE_TURN: Final = 25


def send_due(
    desk: Desk, at: datetime, digests: Sequence[Digest] = DIGESTS, *, only: Container[Recipient] | None = None
) -> int:
    """Owe every digest that is due at ``at``, or those of them for some recipients ``only``; how many messages were owed.

    What is said is gathered before the transaction, which only puts down who is done and what is owed: two processes may
    both look, and the row of a recipient lets one through. Killed between two of them, it goes on with the next.
    """
    known: dict[Name, bool] = {}
    found = (
        (one, _how(desk, desk.store, one, at, known))
        for one in due(desk, desk.store, at, digests)
        if only is None or one.to in only
    )
    owed = 0
    while some := tuple(islice(found, _IN_ONE_TURN)):
        owed += _settle(desk, some, at, owed)
    return owed


def post_now(desk: Desk, request: Request) -> Outcome:
    """Send today's digest to the desk's channel at once. Raises WrongState when it was sent today."""
    desk.company.must_hold(request.actor, "editor", "leader", "admin", to_do=phrase("发送日报"))
    day, to = request.at.astimezone(desk.zone).date(), to_desk(desk)

    def decide(tx: Transaction) -> Outcome:
        if not digests_settled.owe_after_all(tx, day.isoformat(), "desk", to.key, request.stamp):
            raise WrongState(phrase("今天的日报已经发过了。"), phrase("只看不发：`/weibo 日报`"))
        body: dict[str, object] = {"digest": "desk", "day": day.isoformat(), "late": False, "asked": True}
        outbox.owe(tx, "post", to.id, now=request.ms, body=body)
        return Outcome(phrase("今天的日报已发到官微频道。"))

    return once(desk, request, decide)


def _how(desk: Desk, reader: Reader, found: Due, at: datetime, known: dict[Name, bool]) -> How:
    """What becomes of one that is due. ``known`` says of digests that are alike for all whether they are empty: what a
    week came to takes a second to read, and is read once."""
    if found.to.place == "person":
        chosen = preferences.of(reader, found.to.id)
        if found.digest.name in chosen.muted or is_snoozed(chosen, found.day):
            return "unwanted"
        if is_away(reader, found.to.id, at):
            return "away"
    name = found.digest.name
    empty = known[name] if name in known else found.digest.gather(desk, reader, found.to, at).empty
    if found.digest.alike:
        known[name] = empty
    return "quiet" if empty else "owed"


def _settle(desk: Desk, some: Sequence[tuple[Due, How]], at: datetime, before: int) -> int:
    """Put down what became of some; how many messages that owes, after so many ``before``."""
    owed = 0
    with desk.store.transaction() as tx:
        for found, how in some:
            first = digests_settled.settle(
                tx, found.day.isoformat(), found.digest.name, found.to.key, how, to_store(at)
            )
            if first and how == "owed":
                _owe(tx, found, at, before + owed)
                owed += 1
    return owed


def _owe(tx: Transaction, found: Due, at: datetime, number: int) -> None:
    to, now = found.to, epoch_ms(at)
    body: dict[str, object] = {
        "digest": found.digest.name,
        "day": found.day.isoformat(),
        "late": at - found.at > LATE,
    }
    if to.department:
        body["department"] = to.department
    what = "direct" if to.place == "person" else "post"
    outbox.owe(tx, what, to.id, now=now, body=body, not_before=now + number * _APART_MS if number else 0)
