"""The sender when the chat fails: looked up, waited for, parked and told; never sent twice."""

from __future__ import annotations

import pytest

from bot.outbox import Pace, describe_parked, retry_parked, retry_with_good_token
from tests.outbox.chat_server import ChatServer
from tests.outbox.conftest import Bench, Killed

AFTER_THE_LEASE = 31.0


@pytest.mark.parametrize("fault", ["500 before", "500 after", "drop before", "drop after", "fatal_error"])
@pytest.mark.parametrize("what", ["post", "card", "thread", "direct"])
def test_an_uncertain_message_is_looked_up_before_it_is_sent_again(
    bench: Bench, chat: ChatServer, what: str, fault: str, quick: Pace
) -> None:
    for number in range(5):
        bench.owe("post", case_id=f"C-9{number}", text="别的消息")
    if what == "thread":
        bench.change()
    sender = bench.sender(pace=quick)
    bench.work(sender)
    chat.faults.append(fault)
    bench.owe(what, "U7" if what == "direct" else "#客服", text="这一条")
    bench.work(sender)
    found = [m for m in chat.messages if m["metadata"]["event_payload"]["outbox"] == bench.row(6)["id"]]
    last = chat.messages[-1]
    assert last["text"] == ("C-1 第 0 版" if what == "card" else "这一条")
    assert len(chat.messages) == (7 if what == "thread" else 6)
    assert len(found) == 1
    assert bench.states()[-1] == "sent"
    assert chat.called("conversations.replies" if what == "thread" else "conversations.history") >= 1


