"""A message that was searched for after an uncertain try is looked for once more, a minute later.

A search tells what the chat has taken by then. A call that we gave up may be taken after it: then the message stands there
twice. No chat tells us so; this look finds it, and takes away the one that came late.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog

from bot.outbox.attempt import LOOK_AFTER_SECONDS, person_of, to_ms
from bot.outbox.chat import Chat, ChatFailed
from bot.store import people, posted, sending
from bot.store.database import Store
from bot.store.outbox import Owed


class SecondLook:
    """The looks that are due, one at a time. ``channel_id`` and ``now`` are as for `bot.outbox.sender.Sender`."""

    def __init__(
        self, store: Store, chat: Chat, channel_id: Callable[[str], str], instance: str, now: Callable[[], float]
    ) -> None:
        self._store = store
        self._chat = chat
        self._channel_id = channel_id
        self._instance = instance
        self._now = now
        self._log = structlog.get_logger("outbox")

    def take(self) -> bool:
        """Look for one message whose time has come; False when there is none."""
        row = sending.to_look_for(self._store, to_ms(self._now()))
        if row is None:
            return False
        next_look = 0
        try:
            self._look(row)
        except ChatFailed as failed:
            if failed.failure.kind != "refused":
                next_look = to_ms(self._now() + max(LOOK_AFTER_SECONDS, failed.failure.retry_after))
            self._log.warning("outbox.not_looked", id=row.id, error=failed.failure.error)
        except LookupError:
            # The channel is no longer in the settings.
            self._log.warning("outbox.not_looked", id=row.id, error="channel_not_found")
        with self._store.transaction() as tx:
            sending.look_for(tx, row.id, next_look)
        return True

    def _look(self, row: Owed) -> None:
        person = person_of(row)
        if person:
            place = people.direct_channel(self._store, person) or self._chat.open_direct(person)
        else:
            place = self._channel_id(row.channel)
        card = posted.card_ts(self._store, row.case_id, row.channel) if row.what in ("card", "thread") else ""
        mark = {"outbox": row.id, "instance": self._instance}
        # A line's row may have posted the card first, under a mark with the same number.
        threads = ["", card] if row.what == "thread" and card else [""]
        for thread in threads:
            for ts in self._chat.find_all(place, mark, owed_at=row.owed_at / 1000, thread=thread):
                if ts not in (row.ts, card):
                    self._chat.delete(place, ts)
                    self._log.warning("outbox.doubled", id=row.id, what=row.what)
