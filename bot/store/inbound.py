"""Requests already answered, by key: the answer is kept for a week, longer than any chat repeats a request."""

from __future__ import annotations

from bot.store.database import Reader, Transaction


def answer(reader: Reader, key: str) -> str | None:
    """What was answered to the request known by ``key``, or None when it is new."""
    row = reader.one("SELECT answer FROM inbound WHERE key = :key", {"key": key})
    return str(row["answer"]) if row else None


def remember(tx: Transaction, key: str, said: str, at: str) -> None:
    """Keep the answer, in the transaction that made the change; one that is kept already stays."""
    tx.execute(
        "INSERT INTO inbound (key, answer, at) VALUES (:key, :answer, :at) ON CONFLICT DO NOTHING",
        {"key": key, "answer": said, "at": at},
    )


def forget(tx: Transaction, before: str) -> int:
    """Drop the answers older than ``before`` (UTC text); how many."""
    return tx.execute("DELETE FROM inbound WHERE at < :before", {"before": before})
