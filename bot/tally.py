"""What this process counts as it works: requests and how long each took, messages, jobs. `bot.health.metrics` shows it.

It is counted on the way of every request, so it costs a microsecond and asks nothing of the store.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Result = Literal["done", "refused", "failed"]

# Seconds. The chat gives up at 3.
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class Durations:
    """How long something took: how often at most each of `BUCKETS`, one more for longer, and the seconds in all."""

    counts: tuple[int, ...]
    total: float


@dataclass(frozen=True, slots=True)
class Counted:
    """All that was counted up to a moment. ``requests`` by kind, name and result; ``acknowledged`` by kind; ``messages`` by
    what became of them; ``digests`` sent by kind; ``jobs`` by name: runs, failures, the last one's seconds."""

    requests: Mapping[tuple[str, str, str], int]
    acknowledged: Mapping[str, Durations]
    messages: Mapping[str, int]
    digests: Mapping[str, int]
    jobs: Mapping[str, tuple[int, int, float]]


class Tally:
    """Counts from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._threads = threading.local()
        self._requests = Counter[tuple[str, str, str]]()
        self._counts: dict[str, list[int]] = {}
        self._totals: dict[str, float] = {}
        self._messages = Counter[str]()
        self._digests = Counter[str]()
        self._jobs: dict[str, tuple[int, int, float]] = {}

    def came_to(self, result: Result) -> None:
        """The request that this thread is answering came to ``result``; without a word it is done."""
        self._threads.result = result

    def answered(self, kind: str, name: str, seconds: float) -> Result:
        """This thread has answered a request; what it came to."""
        result: Result = getattr(self._threads, "result", "done")
        self._threads.result = "done"
        with self._lock:
            self._requests[kind, name, result] += 1
            counts = self._counts.get(kind)
            if counts is None:
                counts = self._counts[kind] = [0] * (len(BUCKETS) + 1)
            counts[bisect_left(BUCKETS, seconds)] += 1
            self._totals[kind] = self._totals.get(kind, 0.0) + seconds
        return result

    def message(self, became: str, digest: str = "") -> None:
        """A message was ``sent``, ``failed`` (it is tried again), ``parked`` or ``dropped``; ``digest`` is which one it was."""
        with self._lock:
            self._messages[became] += 1
            if digest and became == "sent":
                self._digests[digest] += 1

    def job(self, name: str, seconds: float, *, failed: bool) -> None:
        """A job of the clock has run."""
        with self._lock:
            runs, failures, _ = self._jobs.get(name, (0, 0, 0.0))
            self._jobs[name] = (runs + 1, failures + failed, seconds)

    def counted(self) -> Counted:
        """All so far."""
        with self._lock:
            return Counted(
                dict(self._requests),
                {kind: Durations(tuple(counts), self._totals[kind]) for kind, counts in self._counts.items()},
                dict(self._messages),
                dict(self._digests),
                dict(self._jobs),
            )
