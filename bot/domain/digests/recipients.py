"""Whom each digest may go to: as the settings and the directory name them now, whether they want it or not."""

from __future__ import annotations

from datetime import datetime

from bot.domain.desk import Desk
from bot.domain.digests.kinds import Recipient, to_desk
from bot.store import preferences
from bot.store.database import Reader


def the_desk(desk: Desk, _reader: Reader, _at: datetime) -> tuple[Recipient, ...]:
    """The Weibo team's channel."""
    return (to_desk(desk),)


def departments(desk: Desk, _reader: Reader, _at: datetime) -> tuple[Recipient, ...]:
    """Each department's channel, but for the Weibo team's: the desk's digest stands there already."""
    return tuple(
        Recipient("channel", department.channel, key)
        for key, department in desk.settings.departments.items()
        if department.channel != desk.settings.channels.desk
    )


def leaders(desk: Desk, _reader: Reader, _at: datetime) -> tuple[Recipient, ...]:
    """Every leader whom the directory knows; who is found later in the day has theirs then."""
    return tuple(Recipient("person", person) for person in desk.company.roles["leader"])


def whoever_asked(_desk: Desk, reader: Reader, _at: datetime) -> tuple[Recipient, ...]:
    """Everyone who wants a digest of their own."""
    return tuple(Recipient("person", chosen.person) for chosen in preferences.with_digest(reader))


def the_desk_and_leaders(desk: Desk, reader: Reader, at: datetime) -> tuple[Recipient, ...]:
    """The Weibo team's channel and every leader."""
    return (*the_desk(desk, reader, at), *leaders(desk, reader, at))
