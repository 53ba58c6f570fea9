"""A process killed between the chat's taking a message and its answer: the next one sends what is left, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.outbox.chat_server import ChatServer, shown_files
from tests.outbox.conftest import Bench

ROOT = Path(__file__).resolve().parents[2]

# argv: database, address of the chat, seconds the clock is ahead (so that no test waits for a lease to run out).
PROGRAM = """
import sys, time
from pathlib import Path
from slack_sdk import WebClient
from bot.cards.message import Message, Picture
from bot.outbox import Pace, Sender
from bot.store.database import Store


def draw(owed):
    picture = Picture("k", "a.png", "周报", "柱状图", {"type": "divider"}, lambda: b"PNG", at=0)
    return Message(str(owed.body.get("text", owed.case_id)), [], picture if owed.body.get("picture") else None)


store = Store(Path(sys.argv[1]))
sender = Sender(
    store,
    WebClient("xoxb-test", base_url=sys.argv[2]),
    draw,
    lambda name: "C1",
    admins=lambda: [],
    now=lambda: time.time() + float(sys.argv[3]),
    name="test",
    pace=Pace(post_every=0, updates_a_minute=60_000, updates_at_once=1_000),
)
while sender.run_once():
    pass
"""


def test_killed_at_every_message_and_started_again_it_sends_each_once(bench: Bench, chat: ChatServer) -> None:
    bench.owe("card", case_id="C-1")
    for number in range(3):
        bench.owe("thread", case_id="C-1", text=f"第 {number} 行")
    bench.owe("post", "#官微", "", text="日报")
    program = ["-c", PROGRAM, str(bench.store.path), chat.url]
    codes = []
    for start in range(6):
        process = subprocess.Popen([sys.executable, *program, str(start * 60)], cwd=ROOT)
        kill_at_the_next_message(chat, process.pid)
        codes.append(process.wait(30))
    assert codes == [-signal.SIGKILL] * 5 + [0]
    card = next(m for m in chat.messages if not m.get("thread_ts"))
    assert chat.texts("C1", card["ts"]) == ["第 0 行", "第 1 行", "第 2 行"]
    assert sorted(chat.texts("C1")) == ["C-1", "日报"]
    assert bench.states() == ["sent"] * 5


def test_killed_at_every_call_of_an_upload_and_started_again_it_stands_once_with_its_picture(
    bench: Bench, chat: ChatServer
) -> None:
    bench.owe("post", "#官微", "", text="周报", picture="k")
    program = ["-c", PROGRAM, str(bench.store.path), chat.url]
    codes = []
    # At the first call, then at the second, and so on: the upload begun, sent, completed, the message posted.
    for start in range(5):
        process = subprocess.Popen([sys.executable, *program, str(start * 60)], cwd=ROOT)
        kill_after(chat, process.pid, start)
        codes.append(process.wait(30))
    assert codes == [-signal.SIGKILL] * 4 + [0]
    assert chat.texts("C1") == ["周报"]
    assert [len(shown_files(message)) for message in chat.messages] == [1]
    assert bench.states() == ["sent"]


def kill_after(chat: ChatServer, pid: int, calls: int) -> None:
    def kill() -> None:
        if calls:
            kill_after(chat, pid, calls - 1)
        else:
            os.kill(pid, signal.SIGKILL)

    chat.then = kill


def kill_at_the_next_message(chat: ChatServer, pid: int) -> None:
    before = len(chat.messages)

    def kill() -> None:
        if len(chat.messages) > before:
            os.kill(pid, signal.SIGKILL)
        else:
            # It was a change of the card.
            chat.then = kill

    chat.then = kill
