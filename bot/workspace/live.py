"""What open pages are told as it happens, and the ephemeral messages, which live only here and only in memory."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable

from bot.workspace.kinds import Json

# A page that reads nothing for this many events is let go; it loads afresh when it comes back.
_MOST_WAITING = 5_000
_EPHEMERALS_KEPT = 50


class Live:
    """The streams of all people. Everything is called on the server's own thread."""

    def __init__(self) -> None:
        self._streams: dict[str, set[asyncio.Queue[Json | None]]] = {}
        self._ephemerals: dict[str, deque[Json]] = {}

    def open(self, user: str) -> asyncio.Queue[Json | None]:
        """A queue of everything ``user`` is shown from now on; None ends it."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self._streams.setdefault(user, set()).add(queue)
        return queue

    def close(self, user: str, queue: asyncio.Queue[Json | None]) -> None:
        """The page went away."""
        streams = self._streams.get(user, set())
        streams.discard(queue)
        if not streams:
            self._streams.pop(user, None)

    def end(self, user: str) -> None:
        """Let go of every page of somebody."""
        for queue in tuple(self._streams.get(user, ())):
            queue.put_nowait(None)

    def tell(self, users: Iterable[str], event: Json) -> None:
        """Show an event to each open page of these people."""
        for user in users:
            for queue in tuple(self._streams.get(user, ())):
                if queue.qsize() >= _MOST_WAITING:
                    self.close(user, queue)
                    queue.put_nowait(None)
                else:
                    queue.put_nowait(event)

    def tell_all(self, event: Json) -> None:
        """Show an event to everyone."""
        self.tell(tuple(self._streams), event)

    def watching(self) -> tuple[str, ...]:
        """The people who have a page open."""
        return tuple(self._streams)

    def whisper(self, user: str, channel: str, message: Json) -> None:
        """Show a message to one person only. A page loaded later does not see it: so it is on Slack."""
        kept = self._ephemerals.setdefault(user, deque(maxlen=_EPHEMERALS_KEPT))
        kept.append({"channel": channel, "message": message})
        self.tell([user], {"type": "ephemeral", "channel": channel, "message": message})

    def whispered(self, user: str) -> list[Json]:
        """The last ephemeral messages to a person, oldest first."""
        return list(self._ephemerals.get(user, ()))

    def find_whisper(self, user: str, channel: str, ts: str) -> Json | None:
        """The ephemeral message with this ts, or None."""
        for entry in self._ephemerals.get(user, ()):
            if entry["channel"] == channel and entry["message"]["ts"] == ts:
                message: Json = entry["message"]
                return message
        return None

    def drop_whisper(self, user: str, channel: str, ts: str) -> None:
        """Take an ephemeral message away (dismissed, replaced or deleted)."""
        kept = self._ephemerals.get(user)
        if kept is None:
            return
        left = [one for one in kept if not (one["channel"] == channel and one["message"]["ts"] == ts)]
        self._ephemerals[user] = deque(left, maxlen=_EPHEMERALS_KEPT)
        self.tell([user], {"type": "message_deleted", "channel": channel, "ts": ts})
