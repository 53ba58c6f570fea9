"""Rows of the company's own words: what an admin allows or denies in drafts, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from bot.store.database import Reader, Row, Transaction
from bot.text.width import plain

Verdict = Literal["allow", "deny"]
TERM_MOST: Final = 40
REASON_MOST: Final = 300


@dataclass(frozen=True, slots=True)
class Term:
    """One word with its verdict, why, who set it and when (UTC text)."""

    term: str
    verdict: str
    reason: str
    set_by: str
    at: str


def key_of_term(term: str) -> str:
    """The form in which a term is known: no width, no case, no spaces."""
    return plain(term).casefold().replace(" ", "")


def put(tx: Transaction, added: Term) -> None:
    """Keep a term; an older verdict on it is replaced."""
    tx.execute(
        "INSERT INTO terms (key, term, verdict, reason, set_by, at) "
        "VALUES (:key, :term, :verdict, :reason, :set_by, :at) "
        "ON CONFLICT (key) DO UPDATE SET term = excluded.term, verdict = excluded.verdict, reason = excluded.reason, "
        "set_by = excluded.set_by, at = excluded.at",
        {
            "key": key_of_term(added.term),
            "term": added.term,
            "verdict": added.verdict,
            "reason": added.reason,
            "set_by": added.set_by,
            "at": added.at,
        },
    )


def drop(tx: Transaction, term: str) -> bool:
    """Forget a term; False when there is none."""
    return bool(tx.execute("DELETE FROM terms WHERE key = :key", {"key": key_of_term(term)}))


def term(reader: Reader, text: str) -> Term | None:
    """One term, however it is written."""
    row = reader.one("SELECT * FROM terms WHERE key = :key", {"key": key_of_term(text)})
    return _term(row) if row else None


def every_term(reader: Reader) -> list[Term]:
    """All of them, the newest first."""
    return [_term(row) for row in reader.all("SELECT * FROM terms ORDER BY at DESC, key")]


def _term(row: Row) -> Term:
    return Term(*(str(row[name]) for name in ("term", "verdict", "reason", "set_by", "at")))
