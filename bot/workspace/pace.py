"""How often a method may be called: one message a second and channel, and Slack's tiers for the rest."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from bot.workspace.kinds import Refused

# Slack's tiers, in calls a minute. What is not named here is not counted.
TIERS = {
    "chat.update": 50,
    "chat.delete": 50,
    "chat.postEphemeral": 100,
    "conversations.history": 50,
    "conversations.replies": 50,
    "conversations.info": 50,
    "conversations.list": 20,
    "conversations.members": 100,
    "conversations.open": 50,
    "conversations.join": 50,
    "files.completeUploadExternal": 100,
    "files.getUploadURLExternal": 100,
    "reactions.add": 50,
    "usergroups.list": 20,
    "usergroups.users.list": 20,
    "users.info": 100,
    "users.list": 20,
    "users.lookupByEmail": 50,
    "views.open": 100,
    "views.publish": 100,
    "views.push": 100,
    "views.update": 100,
}


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace the workspace allows: ``posts_per_second`` in each channel after a burst of ``post_burst``; the tiers
    are multiplied by ``tier_factor``. ``Pace.unlimited()`` is for tests that are about something else."""

    posts_per_second: float = 1.0
    post_burst: int = 3
    tier_factor: float = 1.0

    @classmethod
    def unlimited(cls) -> Pace:
        """No pace at all."""
        return cls(math.inf, 1, math.inf)


class Counter:
    """Leaky buckets, one for each method (and channel). ``ticks`` is a steady clock in seconds."""

    def __init__(self, pace: Pace, ticks: Callable[[], float]) -> None:
        self._pace = pace
        self._ticks = ticks
        self._level: dict[tuple[str, str], tuple[float, float]] = {}

    def post(self, channel: str) -> None:
        """Count one message to a channel. Raises Refused ``ratelimited`` with the seconds to wait."""
        self._count(("chat.postMessage", channel), self._pace.posts_per_second, self._pace.post_burst)

    def call(self, method: str) -> None:
        """Count one call of a method. Raises Refused ``ratelimited``; a full minute's worth may come at once."""
        tier = TIERS.get(method)
        if tier is not None:
            limit = tier * self._pace.tier_factor
            self._count((method, ""), limit / 60, limit)

    def _count(self, name: tuple[str, str], per_second: float, burst: float) -> None:
        if math.isinf(per_second):
            return
        now = self._ticks()
        level, then = self._level.get(name, (0.0, now))
        level = max(0.0, level - (now - then) * per_second)
        if level + 1 > burst + 1e-9:
            wait = (level + 1 - burst) / per_second
            raise Refused("ratelimited", status=429, retry_after=max(1, math.ceil(wait)))
        self._level[name] = (level + 1, now)
