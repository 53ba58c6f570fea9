"""How fast the chat may be written to: a message a second in each channel, a bucket of changes to messages.

Times are epoch seconds and handed in. The figures are Slack's: about one chat.postMessage a second in a
channel, and chat.update in the tier of 50 and more a minute (https://docs.slack.dev/apis/web-api/rate-limits).
"""

from __future__ import annotations

from typing import Final

POST_EVERY: Final = 1.0
UPDATES_A_MINUTE: Final = 50
UPDATES_AT_ONCE: Final = 10


class Pace:
    """One sender's knowledge of when it may write where. Another process has its own; what both together do
    too fast the chat answers with 429, which `hold` keeps."""

    def __init__(
        self,
        *,
        post_every: float = POST_EVERY,
        updates_a_minute: float = UPDATES_A_MINUTE,
        updates_at_once: float = UPDATES_AT_ONCE,
    ) -> None:
        """``post_every``: seconds between two messages in a channel. ``updates_at_once``: changes that may
        follow each other directly when there were none for a while."""
        self._post_every = post_every
        self._refill = updates_a_minute / 60
        self._most = updates_at_once
        self._free_at: dict[str, float] = {}
        self._tokens = updates_at_once
        self._counted_at: float | None = None
        self._updates_held = 0.0
        self._latest: float | None = None

    def posted(self, channel: str, at: float) -> None:
        """A message went to ``channel``. ``at`` is when the answer came: the next one cannot arrive too early
        then."""
        self.hold(channel, at + self._post_every)

    def updated(self, at: float) -> None:
        """A message was changed."""
        self._tokens = self._count(at) - 1
        self._counted_at = at

    def hold(self, channel: str, until: float) -> None:
        """Nothing more to ``channel`` before ``until``."""
        self._free_at[channel] = max(until, self._free_at.get(channel, until))

    def hold_updates(self, until: float) -> None:
        """No message may be changed before ``until``."""
        self._updates_held = max(until, self._updates_held)

    def post_wait(self, channel: str, now: float) -> float:
        """Seconds until a message may go to ``channel``; 0 when it may go now."""
        self._follow(now)
        return max(0.0, self._free_at.get(channel, now) - now)

    def update_wait(self, now: float) -> float:
        """Seconds until a message may be changed; 0 when it may be now."""
        self._follow(now)
        missing = 1 - self._count(now)
        return max(0.0, self._updates_held - now, missing / self._refill)

    def busy(self, now: float) -> dict[str, float]:
        """The channels that must wait, each with its seconds."""
        self._follow(now)
        self._free_at = {channel: at for channel, at in self._free_at.items() if at > now}
        return {channel: at - now for channel, at in self._free_at.items()}

    def _follow(self, now: float) -> None:
        """Go by a clock that was set back: nobody waits for the time to come round again."""
        back = 0.0 if self._latest is None else self._latest - now
        if back > 0:
            self._free_at = {channel: at - back for channel, at in self._free_at.items()}
            self._updates_held -= back
            self._counted_at = None if self._counted_at is None else self._counted_at - back
        self._latest = now

    def _count(self, now: float) -> float:
        since = 0.0 if self._counted_at is None else max(0.0, now - self._counted_at)
        return min(self._most, self._tokens + since * self._refill)
