"""How a moment is written in the store: UTC, ISO-8601, 27 characters wide, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

_WIDTH: Final = len("2026-12-01T00:45:00.000000Z")


# One request writes its one moment into many columns.
@lru_cache(maxsize=256)
def to_store(at: datetime) -> str:
    """``2026-12-01T00:45:00.000000Z`` for an aware moment of any zone. Raises ValueError when it is naive."""
    if at.utcoffset() is None:
        raise ValueError(f"a moment without a zone cannot be stored: {at!r}")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def from_store(text: str) -> datetime:
    """The aware UTC moment that `to_store` wrote. Raises ValueError for any other form, no text included."""
    if len(text) != _WIDTH or not text.endswith("Z"):
        raise ValueError(f"not a moment as the store writes it: {text!r}")
    return datetime.fromisoformat(text)


def epoch_ms(at: datetime) -> int:
    """An aware moment as the outbox counts it: whole milliseconds since 1970."""
    return int(at.timestamp() * 1000)
