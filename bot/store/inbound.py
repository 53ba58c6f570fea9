"""Requests already answered, by key: the answer is kept for a week, longer than any chat repeats a request."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

from bot.store.database import Reader, Transaction

_AT_ONCE: Final = 500


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
    """Drop the answers older than ``before`` (UTC text), from the first that was put down to the first that is not; how
    many."""
    gone = 0
    while oldest := tx.all("SELECT id, at FROM inbound ORDER BY id LIMIT :most", {"most": _AT_ONCE}):
        old = [row["id"] for row in takewhile(lambda row: str(row["at"]) < before, oldest)]
        if old:
            gone += tx.execute("DELETE FROM inbound WHERE id <= :last", {"last": old[-1]})
        if len(old) < len(oldest):
            break
    return gone
