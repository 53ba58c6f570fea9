"""The sender: what is owed comes to stand in the chat, once, in order, as it is when it goes."""

from __future__ import annotations

import threading

import pytest

from bot.cards.message import Message
from bot.outbox import Pace
from bot.store import outbox, people
from bot.store.people import Person
from tests.outbox.chat_server import ChatServer
from tests.outbox.conftest import Bench

AFTER_THE_LEASE = 31.0


def test_a_message_is_posted_with_the_number_it_can_be_found_by(bench: Bench, chat: ChatServer) -> None:
    bench.owe("post", text="早上好")
    sender = bench.sender()
    assert sender.run_once()
    assert not sender.run_once()
    assert chat.texts("C1") == ["早上好"]
    metadata = chat.messages[0]["metadata"]
    assert metadata["event_type"] == "guanwei_message"
    with bench.store.transaction() as tx:
        name = outbox.instance(tx, "")
    assert metadata["event_payload"] == {"outbox": 1, "part": "post", "instance": name}
    assert (bench.row()["state"], bench.row()["ts"]) == ("sent", chat.messages[0]["ts"])


def test_a_card_is_posted_once_and_then_changed_in_its_place(bench: Bench, chat: ChatServer) -> None:
    sender = bench.sender()
    for _ in range(3):
        bench.change()
        bench.work(sender)
    assert chat.texts("C1") == ["C-1 第 3 版"]
    assert chat.called("chat.postMessage") == 1
    assert chat.called("chat.update") == 2


def test_a_card_shows_the_case_as_it_is_when_the_card_goes(bench: Bench, chat: ChatServer) -> None:
    bench.change()
    bench.versions["C-1"] = 9
    bench.work(bench.sender())
    assert chat.texts("C1") == ["C-1 第 9 版"]


def test_history_goes_into_the_thread_of_the_card(bench: Bench, chat: ChatServer) -> None:
    bench.change()
    for text in ("认领", "回复", "办结"):
        bench.owe("thread", text=text)
    bench.work(bench.sender())
    assert chat.texts("C1", chat.messages[0]["ts"]) == ["认领", "回复", "办结"]


def test_history_without_a_card_brings_the_card_with_it(bench: Bench, chat: ChatServer) -> None:
    bench.owe("thread", text="认领")
    bench.work(bench.sender())
    assert chat.texts("C1") == ["C-1 第 0 版"]
    assert chat.texts("C1", chat.messages[0]["ts"]) == ["认领"]
    bench.change()
    bench.work(bench.sender())
    assert chat.texts("C1") == ["C-1 第 1 版"]


def test_a_card_that_was_deleted_is_posted_again(bench: Bench, chat: ChatServer) -> None:
    bench.change()
    bench.work(bench.sender())
    chat.messages.clear()
    bench.change()
    bench.work(bench.sender())
    assert chat.texts("C1") == ["C-1 第 2 版"]


def test_history_of_a_card_that_was_deleted_brings_a_new_card(bench: Bench, chat: ChatServer) -> None:
    bench.change()
    bench.work(bench.sender())
    chat.messages.clear()
    bench.owe("thread", text="认领")
    bench.work(bench.sender())
    assert chat.texts("C1", chat.messages[0]["ts"]) == ["认领"]


def test_a_card_that_can_never_be_changed_is_parked_and_not_posted_for_ever(bench: Bench, chat: ChatServer) -> None:
    bench.change()
    bench.work(bench.sender())
    chat.faults.extend(["cant_update_message", None, "cant_update_message", None])
    for _ in range(2):
        bench.change()
        bench.work(bench.sender())
    assert chat.called("chat.postMessage") == 3
    chat.refuse["chat.postMessage"] = "thread_not_found"
    bench.owe("thread", text="认领")
    bench.work(bench.sender())
    assert bench.states()[3] == "parked"


def test_what_nobody_needs_any_more_is_dropped(bench: Bench, chat: ChatServer) -> None:
    bench.owe("post")
    bench.work(bench.sender())
    assert (bench.row()["state"], chat.messages) == ("dropped", [])


