"""The sender against the built-in workspace: the walls that Slack has, over real sockets."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.cards.message import Message
from bot.outbox import Pace, Sender, describe_parked
from bot.store import outbox
from bot.store.database import Store
from bot.store.outbox import Owed
from bot.text.packing import unpack
from bot.workspace.pace import Pace as WorkspacePace
from bot.workspace.server import Workspace

COMPANY: dict[str, Any] = {
    "team": {"name": "山茶乳业", "domain": "shancha"},
    "people": [
        {"handle": "chen.xi", "name": "陈溪", "title": "", "department": "官微组"},
        {"handle": "xu.jie", "name": "许杰", "title": "", "department": "总经办", "admin": True},
    ],
    "channels": [
        {"name": "客服", "members": ["chen.xi"], "bot": True},
        {"name": "官微", "members": ["chen.xi"], "bot": True},
        {"name": "密", "members": ["chen.xi"], "private": True, "bot": False},
    ],
}


class Desk:
    """A database, a workspace, and the sender between them."""

    def __init__(self, folder: Path, pace: WorkspacePace) -> None:
        self.workspace = Workspace(folder / "workspace.db", COMPANY, pace=pace).start()
        self.client = WebClient(self.workspace.tokens.bot, base_url=self.workspace.api_url)
        self.store = Store(folder / "guanwei.db")
        channels: Any = self.client.conversations_list(types="public_channel,private_channel")["channels"]
        # The sender's clock is moved on instead of waiting for a failed message's next turn.
        self.ahead = 0.0
        self.channels = {f"#{channel['name']}": channel["id"] for channel in channels}

    def close(self) -> None:
        self.store.close()
        self.workspace.stop()

    def sender(self, pace: Pace | None = None) -> Sender:
        return Sender(
            self.store,
            self.client,
            self.draw,
            self.channels.__getitem__,
            admins=lambda: [self.workspace.person_id("xu.jie")],
            now=lambda: time.time() + self.ahead,
            name="test",
            pace=pace or Pace(post_every=0, updates_a_minute=60_000, updates_at_once=1_000),
        )

    def work(self, sender: Sender) -> None:
        """Send until nothing is open."""
        until = self.ahead + 600
        while outbox.open_count(self.store) and self.ahead < until:
            if not sender.run_once():
                self.ahead += 0.5

    def draw(self, owed: Owed) -> Message | None:
        say = owed.body.get("say")
        text = str(unpack(say)) if isinstance(say, dict) else str(owed.body.get("text", owed.case_id))
        return Message(text, [{"type": "section", "text": {"type": "mrkdwn", "text": text}}])

    def owe(self, what: str, channel: str = "#客服", case_id: str = "C-1", **body: object) -> None:
        with self.store.transaction() as tx:
            outbox.owe(tx, what, channel, now=round(time.time() * 1000), case_id=case_id, body=body)

    def texts(self, channel: str) -> list[str]:
        messages: Any = self.client.conversations_history(channel=channel)["messages"]
        return [message["text"] for message in reversed(messages) if "subtype" not in message]

    def states(self) -> list[str]:
        return [str(row["state"]) for row in self.store.all("SELECT state FROM outbox ORDER BY id")]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[WorkspacePace], Desk]]:
    desks: list[Desk] = []

    def build(pace: WorkspacePace) -> Desk:
        desks.append(Desk(tmp_path, pace))
        return desks[-1]

    yield build
    for desk in desks:
        desk.close()


@pytest.fixture
def desk(opened: Callable[[WorkspacePace], Desk]) -> Desk:
    return opened(WorkspacePace.unlimited())


def test_a_card_with_its_history_and_its_changes(desk: Desk) -> None:
    sender = desk.sender()
    for state, line in [("新投诉", "认领"), ("已认领", "办结")]:
        desk.owe("card", text=state)
        desk.owe("thread", text=line)
        assert sender.drain(10)
    channel = desk.channels["#客服"]
    assert desk.texts(channel) == ["已认领"]
    card: Any = desk.client.conversations_history(channel=channel)["messages"][0]
    replies: Any = desk.client.conversations_replies(channel=channel, ts=card["ts"])["messages"]
    assert [message["text"] for message in replies] == ["已认领", "认领", "办结"]


@pytest.mark.parametrize(
    "fault",
    [{"http_status": 500}, {"drop": "drop_before"}, {"drop": "drop_after"}, {"http_status": 429, "retry_after": 1}],
    ids=["500", "dropped before", "dropped after", "429"],
)
@pytest.mark.parametrize("what", ["post", "card", "thread", "direct"])
def test_a_failed_send_ends_with_the_message_there_once(desk: Desk, what: str, fault: dict[str, Any]) -> None:
    sender = desk.sender()
    where = desk.workspace.person_id("chen.xi") if what == "direct" else "#客服"
    if what == "thread":
        desk.owe("card", text="卡片")
        assert sender.drain(5)
    desk.workspace.fail_next("chat.postMessage", **fault)
    desk.owe(what, where, text="这一条")
    desk.work(sender)
    place = desk.channels.get(where) or str(desk.client.conversations_open(users=where)["channel"]["id"])
    standing = desk.texts(place)
    if what == "thread":
        card: Any = desk.client.conversations_history(channel=place)["messages"][0]
        replies: Any = desk.client.conversations_replies(channel=place, ts=card["ts"])["messages"]
        standing = [message["text"] for message in replies[1:]]
    assert standing == ["这一条"]
    assert set(desk.states()) == {"sent"}


def test_a_card_deleted_in_the_chat_is_posted_again(desk: Desk) -> None:
    sender, channel = desk.sender(), desk.channels["#客服"]
    desk.owe("card", text="第一版")
    desk.owe("thread", text="认领")
    assert sender.drain(5)
    card: Any = desk.client.conversations_history(channel=channel)["messages"][0]
    desk.client.chat_delete(channel=channel, ts=card["ts"])
    desk.owe("card", text="第二版")
    assert sender.drain(5)
    assert desk.texts(channel) == ["第二版"]


def test_a_channel_the_bot_is_not_in_is_parked_and_the_admin_told_how_to_invite_it(desk: Desk) -> None:
    desk.channels["#密"] = "C0NOTKNOWN"
    desk.owe("post", "#密", text="这一条")
    assert desk.sender().drain(5)
    assert [(item.error, item.channel) for item in describe_parked(desk.store)] == [("channel_not_found", "#密")]
    admin = desk.workspace.person_id("xu.jie")
    told: Any = desk.client.conversations_open(users=admin)["channel"]
    said = desk.texts(told["id"])
    assert len(said) == 1
    assert "/invite @guanwei" in said[0]


def test_an_archived_channel_is_parked(desk: Desk) -> None:
    desk.workspace.archive(desk.channels["#官微"])
    desk.owe("post", "#官微", text="这一条")
    desk.owe("post", "#客服", text="那一条")
    assert desk.sender().drain(5)
    assert [item.error for item in describe_parked(desk.store)] == ["is_archived"]
    assert desk.texts(desk.channels["#客服"]) == ["那一条"]


def test_a_message_too_long_or_wrongly_built_is_parked(desk: Desk) -> None:
    desk.owe("post", text="长" * 3_001)
    assert desk.sender().drain(5)
    found = describe_parked(desk.store)
    assert [item.error for item in found] == ["invalid_blocks"]
    assert "长长" not in found[0].detail


def test_an_answer_only_its_reader_sees_arrives(desk: Desk) -> None:
    desk.owe("ephemeral", "#客服", "", text="已登记", user=desk.workspace.person_id("chen.xi"))
    assert desk.sender().drain(5)
    assert desk.states() == ["sent"]
    assert desk.texts(desk.channels["#客服"]) == []


def test_at_its_own_pace_the_chat_never_has_to_slow_it_down(opened: Callable[[WorkspacePace], Desk]) -> None:
    desk = opened(WorkspacePace(post_burst=1))
    for number in range(3):
        desk.owe("post", case_id=f"C-{number}", text=str(number))
        desk.owe("post", "#官微", case_id=f"C-{number}", text=str(number))
    assert desk.sender(Pace()).drain(15)
    assert [call.error for call in desk.workspace.calls if call.method == "chat.postMessage"] == [None] * 6
    assert desk.texts(desk.channels["#客服"]) == ["0", "1", "2"]
