"""A store, a chat, a clock and a sender between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from bot.cards.message import Message, Picture
from bot.outbox import Pace, Sender
from bot.store import outbox, sending
from bot.store.database import Store
from bot.store.outbox import Owed
from bot.text.packing import unpack
from tests.outbox.chat_server import CHANNELS, ChatServer


class Killed(BaseException):
    """The process is gone between two lines."""


@dataclass
class Bench:
    """``versions``: how often each case changed; its card shows it. A text of None is not drawn."""

    store: Store
    chat: ChatServer
    now: float = 1_764_550_000.0
    versions: dict[str, int] = field(default_factory=dict)
    kill_at_drawing: bool = False
    kill_after_effect: bool = False
    senders: int = 0
    drawings: list[str] = field(default_factory=list)

    def clock(self) -> float:
        if self.kill_after_effect and self.chat.then is None:
            self.kill_after_effect = False
            raise Killed
        return self.now

    def draw(self, owed: Owed) -> Message | None:
        if self.kill_at_drawing:
            self.kill_at_drawing = False
            raise Killed
        if owed.what == "card":
            return Message(f"{owed.case_id} 第 {self.versions.get(owed.case_id, 0)} 版", [{"type": "divider"}])
        say = owed.body.get("say")
        text = str(unpack(say)) if isinstance(say, dict) else owed.body.get("text")
        if text is None:
            return None
        key = owed.body.get("picture")
        return Message(str(text), [{"type": "divider"}], self.picture(str(key)) if key else None)

    def picture(self, key: str) -> Picture:
        """A picture that says in its bytes which it is."""

        def png() -> bytes:
            self.drawings.append(key)
            return f"PNG {key}".encode()

        return Picture(key, "weekly.png", "周报", "柱状图", {"type": "context", "elements": []}, png, at=0)

    def channel_id(self, name: str) -> str:
        return CHANNELS[name]

    def sender(self, **changes: object) -> Sender:
        """A new sender, as after a start of the program."""
        self.senders += 1
        return Sender(
            self.store,
            self.chat.client,
            self.draw,
            self.channel_id,
            admins=lambda: ["U0ADMIN"],
            now=self.clock,
            name="test",
            random=Random(self.senders),
            **changes,  # type: ignore[arg-type]  # the tests name existing ones
        )

    def owe(
        self, what: str, channel: str = "#客服", case_id: str = "C-1", key: str | None = None, **body: object
    ) -> None:
        with self.store.transaction() as tx:
            outbox.owe(tx, what, channel, now=round(self.now * 1000), case_id=case_id, key=key, body=body)

    def change(self, case_id: str = "C-1", channel: str = "#客服") -> None:
        """The case changes: its card is owed."""
        self.versions[case_id] = self.versions.get(case_id, 0) + 1
        self.owe("card", channel, case_id)

    def kill_after_next_effect(self) -> None:
        """The chat takes the next message, and the program dies before it writes that down."""
        self.kill_after_effect = True
        self.chat.then = lambda: None

    def work(self, sender: Sender, *, seconds: float = 3_600) -> None:
        """Let time pass until nothing is open; what is still open after ``seconds`` stays."""
        until = self.now + seconds
        while outbox.open_count(self.store) and self.now < until:
            if not sender.run_once():
                due = (sending.next_due(self.store) or 0) / 1000
                self.now = max(self.now + 0.5, min(due, until))

    def row(self, id: int = 1) -> Mapping[str, object]:
        found = self.store.one("SELECT * FROM outbox WHERE id = :id", {"id": id})
        assert found is not None
        return found

    def states(self) -> list[str]:
        return [str(row["state"]) for row in self.store.all("SELECT state FROM outbox ORDER BY id")]


@pytest.fixture
def chat() -> Iterator[ChatServer]:
    made = ChatServer()
    yield made
    made.stop()


@pytest.fixture
def bench(tmp_path: Path, chat: ChatServer) -> Iterator[Bench]:
    store = Store(tmp_path / "guanwei.db")
    yield Bench(store, chat)
    store.close()


@pytest.fixture
def quick() -> Pace:
    """No waiting, for tests that are about something else."""
    return Pace(post_every=0, updates_a_minute=60_000, updates_at_once=1_000)