def test_the_first_direct_message_goes_to_the_person_and_tells_the_channel_of_the_others(
    bench: Bench, chat: ChatServer
) -> None:
    with bench.store.transaction() as tx:
        people.save_people(tx, [Person("U7", "he.jing", "何静", "", "zh-CN")], "")
    for text in ("一", "二"):
        bench.owe("direct", "U7", text=text)
    bench.work(bench.sender())
    assert chat.texts("DU7") == ["一", "二"]
    assert [asked["channel"] for method, asked in chat.calls if method == "chat.postMessage"] == ["U7", "DU7"]
    assert chat.called("conversations.open") == 0


def test_a_first_direct_message_that_may_have_gone_is_looked_for(bench: Bench, chat: ChatServer) -> None:
    with bench.store.transaction() as tx:
        people.save_people(tx, [Person("U7", "he.jing", "何静", "", "zh-CN")], "")
    chat.faults.append("500 after")
    bench.owe("direct", "U7", text="一")
    bench.work(bench.sender())
    assert chat.texts("DU7") == ["一"]
    assert (chat.called("chat.postMessage"), chat.called("conversations.open")) == (1, 1)


def test_a_direct_channel_of_another_workspace_is_asked_for_anew(bench: Bench, chat: ChatServer) -> None:
    with bench.store.transaction() as tx:
        people.save_people(tx, [Person("U7", "he.jing", "何静", "", "zh-CN")], "")
        people.save_direct(tx, "U7", "DOLD")
    chat.faults.append("channel_not_found")
    bench.owe("direct", "U7", text="一")
    bench.work(bench.sender())
    assert chat.texts("DU7") == ["一"]
    assert people.direct_channel(bench.store, "U7") == "DU7"


def test_an_answer_only_one_person_sees_goes_to_them(bench: Bench, chat: ChatServer) -> None:
    bench.owe("ephemeral", "#客服", "", text="已登记", user="U7")
    bench.owe("ephemeral", "D123", "", text="私信里的回答", user="U7")
    bench.work(bench.sender())
    assert [(said["channel"], said["user"]) for said in chat.whispers] == [("C1", "U7"), ("D123", "U7")]


def test_an_answer_takes_the_place_of_the_message_that_was_clicked(bench: Bench, chat: ChatServer) -> None:
    bench.owe("ephemeral", "#客服", "", text="第 2 页", user="U7", replaces=f"{chat.url}response_url")
    bench.work(bench.sender())
    assert (bench.states(), chat.whispers) == (["sent"], [])
    (said,) = chat.replaced
    assert (said["text"], said["replace_original"], said["response_type"]) == ("第 2 页", True, "ephemeral")


@pytest.mark.parametrize("fault", ["500 before", "drop before"])
def test_where_its_place_cannot_be_taken_it_is_a_new_one(bench: Bench, chat: ChatServer, fault: str) -> None:
    chat.faults.append(fault)
    bench.owe("ephemeral", "#客服", "", text="第 2 页", user="U7", replaces=f"{chat.url}response_url")
    bench.work(bench.sender())
    assert (bench.states(), chat.replaced) == (["sent"], [])
    assert [said["text"] for said in chat.whispers] == ["第 2 页"]


def test_an_answer_older_than_half_an_hour_is_dropped(bench: Bench, chat: ChatServer) -> None:
    bench.owe("ephemeral", "#客服", "", text="已登记", user="U7")
    bench.now += 30 * 60 + 1
    bench.work(bench.sender())
    assert (bench.states(), chat.whispers) == (["dropped"], [])


@pytest.mark.parametrize("fault", ["500 after", "drop after"])
def test_an_answer_that_may_have_been_seen_is_not_repeated(bench: Bench, chat: ChatServer, fault: str) -> None:
    chat.faults.append(fault)
    bench.owe("ephemeral", "#客服", "", text="已登记", user="U7")
    bench.work(bench.sender())
    assert (bench.states(), len(chat.whispers)) == (["dropped"], 1)


