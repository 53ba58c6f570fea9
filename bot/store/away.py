"""Rows of who is away: one per person, from when until when."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.database import Reader, Row, Transaction


@dataclass(frozen=True, slots=True)
class Away:
    """One absence. ``warned_at`` is when the person was told that their unanswered cases go back to the queue,
    ``given_back_at`` when they went; both empty before."""

    person: str
    from_at: str
    until_at: str
    reason: str
    warned_at: str
    given_back_at: str


def of(reader: Reader, person: str) -> Away | None:
    """A person's absence, whether it has begun, is to come or is over."""
    row = reader.one("SELECT * FROM away WHERE person = :person", {"person": person})
    return _away(row) if row else None


def at(reader: Reader, moment: str) -> list[Away]:
    """Everyone who is away at a moment."""
    rows = reader.all("SELECT * FROM away WHERE from_at <= :at AND until_at > :at ORDER BY person", {"at": moment})
    return [_away(row) for row in rows]


def to_warn(reader: Reader, now: str) -> list[Away]:
    """Those whose absence has begun and who were not told yet what happens to their cases."""
    rows = reader.all("SELECT * FROM away WHERE warned_at = '' AND from_at <= :now AND until_at > :now", {"now": now})
    return [_away(row) for row in rows]


def to_give_back(reader: Reader, now: str, warned_before: str) -> list[Away]:
    """Those who are away, were warned long enough ago, and whose cases are still theirs."""
    rows = reader.all(
        "SELECT * FROM away WHERE given_back_at = '' AND warned_at <> '' AND warned_at <= :before "
        "AND from_at <= :now AND until_at > :now",
        {"now": now, "before": warned_before},
    )
    return [_away(row) for row in rows]


def put(tx: Transaction, person: str, from_at: str, until_at: str, reason: str, *, warned_at: str = "") -> None:
    """Put down a person's absence in place of the one before."""
    tx.execute(
        "INSERT INTO away (person, from_at, until_at, reason, warned_at) VALUES (:person, :from_at, :until_at, :reason, "
        ":warned_at) ON CONFLICT (person) DO UPDATE SET from_at = excluded.from_at, until_at = excluded.until_at, "
        "reason = excluded.reason, warned_at = excluded.warned_at, given_back_at = ''",
        {"person": person, "from_at": from_at, "until_at": until_at, "reason": reason, "warned_at": warned_at},
    )


def drop(tx: Transaction, person: str) -> bool:
    """The person is back; False when they were not away."""
    return bool(tx.execute("DELETE FROM away WHERE person = :person", {"person": person}))


def warned(tx: Transaction, person: str, moment: str) -> None:
    """The person was told what will happen to their cases."""
    tx.execute("UPDATE away SET warned_at = :at WHERE person = :person", {"person": person, "at": moment})


def given_back(tx: Transaction, person: str, moment: str) -> None:
    """Their unanswered cases went back to the queue."""
    tx.execute("UPDATE away SET given_back_at = :at WHERE person = :person", {"person": person, "at": moment})


def _away(row: Row) -> Away:
    names = ("person", "from_at", "until_at", "reason", "warned_at", "given_back_at")
    return Away(*(str(row[name]) for name in names))
