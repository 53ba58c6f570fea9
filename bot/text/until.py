"""Until when, as a person types it before other words (``周五 出差``, ``12-05 14:00 开会``, ``明天``), and as it is said."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from bot.text.moments import Moment, read_moment

# No moment is written in more words than these.
_WORDS: Final = 3


def said_end(at: datetime) -> str:
    """An end, by the wall clock of ``at``: ``12-05 14:00``; that of a whole day is said with the day that it ends, ``12-05
    24:00``."""
    return f"{at - timedelta(days=1):%m-%d} 24:00" if at.time() == time() else f"{at:%m-%d %H:%M}"


def read_until(text: str, now: datetime) -> tuple[date, time | None, str] | None:
    """The day at the start of ``text``, its time of day if one is said, and what follows; None when no day stands there.

    ``now`` is in the zone of the person's wall clock.
    """
    words = text.removeprefix("到").removeprefix("至").split()
    for count in range(min(_WORDS, len(words)), 0, -1):
        said, rest = " ".join(words[:count]), " ".join(words[count:])
        found = read_moment(said, now)
        if isinstance(found, Moment):
            return found.day, found.at, rest
        # A day alone is read with a time of day beside it.
        found = read_moment(f"{said} 0:00", now)
        if isinstance(found, Moment):
            return found.day, None, rest
    return None
