"""A person's own card of a case, in their direct messages with the bot. It is discreet: no row tells that it was sent."""

from __future__ import annotations

from bot.store import outbox, posted
from bot.store.database import Reader, Transaction


def place_of(person: str) -> str:
    """The channel of a person's own cards, as the outbox names it."""
    return f"@{person}"


def person_at(channel: str) -> str:
    """The person whose own card stands in a channel; empty where it is a channel of many."""
    return channel[1:] if channel.startswith("@") else ""


def owe_own(tx: Transaction, person: str, case_id: str, *, now: int, not_before: int = 0) -> None:
    """A person's own card must be drawn (anew), not earlier than ``not_before`` (epoch ms)."""
    if not outbox.owe_card(tx, place_of(person), case_id, now=now, not_before=not_before, discreet=True):
        # It was to wait longer; what changed since is not to.
        tx.execute(
            "UPDATE outbox SET not_before = :at WHERE channel = :channel AND case_id = :case AND what = 'card' "
            "AND state = 'waiting' AND attempts = 0 AND not_before > :at",
            {"at": not_before, "channel": place_of(person), "case": case_id},
        )


def post_anew(tx: Transaction, person: str, case_id: str, *, now: int) -> None:
    """A person's own card is to be posted again at the end of their messages, so that it rings."""
    posted.save_card(tx, case_id, place_of(person), "")
    owe_own(tx, person, case_id, now=now)


def stand(reader: Reader, case_id: str) -> list[str]:
    """The people whose own card of a case stands in their messages."""
    return [person for channel in posted.card_channels(reader, case_id) if (person := person_at(channel))]


def forget_owed(tx: Transaction, case_id: str) -> int:
    """Nobody needs the discreet messages of a case that were not sent yet; how many there were."""
    return tx.execute("DELETE FROM outbox WHERE case_id = :case AND discreet = 1", {"case": case_id})


def forget_places(tx: Transaction, case_id: str) -> bool:
    """Forget where people's own cards of a case stand; False, and nothing done, while one is still to be drawn."""
    waiting = tx.one(
        "SELECT 1 AS one FROM outbox WHERE case_id = :case AND discreet = 1 AND state IN ('waiting', 'sending') LIMIT 1",
        {"case": case_id},
    )
    if waiting is None:
        tx.execute("DELETE FROM posted WHERE case_id = :case AND substr(channel, 1, 1) = '@'", {"case": case_id})
    return waiting is None
