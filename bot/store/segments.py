"""Rows of a complaint's time: the stretches that ended, each with whose it was, and nothing of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import Final, NamedTuple

from bot.store.database import Reader, Row, Transaction


class Segment(NamedTuple):
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


@dataclass(frozen=True, slots=True)
class Share:
    """Whose a complaint's time was, summed over its stretches, in whole seconds. ``whose`` is ``department``, ``customer``
    (they were asked), ``merged`` (another case went on for it) or ``done`` (it was resolved, before it came back);
    ``department`` is a key, empty for the others and where nobody is in charge of the queue."""

    whose: str
    department: str
    elapsed: int
    service: int
    over: int


_NAMES: Final = Segment._fields
_VALUES: Final = itemgetter(*_NAMES)
_INSERT: Final = (
    f"INSERT INTO complaint_segments (complaint_id, {', '.join(_NAMES)}) "
    f"VALUES (:complaint_id, {', '.join(f':{name}' for name in _NAMES)})"
)


def add(tx: Transaction, case: str, segment: Segment) -> None:
    """Put down a stretch that has ended."""
    tx.execute(_INSERT, {"complaint_id": case, **segment._asdict()})


def ended(reader: Reader, case: str) -> list[Segment]:
    """The stretches of a complaint that ended, in order. The one that runs stands on the complaint's own row."""
    rows = reader.all("SELECT * FROM complaint_segments WHERE complaint_id = :case ORDER BY number", {"case": case})
    return [_segment(row) for row in rows]


def between(reader: Reader, start: str, end: str) -> list[tuple[str, Segment]]:
    """Every stretch that ended after ``start`` and began before ``end``, with its complaint's id."""
    rows = reader.all(
        "SELECT * FROM complaint_segments WHERE ended_at > :start AND started_at < :end", {"start": start, "end": end}
    )
    return [(str(row["complaint_id"]), _segment(row)) for row in rows]


def _segment(row: Row) -> Segment:
    return Segment(*_VALUES(row))
