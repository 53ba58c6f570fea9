"""How fast the chat may be written to: a message a second in each channel, some hundred a minute in all, and buckets of
changes to messages and of homes.

Times are epoch seconds and handed in. The figures are Slack's: about one chat.postMessage a second in a channel and several
hundred a minute in a workspace (beyond that messages may be hidden without an error), chat.update in the tier of 50 and more
a minute, views.publish in that of 100 and more (https://docs.slack.dev/apis/web-api/rate-limits).
"""

from __future__ import annotations

from typing import Final

POST_EVERY: Final = 1.0
POSTS_A_MINUTE: Final = 300
POSTS_AT_ONCE: Final = 30
UPDATES_A_MINUTE: Final = 50
UPDATES_AT_ONCE: Final = 10
HOMES_A_MINUTE: Final = 100
HOMES_AT_ONCE: Final = 20


class Pace:
    """One sender's knowledge of when it may write where. Another process has its own; what both together do
    too fast the chat answers with 429, which `hold` keeps."""

    def __init__(
        self,
        *,
        post_every: float = POST_EVERY,
        posts_a_minute: float = POSTS_A_MINUTE,
        posts_at_once: float = POSTS_AT_ONCE,
        updates_a_minute: float = UPDATES_A_MINUTE,
        updates_at_once: float = UPDATES_AT_ONCE,
        homes_a_minute: float = HOMES_A_MINUTE,
    ) -> None:
        """``post_every``: seconds between two messages in a channel; 0: messages have no pace at all. ``posts_at_once`` and
        ``updates_at_once``: messages and changes that may follow each other directly when there were none for a while."""
        self._post_every = post_every
        self._free_at: dict[str, float] = {}
        self._posts = _Bucket(posts_a_minute, posts_at_once) if post_every else None
        self._updates = _Bucket(updates_a_minute, updates_at_once)
        self._homes = _Bucket(homes_a_minute, HOMES_AT_ONCE)
        self._latest: float | None = None

    def posted(self, channel: str, at: float) -> None:
        """A message went to ``channel``. ``at`` is when the answer came: the next one cannot arrive too early
        then."""
        self.hold(channel, at + self._post_every)
        if self._posts is not None:
            self._posts.take(at)

    def updated(self, at: float) -> None:
        """A message was changed."""
        self._updates.take(at)

    def published(self, at: float) -> None:
        """A home was drawn."""
        self._homes.take(at)

    def hold(self, channel: str, until: float) -> None:
        """Nothing more to ``channel`` before ``until``."""
        self._free_at[channel] = max(until, self._free_at.get(channel, until))

    def hold_updates(self, until: float) -> None:
        """No message may be changed before ``until``."""
        self._updates.hold(until)

    def hold_homes(self, until: float) -> None:
        """No home may be drawn before ``until``."""
        self._homes.hold(until)

    def post_wait(self, channel: str, now: float) -> float:
        """Seconds until a message may go to ``channel``; 0 when it may go now."""
        self._follow(now)
        return max(0.0, self._free_at.get(channel, now) - now, self.posts_wait(now))

    def posts_wait(self, now: float) -> float:
        """Seconds until a message may go to any channel at all."""
        self._follow(now)
        return self._posts.wait(now) if self._posts is not None else 0.0

    def update_wait(self, now: float) -> float:
        """Seconds until a message may be changed; 0 when it may be now."""
        self._follow(now)
        return self._updates.wait(now)

    def home_wait(self, now: float) -> float:
        """Seconds until a home may be drawn; 0 when it may be now."""
        self._follow(now)
        return self._homes.wait(now)

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
            for bucket in (self._posts, self._updates, self._homes):
                if bucket is not None:
                    bucket.set_back(back)
        self._latest = now


class _Bucket:
    """So many at once, and so many a minute from then on."""

    def __init__(self, a_minute: float, at_once: float) -> None:
        self._refill = a_minute / 60
        self._most = at_once
        self._tokens = at_once
        self._counted_at: float | None = None
        self._held = 0.0

    def take(self, at: float) -> None:
        self._tokens = self._count(at) - 1
        self._counted_at = at

    def hold(self, until: float) -> None:
        self._held = max(until, self._held)

    def wait(self, now: float) -> float:
        missing = 1 - self._count(now)
        return max(0.0, self._held - now, missing / self._refill)

    def set_back(self, seconds: float) -> None:
        self._held -= seconds
        self._counted_at = None if self._counted_at is None else self._counted_at - seconds

    def _count(self, now: float) -> float:
        since = 0.0 if self._counted_at is None else max(0.0, now - self._counted_at)
        return min(self._most, self._tokens + since * self._refill)
