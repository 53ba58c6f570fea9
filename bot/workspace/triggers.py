"""Triggers and response URLs: what lets the bot answer one person for a short time (3 s, 30 min)."""

from __future__ import annotations

import random
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.workspace.kinds import Refused

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5
# Kept longer than they live, so that a late use is told "expired" and not "never heard of it".
_REMEMBER_SECONDS = 60.0


@dataclass(slots=True)
class Trigger:
    """One person's action: ``view_id`` is the view it was made in; ``key`` makes what it opens the same on a replay."""

    user: str
    key: str | None
    view_id: str | None
    born: float
    is_used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """Where answers go: a channel and a person; ``ts`` is the message acted on, ``is_ephemeral`` how it was shown."""

    user: str
    channel: str
    ts: str | None
    is_ephemeral: bool
    thread_ts: str | None
    born: float
    uses: int = 0


class Triggers:
    """Gives out trigger ids; each may be exchanged once, within 3 s of the action. ``ticks`` is a steady clock (s)."""

    def __init__(self, ticks: Callable[[], float], chance: random.Random) -> None:
        self._ticks = ticks
        self._chance = chance
        self._given: OrderedDict[str, Trigger] = OrderedDict()

    def issue(self, user: str, *, key: str | None = None, view_id: str | None = None) -> str:
        """A trigger id. The same key gives the same id, alive and unused again: it is the same action, played again."""
        now = self._ticks()
        while self._given and next(iter(self._given.values())).born < now - _REMEMBER_SECONDS:
            self._given.popitem(last=False)
        name = f"key.{key}" if key is not None else f"{int(now * 1000)}.{self._chance.getrandbits(64):016x}"
        self._given[name] = Trigger(user, key, view_id, now)
        self._given.move_to_end(name)
        return name

    def exchange(self, name: str) -> Trigger:
        """Use a trigger up. Raises Refused: ``invalid_``, ``expired_`` or ``exchanged_trigger_id``."""
        trigger = self._given.get(name)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if self._ticks() - trigger.born > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        if trigger.is_used:
            raise Refused("exchanged_trigger_id")
        trigger.is_used = True
        return trigger


class ResponseUrls:
    """Gives out the last part of response URLs; each works five times within 30 minutes."""

    def __init__(self, ticks: Callable[[], float], chance: random.Random) -> None:
        self._ticks = ticks
        self._chance = chance
        self._given: OrderedDict[str, ResponseUrl] = OrderedDict()

    def issue(
        self,
        user: str,
        channel: str,
        *,
        ts: str | None = None,
        is_ephemeral: bool = False,
        thread_ts: str | None = None,
    ) -> str:
        """A new token, for answers to ``user`` in ``channel``."""
        now = self._ticks()
        while self._given and next(iter(self._given.values())).born < now - RESPONSE_SECONDS - _REMEMBER_SECONDS:
            self._given.popitem(last=False)
        token = f"{self._chance.getrandbits(128):032x}"
        self._given[token] = ResponseUrl(user, channel, ts, is_ephemeral, thread_ts, now)
        return token

    def use(self, token: str) -> ResponseUrl:
        """Count one use. Raises Refused: ``expired_url`` (or never given out) and ``used_url``, both HTTP 404."""
        url = self._given.get(token)
        if url is None or self._ticks() - url.born > RESPONSE_SECONDS:
            raise Refused("expired_url", status=404)
        if url.uses >= RESPONSE_USES:
            raise Refused("used_url", status=404)
        url.uses += 1
        return url
