"""`/complaint verdict`, `accepted` and `whole`: as they are typed, and the way to the form."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands import complaint as command
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.complaints.facts import sheet
from bot.domain.desk import Desk
from bot.store import events
from bot.workspace.walls import check_message, check_view
from tests.chat import Chat, Ways, said
from tests.company import EDITOR, SALES, SERVICE, STRANGER, Time, ask, opened

PHONE = "13800138000"


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register)


def claimed(desk: Desk) -> str:
    report = Report(f"坏了，打{PHONE}没人接", customer="小满", order_number="DD202611")
    case = complaints.log(desk, ask(desk, SALES), report).case_id
    complaints.claim(desk, ask(desk, SERVICE), case)
    return case


@pytest.mark.parametrize("typed", ["verdict C-1", "核实 1", "ＶＥＲＤＩＣＴ　ｃ－１"])
def test_verdict_alone_opens_the_form_with_what_is_known(ways: Ways, chat: Chat, desk: Desk, typed: str) -> None:
    complaints.verify(desk, ask(desk, SERVICE), claimed(desk), {"verdict": "partly", "evidence": "监控"})
    assert ways.command(SERVICE, "/complaint", typed) == {}
    (view,) = chat.views()
    check_view(view, kinds=("modal",))
    assert (view["callback_id"], view["private_metadata"]) == ("complaint.verdict", "C-1")
    shown = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert shown["verdict"]["initial_option"]["value"] == "partly"
    assert shown["evidence"]["initial_value"] == "监控"


def test_the_form_is_opened_for_those_only_who_could_submit_it(ways: Ways, chat: Chat, desk: Desk) -> None:
    claimed(desk)
    assert "只有 C-1 的经办人可以填写核实表" in said(ways.command(STRANGER, "/complaint", "verdict C-1"))
    assert chat.views() == []


def test_words_after_it_fill_the_sheet_at_once(ways: Ways, desk: Desk) -> None:
    claimed(desk)
    answer = ways.command(SERVICE, "/complaint", "核实 C-1 属实 换货一箱；证据：仓库照片")
    assert "已记下 C-1 的核实结论：属实" in said(answer)
    known = sheet(desk.store, "C-1")
    assert (known.verdict, known.remedy, known.evidence) == ("confirmed", "换货一箱", "仓库照片")


def test_a_word_that_is_no_verdict_changes_nothing(ways: Ways, desk: Desk) -> None:
    claimed(desk)
    assert "“大概”不是核实结论" in said(ways.command(SERVICE, "/complaint", "verdict C-1 大概 换货一箱"))
    assert sheet(desk.store, "C-1").remedy == ""


def test_what_the_customer_accepted(ways: Ways, desk: Desk) -> None:
    claimed(desk)
    assert "顾客接受了 C-1 的处理" in said(ways.command(SERVICE, "/complaint", "顾客接受 C-1 行，就这样"))
    assert sheet(desk.store, "C-1").accepted_words == "行，就这样"


def test_what_the_customer_accepted_is_asked_in_the_form_where_no_words_were_typed(
    ways: Ways, chat: Chat, desk: Desk
) -> None:
    claimed(desk)
    assert ways.command(SERVICE, "/complaint", "accepted C-1") == {}
    (view,) = chat.views()
    check_view(view, kinds=("modal",))
    assert (view["callback_id"], view["private_metadata"]) == ("complaint.accepted", "C-1")
    assert "没有 C-9 这条投诉" in said(ways.command(SERVICE, "/complaint", "顾客接受 C-9"))


def test_resolving_without_a_verdict_where_it_is_needed_leads_to_the_form(
    tmp_path: Path, time: Time, chat: Chat
) -> None:
    with opened(tmp_path / "strict.db", time, policy={"complaint": {"verdict_before": "resolve"}}) as desk:
        ways = Ways(desk, chat, command.register)
        claimed(desk)
        answer = ways.command(SERVICE, "/complaint", "resolve C-1 换货一箱", key="trigger.same")
        check_message(answer["text"], answer["blocks"])
        assert "C-1 还没有核实结论，不能办结" in said(answer)
        (button,) = next(block for block in answer["blocks"] if block["type"] == "actions")["elements"]
        assert (button["action_id"], button["value"]) == ("complaint.verdict", "C-1")
        assert ways.command(SERVICE, "/complaint", "resolve C-1 换货一箱", key="trigger.same") == answer
        assert complaints.show(desk.store, "C-1").state == "claimed"


def test_show_masks_and_whole_shows_and_is_recorded(ways: Ways, desk: Desk) -> None:
    claimed(desk)
    shown = said(ways.command(SERVICE, "/complaint", "show C-1"))
    assert PHONE not in shown
    assert "138××××8000" in shown
    assert "complaint.see" in shown
    before = len(events.history(desk.store, "C-1"))
    answer = ways.command(SERVICE, "/complaint", "完整 C-1", key="trigger.same")
    check_message(answer["text"], answer["blocks"])
    assert PHONE in said(answer)
    assert "DD202611" in said(answer)
    assert ways.command(SERVICE, "/complaint", "完整 C-1", key="trigger.same") == answer
    added = events.history(desk.store, "C-1")[before:]
    assert [(event.action, event.actor) for event in added] == [("see", SERVICE)]
    assert "何静 查看了完整信息" in said(ways.command(SERVICE, "/complaint", "show C-1"))


def test_others_do_not_see_the_numbers_and_are_told_who_can(ways: Ways, desk: Desk) -> None:
    claimed(desk)
    for person in (EDITOR, STRANGER):
        answer = said(ways.command(person, "/complaint", "whole C-1"))
        assert PHONE not in answer
        assert "只有 C-1 的经办人可以查看完整信息" in answer
        assert "请找：何静" in answer


@pytest.mark.parametrize("typed", ["replies C-1", "参考回复 1"])
def test_replies_are_texts_to_copy_with_customer_and_order(ways: Ways, desk: Desk, typed: str) -> None:
    claimed(desk)
    complaints.verify(desk, ask(desk, SERVICE), "C-1", {"verdict": "confirmed"})
    answer = ways.command(SERVICE, "/complaint", typed)
    check_message(answer["text"], answer["blocks"])
    copied = [block["elements"][0] for block in answer["blocks"] if block["type"] == "rich_text"]
    assert copied
    assert {part["type"] for part in copied} == {"rich_text_preformatted"}
    assert "@小满 您好" in said(copied)
    assert "（订单尾号 2611）" in said(copied)
    assert "属实" in said(answer["blocks"][1])


def test_replies_show_how_cases_like_it_were_answered_masked(ways: Ways, desk: Desk) -> None:
    words = "订的鲜奶连着三天没有送到，打{}也没人接"
    for n in range(2):
        report = Report(words.format(PHONE), customer=f"顾客{n}", order_number="DD202611")
        complaints.log(desk, ask(desk, SALES), report)
        complaints.claim(desk, ask(desk, SERVICE), f"C-{n + 1}")
    complaints.verify(desk, ask(desk, SERVICE), "C-1", {"verdict": "partly", "our_record": "司机漏单"})
    complaints.reply(desk, ask(desk, SERVICE), "C-1", f"您好，请打{PHONE}，订单DD202611已经补送")
    complaints.accepted(desk, ask(desk, SERVICE), "C-1", "行")
    complaints.resolve(desk, ask(desk, SERVICE), "C-1", "补送三天")
    answer = ways.command(SERVICE, "/complaint", "replies C-2")
    check_message(answer["text"], answer["blocks"])
    told = said(answer)
    assert "类似的已办结投诉" in told
    assert "*C-1* · 部分属实 · 顾客接受了" in told
    assert "已经补送" in told
    for secret in (PHONE, "DD202611", "司机漏单"):
        assert secret not in told
