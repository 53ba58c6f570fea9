"""Rows of who is done with which digest of which day: what is sent once is sent once by these."""

from __future__ import annotations

from typing import Literal

from bot.store.database import Reader, Transaction

How = Literal["owed", "quiet", "away", "unwanted"]


def how(reader: Reader, day: str, digest: str) -> dict[str, How]:
    """The recipients who are done with a digest of a day, and how."""
    rows = reader.all(
        "SELECT recipient, how FROM digests_settled WHERE day = :day AND digest = :digest",
        {"day": day, "digest": digest},
    )
    return {str(row["recipient"]): row["how"] for row in rows}  # type: ignore[misc]  # the table's own check


def is_settled(reader: Reader, day: str, digest: str, recipient: str) -> bool:
    """Whether a recipient is done with a digest of a day."""
    row = reader.one(
        "SELECT 1 AS one FROM digests_settled WHERE day = :day AND digest = :digest AND recipient = :to",
        {"day": day, "digest": digest, "to": recipient},
    )
    return row is not None


def settle(tx: Transaction, day: str, digest: str, recipient: str, how: How, at: str) -> bool:
    """A recipient is done for the day; False when they were before."""
    return bool(
        tx.execute(
            "INSERT INTO digests_settled (day, digest, recipient, how, at) VALUES (:day, :digest, :to, :how, :at) "
            "ON CONFLICT DO NOTHING",
            {"day": day, "digest": digest, "to": recipient, "how": how, "at": at},
        )
    )


def owe_after_all(tx: Transaction, day: str, digest: str, recipient: str, at: str) -> bool:
    """Somebody asks for one that was not sent; False when it was."""
    return settle(tx, day, digest, recipient, "owed", at) or bool(
        tx.execute(
            "UPDATE digests_settled SET how = 'owed', at = :at "
            "WHERE day = :day AND digest = :digest AND recipient = :to AND how <> 'owed'",
            {"day": day, "digest": digest, "to": recipient, "at": at},
        )
    )


def forget(tx: Transaction, before: str) -> int:
    """Delete what was settled on days before ``before``; how many."""
    return tx.execute("DELETE FROM digests_settled WHERE day < :before", {"before": before})
