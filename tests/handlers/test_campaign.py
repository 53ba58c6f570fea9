"""Campaign notices: the buttons of the card, the forms behind them, and the light that moves while one is filled in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.commands import campaign as command
from bot.domain import campaigns
from bot.domain.desk import Desk
from bot.handlers import campaign as handler
from bot.store import campaigns as rows
from bot.store.campaigns import Campaign, Prize, Question
from bot.workspace.walls import check_view
from tests.chat import CHANNEL, Chat, Ways, chatting
from tests.company import EDITOR, ENGLISH, LEADER, NAMES, SALES, SECOND_EDITOR, SERVICE, STRANGER, Time

FILLED: dict[str, Any] = {
    "title": "双十二鲜奶节",
    "promotion": "2026-12-03",
    "first_day": "2026-12-10",
    "last_day": "2026-12-12",
    "what": "买二赠一 <!channel>",
}
EVERYTHING: dict[str, Any] = {
    **FILLED,
    "asks": ["teaser", "live"],
    "where": "天猫旗舰店",
    "offer": "满 99 减 20",
    "codes": "NAI12，鲜奶节 NAI12",
    "budget": "1.25 万",
    "prizes": "保温杯 × 100，39 元\n鲜奶一箱 x10",
    "audience": "老会员",
    "questions": "能叠加吗？不能\n哪里领 | 首页弹窗",
    "links": "https://example.com/kv.zip",
    "leaders": [LEADER],
}


# Every step of the form closes when the last is taken.
DONE = {"response_action": "clear"}


@pytest.fixture
def chat() -> Iterator[Chat]:
    with chatting() as found:
        yield found


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register, handler.register)


def opened(ways: Ways, chat: Chat, user: str = SALES) -> dict[str, Any]:
    ways.command(user, "/campaign")
    return chat.views()[-1]


def next_step(ways: Ways, view: dict[str, Any], filled: dict[str, Any], user: str = SALES, key: str = "VA") -> Any:
    """What the first step, filled in, is answered with."""
    first = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    return ways.form(user, view, {name: value for name, value in filled.items() if name in first}, key=key)


def hand_in(ways: Ways, view: dict[str, Any], filled: dict[str, Any], key: str = "V1", user: str = SALES) -> Any:
    """Fill in both steps and hand them in; what that is answered with, or what the first step was refused with."""
    answer = next_step(ways, view, filled, user, key=f"{key}A")
    if answer.get("response_action") != "push":
        return answer
    second = answer["view"]
    check_view(second, kinds=("modal",))
    names = {block["block_id"] for block in second["blocks"] if block["type"] == "input"}
    return ways.form(user, second, {name: value for name, value in filled.items() if name in names}, key=key)


def given(ways: Ways, chat: Chat, key: str = "V1", **filled: Any) -> str:
    assert hand_in(ways, opened(ways, chat), {**FILLED, **filled}, key=key) == DONE
    return f"N-{key.removeprefix('V')}"


def of(desk: Desk, case: str) -> Campaign:
    return campaigns.show(desk.store, case)


def whispers(desk: Desk, what: str = "ephemeral") -> list[tuple[str, str]]:
    found = desk.store.all("SELECT channel, body FROM outbox WHERE what = :what ORDER BY id", {"what": what})
    return [(str(row["channel"]), str(row["body"])) for row in found]


def button_value(desk: Desk, case: str) -> str:
    return f"{case}:{of(desk, case).version}"


def test_the_form_opens_with_the_persons_department_and_within_the_chats_walls(ways: Ways, chat: Chat) -> None:
    view = opened(ways, chat)
    check_view(view, kinds=("modal",))
    chosen = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert chosen["department"]["initial_option"]["value"] == "sales"
    second = next_step(ways, view, FILLED)["view"]
    check_view(second, kinds=("modal",))
    asks = next(block["element"] for block in second["blocks"] if block["block_id"] == "asks")
    assert len(asks["options"]) == 6


def test_the_form_in_english_keeps_within_the_chats_walls(ways: Ways, chat: Chat) -> None:
    check_view(opened(ways, chat, ENGLISH), kinds=("modal",))


def test_who_is_in_no_department_chooses_one(ways: Ways, chat: Chat, desk: Desk) -> None:
    view = opened(ways, chat, STRANGER)
    answer = hand_in(ways, view, FILLED, user=STRANGER)
    assert set(answer["errors"]) == {"department"}
    assert hand_in(ways, view, {**FILLED, "department": "service"}, user=STRANGER) == DONE
    assert of(desk, "N-1").department == "service"


@pytest.mark.parametrize("way", ["shortcut", "home"])
def test_the_form_opens_from_a_shortcut_and_from_the_home(ways: Ways, chat: Chat, way: str) -> None:
    if way == "shortcut":
        ways.shortcut(SALES, "campaign.new")
    else:
        ways.click(SALES, "campaign.open", "new", view={"id": "V0", "type": "home"})
    assert chat.views()[-1]["callback_id"] == "campaign.form"


def test_a_form_with_everything_in_it_becomes_a_notice(ways: Ways, chat: Chat, desk: Desk) -> None:
    given(ways, chat, **EVERYTHING)
    case = of(desk, "N-1")
    assert (case.title, case.department, case.promotion_from, case.last_day) == (
        "双十二鲜奶节",
        "sales",
        "2026-12-03",
        "2026-12-12",
    )
    found = case.details
    assert (found.codes, found.budget, found.asks, found.leaders) == (
        ("NAI12", "鲜奶节"),
        1_250_000,
        ("teaser", "live"),
        (LEADER,),
    )
    assert found.prizes == (Prize("保温杯", 100, 3_900), Prize("鲜奶一箱", 10))
    assert found.questions == (Question("能叠加吗？", "不能"), Question("哪里领", "首页弹窗"))
    ((person, body),) = whispers(desk, "direct")
    assert person == SALES
    assert "N-1" in body


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("promotion", "2026-11-23"),
        ("promotion", "2026-12-13"),
        ("last_day", "2026-12-09"),
        ("budget", "很多"),
        ("prizes", "保温杯一百个"),
        ("questions", "能叠加吗？"),
        ("links", "见附件"),
        ("title", "长" * 61),
    ],
)
def test_an_error_stands_under_the_right_field_and_the_form_stays(
    ways: Ways, chat: Chat, desk: Desk, field: str, typed: str
) -> None:
    view = opened(ways, chat)
    answer = hand_in(ways, view, {**EVERYTHING, field: typed})
    assert answer["response_action"] == "errors"
    assert set(answer["errors"]) == {field}
    assert rows.latest(desk.store, 1) == []
    # The same form, mended, is taken.
    assert hand_in(ways, view, EVERYTHING) == DONE
    assert of(desk, "N-1").state == "submitted"


def test_a_form_submitted_twice_makes_one_notice(ways: Ways, chat: Chat, desk: Desk) -> None:
    second = next_step(ways, opened(ways, chat), FILLED)["view"]
    assert [ways.form(SALES, second, {}) for _ in range(2)] == [DONE, DONE]
    assert len(rows.latest(desk.store, 5)) == 1


@pytest.mark.parametrize(
    ("day", "light"),
    [
        ("2026-12-03", "🟢 及时"),
        ("2026-11-26", "🟡 偏晚"),
        ("2026-11-24", "🔴 紧急"),
        ("2028-03-01", "2028 年节假日"),
        ("2026-11-23", "⚪"),
    ],
)
def test_the_light_moves_when_the_day_is_chosen(ways: Ways, chat: Chat, day: str, light: str) -> None:
    view = opened(ways, chat)
    sent = {**view, "id": "V7", "hash": "h7", "state": {"values": {}}, "app_id": "A1", "previous_view_id": None}
    ways.click(SALES, "campaign.promotion", "", view=sent, action_more={"type": "datepicker", "selected_date": day})
    method, asked = chat.calls[-1]
    assert (method, asked["view_id"], asked["hash"]) == ("views.update", "V7", "h7")
    updated = asked["view"]
    check_view(updated, kinds=("modal",))
    shown = next(block for block in updated["blocks"] if block.get("block_id") == "light")
    assert light in shown["text"]["text"]
    # Everything else is as it was, so that the chat keeps what was typed.
    assert [block for block in updated["blocks"] if block.get("block_id") != "light"] == [
        block for block in view["blocks"] if block.get("block_id") != "light"
    ]


def test_a_light_that_comes_too_late_is_let_go(ways: Ways, chat: Chat) -> None:
    view = {**opened(ways, chat), "id": "V7", "hash": "h7"}
    chat.refuse["views.update"] = "hash_conflict"
    chosen = {"type": "datepicker", "selected_date": "2026-12-03"}
    assert ways.click(SALES, "campaign.promotion", "", view=view, action_more=chosen) == {}


def test_the_card_accepts_and_the_editor_is_told(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = given(ways, chat)
    ways.click(EDITOR, "campaign.accept", button_value(desk, case))
    assert (of(desk, case).state, of(desk, case).owner) == ("accepted", EDITOR)
    ((channel, body),) = whispers(desk)
    assert channel == CHANNEL
    assert json.loads(body)["user"] == EDITOR


def test_a_click_that_comes_twice_is_one(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = given(ways, chat)
    for _ in range(2):
        ways.click(EDITOR, "campaign.accept", f"{case}:1", key="again")
    assert len(whispers(desk)) == 1


def test_who_may_not_accept_is_told_who_can(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = given(ways, chat)
    ways.click(SALES, "campaign.accept", button_value(desk, case))
    assert of(desk, case).state == "submitted"
    assert NAMES[EDITOR] in whispers(desk)[-1][1]


def test_an_old_cards_button_does_nothing_and_says_so(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = given(ways, chat)
    old = button_value(desk, case)
    returned(ways, chat, desk, case)
    again(ways, chat, desk, case, what="每人限购两份")
    ways.click(SECOND_EDITOR, "campaign.accept", old)
    assert of(desk, case).state == "submitted"
    assert "内容已经更新" in whispers(desk)[-1][1]


def returned(ways: Ways, chat: Chat, desk: Desk, case: str) -> None:
    ways.click(EDITOR, "campaign.return", button_value(desk, case))
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    assert ways.form(EDITOR, view, {"reason": "每人限购几份？"}, key="VR") == {}


def again(ways: Ways, chat: Chat, desk: Desk, case: str, **filled: Any) -> None:
    ways.click(SALES, "campaign.edit", button_value(desk, case))
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    assert hand_in(ways, view, filled, key="VE") == DONE


def test_a_returned_notice_comes_back_prefilled_and_unchanged_where_nothing_was_changed(
    ways: Ways, chat: Chat, desk: Desk
) -> None:
    case = given(ways, chat, **EVERYTHING)
    before = of(desk, case)
    returned(ways, chat, desk, case)
    assert of(desk, case).state == "returned"
    again(ways, chat, desk, case)
    after = of(desk, case)
    assert (after.state, after.title, after.first_day, after.details) == (
        "submitted",
        before.title,
        before.first_day,
        before.details,
    )


def test_a_returned_notice_opens_with_the_light_of_today(ways: Ways, chat: Chat, desk: Desk, time: Time) -> None:
    case = given(ways, chat)
    returned(ways, chat, desk, case)
    for days, light in ((0, "🟢 及时"), (6, "🟡 偏晚"), (10, "⚪")):
        time.forward(days=days)
        ways.click(SALES, "campaign.edit", button_value(desk, case))
        shown = next(block for block in chat.views()[-1]["blocks"] if block.get("block_id") == "light")
        assert shown["text"]["text"].startswith(light)


def test_returning_asks_for_a_reason(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = given(ways, chat)
    ways.click(EDITOR, "campaign.return", button_value(desk, case))
    answer = ways.form(EDITOR, chat.views()[-1], {"reason": "   "}, key="VR")
    assert set(answer["errors"]) == {"reason"}


def test_only_the_contact_is_given_the_form_of_a_returned_notice(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = given(ways, chat)
    returned(ways, chat, desk, case)
    before = len(chat.views())
    ways.click(SERVICE, "campaign.edit", button_value(desk, case))
    assert len(chat.views()) == before
    assert NAMES[SALES] in whispers(desk)[-1][1]


def test_the_card_cancels_with_or_without_a_reason(ways: Ways, chat: Chat, desk: Desk) -> None:
    for number, reason in enumerate(("", "场地没谈下来"), 1):
        case = given(ways, chat, key=f"V{number}")
        ways.click(SALES, "campaign.cancel", button_value(desk, case))
        assert ways.form(SALES, chat.views()[-1], {"reason": reason}, key=f"VC{number}") == {}
        assert (of(desk, case).state, of(desk, case).reason) == ("cancelled", reason)


def test_a_form_whose_case_moved_on_says_so_and_keeps_what_was_typed(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = given(ways, chat)
    ways.click(EDITOR, "campaign.return", button_value(desk, case))
    view = chat.views()[-1]
    ways.click(SECOND_EDITOR, "campaign.accept", button_value(desk, case))
    answer = ways.form(EDITOR, view, {"reason": "每人限购几份？"}, key="VR")
    assert NAMES[SECOND_EDITOR] in answer["errors"]["reason"]
