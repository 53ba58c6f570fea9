"""A process killed between the chat's taking a message and its answer: the next one sends what is left, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.outbox.chat_server import ChatServer
from tests.outbox.conftest import Bench

ROOT = Path(__file__).resolve().parents[2]

# argv: database, address of the chat, seconds the clock is ahead (so that no test waits for a lease to run out).
PROGRAM = """
import sys, time
from pathlib import Path
from slack_sdk import WebClient
from bot.cards.message import Message
from bot.outbox import Pace, Sender
from bot.store.database import Store

store = Store(Path(sys.argv[1]))
sender = Sender(
    store,
    WebClient("xoxb-test", base_url=sys.argv[2]),
    lambda owed: Message(str(owed.body.get("text", owed.case_id))),
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


def kill_at_the_next_message(chat: ChatServer, pid: int) -> None:
    before = len(chat.messages)

    def kill() -> None:
        if len(chat.messages) > before:
            os.kill(pid, signal.SIGKILL)
        else:
            # It was a change of the card.
            chat.then = kill

    chat.then = kill
