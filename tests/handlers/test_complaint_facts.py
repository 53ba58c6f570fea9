"""The fact sheet's buttons and forms, and the button that shows the customer's numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.complaints.facts import sheet
from bot.domain.desk import Desk
from bot.handlers import complaint, complaint_facts
from bot.store import events
from bot.workspace.walls import check_message, check_view
from tests.chat import Chat, Ways, said
from tests.company import EDITOR, SALES, SERVICE, STRANGER, Time, ask, opened

PHONE = "13800138000"


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, complaint.register, complaint_facts.register)


def claimed(desk: Desk) -> str:
    report = Report(f"坏了，打{PHONE}没人接", customer="小满", order_number="DD202611")
    case = complaints.log(desk, ask(desk, SALES), report).case_id
    complaints.claim(desk, ask(desk, SERVICE), case)
    return case


def owed(desk: Desk, what: str) -> list[dict[str, Any]]:
    found = desk.store.all("SELECT body FROM outbox WHERE what = :what ORDER BY id", {"what": what})
    return [json.loads(str(row["body"])) for row in found]


def test_the_button_opens_the_sheet_and_the_form_fills_it_in_once(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = claimed(desk)
    assert ways.click(SERVICE, "complaint.verdict", case) == {}
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    filled = {"verdict": "confirmed", "our_record": "11-22 签收", "remedy": "换货一箱"}
    before = len(events.history(desk.store, case))
    for _ in range(2):
        assert ways.form(SERVICE, view, filled) == {}
    known = sheet(desk.store, case)
    assert (known.verdict, known.our_record, known.remedy) == ("confirmed", "11-22 签收", "换货一箱")
    assert len(events.history(desk.store, case)) == before + 1


def test_a_form_without_a_verdict_stays_open(ways: Ways, chat: Chat, desk: Desk) -> None:
    ways.click(SERVICE, "complaint.verdict", claimed(desk))
    answer = ways.form(SERVICE, chat.views()[-1], {"remedy": "换货"})
    assert answer["errors"] == {"verdict": "请选择核实结论。"}


def test_what_is_too_long_stands_under_its_field(ways: Ways, chat: Chat, desk: Desk) -> None:
    ways.click(SERVICE, "complaint.verdict", claimed(desk))
    answer = ways.form(SERVICE, chat.views()[-1], {"verdict": "partly", "evidence": "长" * 2_000})
    assert list(answer["errors"]) == ["evidence"]


def test_others_are_told_who_may_where_they_pressed(ways: Ways, chat: Chat, desk: Desk) -> None:
    ways.click(STRANGER, "complaint.verdict", claimed(desk))
    assert chat.views() == []
    assert "只有 C-1 的经办人可以填写核实表" in owed(desk, "ephemeral")[0]["text"]


def test_the_acceptance_is_asked_for_with_its_time(ways: Ways, chat: Chat, desk: Desk, time: Time) -> None:
    case = claimed(desk)
    time.forward(minutes=30)
    ways.click(SERVICE, "complaint.accepted", case)
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    assert ways.form(SERVICE, view, {"accepted": "行，那就换一箱吧"}) == {}
    known = sheet(desk.store, case)
    assert (known.accepted_words, known.accepted_at) == ("行，那就换一箱吧", "2026-11-24T02:30:00.000000Z")


def test_a_time_to_come_stands_under_the_time(ways: Ways, chat: Chat, desk: Desk, time: Time) -> None:
    ways.click(SERVICE, "complaint.accepted", claimed(desk))
    later = int(time.now.timestamp()) + 3_600
    answer = ways.form(SERVICE, chat.views()[-1], {"accepted": "行", "when": later})
    assert list(answer["errors"]) == ["when"]


def test_the_numbers_are_shown_to_who_pressed_alone_and_once(ways: Ways, desk: Desk) -> None:
    case = claimed(desk)
    for _ in range(2):
        assert ways.click(SERVICE, "complaint.see", case, key="trigger.same") == {}
    (told,) = owed(desk, "ephemeral")
    check_message(told["text"], told["blocks"])
    assert told["user"] == SERVICE
    assert PHONE in said(told)
    assert [event.actor for event in events.history(desk.store, case) if event.action == "see"] == [SERVICE]
    ways.click(EDITOR, "complaint.see", case)
    refused = owed(desk, "ephemeral")[-1]
    assert PHONE not in said(refused)
    assert "请找：何静" in said(refused)


@pytest.mark.parametrize(("policy", "action"), [("resolve", "resolve"), ("reply", "reply"), ("reply", "resolve")])
def test_a_step_that_waits_for_a_verdict_leads_to_the_sheet_instead_of_its_form(
    tmp_path: Path, time: Time, chat: Chat, policy: str, action: str
) -> None:
    with opened(tmp_path / "strict.db", time, policy={"complaint": {"verdict_before": policy}}) as desk:
        ways = Ways(desk, chat, complaint.register, complaint_facts.register)
        case = claimed(desk)
        ways.click(SERVICE, f"complaint.{action}", case)
        assert chat.views() == []
        (told,) = owed(desk, "ephemeral")
        check_message(told["text"], told["blocks"])
        assert "还没有核实结论" in said(told)
        assert "complaint.verdict" in said(told)
        complaints.verify(desk, ask(desk, SERVICE), case, {"verdict": "confirmed"})
        ways.click(SERVICE, f"complaint.{action}", case)
        assert len(chat.views()) == 1


def test_the_reply_form_can_begin_with_a_canned_reply_and_keeps_what_was_typed(
    ways: Ways, chat: Chat, desk: Desk
) -> None:
    case = claimed(desk)
    ways.click(SERVICE, "complaint.reply", case)
    view = {**chat.views()[-1], "id": "V1", "hash": "h"}
    check_view(view, kinds=("modal",))
    choice = view["blocks"][0]
    assert choice["elements"][0]["action_id"] == "complaint.reply_start"
    typed = {"values": {"reply": {"value": {"type": "plain_text_input", "value": "李店长会联系您。"}}}}
    begin(ways, {**view, "state": typed}, choice["elements"][0]["options"][0])
    (changed,) = chat.views("views.update")
    check_view(changed, kinds=("modal",))
    block = changed["blocks"][1]
    assert block["block_id"] == "reply.1"
    first = block["element"]["initial_value"]
    assert first.startswith("@小满 您好")
    assert first.endswith("\n李店长会联系您。")
    # Chosen anew, the reply before makes room for the other.
    kept = {"values": {"reply.1": {"value": {"type": "plain_text_input", "value": first}}}}
    begin(ways, {**changed, "id": "V1", "hash": "h", "state": kept}, choice["elements"][0]["options"][1])
    again = chat.views("views.update")[-1]["blocks"][1]
    assert again["block_id"] == "reply.2"
    assert again["element"]["initial_value"].count("您好") == 1
    assert again["element"]["initial_value"].endswith("\n李店长会联系您。")
    assert ways.form(SERVICE, chat.views("views.update")[-1], {"reply.2": "您好，今天补发"}) == {}
    assert complaints.show(desk.store, case).reply == "您好，今天补发"


def begin(ways: Ways, view: dict[str, Any], option: dict[str, Any]) -> None:
    more = {"type": "static_select", "selected_option": option}
    assert ways.click(SERVICE, "complaint.reply_start", "", view=view, action_more=more) == {}


def test_what_is_wrong_stands_under_the_answer_however_often_it_was_begun(ways: Ways, chat: Chat, desk: Desk) -> None:
    ways.click(SERVICE, "complaint.reply", claimed(desk))
    view = chat.views()[-1]
    begin(
        ways,
        {**view, "id": "V1", "hash": "h", "state": {"values": {"reply": {"value": {"value": None}}}}},
        view["blocks"][0]["elements"][0]["options"][0],
    )
    answer = ways.form(SERVICE, chat.views("views.update")[-1], {"reply.1": "\u200b"})
    assert list(answer["errors"]) == ["reply.1"]


def test_the_button_gives_the_replies_and_each_opens_the_form(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = claimed(desk)
    ways.click(SERVICE, "complaint.replies", case)
    (told,) = owed(desk, "ephemeral")
    check_message(told["text"], told["blocks"])
    button = next(block for block in told["blocks"] if block["type"] == "actions")["elements"][0]
    ways.click(SERVICE, button["action_id"], button["value"])
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    assert view["callback_id"] == "complaint.reply"
    assert ways.form(SERVICE, view, {}) == {}
    assert complaints.show(desk.store, case).reply.startswith("@小满 您好")
