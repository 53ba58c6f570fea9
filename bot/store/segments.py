"""Rows of a complaint's time: the stretches that ended, each with whose it was, and nothing of the rules."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import itemgetter
from typing import Final

from bot.store.database import Reader, Row, Transaction


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a complaint's life in which nothing of it changed hands: ``number`` 1 is the first.

    ``department`` (a key) and ``person`` are whose time it was; ``due`` is until when they had to act, empty where no clock
    ran. ``elapsed``, ``service`` and ``over`` are whole seconds: by the wall clock, within service hours, and of those the
    ones after ``due``. A stretch that still runs has no ``ended_at``, and zeros.
    """

    number: int
    started_at: str
    ended_at: str
    state: str
    severity: str
    department: str
    person: str
    due: str
    elapsed: int = 0
    service: int = 0
    over: int = 0


_NAMES: Final = tuple(field.name for field in fields(Segment))
_VALUES: Final = itemgetter(*_NAMES)
_INSERT: Final = (
    f"INSERT INTO complaint_segments (complaint_id, {', '.join(_NAMES)}) "
    f"VALUES (:complaint_id, {', '.join(f':{name}' for name in _NAMES)})"
)


def add(tx: Transaction, case: str, segment: Segment) -> None:
    """Put down a stretch that has ended."""
    tx.execute(_INSERT, {"complaint_id": case, **{name: getattr(segment, name) for name in _NAMES}})


def ended(reader: Reader, case: str) -> list[Segment]:
    """The stretches of a complaint that ended, in order. The one that runs stands on the complaint's own row."""
    rows = reader.all("SELECT * FROM complaint_segments WHERE complaint_id = :case ORDER BY number", {"case": case})
    return [_segment(row) for row in rows]


def _segment(row: Row) -> Segment:
    return Segment(*_VALUES(row))
