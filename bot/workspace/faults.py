"""Faults that tests ask for: calls that answer with an error, late, by half or never; sockets that are deaf or untidy."""

from __future__ import annotations

import random
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

Drop = Literal["drop_before", "drop_after", "drop_within"]
# ``silent``: nothing is sent, not even an answer to a ping. ``pings``: pings are answered, and nothing else is sent.
Deafness = Literal["silent", "pings"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong ``times`` times. One of: an HTTP status, a Slack error code, a connection dropped before the effect,
    after it, or in the middle of the answer. ``retry_after`` (seconds) goes with status 429. ``late``: so many seconds pass
    before the effect, ``stall``: after it and before the answer."""

    http_status: int | None = None
    error: str | None = None
    drop: Drop | None = None
    retry_after: int | None = None
    times: int = 1
    late: float = 0.0
    stall: float = 0.0


class Faults:
    """Faults in waiting, by method; ``*`` is any method. Asked for in one thread, met in another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, deque[Fault]] = {}
        self._share = 0.0
        self._among: Sequence[Fault] = ()
        self._but: frozenset[str] = frozenset()
        self._chance = random.Random()  # noqa: S311  # which call fails is no secret
        self.met = 0

    def add(self, method: str, fault: Fault) -> None:
        """Let the next calls of a method meet a fault."""
        with self._lock:
            self._waiting.setdefault(method, deque()).append(fault)

    def sometimes(
        self, share: float, among: Sequence[Fault], chance: random.Random, but: frozenset[str] = frozenset()
    ) -> None:
        """From now on let this share of all calls (``but`` of these methods) meet one of the faults; 0 ends it."""
        with self._lock:
            self._share, self._among, self._chance, self._but = share, among, chance, but

    def next(self, method: str) -> Fault | None:
        """The fault this call meets, or None."""
        with self._lock:
            for name in (method, "*"):
                if queue := self._waiting.get(name):
                    fault = queue.popleft()
                    if fault.times > 1:
                        queue.appendleft(replace(fault, times=fault.times - 1))
                    self.met += 1
                    return fault
            if self._share and method not in self._but and self._chance.random() < self._share:
                self.met += 1
                return self._chance.choice(self._among)
        return None


@dataclass(slots=True)
class Disorder:
    """How untidily envelopes are delivered: the share that is sent ``twice`` under the same id, and how many seconds one may
    be ``delayed`` by, so that others overtake it."""

    twice: float = 0.0
    delayed: float = 0.0
    chance: random.Random = field(default_factory=random.Random)
