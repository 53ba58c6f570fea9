"""The buttons, the menu and the forms that say whose a complaint is."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.handlers import complaint as first_handler
from bot.handlers import complaint_turns as handler
from bot.workspace.walls import check_message, check_view
from tests.chat import Chat, Ways, said
from tests.company import EDITOR, ENGLISH, SALES, SECOND_SERVICE, SERVICE, ask
from tests.handlers.test_complaint import drawn, owed


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, handler.register, first_handler.register)


def claimed(desk: Desk) -> str:
    case = complaints.log(desk, ask(desk, EDITOR), Report(words="送来的酸奶是坏的", customer="@小满")).case_id
    complaints.claim(desk, ask(desk, SERVICE), case)
    return case


def handed(desk: Desk) -> str:
    case = claimed(desk)
    complaints.hand_over(desk, ask(desk, SERVICE), case, "sales")
    return case


def chosen(ways: Ways, user: str, value: str) -> dict[str, Any]:
    """A choice in the card's menu."""
    option = {"type": "overflow", "selected_option": {"value": value}}
    return ways.click(user, "complaint.turn", "", action_more=option)


def state(desk: Desk) -> str:
    return complaints.show(desk.store, "C-1").state


def test_the_form_hands_over_and_the_button_accepts(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = claimed(desk)
    chosen(ways, SERVICE, f"handover:{case}")
    view = chat.views()[-1]
    assert "客服部" not in said(view["blocks"][0]["element"])
    assert ways.form(SERVICE, view, {"department": "sales", "note": "赠品的事"}) == {}
    assert state(desk) == "handed_over"
    ways.click(SALES, "complaint.accept", case)
    assert complaints.show(desk.store, case).holder == SALES


def test_a_refusal_by_form_takes_a_better_department_or_none(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = handed(desk)
    ways.click(SALES, "complaint.refuse", case)
    view = chat.views()[-1]
    refused = ways.form(SERVICE, view, {"reason": "不归我们", "better": "unknown"})
    assert "只有他们可以接单或退单" in refused["errors"]["reason"]
    assert ways.form(SALES, view, {"reason": "不归我们", "better": "weibo"}, key="V2") == {}
    assert state(desk) == "claimed"
    assert "更合适的是官微组" in "".join(said(message) for message in drawn(desk))


def test_assigning_by_form(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = claimed(desk)
    chosen(ways, EDITOR, f"assign:{case}")
    view = chat.views()[-1]
    missing = ways.form(EDITOR, view, {})
    assert "还没有写是哪位同事" in missing["errors"]["person"]
    assert ways.form(EDITOR, view, {"person": SECOND_SERVICE, "note": "请接手"}) == {}
    assert complaints.show(desk.store, case).holder == SECOND_SERVICE
    assert [told["to"] for told in owed(desk, "direct")][-2:] == [SECOND_SERVICE, EDITOR]


def test_another_case_is_asked_for_from_the_menu_and_merged_into(ways: Ways, chat: Chat, desk: Desk) -> None:
    for customer in ("小满", "早八人"):
        complaints.log(desk, ask(desk, SALES), Report("送来的酸奶是坏的", customer=customer))
    chosen(ways, SERVICE, "merge:C-2")
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    assert ways.form(SERVICE, view, {"into": "C-1"}) == {}
    assert complaints.show(desk.store, "C-2").merged_into == "C-1"


def test_sorting_by_form_shows_what_is_and_changes_what_is_chosen(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = claimed(desk)
    chosen(ways, SERVICE, f"sort:{case}")
    view = chat.views()[-1]
    assert ways.form(SERVICE, view, {"severity": "P0", "note": "孩子住院"}) == {}
    shown = complaints.show(desk.store, case)
    assert (shown.severity, shown.severity_by, shown.category, shown.category_by) == ("P0", SERVICE, "quality", SERVICE)
    assert "级别从普通改为 P0 · 确认类别是商品质量" in "".join(said(message) for message in drawn(desk))


def test_escalating_by_the_menu_asks_why(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = claimed(desk)
    chosen(ways, SERVICE, f"escalate:{case}")
    view = chat.views()[-1]
    assert ways.form(SERVICE, view, {"reason": "顾客要曝光"}) == {}
    assert complaints.show(desk.store, case).escalated == 2


def test_the_ledger_and_the_reasons_are_a_click_away(ways: Ways, desk: Desk) -> None:
    case = claimed(desk)
    chosen(ways, SERVICE, f"ledger:{case}")
    ways.click(SERVICE, "complaint.ledger", case)
    ways.click(ENGLISH, "complaint.why", case)
    whispered = [one for one in drawn(desk) if one["text"].startswith(("C-1 的时间账本", "How the due times"))]
    assert len(whispered) == 3


@pytest.mark.parametrize("user", [SERVICE, ENGLISH])
@pytest.mark.parametrize("action", ["assign", "handover", "refuse", "sort", "escalate"])
def test_every_form_is_within_the_chats_walls(ways: Ways, chat: Chat, desk: Desk, user: str, action: str) -> None:
    case = claimed(desk)
    chosen(ways, user, f"{action}:{case}")
    check_view(chat.views()[-1], kinds=("modal",))


def test_a_button_on_a_card_from_before_says_what_has_become_of_it(ways: Ways, desk: Desk) -> None:
    case = handed(desk)
    complaints.accept(desk, ask(desk, ENGLISH), case)
    ways.click(SALES, "complaint.accept", case)
    (told,) = [one for one in owed(desk, "ephemeral") if "没有在等人接单" in str(one)]
    check_message(told["text"], told["blocks"])
