"""Who is away, for whoever gives out work."""

from __future__ import annotations

from datetime import datetime

from bot.store import away as rows
from bot.store.away import Away
from bot.store.database import Reader
from bot.store.times import to_store


def is_away(reader: Reader, person: str, at: datetime) -> bool:
    """Whether a person has said that they are away at ``at``."""
    found = rows.of(reader, person)
    moment = to_store(at)
    return found is not None and found.from_at <= moment < found.until_at


def away_at(reader: Reader, at: datetime) -> frozenset[str]:
    """Everyone who is away at ``at``."""
    return frozenset(found.person for found in rows.at(reader, to_store(at)))


def absence(reader: Reader, person: str, at: datetime) -> Away | None:
    """A person's absence that runs at ``at`` or is to come; None where there is none."""
    found = rows.of(reader, person)
    return found if found and found.until_at > to_store(at) else None
