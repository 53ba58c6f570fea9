"""The words of the digests: their names, whom they go to, when, and what all of them have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Literal, Protocol

from bot.config import Settings
from bot.domain.desk import Desk
from bot.store.database import Reader

Name = Literal["desk", "department", "leaders", "personal", "weekly"]
NAMES: Final[tuple[Name, ...]] = ("desk", "department", "leaders", "personal", "weekly")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where one goes: a channel (as the settings name it) or a person's direct messages. ``department`` is the key of
    the department that it is about, where it is about one."""

    place: Literal["channel", "person"]
    id: str
    department: str = ""

    @property
    def key(self) -> str:
        """By what they are known among those who are done for the day."""
        return f"{self.id}/{self.department}" if self.department else self.id


class Gathered(Protocol):
    """What was gathered for one recipient; ``empty`` when there is nothing to say to them."""

    @property
    def day(self) -> date: ...
    @property
    def empty(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Digest:
    """One kind of digest. ``recipients`` are all whom it may go to; ``gather`` reads for one of them what it says; ``at``
    is its time of day (None: each recipient's own); ``weekly`` ones come on the first working day of the week only; those that are ``alike`` say the
    same wherever they go."""

    name: Name
    recipients: Callable[[Desk, Reader, datetime], tuple[Recipient, ...]]
    gather: Callable[[Desk, Reader, Recipient, datetime], Gathered]
    at: Callable[[Settings], time] | None
    weekly: bool = False
    alike: bool = False


def to_desk(desk: Desk) -> Recipient:
    """The Weibo team's channel."""
    return Recipient("channel", desk.settings.channels.desk)
