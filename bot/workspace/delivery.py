"""What is sent to the bot and how it answers, whichever way it is reached (Socket Mode or signed HTTP)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.workspace.kinds import Json

ACK_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Envelope:
    """One thing for the bot. ``kind``: slash_commands, interactive, events_api. ``attempt`` counts redeliveries."""

    kind: str
    payload: Json
    attempt: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ack:
    """How it went: ``error`` is None, ``operation_timeout`` or ``dispatch_failed``; ``payload``: the answer."""

    error: str | None
    payload: object
    elapsed_ms: float

    @property
    def is_acknowledged(self) -> bool:
        """Whether the bot said yes in time."""
        return self.error is None


class Delivery(Protocol):
    """A way to the bot."""

    @property
    def is_online(self) -> bool:
        """Whether anybody would hear."""

    async def send(self, envelope: Envelope) -> Ack:
        """Send once and wait for the acknowledgement, 3 s at most."""