def test_a_card_found_again_is_brought_up_to_date(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    chat.faults.append("drop after")
    sender = bench.sender(pace=quick)
    bench.change()
    sender.run_once()
    bench.change()
    bench.work(sender)
    assert chat.texts("C1") == ["C-1 第 2 版"]
    assert chat.called("chat.postMessage") == 1


@pytest.mark.parametrize("what", ["post", "card", "thread"])
def test_a_program_killed_before_or_after_sending_sends_once(bench: Bench, chat: ChatServer, what: str) -> None:
    bench.owe(what, text="这一条")
    bench.kill_at_drawing = True
    with pytest.raises(Killed):
        bench.sender().run_once()
    assert not bench.sender().run_once(), "the lease of the one that died keeps others away"
    bench.now += AFTER_THE_LEASE
    bench.kill_after_next_effect()
    with pytest.raises(Killed):
        bench.sender().run_once()
    assert len(chat.messages) == 1
    bench.now += AFTER_THE_LEASE
    bench.work(bench.sender())
    assert len(chat.messages) == (2 if what == "thread" else 1)
    assert bench.states() == ["sent"]


def test_an_answer_that_does_not_come_is_given_up(bench: Bench, chat: ChatServer) -> None:
    chat.faults.append("hang after")
    bench.owe("post", text="这一条")
    bench.work(bench.sender(timeout=1))
    assert (chat.texts("C1"), bench.row()["attempts"]) == (["这一条"], 1)


def test_a_lease_shorter_than_a_call_is_not_accepted(bench: Bench) -> None:
    with pytest.raises(ValueError, match="outlast"):
        bench.sender(lease=5, timeout=10)


def test_messages_of_another_database_are_not_mistaken_for_ours(bench: Bench, chat: ChatServer) -> None:
    bench.owe("post", text="这一条")
    payload = {"outbox": 1, "part": "post", "instance": "another"}
    chat.messages.append(
        {
            "ts": "1.0",
            "channel": "C1",
            "text": "别人的",
            "metadata": {"event_type": "guanwei_message", "event_payload": payload},
        }
    )
    chat.faults.append("drop before")
    bench.work(bench.sender())
    assert chat.texts("C1") == ["别人的", "这一条"]


def test_the_look_up_joins_a_public_channel_it_may_post_to_but_not_read(bench: Bench, chat: ChatServer) -> None:
    chat.joined.clear()
    chat.faults.append("drop after")
    bench.owe("post", text="这一条")
    bench.work(bench.sender())
    assert (chat.texts("C1"), bench.states(), chat.joined) == (["这一条"], ["sent"], {"C1"})


def test_what_cannot_be_looked_up_is_parked_and_looked_up_when_it_is_put_back(bench: Bench, chat: ChatServer) -> None:
    chat.joined.clear()
    chat.refuse["conversations.join"] = "missing_scope"
    chat.faults.append("drop after")
    bench.owe("post", text="这一条")
    bench.work(bench.sender(), seconds=60)
    assert bench.row()["error"] == "not_in_channel"
    chat.joined.add("C1")
    with bench.store.transaction() as tx:
        retry_parked(tx)
    bench.work(bench.sender())
    assert chat.texts("C1") == ["这一条"]


def test_a_channel_told_to_wait_waits_and_the_others_go_on(bench: Bench, chat: ChatServer) -> None:
    chat.faults.append("429")
    bench.owe("post", "#客服", "C-1", text="等")
    bench.owe("post", "#客服", "C-2", text="也等")
    bench.owe("post", "#官微", "C-1", text="先走")
    sender = bench.sender()
    assert [sender.run_once() for _ in range(3)] == [True, True, False]
    assert (chat.texts("C1"), chat.texts("C2")) == ([], ["先走"])
    bench.now += 2.9
    assert not sender.run_once()
    bench.now += 0.2
    assert sender.run_once()
    assert chat.texts("C1") == ["等"]


def test_changes_told_to_wait_hold_up_no_new_message(bench: Bench, chat: ChatServer) -> None:
    sender = bench.sender()
    bench.change()
    bench.work(sender)
    bench.now += 10
    chat.faults.append("429")
    bench.change()
    bench.owe("post", "#客服", "C-2", text="先走")
    assert [sender.run_once() for _ in range(3)] == [True, True, False]
    assert chat.texts("C1") == ["C-1 第 1 版", "先走"]
    bench.work(sender)
    assert chat.texts("C1") == ["C-1 第 2 版", "先走"]


def test_a_failing_chat_is_asked_less_and_less_often(bench: Bench, chat: ChatServer) -> None:
    chat.refuse["chat.postMessage"] = "internal_error"
    bench.owe("post", text="这一条")
    sender = bench.sender()
    bench.work(sender, seconds=1_800)
    assert 8 <= chat.called("chat.postMessage") <= 20
    chat.refuse.clear()
    bench.work(sender)
    assert (chat.texts("C1"), bench.states()) == (["这一条"], ["sent"])


def test_a_chat_that_is_not_there_is_tried_until_it_is(bench: Bench, chat: ChatServer) -> None:
    bench.owe("post", text="这一条")
    gone = ChatServer()
    gone.stop()
    lost = Bench(bench.store, gone)
    lost.work(lost.sender(), seconds=20)
    assert bench.row()["uncertain"] == 0, "nobody was there to take it"
    bench.now += 400
    bench.work(bench.sender())
    assert chat.texts("C1") == ["这一条"]
    assert chat.called("conversations.history") == 0


def test_a_refusal_is_parked_and_the_admins_are_told_once(bench: Bench, chat: ChatServer) -> None:
    chat.faults.extend(["not_in_channel"] * 3)
    for number in range(3):
        bench.owe("post", case_id=f"C-{number}", text="这一条")
    bench.work(bench.sender())
    assert bench.states() == ["parked", "parked", "parked", "sent"]
    alert = chat.texts("DU0ADMIN")
    assert len(alert) == 1
    assert "机器人不在频道 #客服 里。请在频道里输入 /invite @guanwei。" in alert[0]
    described = describe_parked(bench.store)
    assert [(item.id, item.error, item.channel) for item in described] == [
        (1, "not_in_channel", "#客服"),
        (2, "not_in_channel", "#客服"),
        (3, "not_in_channel", "#客服"),
    ]
    assert str(described[0].advice) == "请在频道里输入 /invite @guanwei。"


def test_what_was_parked_goes_out_when_it_is_put_back(bench: Bench, chat: ChatServer) -> None:
    chat.faults.extend(["is_archived"] * 2)
    for number in range(2):
        bench.owe("post", case_id=f"C-{number}", text=str(number))
    bench.work(bench.sender())
    with bench.store.transaction() as tx:
        assert retry_parked(tx) == 2
    bench.work(bench.sender())
    assert chat.texts("C1") == ["0", "1"]


def test_what_is_refused_again_after_it_was_put_back_is_told_again(bench: Bench, chat: ChatServer) -> None:
    bench.owe("post", text="这一条")
    for _ in range(2):
        chat.faults.append("is_archived")
        bench.work(bench.sender())
        with bench.store.transaction() as tx:
            retry_parked(tx)
    assert len(chat.texts("DU0ADMIN")) == 2


def test_a_wrong_token_is_told_once_and_its_telling_is_told_to_nobody(bench: Bench, chat: ChatServer) -> None:
    chat.refuse["chat.postMessage"] = "invalid_auth"
    for channel in ("#客服", "#官微"):
        bench.owe("post", channel, text="这一条")
    bench.work(bench.sender(), seconds=60)
    assert bench.states() == ["parked", "parked", "parked"]


def test_what_a_wrong_token_kept_back_goes_out_with_a_good_one_and_nothing_else_does(
    bench: Bench, chat: ChatServer
) -> None:
    bench.owe("post", "#官微", "", text="日报")
    bench.owe("post", "#客服", "", text="太长")
    chat.faults.extend(["token_revoked", "msg_too_long"])
    bench.work(bench.sender(), seconds=60)
    assert bench.states()[:2] == ["parked", "parked"]
    assert retry_with_good_token(bench.store) >= 1
    bench.work(bench.sender(), seconds=60)
    assert bench.states()[:2] == ["sent", "parked"]
    assert retry_with_good_token(bench.store) == 0


def test_a_channel_no_one_knows_is_parked(bench: Bench) -> None:
    bench.owe("post", "#没有", text="这一条")
    bench.sender().run_once()
    assert bench.row()["error"] == "channel_not_found"


def test_a_message_that_cannot_be_drawn_is_parked_and_the_rest_go_on(bench: Bench, chat: ChatServer) -> None:
    bench.owe("ephemeral", "#客服", "", text="没有说给谁")
    bench.owe("post", "#官微", text="这一条")
    sender = bench.sender()
    sender.run_once()
    sender.run_once()
    assert bench.row()["error"] == "cannot_draw: KeyError"
    assert chat.texts("C2") == ["这一条"]


def test_the_sdks_own_repetition_is_off(bench: Bench, chat: ChatServer) -> None:
    """slack_sdk sends a message again by itself when the connection drops; then it would stand there twice."""
    assert chat.client.retry_handlers
    chat.faults.extend(["drop after", "drop after"])
    bench.owe("post", text="这一条")
    bench.work(bench.sender())
    assert chat.texts("C1") == ["这一条"]


@pytest.mark.parametrize(
    "error", ["message_not_found", "cant_update_message", "edit_window_closed", "is_archived", "channel_not_found"]
)
def test_a_card_to_be_hidden_that_cannot_be_changed_is_not_posted_again(
    bench: Bench, chat: ChatServer, error: str
) -> None:
    bench.change()
    sender = bench.sender()
    bench.work(sender)
    (card,) = chat.messages
    chat.refuse["chat.update"] = error
    bench.owe("card", hide=True)
    bench.work(sender)
    assert bench.states() == ["sent", "dropped"]
    assert chat.messages == [card]


def test_a_card_to_be_hidden_that_was_never_posted_is_not_posted(bench: Bench, chat: ChatServer) -> None:
    bench.owe("card", hide=True)
    bench.work(bench.sender())
    assert (bench.states(), chat.messages) == (["dropped"], [])
