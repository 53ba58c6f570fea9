"""A call that was given up, and that the chat takes all the same after it was searched: there is one message in the end."""

from __future__ import annotations

import pytest

from bot.outbox import Pace
from bot.outbox.attempt import LOOK_AFTER_SECONDS
from tests.outbox.chat_server import ChatServer, Json
from tests.outbox.conftest import Bench


def first_try(bench: Bench, chat: ChatServer) -> Json:
    """What is owed is sent, and no answer comes; the chat has not taken it yet."""
    chat.faults.append("drop before")
    assert bench.sender().run_once()
    return next(asked for method, asked in chat.calls if method == "chat.postMessage")


@pytest.mark.parametrize("what", ["post", "direct", "card"])
def test_one_that_was_taken_after_the_search_is_taken_away(
    bench: Bench, chat: ChatServer, quick: Pace, what: str
) -> None:
    bench.owe(what, "U1" if what == "direct" else "#客服", "" if what == "post" else "C-1", text="日报")
    late = first_try(bench, chat)
    bench.now += 5
    sender = bench.sender(pace=quick)
    assert sender.run_once()
    (kept,) = chat.messages
    chat.take_late(late)
    assert len(chat.messages) == 2
    bench.now += LOOK_AFTER_SECONDS
    assert sender.run_once()
    assert chat.messages == [kept]
    assert not sender.run_once()


def test_a_line_that_was_taken_late_is_taken_away_from_its_thread(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    bench.owe("card")
    sender = bench.sender(pace=quick)
    assert sender.run_once()
    bench.owe("thread", text="认领了")
    chat.calls.clear()
    late = first_try(bench, chat)
    bench.now += 5
    assert sender.run_once()
    chat.take_late(late)
    card = chat.messages[0]["ts"]
    assert chat.texts("C1", card) == ["认领了", "认领了"]
    bench.now += LOOK_AFTER_SECONDS
    assert sender.run_once()
    assert chat.texts("C1", card) == ["认领了"]


def test_where_nothing_came_late_nothing_is_taken_away(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    bench.owe("post", text="日报", case_id="")
    first_try(bench, chat)
    bench.now += 5
    sender = bench.sender(pace=quick)
    assert sender.run_once()
    bench.now += LOOK_AFTER_SECONDS
    assert sender.run_once()
    assert not sender.run_once()
    assert chat.texts("C1") == ["日报"]
    assert chat.called("chat.delete") == 0


def test_one_that_was_never_uncertain_is_not_looked_for(bench: Bench, chat: ChatServer) -> None:
    bench.owe("post", text="日报", case_id="")
    sender = bench.sender()
    assert sender.run_once()
    bench.now += LOOK_AFTER_SECONDS
    assert not sender.run_once()
    assert chat.called("conversations.history") == 0


def test_a_look_that_fails_is_taken_again(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    bench.owe("post", text="日报", case_id="")
    late = first_try(bench, chat)
    bench.now += 5
    sender = bench.sender(pace=quick)
    assert sender.run_once()
    chat.take_late(late)
    chat.refuse["conversations.history"] = "internal_error"
    bench.now += LOOK_AFTER_SECONDS
    assert sender.run_once()
    assert not sender.run_once()
    chat.refuse.clear()
    bench.now += LOOK_AFTER_SECONDS
    assert sender.run_once()
    assert chat.texts("C1") == ["日报"]
