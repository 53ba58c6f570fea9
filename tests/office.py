"""A desk whose owed messages really go out: the real sender and drawing, a chat over sockets, and a clock that is moved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.domain import rallies
from bot.domain.desk import Desk
from bot.drawing import drawer
from bot.outbox import Pace, Sender
from bot.store import outbox
from tests.company import Time
from tests.outbox.chat_server import ChatServer


@dataclass
class Office:
    """``posts`` are what rang: (whom or where, when by the company's clock, text)."""

    desk: Desk
    time: Time
    chat: ChatServer
    sender: Sender
    _seen: int = field(default=0)

    def send(self) -> None:
        """Send all that may go at this moment."""
        while self.sender.run_once():
            pass

    def until(self, end: datetime, *, step: timedelta = timedelta(minutes=15)) -> list[tuple[str, str, str]]:
        """Let the clock look and the sender send, again and again until ``end``; what rang meanwhile."""
        rang = []
        while self.time() < end:
            self.time.now = min(self.time() + step, end)
            rallies.advance(self.desk, self.time())
            self.send()
            rang += self.rang()
        return rang

    def rang(self) -> list[tuple[str, str, str]]:
        """What was posted since it was last asked: where, when, what."""
        when = f"{self.time().astimezone(self.desk.zone):%m-%d %H:%M}"
        new, self._seen = self.chat.messages[self._seen :], len(self.chat.messages)
        return [(str(one["channel"]), when, str(one["text"])) for one in new]

    def shown(self, where: str) -> list[str]:
        """All that stands in a channel, blocks and all, the oldest first."""
        last: dict[str, str] = {}
        for method, asked in self.chat.calls:
            if method in ("chat.postMessage", "chat.update") and asked["channel"] == where:
                key = str(asked.get("ts") or f"{asked['text']}{asked.get('thread_ts')}{len(last)}")
                last[key] = json.dumps(asked, ensure_ascii=False)
        return list(last.values())

    def updates(self, where: str) -> int:
        """How often a message in a channel was changed."""
        return sum(method == "chat.update" and asked["channel"] == where for method, asked in self.chat.calls)

    def last(self, where: str) -> dict[str, Any]:
        """The last drawing sent to a channel, as it was sent."""
        found = [asked for method, asked in self.chat.calls if "ts" in asked or method == "chat.postMessage"]
        asked = next(one for one in reversed(found) if one.get("channel") == where and "blocks" in one)
        blocks = asked["blocks"]
        return {**asked, "blocks": json.loads(blocks) if isinstance(blocks, str) else blocks}


@contextmanager
def office(desk: Desk, time: Time, *, seed: int = 1) -> Iterator[Office]:
    """An office over a desk; a second one over the same database is a second process."""
    chat = ChatServer()
    sender = Sender(
        desk.store,
        chat.client,
        drawer(desk),
        lambda ref: ref,
        admins=lambda: (),
        now=lambda: time().timestamp(),
        name=f"office{seed}",
        pace=Pace(post_every=0, updates_a_minute=60_000, updates_at_once=1_000),
        random=Random(seed),
    )
    try:
        yield Office(desk, time, chat, sender)
    finally:
        chat.stop()


def open_messages(desk: Desk) -> int:
    """How many messages are still to be sent."""
    return outbox.open_count(desk.store)
