"""A department's digest: what it owes others and what it awaits from them, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.cards.digests.fold import Lines, ListName
from bot.domain.desk import Desk
from bot.domain.digests.kinds import Recipient
from bot.domain.digests.lists import lines
from bot.errors import NotAllowed
from bot.store.database import Reader
from bot.text.mrkdwn import escape
from bot.text.words import phrase, series

_OWED: Final[tuple[ListName, ...]] = ("complaints", "returned", "revise", "results")
_AWAITED: Final[tuple[ListName, ...]] = ("handed", "notices", "review")
_NAMED_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class DepartmentDigest:
    """What ``department`` (a key) owes and awaits on ``day``: the first lines of each list that has any."""

    day: date
    department: str
    owed: tuple[Lines, ...] = ()
    awaited: tuple[Lines, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.owed or self.awaited)


def gather(desk: Desk, reader: Reader, to: Recipient, at: datetime) -> DepartmentDigest:
    """Gather the digest of the recipient's department as of ``at``. Its cost follows what is open."""

    def having(names: tuple[ListName, ...]) -> tuple[Lines, ...]:
        found = (lines(desk, reader, name, at, of=to.department) for name in names)
        return tuple(part for part in found if part.total)

    return DepartmentDigest(at.astimezone(desk.zone).date(), to.department, having(_OWED), having(_AWAITED))


def must_belong(desk: Desk, user: str, department: str) -> None:
    """Raise NotAllowed, naming who can, unless a person is of the department, a leader or an admin."""
    found = desk.company.departments[department]
    roles = desk.company.has(user, "leader") or desk.company.has(user, "admin")
    if roles or user == found.head or user in found.members:
        return
    able = dict.fromkeys(filter(None, (found.head, *sorted(found.members))))
    names = [escape(desk.company.name(person)) for person in [*able][:_NAMED_MOST]]
    raise NotAllowed(
        phrase("只有{department}的人可以看{department}的日报。", department=escape(found.name)),
        phrase("请找：{people}", people=series(names)) if names else None,
    )
