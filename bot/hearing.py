"""Whether the chat is still heard: how long a socket has been silent, by a clock that nobody sets."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

# We ask every five seconds whether the other side is there, and look as often whether it answered: a socket on which
# nothing has come for so long is taken for deaf, and that is noticed within half a minute of the last that came.
DEAF_SECONDS: Final = 22.0
# A socket may answer that and still be forgotten by the chat. Another one costs next to nothing.
QUIET_SECONDS: Final = 15 * 60.0
# A sign of life comes every five seconds; one may be late.
_READY_SECONDS: Final = 12.0

Ticks = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Hearing:
    """How the chat is heard at a moment. ``age``: seconds since this socket was opened; ``silence``: seconds since anything
    at all came on it; ``quiet``: seconds since anything but an answer to our own question did; ``opened``: how many sockets
    were opened since the start."""

    is_connected: bool
    age: float
    silence: float
    quiet: float
    opened: int

    @property
    def is_ready(self) -> bool:
        """Whether what people do arrives, as far as can be known."""
        return self.is_connected and self.silence < _READY_SECONDS

    @property
    def is_deaf(self) -> bool:
        """Whether another socket must be opened in its place."""
        return self.silence >= DEAF_SECONDS or self.quiet >= QUIET_SECONDS


class Ear:
    """Notes what is heard, from several threads. ``ticks`` is a steady clock in seconds: the time of day may jump, and a
    deaf socket must be noticed all the same."""

    def __init__(self, ticks: Ticks = time.monotonic) -> None:
        self._ticks = ticks
        self._lock = threading.Lock()
        self._opened = 0
        self._born = self._heard = self._told = ticks()

    def opened(self) -> None:
        """A socket was opened."""
        with self._lock:
            self._opened += 1
            self._born = self._heard = self._told = self._ticks()

    def heard(self, *, told: bool) -> None:
        """Something came; ``told``: of the chat's own accord."""
        now = self._ticks()
        self._heard = now
        if told:
            self._told = now

    def hearing(self, *, is_connected: bool) -> Hearing:
        """As it is now."""
        with self._lock:
            now = self._ticks()
            return Hearing(is_connected, now - self._born, now - self._heard, now - self._told, self._opened)
