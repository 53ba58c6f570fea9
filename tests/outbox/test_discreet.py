"""Discreet messages: once they are sent, or nobody needs them, nothing tells that they were; and a person's own cards."""

from __future__ import annotations

import pytest
import structlog

from bot.outbox import Pace
from bot.store import outbox, own_cards, people
from bot.store.people import Person
from tests.outbox.chat_server import ChatServer
from tests.outbox.conftest import Bench

WHO = "U0QUIET"


def owe_own(bench: Bench, *, not_before: int = 0) -> None:
    bench.versions["R-1"] = bench.versions.get("R-1", 0) + 1
    with bench.store.transaction() as tx:
        own_cards.owe_own(tx, WHO, "R-1", now=round(bench.now * 1000), not_before=not_before)


def test_a_message_leaves_no_row_when_it_is_sent(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    with bench.store.transaction() as tx:
        outbox.owe(tx, "direct", WHO, now=0, body={"text": "不打扰您了"}, key="k", discreet=True)
    bench.work(bench.sender(pace=quick))
    assert chat.texts(f"D{WHO}") == ["不打扰您了"]
    assert bench.states() == []


def test_nor_when_nobody_needs_it(bench: Bench, quick: Pace) -> None:
    with bench.store.transaction() as tx:
        outbox.owe(tx, "direct", WHO, now=0, discreet=True)
    bench.work(bench.sender(pace=quick))
    assert bench.states() == []


def test_one_that_only_its_reader_sees_and_the_chat_refuses_is_not_kept(
    bench: Bench, chat: ChatServer, quick: Pace
) -> None:
    chat.refuse["chat.postEphemeral"] = "invalid_blocks"
    body = {"text": "好的", "user": WHO}
    with bench.store.transaction() as tx:
        outbox.owe(tx, "ephemeral", "#客服", now=round(bench.now * 1000), body=body, discreet=True)
    bench.work(bench.sender(pace=quick))
    assert bench.states() == []


def test_the_log_tells_neither_whom_nor_what_about(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    chat.faults.append("500 before")
    owe_own(bench)
    with structlog.testing.capture_logs() as log:
        bench.work(bench.sender(pace=quick))
    assert [said["event"] for said in log] == ["outbox.failed", "outbox.sent"]
    assert WHO not in str(log)
    assert "R-1" not in str(log)


def test_an_own_card_stands_in_the_persons_messages_and_is_changed_in_its_place(
    bench: Bench, chat: ChatServer, quick: Pace
) -> None:
    sender = bench.sender(pace=quick)
    for _ in range(3):
        owe_own(bench)
        bench.work(sender)
    assert chat.texts(f"D{WHO}") == ["R-1 第 3 版"]
    assert (chat.called("chat.postMessage"), chat.called("chat.update")) == (1, 2)
    assert bench.states() == []


def test_posted_anew_it_comes_at_the_end_of_the_messages(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    sender = bench.sender(pace=quick)
    owe_own(bench)
    bench.work(sender)
    with bench.store.transaction() as tx:
        own_cards.post_anew(tx, WHO, "R-1", now=round(bench.now * 1000))
    bench.work(sender)
    assert chat.called("chat.postMessage") == 2
    owe_own(bench)
    bench.work(sender)
    assert chat.texts(f"D{WHO}") == ["R-1 第 1 版", "R-1 第 2 版"]


def test_one_that_was_to_wait_goes_at_once_when_the_person_acts(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    sender = bench.sender(pace=quick)
    owe_own(bench, not_before=round(bench.now * 1000) + 3_600_000)
    assert not sender.run_once()
    owe_own(bench)
    assert sender.run_once()
    assert chat.texts(f"D{WHO}") == ["R-1 第 2 版"]


@pytest.mark.parametrize("after", ["500 after", "drop after"])
def test_one_that_reached_the_chat_unheard_is_found_and_not_sent_twice(
    bench: Bench, chat: ChatServer, quick: Pace, after: str
) -> None:
    chat.faults.append(after)
    owe_own(bench)
    bench.work(bench.sender(pace=quick))
    assert chat.called("chat.postMessage") == 1
    assert bench.states() == []


def test_a_direct_channel_that_is_not_ours_any_more_is_asked_for_anew(
    bench: Bench, chat: ChatServer, quick: Pace
) -> None:
    with bench.store.transaction() as tx:
        people.save_people(tx, [Person(WHO, "quiet", "安静", "", "")], "")
        people.save_direct(tx, WHO, "DOLD")
    chat.faults.append("channel_not_found")
    owe_own(bench)
    bench.work(bench.sender(pace=quick))
    assert chat.texts(f"D{WHO}") == ["R-1 第 1 版"]


def test_what_is_forgotten_while_it_is_on_its_way_leaves_nothing_either(
    bench: Bench, chat: ChatServer, quick: Pace
) -> None:
    def forget() -> None:
        with bench.store.transaction() as tx:
            own_cards.forget_owed(tx, "R-1")

    chat.then = forget
    owe_own(bench)
    bench.work(bench.sender(pace=quick))
    assert bench.states() == []
    assert own_cards.stand(bench.store, "R-1") == []


def test_places_are_forgotten_only_when_the_last_drawing_is_done(bench: Bench, quick: Pace) -> None:
    sender = bench.sender(pace=quick)
    owe_own(bench)
    bench.work(sender)
    owe_own(bench)
    with bench.store.transaction() as tx:
        assert not own_cards.forget_places(tx, "R-1")
    bench.work(sender)
    assert own_cards.stand(bench.store, "R-1") == [WHO]
    with bench.store.transaction() as tx:
        assert own_cards.forget_places(tx, "R-1")
    assert own_cards.stand(bench.store, "R-1") == []


def test_others_are_kept_as_ever(bench: Bench, quick: Pace) -> None:
    bench.owe("direct", WHO, text="早")
    bench.work(bench.sender(pace=quick))
    assert bench.states() == ["sent"]
