"""Times of day and windows of time as people write them: ``08:45``, ``09:00-21:00``, ``21:00-02:00``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from typing import Final, NamedTuple

from bot.text.width import plain

_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})")
_DAY: Final = 24 * 60


class Window(NamedTuple):
    """From ``start`` up to ``end`` (not counted). With ``end`` ≤ ``start`` it ends on the next day; both at
    midnight are the whole day."""

    start: time
    end: time

    def __str__(self) -> str:
        end = "24:00" if self.end == time() else f"{self.end:%H:%M}"
        return f"{self.start:%H:%M}-{end}"


def parse_time(text: str) -> time:
    """``08:45`` (full width and one-digit hours too). Raises ValueError."""
    return _time(_minutes(text, most=_DAY - 1))


def parse_window(text: str) -> Window:
    """``09:00-21:00``; ``24:00`` may end one; the whole day is ``00:00-24:00``. Raises ValueError."""
    start, dash, end = plain(text).replace("~", "-").partition("-")
    first, last = _minutes(start, most=_DAY - 1), _minutes(end, most=_DAY)
    if not dash or first == last:
        raise ValueError(f"not a window of time: {text!r}")
    return Window(_time(first), _time(last))


def overlapping(windows: Sequence[Window]) -> tuple[Window, Window] | None:
    """Two windows of the same day that have a moment in common, or None."""
    taken: dict[int, Window] = {}
    for window in windows:
        first, last = _of_day(window.start), _of_day(window.end)
        for minute in range(first, last if last > first else last + _DAY):
            other = taken.setdefault(minute % _DAY, window)
            if other is not window:
                return other, window
    return None


def _minutes(text: str, *, most: int) -> int:
    found = _TIME.fullmatch(plain(text))
    if found is None or int(found[2]) > 59:
        raise ValueError(f"not a time of day: {text!r}")
    minutes = int(found[1]) * 60 + int(found[2])
    if minutes > most:
        raise ValueError(f"not a time of day: {text!r}")
    return minutes


def _time(minutes: int) -> time:
    return time(*divmod(minutes % _DAY, 60))


def _of_day(at: time) -> int:
    return at.hour * 60 + at.minute
