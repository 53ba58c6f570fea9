"""What came of rallies, for the digests and reports: of those who joined, by name; of the others, nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.store import rallies as rows
from bot.store import rally_people
from bot.store.database import Reader
from bot.store.rallies import Rally, Tally
from bot.store.times import to_store


@dataclass(frozen=True, slots=True)
class Figures:
    """One rally with its tally; ``thanks`` are the ids of those who joined, in the order they did."""

    rally: Rally
    tally: Tally
    thanks: tuple[str, ...]


def running(reader: Reader) -> tuple[Figures, ...]:
    """The rallies that are open, those that end first in front."""
    return tuple(_figures(reader, rally) for rally in rows.every_open(reader))


def ended(reader: Reader, start: datetime, end: datetime) -> tuple[Figures, ...]:
    """The rallies that ended from ``start`` up to ``end`` (aware, not counted)."""
    return tuple(_figures(reader, rally) for rally in rows.closed_between(reader, to_store(start), to_store(end)))


def total(figures: Iterable[Figures]) -> Tally:
    """The sums over rallies; a person who joined two counts twice."""
    tallies = [one.tally for one in figures]
    return Tally(
        sum(one.joined for one in tallies),
        sum(one.reposts for one in tallies),
        sum(one.verbatim for one in tallies),
        sum(one.replies for one in tallies),
    )


def waiting_for(reader: Reader, person: str) -> tuple[Rally, ...]:
    """The open rallies in which a person was asked and has not answered: for that person's own desk and digest only."""
    found = (rows.rally(reader, case) for case in rally_people.waiting_for(reader, person))
    return tuple(rally for rally in found if rally is not None and rally.state == "open")


def _figures(reader: Reader, rally: Rally) -> Figures:
    return Figures(rally, rows.tally(reader, rally.id), tuple(rally_people.taking_part(reader, rally.id)))
