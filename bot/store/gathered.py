"""Cards that change often: each is drawn at most once in a while, and shows then all that has changed."""

from __future__ import annotations

from bot.store import outbox
from bot.store.database import Transaction


def owe_gathered(tx: Transaction, channel: str, case_id: str, *, now: int, every: int) -> bool:
    """A case's card must be drawn anew, but not within ``every`` ms of the last drawing. False when one is waiting already.

    Two processes may both ask: what they go by is in the database.
    """
    place = {"case": case_id, "channel": channel}
    # One in a sender's hand was taken up before now.
    drawing = tx.one(
        "SELECT 1 AS one FROM outbox WHERE state IN ('waiting', 'sending') AND channel = :channel AND case_id = :case "
        "AND what = 'card' AND state = 'sending' LIMIT 1",
        place,
    )
    drawn = tx.one("SELECT drawn_at FROM posted WHERE case_id = :case AND channel = :channel", place)
    last = now if drawing else int(str(drawn["drawn_at"])) if drawn else 0
    # Of a clock that was set back the last drawing may lie ahead.
    return outbox.owe_card(tx, channel, case_id, now=now, not_before=max(now, min(last, now) + every))
