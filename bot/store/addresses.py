"""Rows of private calendar addresses: of each only the hash of its secret part is kept, so that no copy opens it."""

from __future__ import annotations

import hashlib

from bot.store.database import Reader, Transaction


def put(tx: Transaction, person: str, secret: str, at: str) -> None:
    """Give a person an address; the one they had is no longer one."""
    tx.execute(
        "INSERT INTO calendar_addresses (person, hash, made_at) VALUES (:person, :hash, :at) "
        "ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, made_at = excluded.made_at",
        {"person": person, "hash": _hash(secret), "at": at},
    )


def drop(tx: Transaction, person: str) -> bool:
    """Take a person's address away; False when they had none."""
    return bool(tx.execute("DELETE FROM calendar_addresses WHERE person = :person", {"person": person}))


def made_at(reader: Reader, person: str) -> str:
    """Since when a person has an address (UTC text), or empty."""
    row = reader.one("SELECT made_at FROM calendar_addresses WHERE person = :person", {"person": person})
    return str(row["made_at"]) if row else ""


def person_of(reader: Reader, secret: str) -> str | None:
    """Whose address it is, by its secret part."""
    row = reader.one("SELECT person FROM calendar_addresses WHERE hash = :hash", {"hash": _hash(secret)})
    return str(row["person"]) if row else None


def _hash(secret: str) -> str:
    # The secret is as random as the hash is long: there is nothing to guess, and so no salt is needed.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
