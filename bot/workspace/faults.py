"""Faults that tests ask for: the next calls of a method answer with an error, or the connection breaks."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, replace
from typing import Literal

Drop = Literal["drop_before", "drop_after"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong ``times`` times. One of: an HTTP status, a Slack error code, a dropped connection before or after
    the effect. ``retry_after`` (seconds) goes with status 429."""

    http_status: int | None = None
    error: str | None = None
    drop: Drop | None = None
    retry_after: int | None = None
    times: int = 1


class Faults:
    """Faults in waiting, by method; ``*`` is any method. Asked for in one thread, met in another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, deque[Fault]] = {}

    def add(self, method: str, fault: Fault) -> None:
        """Let the next calls of a method meet a fault."""
        with self._lock:
            self._waiting.setdefault(method, deque()).append(fault)

    def next(self, method: str) -> Fault | None:
        """The fault this call meets, or None."""
        with self._lock:
            for name in (method, "*"):
                if queue := self._waiting.get(name):
                    fault = queue.popleft()
                    if fault.times > 1:
                        queue.appendleft(replace(fault, times=fault.times - 1))
                    return fault
        return None
