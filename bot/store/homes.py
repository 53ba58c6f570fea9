"""Which App Homes are kept up to date: who looked at theirs lately, which pages, and what was last shown there.

A home is a person's own card of no case (`HOME`), owed like any other; it is discreet, for its row tells nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.store import outbox
from bot.store.database import Reader, Transaction
from bot.store.own_cards import place_of

# What stands in place of a case's id.
HOME: Final = "home"
# A home is drawn anew at most this often (milliseconds), and shows then all that has changed.
_EVERY: Final = 5_000


@dataclass(frozen=True, slots=True)
class Home:
    """One person's home. ``drawn`` is the `mark` of what was last shown; the pages are those they turned to."""

    person: str
    drawn: str = ""
    waiting_page: int = 1
    awaited_page: int = 1


def home(reader: Reader, person: str) -> Home | None:
    """A person's home; None for who never opened it."""
    row = reader.one("SELECT * FROM homes WHERE person = :person", {"person": person})
    if row is None:
        return None
    return Home(person, str(row["drawn"]), int(str(row["waiting_page"])), int(str(row["awaited_page"])))


def opened(tx: Transaction, shown: Home, at: int) -> None:
    """Somebody looks at their home as it is ``shown`` (at epoch ms)."""
    tx.execute(
        "INSERT INTO homes (person, opened_at, drawn_at, drawn, waiting_page, awaited_page) "
        "VALUES (:person, :at, :at, :drawn, :waiting, :awaited) ON CONFLICT (person) DO UPDATE SET opened_at = :at, "
        "drawn_at = :at, drawn = excluded.drawn, waiting_page = excluded.waiting_page, awaited_page = excluded.awaited_page",
        {
            "person": shown.person,
            "at": at,
            "drawn": shown.drawn,
            "waiting": shown.waiting_page,
            "awaited": shown.awaited_page,
        },
    )


def drawn(tx: Transaction, person: str, mark: str, at: int) -> None:
    """A home was brought up to date."""
    tx.execute(
        "UPDATE homes SET drawn = :drawn, drawn_at = :at WHERE person = :person",
        {"person": person, "drawn": mark, "at": at},
    )


def opened_since(reader: Reader, since: int) -> frozenset[str]:
    """Whose home was looked at since (epoch ms)."""
    rows = reader.all("SELECT person FROM homes WHERE opened_at >= :since", {"since": since})
    return frozenset(str(row["person"]) for row in rows)


def owe(tx: Transaction, person: str, now: int) -> None:
    """A person's home is to be drawn anew, where they ever opened it: at once, or some seconds after it was last drawn."""
    row = tx.one("SELECT drawn_at FROM homes WHERE person = :person", {"person": person})
    if row is not None:
        at = max(now, int(str(row["drawn_at"])) + _EVERY)
        outbox.owe_card(tx, place_of(person), HOME, now=now, not_before=at, discreet=True)


def forget(tx: Transaction, before: int) -> int:
    """Forget the homes that nobody looked at since; how many."""
    return tx.execute("DELETE FROM homes WHERE opened_at < :before", {"before": before})


def seen(reader: Reader) -> int:
    """How far in the record the homes were looked to."""
    row = reader.one("SELECT seq FROM homes_seen")
    return int(str(row["seq"])) if row else 0


def move_on(tx: Transaction, before: int, to: int) -> bool:
    """The record is looked at up to ``to``; False when another process did it, so that one of two draws each home."""
    return bool(tx.execute("UPDATE homes_seen SET seq = :to WHERE seq = :before", {"before": before, "to": to}))


def mark(blocks: Sequence[Mapping[str, object]]) -> str:
    """By what it is known whether a view is the one that was shown."""
    return hashlib.sha256(json.dumps(blocks, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
