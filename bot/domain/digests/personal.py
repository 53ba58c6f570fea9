"""A person's own digest: their desk in brief, for whoever asked for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.cards.digests.fold import Lines
from bot.domain import posting
from bot.domain.desk import Desk
from bot.domain.digests.kinds import Recipient
from bot.domain.digests.lists import lines
from bot.domain.slot_moves import may_plan
from bot.store.database import Reader
from bot.store.slots import Taken


@dataclass(frozen=True, slots=True)
class PersonalDigest:
    """What waits for a person on ``day``, what they wait for, what is coming, and, for who plans posts, what takes the day's
    slots."""

    day: date
    waits: Lines = field(default_factory=lambda: Lines("waits", (), 0))
    awaited: Lines = field(default_factory=lambda: Lines("awaited", (), 0))
    coming: Lines = field(default_factory=lambda: Lines("coming", (), 0))
    posts: tuple[Taken, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say: what is coming alone needs nobody today."""
        return not (self.waits.total or self.awaited.total)


def gather(desk: Desk, reader: Reader, to: Recipient, at: datetime) -> PersonalDigest:
    """Gather the digest of the recipient, a person, as of ``at``. Its cost follows what is open."""
    day, person = at.astimezone(desk.zone).date(), to.id
    return PersonalDigest(
        day=day,
        waits=lines(desk, reader, "waits", at, of=person),
        awaited=lines(desk, reader, "awaited", at, of=person),
        coming=lines(desk, reader, "coming", at, of=person),
        posts=tuple(posting.taken_on(desk, reader, day)) if may_plan(desk, person) else (),
    )
