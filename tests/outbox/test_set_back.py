"""A clock that is set back by an hour: what waits for a moment does not wait for the hour to come round again."""

from __future__ import annotations

from bot.store import outbox, sending
from tests.outbox.chat_server import ChatServer
from tests.outbox.conftest import Bench

HOUR = 3_600


def test_a_message_that_failed_is_tried_again_within_minutes(bench: Bench, chat: ChatServer) -> None:
    bench.owe("post", "#官微", "", text="日报")
    chat.faults.append("500 before")
    sender = bench.sender()
    assert sender.run_once()
    bench.now -= HOUR
    sender.run_once()
    bench.now += 301
    assert sender.run_once()
    assert bench.states() == ["sent"]
    assert chat.texts("C2") == ["日报"]


def test_what_a_sender_that_died_had_in_hand_is_taken_up_after_its_lease(bench: Bench, chat: ChatServer) -> None:
    bench.owe("post", "#官微", "", text="日报")
    with bench.store.transaction() as tx:
        taken = sending.take(tx, now=ms(bench), sender="dead", lease=30_000, held=sending.Held())
    assert taken is not None
    bench.now -= HOUR
    sender = bench.sender()
    bench.now += 31
    assert sender.run_once()
    assert bench.states() == ["sent"]


def test_a_channel_that_was_just_written_to_is_free_a_second_later(bench: Bench) -> None:
    bench.owe("post", "#官微", "", text="一")
    bench.owe("post", "#官微", "", text="二")
    sender = bench.sender()
    assert sender.run_once()
    bench.now -= HOUR
    assert not sender.run_once()
    bench.now += 1
    assert sender.run_once()
    assert bench.states() == ["sent", "sent"]


def test_what_was_put_off_on_purpose_keeps_its_time(bench: Bench) -> None:
    later = ms(bench) + HOUR * 1000
    with bench.store.transaction() as tx:
        outbox.owe(tx, "post", "#官微", now=ms(bench), later=later)
        outbox.owe(tx, "card", "@U1", now=ms(bench), case_id="R-1", not_before=later, discreet=True)
        assert sending.set_back(tx, now=ms(bench), lease=30_000, most=300_000) == 0


def ms(bench: Bench) -> int:
    return round(bench.now * 1000)
