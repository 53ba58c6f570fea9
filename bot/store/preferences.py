"""Rows of what people chose for themselves: language, their own digest's time, what they do not want to be told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from bot.store.database import Reader, Row, Transaction


@dataclass(frozen=True, slots=True)
class Preferences:
    """One person's choices. ``language`` is empty where the chat's counts; ``digest_at`` (``08:30``, company zone) is empty
    where they want no digest of their own; nothing is sent before the day ``snoozed_until``."""

    person: str
    language: str = ""
    digest_at: str = ""
    muted: tuple[str, ...] = ()
    snoozed_until: str = ""


def of(reader: Reader, person: str) -> Preferences:
    """A person's choices; those of somebody who never chose anything where there is no row."""
    row = reader.one("SELECT * FROM preferences WHERE person = :person", {"person": person})
    return _preferences(row) if row else Preferences(person)


def language(reader: Reader, person: str) -> str:
    """The language a person chose, or empty."""
    row = reader.one("SELECT language FROM preferences WHERE person = :person", {"person": person})
    return str(row["language"]) if row else ""


def put(tx: Transaction, chosen: Preferences) -> None:
    """Put down a person's choices in place of those before."""
    tx.execute(
        "INSERT INTO preferences (person, language, digest_at, muted, snoozed_until) "
        "VALUES (:person, :language, :digest_at, :muted, :snoozed) ON CONFLICT (person) DO UPDATE SET "
        "language = excluded.language, digest_at = excluded.digest_at, muted = excluded.muted, "
        "snoozed_until = excluded.snoozed_until",
        {
            "person": chosen.person,
            "language": chosen.language,
            "digest_at": chosen.digest_at,
            "muted": json.dumps(chosen.muted),
            "snoozed": chosen.snoozed_until,
        },
    )


def with_digest(reader: Reader) -> list[Preferences]:
    """Everyone who wants a digest of their own."""
    return _all(reader.all("SELECT * FROM preferences WHERE digest_at <> '' ORDER BY digest_at, person"))


def digest_owed(reader: Reader, day: str, until: str) -> list[Preferences]:
    """Those whose own digest's time is not after ``until`` (``08:30``) and who are not settled on ``day`` yet."""
    rows = reader.all(
        "SELECT * FROM preferences AS p WHERE p.digest_at <> '' AND p.digest_at <= :until AND NOT EXISTS (SELECT 1 "
        "FROM digests_settled AS s WHERE s.day = :day AND s.digest = 'personal' AND s.recipient = p.person) "
        "ORDER BY p.digest_at, p.person",
        {"day": day, "until": until},
    )
    return _all(rows)


def _all(rows: Iterable[Row]) -> list[Preferences]:
    return [_preferences(row) for row in rows]


def _preferences(row: Row) -> Preferences:
    names = ("person", "language", "digest_at", "snoozed_until")
    person, chosen, digest_at, snoozed = (str(row[name]) for name in names)
    return Preferences(person, chosen, digest_at, tuple(json.loads(str(row["muted"]))), snoozed)
