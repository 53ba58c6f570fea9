"""The desk's digest: what the Weibo team has before it on a day, from one read of what is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from bot.cards.digests.fold import Lines, ListName
from bot.domain import posting, rallies
from bot.domain.desk import Desk
from bot.domain.digests.kinds import Recipient
from bot.domain.digests.lists import lines
from bot.store import complaints as complaint_rows
from bot.store.database import Reader
from bot.store.slots import Hold, Taken
from bot.store.times import to_store

# What is most urgent stands in front.
_LISTS: Final[tuple[ListName, ...]] = (
    "complaints", "notices", "gaps", "review", "approved", "results", "rallies", "starting",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeskDigest:
    """What the desk has before it on ``day``: what takes the day's slots (``posts``), what holds promotions, if anything
    does, and the first lines of each list that has any. ``counts`` are over all open complaints. ``working``: whether
    it is a working day; ``announced``: whether the year's holidays are known."""

    day: date
    posts: tuple[Taken, ...] = ()
    hold: Hold | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    parts: tuple[Lines, ...] = ()
    working: bool = True
    announced: bool = True

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.posts or self.hold or self.parts)


def gather(desk: Desk, reader: Reader, to: Recipient, at: datetime) -> DeskDigest:
    """Gather the digest as of ``at``; it says the same wherever it goes. Its cost follows what is open, not what ever was."""
    day = at.astimezone(desk.zone).date()
    found = (lines(desk, reader, name, at) for name in _LISTS)
    return DeskDigest(
        day=day,
        posts=tuple(posting.taken_on(desk, reader, day)),
        hold=rallies.holding(reader, at),
        counts=complaint_rows.open_counts(reader, to_store(at)),
        parts=tuple(part for part in found if part.total),
        working=desk.calendar.is_working(day),
        announced=desk.calendar.announced(day.year),
    )
