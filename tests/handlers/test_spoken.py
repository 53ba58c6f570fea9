"""Mentions, direct messages and the buttons that say a line, through the real Bolt app."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.handlers import spoken as handler
from bot.store import people as people_rows
from bot.store import posted
from bot.store.complaints import complaint
from bot.workspace.walls import check_message
from tests.chat import CHANNEL, Chat, Ways, said
from tests.company import EDITOR, SALES, SERVICE, STRANGER, ask
from tests.rings import rings

# Where the complaint's channel is in the tests' company, and where its card stands there.
PLACE, CARD = "C01", "1764.000100"


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, handler.register)


def logged(desk: Desk) -> str:
    case = complaints.log(desk, ask(desk, EDITOR), Report(words="送来的酸奶是坏的", customer="小满")).case_id
    with desk.store.transaction() as tx:
        posted.save_card(tx, case, "#客服", CARD)
    return case


def say(ways: Ways, user: str, text: str, **more: Any) -> None:
    ways.event({"type": "app_mention", "user": user, "text": f"<@UBOT> {text}", "ts": "9.1", "channel": PLACE, **more})


def told(desk: Desk) -> dict[str, Any]:
    """The answer that was owed last."""
    row = desk.store.one("SELECT * FROM outbox WHERE key LIKE 'answer:event:%' ORDER BY id DESC LIMIT 1")
    assert row is not None, "nothing was answered"
    body = json.loads(str(row["body"]))
    check_message(body["text"], body["blocks"])
    assert rings(body["blocks"]) == []
    return {"what": row["what"], "to": row["channel"], **body}


def test_a_mention_does_what_the_slash_command_does_and_answers_that_person_alone(ways: Ways, desk: Desk) -> None:
    case = logged(desk)
    say(ways, SERVICE, "认领 1")
    claimed = complaint(desk.store, case)
    assert claimed is not None
    assert claimed.holder == SERVICE
    answer = told(desk)
    assert (answer["what"], answer["to"], answer["user"]) == ("ephemeral", PLACE, SERVICE)
    assert f"{case} 由您处理" in answer["text"]
    assert "thread" not in answer


def test_in_a_cases_thread_its_id_may_be_left_out_and_the_answer_stands_there(ways: Ways, desk: Desk) -> None:
    case = logged(desk)
    say(ways, SERVICE, "认领", thread_ts=CARD)
    say(ways, SERVICE, "备注 3 箱都坏了", thread_ts=CARD)
    assert told(desk)["thread"] == CARD
    row = desk.store.one("SELECT data FROM events WHERE case_id = :case AND action = 'note'", {"case": case})
    assert row is not None
    assert json.loads(str(row["data"]))["text"] == "3 箱都坏了"


def test_the_same_timestamp_in_another_channel_is_another_thread(ways: Ways, desk: Desk) -> None:
    logged(desk)
    say(ways, SERVICE, "认领", thread_ts=CARD, channel="C00")
    assert "还缺少编号" in told(desk)["text"]


def test_told_twice_it_is_done_and_answered_once(ways: Ways, desk: Desk) -> None:
    logged(desk)
    event = {"type": "app_mention", "user": SERVICE, "text": "<@UBOT> 备注 1 已联系", "ts": "9.1", "channel": PLACE}
    for _ in range(3):
        ways.event(event, event_id="Ev1")
    notes = desk.store.all("SELECT * FROM events WHERE action = 'note'")
    answers = desk.store.all("SELECT * FROM outbox WHERE key LIKE 'answer:event:%'")
    assert (len(notes), len(answers)) == (1, 1)


def test_who_may_not_is_told_who_may(ways: Ways, desk: Desk) -> None:
    case = logged(desk)
    say(ways, SALES, "认领 1")
    assert "只有" in told(desk)["text"]
    unclaimed = complaint(desk.store, case)
    assert unclaimed is not None
    assert unclaimed.state == "new"


def test_an_unknown_word_names_the_nearest(ways: Ways, desk: Desk) -> None:
    say(ways, SERVICE, "cliam 31 <!channel>")
    assert "`/complaint 认领 31 &lt;!channel&gt;`" in said(told(desk))


def test_a_word_that_several_have_is_asked_back_and_the_button_says_it(ways: Ways, desk: Desk) -> None:
    logged(desk)
    say(ways, SERVICE, "列表")
    (asked,) = [block for block in told(desk)["blocks"] if block["type"] == "actions"]
    assert [one["value"] for one in asked["elements"]] == [
        "campaign list",
        "draft list",
        "complaint list",
        "rally list",
    ]
    third = asked["elements"][2]
    ways.click(SERVICE, third["action_id"], third["value"])
    row = desk.store.one("SELECT body FROM outbox WHERE what = 'ephemeral' ORDER BY id DESC LIMIT 1")
    assert row is not None
    assert "C-1" in str(row["body"])


def test_what_needs_a_form_gives_a_button_that_opens_it(ways: Ways, desk: Desk, chat: Chat) -> None:
    logged(desk)
    complaints.claim(desk, ask(desk, SERVICE), "C-1")
    for line, callback in (
        ("核实 1", "complaint.verdict"),
        ("draft 今晚八点，新品开售", "draft.form"),
        ("活动", "campaign.form"),
    ):
        say(ways, SERVICE, line)
        button = told(desk)["blocks"][0]["accessory"]
        ways.click(SERVICE, button["action_id"], button["value"])
        opened = chat.views()[-1]
        assert opened["callback_id"] == callback
    assert len(chat.views()) == 3
    assert "今晚八点，新品开售" in said(chat.views()[1])


def test_a_text_too_long_for_a_button_is_not_cut_but_sent_another_way(ways: Ways, desk: Desk, chat: Chat) -> None:
    say(ways, SALES, "draft " + "长" * 3_000)
    answer = told(desk)
    assert "文字太长" in answer["text"]
    assert "accessory" not in answer["blocks"][0]


def test_in_direct_messages_words_are_commands_without_a_mention(ways: Ways, desk: Desk) -> None:
    case = logged(desk)
    ways.event(
        {"type": "message", "channel_type": "im", "user": SERVICE, "text": "认领 1", "ts": "9.1", "channel": "D1"}
    )
    answer = told(desk)
    assert (answer["what"], answer["to"]) == ("direct", SERVICE)
    assert case in answer["text"]


def test_what_programs_say_and_what_is_said_to_others_is_let_be(ways: Ways, desk: Desk) -> None:
    before = desk.store.all("SELECT * FROM outbox")
    im = {"type": "message", "channel_type": "im", "ts": "9.1", "channel": "D1"}
    ways.event({**im, "user": "UBOT", "bot_id": "B1", "text": "认领 1"})
    ways.event({**im, "subtype": "message_changed", "message": {"text": "认领 1"}})
    ways.event({**im, "channel_type": "channel", "channel": PLACE, "user": SERVICE, "text": "认领 1"})
    assert desk.store.all("SELECT * FROM outbox") == before


def test_in_the_thread_of_ones_own_card_its_case_is_known(ways: Ways, desk: Desk) -> None:
    case = logged(desk)
    with desk.store.transaction() as tx:
        people_rows.save_direct(tx, SERVICE, "D7")
        posted.save_card(tx, case, f"@{SERVICE}", "5.5")
    thread = {"channel_type": "im", "ts": "9.1", "channel": "D7", "thread_ts": "5.5"}
    ways.event({"type": "message", "user": SERVICE, "text": "查看", **thread})
    assert case in said(told(desk))


@pytest.mark.parametrize("text", ["", "帮助", "help"])
def test_the_bot_named_alone_helps(ways: Ways, desk: Desk, text: str) -> None:
    say(ways, STRANGER, text)
    answer = told(desk)
    assert "您最常用的三件事" in answer["text"]
    (first, *_) = [block["accessory"] for block in answer["blocks"] if "accessory" in block]
    ways.click(STRANGER, first["action_id"], first["value"], channel={"id": CHANNEL})
