"""What a hundred times the history costs: a claim, a case, a list, the sweep and the digests with 10,000 complaints and with a
million, and a tenth as many drafts.

As many are open in both, so that they differ by the years alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.figures import Line
from benchmarks.seed import seed
from benchmarks.seed_drafts import seed_drafts
from bot.cards.digests import DRAWN
from bot.commands import complaint as complaint_command
from bot.commands.complaint_list import listing
from bot.config import load_settings
from bot.domain import complaints, digests
from bot.domain.complaints import escalation
from bot.domain.desk import Desk, Request, open_desk
from bot.domain.paper import paper
from bot.edge import voice
from bot.store import people
from bot.store.database import Store
from bot.store.people import Person
from bot.store.times import to_store
from bot.text.words import Words

_UNCLAIMED: Final = 400
_IN_HAND: Final = 1_600
_COMPLAINTS_A_DRAFT: Final = 10
_MEGABYTE: Final = 1_000_000
# Less than a long stop, so that each look finds what fell due since the last.
_BETWEEN_LOOKS: Final = timedelta(minutes=1)


class _Side:
    """One of the two databases, and what is done on it."""

    def __init__(self, database: Path, settings: Path, person: str, complaints: int, now: datetime) -> None:
        some = {"complaints": complaints, "unclaimed": _UNCLAIMED, "in_hand": _IN_HAND}
        self.size = complaints
        self.waiting = iter(seed(database, settings, person, now, **some))
        seed_drafts(database, person, now, complaints // _COMPLAINTS_A_DRAFT)
        self.bytes = database.stat().st_size
        self.store = Store(database)
        with self.store.transaction() as tx:
            # Who acts is one of the demo company's editors.
            people.save_people(tx, [Person(person, "lin.lan", "林岚", "lin.lan@example.com", "zh-CN")], to_store(now))
        self.now = now
        self.desk: Desk = open_desk(load_settings(settings), self.store, lambda: self.now)
        self.person = person
        self.t: Words = voice(self.desk, person)
        self.shown = f"C-{complaints // 2}"

    def works(self) -> dict[str, Callable[[], object]]:
        """What people and the clock do, by name."""
        return {
            "claim": self._claim,
            "`/complaint show`": lambda: complaint_command.details(self.desk, self.person, self.shown, self.t),
            "`/complaint list`": lambda: listing(self.desk, self.person, "open", self.t),
            "sweep, with what fell due in a minute": self._sweep,
            "sweep, with nothing due": lambda: escalation.sweep(self.desk, self.now),
            "the desk's digest": lambda: self._digest("desk"),
            "a department's digest": lambda: self._digest("department"),
            "a leader's digest": lambda: self._digest("leaders"),
            "a person's own digest": lambda: self._digest("personal"),
        }

    def _claim(self) -> None:
        case = next(self.waiting)
        complaints.claim(self.desk, Request(self.person, f"command:{case}", self.now), case)

    def _digest(self, name: digests.Name) -> None:
        """From the database to the drawn message."""
        to = digests.Recipient("person", self.person, next(iter(self.desk.company.departments)))
        gathered = digests.named(name).gather(self.desk, self.desk.store, to, self.now)
        DRAWN[name](gathered, paper(self.desk, self.t))

    def _sweep(self) -> None:
        self.now += _BETWEEN_LOOKS
        escalation.sweep(self.desk, self.now)


def scale(folder: Path, settings: Path, person: str, now: datetime, few: int, many: int, rounds: int) -> Iterator[Line]:
    """The lines of the table. Each work is done on one side and then on the other, round by round."""
    sides = [_Side(folder / f"{size}.db", settings, person, size, now) for size in (few, many)]
    try:
        for name in sides[0].works():
            taken: Sequence[list[float]] = ([], [])
            for number in range(rounds + 1):
                for side, seconds in zip(sides, taken, strict=True):
                    start = time.perf_counter()
                    side.works()[name]()
                    if number:
                        seconds.append(time.perf_counter() - start)
            small, large = (median(seconds) for seconds in taken)
            yield Line(f"{many:,} complaints: {name}", large * 1000, "ms")
            yield Line(f"{many:,} complaints: {name}, to its time at {few:,}", large / small, "×", most=2)
        yield Line(f"{many:,} complaints: the database", sides[1].bytes / _MEGABYTE, "MB")
    finally:
        for side in sides:
            side.store.close()