def test_an_answer_to_somebody_who_left_the_channel_bothers_nobody(bench: Bench, chat: ChatServer) -> None:
    chat.faults.append("user_not_in_channel")
    bench.owe("ephemeral", "#客服", "", text="已登记", user="U7")
    bench.work(bench.sender())
    assert bench.states() == ["dropped"]


def test_a_channel_gets_one_message_a_second(bench: Bench, chat: ChatServer) -> None:
    sender = bench.sender()
    for number in range(4):
        bench.owe("post", case_id=f"C-{number}", text=str(number))
    went = []
    start = bench.now
    for _ in range(16):
        if sender.run_once():
            went.append(bench.now - start)
        bench.now += 0.25
    assert went == [0.0, 1.0, 2.0, 3.0]


def test_two_senders_on_one_database_send_nothing_twice(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    for number in range(40):
        bench.owe("post", case_id=f"C-{number % 8}", text=str(number))
    senders = [bench.sender(pace=quick) for _ in range(3)]

    def send(at: int) -> None:
        while senders[at].run_once():
            pass

    threads = [threading.Thread(target=send, args=(at,)) for at in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    bench.work(senders[0])
    assert sorted(chat.texts("C1"), key=int) == [str(number) for number in range(40)]
    for case in range(8):
        of_case = [int(text) for text in chat.texts("C1") if int(text) % 8 == case]
        assert of_case == sorted(of_case)


def test_a_sender_too_slow_for_its_lease_leaves_the_message_to_another(bench: Bench, chat: ChatServer) -> None:
    bench.owe("post", text="这一条")
    other, drawn = bench.sender(), bench.draw

    def falls_asleep(owed: outbox.Owed) -> Message | None:
        bench.now += AFTER_THE_LEASE
        assert other.run_once()
        return drawn(owed)

    bench.draw = falls_asleep  # type: ignore[method-assign]  # how the next one draws
    bench.sender().run_once()
    assert chat.texts("C1") == ["这一条"]
    assert bench.states() == ["sent"]


def test_it_runs_until_it_is_told_to_stop_and_wakes_for_what_is_committed(
    bench: Bench, chat: ChatServer, quick: Pace
) -> None:
    sender, stop, came = bench.sender(pace=quick), threading.Event(), threading.Event()
    running = threading.Thread(target=sender.run, args=(stop,))
    running.start()
    chat.then = came.set
    bench.owe("post", text="这一条")
    assert came.wait(10)
    stop.set()
    bench.store.committed.set()
    running.join(10)
    assert not running.is_alive()
    assert chat.texts("C1") == ["这一条"]


def test_while_one_channel_is_held_back_it_wakes_for_another(bench: Bench, chat: ChatServer) -> None:
    sender, stop, came = bench.sender(pace=Pace(post_every=3_600)), threading.Event(), threading.Event()
    bench.owe("post", case_id="C-1", text="先")
    bench.owe("post", case_id="C-2", text="后")
    assert sender.run_once() and not sender.run_once()
    chat.then = came.set
    running = threading.Thread(target=sender.run, args=(stop,))
    running.start()
    bench.owe("post", "#官微", case_id="C-3", text="另一处")
    assert came.wait(10)
    stop.set()
    bench.store.committed.set()
    running.join(10)
    assert (chat.texts("C1"), chat.texts("C2")) == (["先"], ["另一处"])


def test_draining_sends_all_that_can_go_and_does_not_wait_for_what_cannot(bench: Bench, chat: ChatServer) -> None:
    for number in range(3):
        bench.owe("post", case_id=f"C-{number}", text=str(number))
    sender = bench.sender(pace=Pace(post_every=0))
    assert sender.drain(10)
    chat.faults.append("429")
    bench.owe("post", text="以后")
    assert not sender.drain(1)
    assert chat.texts("C1") == ["0", "1", "2"]
