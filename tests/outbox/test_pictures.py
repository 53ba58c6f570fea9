"""Messages with a picture: uploaded once, shown wherever it belongs, and the words never wait long for it."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from bot.cards.message import Message
from bot.outbox import Pace
from bot.outbox.attempt import PICTURE_TRIES
from bot.store import outbox, uploads
from bot.store.outbox import Owed
from tests.outbox.chat_server import UPLOAD, ChatServer, shown_files
from tests.outbox.conftest import Bench, Killed
from tests.terminal import ROOT, Terminal

LEADERS = ("U1", "U2", "U3")
CALLS = (*UPLOAD, "chat.postMessage")


def owe_report(bench: Bench, *people: str) -> None:
    bench.owe("post", "#官微", "", text="周报", picture="第 47 周")
    for person in people:
        bench.owe("direct", person, "", text=f"周报 {person}", picture="第 47 周")


def shown(chat: ChatServer, channel: str = "C2") -> list[str]:
    """The files that the messages of a channel show."""
    return [file for message in chat.messages if message["channel"] == channel for file in shown_files(message)]


def test_it_is_drawn_and_uploaded_once_and_shown_to_everyone(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    owe_report(bench, *LEADERS)
    bench.work(bench.sender(pace=quick))
    assert chat.files == {"F1": {"alt": "柱状图", "size": 14, "title": "周报", "is_done": True, "content": "PNG 第 47 周".encode()}}  # fmt: skip
    assert [shown(chat, where) for where in ("C2", "DU1", "DU2", "DU3")] == [["F1"]] * 4
    assert bench.drawings == ["第 47 周"]


def test_it_stays_known_after_a_start_anew(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    owe_report(bench)
    bench.work(bench.sender(pace=quick))
    bench.owe("direct", "U1", "", text="再来一份", picture="第 47 周")
    bench.work(bench.sender(pace=quick))
    assert (shown(chat, "DU1"), len(chat.files)) == (["F1"], 1)


@pytest.mark.parametrize("fault", ["429", "500 before", "500 after", "drop before", "drop after"])
@pytest.mark.parametrize("before", range(len(CALLS)), ids=CALLS)
def test_whichever_call_fails_the_message_stands_once_with_its_picture(
    bench: Bench, chat: ChatServer, quick: Pace, before: int, fault: str
) -> None:
    chat.faults.extend([None] * before + [fault])
    owe_report(bench, "U1")
    bench.work(bench.sender(pace=quick))
    assert (chat.texts("C2"), chat.texts("DU1")) == (["周报"], ["周报 U1"])
    (file,) = shown(chat)
    assert chat.files[file]["is_done"]
    assert shown(chat, "DU1") == [file]
    assert bench.states() == ["sent", "sent"]


@pytest.mark.parametrize("before", range(len(CALLS)), ids=CALLS)
def test_killed_after_any_call_it_stands_once_and_at_most_a_file_nobody_sees_is_left(
    bench: Bench, chat: ChatServer, quick: Pace, before: int
) -> None:
    owe_report(bench)

    def count_down(left: int) -> None:
        if left:
            chat.then = lambda: count_down(left - 1)
        else:
            bench.kill_after_effect = True

    chat.then = lambda: count_down(before)
    with pytest.raises(Killed):
        bench.work(bench.sender(pace=quick))
    bench.now += 60
    bench.work(bench.sender(pace=quick))
    assert chat.texts("C2") == ["周报"]
    assert len(shown(chat)) == 1
    assert len(chat.files) <= 2


def test_a_picture_that_the_chat_still_looks_through_is_waited_for(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    chat.faults.extend([None, None, None, "invalid_blocks", "invalid_blocks"])
    owe_report(bench)
    bench.work(bench.sender(pace=quick))
    assert (shown(chat), len(chat.files)) == (["F1"], 1)


def test_one_that_somebody_deleted_is_left_out_and_uploaded_again_for_the_next(
    bench: Bench, chat: ChatServer, quick: Pace
) -> None:
    with bench.store.transaction() as tx:
        uploads.keep(tx, "第 47 周", "F0", now=0)
    owe_report(bench)
    bench.work(bench.sender(pace=quick))
    assert (chat.texts("C2"), shown(chat)) == (["周报"], [])
    assert chat.messages[0]["blocks"][-1]["type"] == "context", "it says that the picture is missing"
    bench.owe("direct", "U1", "", text="再来一份", picture="第 47 周")
    bench.work(bench.sender(pace=quick))
    assert shown(chat, "DU1") == ["F1"]


@pytest.mark.parametrize("method", UPLOAD)
@pytest.mark.parametrize("error", ["missing_scope", "500 before", "drop before"])
def test_where_uploads_do_not_work_the_words_go_without_the_picture_in_half_a_minute(
    bench: Bench, chat: ChatServer, quick: Pace, method: str, error: str
) -> None:
    chat.refuse[method] = error
    owe_report(bench)
    begun = bench.now
    bench.work(bench.sender(pace=quick))
    assert (chat.texts("C2"), shown(chat)) == (["周报"], [])
    assert chat.messages[0]["blocks"][-1]["type"] == "context"
    assert bench.now - begun < 30
    assert chat.called(method) <= PICTURE_TRIES
    assert outbox.parked(bench.store) == []


def test_the_pace_that_the_chat_asks_for_is_kept(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    chat.faults.extend(["429"] * 6)
    owe_report(bench)
    begun = bench.now
    bench.work(bench.sender(pace=quick))
    assert shown(chat) == ["F1"]
    assert bench.now - begun >= 6 * 3


def test_others_are_answered_while_it_is_drawn(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    ready = threading.Event()
    draw = bench.draw

    def slowly(owed: Owed) -> Message | None:
        message = draw(owed)
        if message is None or message.picture is None:
            return message
        png = message.picture.png
        return replace(message, picture=replace(message.picture, png=lambda: (ready.wait(30), png())[1]))

    bench.draw = slowly  # type: ignore[method-assign]  # for this one test
    owe_report(bench)
    bench.owe("post", "#客服", "C-1", text="别的事")
    sender = bench.sender(pace=quick, patience=0.0)
    while sender.run_once():
        pass
    assert (chat.texts("C1"), chat.texts("C2")) == (["别的事"], [])
    ready.set()
    # Whoever waits for something to send is woken, and no clock has to move.
    while not chat.texts("C2"):
        assert bench.store.committed.wait(20)
        bench.store.committed.clear()
        sender.run_once()
    assert shown(chat) == ["F1"]


def test_a_fault_in_the_drawing_costs_the_picture_only(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    bench.picture = lambda key: replace(Bench.picture(bench, key), png=lambda: bytes([1 // int("0")]))  # type: ignore[method-assign]
    owe_report(bench)
    with structlog.testing.capture_logs() as logs:
        bench.work(bench.sender(pace=quick))
    assert (chat.texts("C2"), shown(chat)) == (["周报"], [])
    assert "picture.not_drawn" in [line["event"] for line in logs]


def test_what_cannot_be_drawn_is_not_tried_again_for_each_who_is_told_but_later(
    bench: Bench, chat: ChatServer, quick: Pace
) -> None:
    tried: list[int] = []

    def png() -> bytes:
        tried.append(len(tried))
        if len(tried) == 1:
            raise OSError("no such program")
        return b"PNG"

    bench.picture = lambda key: replace(Bench.picture(bench, key), png=png)  # type: ignore[method-assign]
    owe_report(bench, *LEADERS)
    sender = bench.sender(pace=quick)
    with structlog.testing.capture_logs() as logs:
        bench.work(sender)
    assert [shown(chat, where) for where in ("C2", "DU1", "DU2", "DU3")] == [[]] * 4
    assert [line["event"] for line in logs].count("picture.not_drawn") == len(tried) == 1
    bench.now += 90
    bench.owe("direct", "U1", "", text="再来一份", picture="第 47 周")
    bench.work(sender)
    assert (shown(chat, "DU1"), len(tried)) == (["F1"], 2)


def test_a_stop_waits_for_no_drawing(tmp_path: Path) -> None:
    program = f"""
import threading
from dataclasses import replace
from pathlib import Path
from bot.store.database import Store
from tests.outbox.chat_server import ChatServer
from tests.outbox.conftest import Bench
chat = ChatServer()
bench = Bench(Store(Path({str(tmp_path / "guanwei.db")!r})), chat)
begun = threading.Event()
def never():
    begun.set()
    threading.Event().wait()
bench.picture = lambda key: replace(Bench.picture(bench, key), png=never)
bench.owe("post", "#官微", "", text="周报", picture="第 47 周")
bench.sender(patience=0.0).run_once()
assert begun.wait(60)
print(bench.states(), chat.messages)
chat.stop()
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=Terminal.env({}), capture_output=True, text=True, timeout=100)  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "['waiting'] []"), done.stderr


def test_two_senders_that_upload_the_same_show_the_same(bench: Bench) -> None:
    with bench.store.transaction() as tx:
        assert uploads.keep(tx, "k", "F1", now=0) == "F1"
        assert uploads.keep(tx, "k", "F2", now=1) == "F1"
        assert uploads.forget_old(tx, 1) == 1
