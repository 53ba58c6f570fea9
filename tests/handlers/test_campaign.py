"""Campaign notices: the buttons of the card, the forms behind them, and the light that moves while one is filled in."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.commands import campaign as command
from bot.domain import campaigns, notice_forms
from bot.domain.desk import Desk
from bot.drawing import drawer
from bot.handlers import campaign as handler
from bot.store import away as away_rows
from bot.store import campaigns as rows
from bot.store import events, slots
from bot.store.campaigns import Campaign, CodeResult, Prize, Question, Results
from bot.store.outbox import Owed
from bot.store.times import to_store
from bot.workspace.walls import check_view
from tests.chat import Chat, Ways, said
from tests.company import EDITOR, ENGLISH, LEADER, NAMES, SALES, SECOND_EDITOR, SERVICE, STRANGER, Time, ask

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


def test_a_button_brings_what_was_typed_behind_the_command_into_the_form(ways: Ways, chat: Chat) -> None:
    ways.click(SALES, "campaign.open", "text:下周三起门店试饮")
    filled = {
        block["block_id"]: block["element"].get("initial_value", "")
        for block in chat.views()[-1]["blocks"]
        if block["type"] == "input"
    }
    assert (filled["title"], filled["what"]) == ("", "下周三起门店试饮")


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


def accepting(ways: Ways, chat: Chat, desk: Desk, case: str, user: str = EDITOR) -> dict[str, Any]:
    """The form behind the card's button."""
    ways.click(user, "campaign.accept", button_value(desk, case))
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    return view


def test_the_card_accepts_with_an_owner_and_a_plan_and_the_editor_is_told(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = given(ways, chat, asks=["teaser"])
    view = accepting(ways, chat, desk, case)
    boxes = next(block["element"] for block in view["blocks"] if block.get("block_id") == "plan")
    shown = [option["text"]["text"] for option in boxes["options"]]
    assert shown == [
        "12-03 周四 11:00 预告",
        "12-09 周三 20:00 活动提醒",
        "12-10 周四 10:00 活动开始",
        "12-12 周六 18:00 最后一天",
    ]
    ticked = [option["value"] for option in boxes["options"][:2]]
    assert ways.form(EDITOR, view, {"owner": SECOND_EDITOR, "plan": ticked}, key="VP") == {}
    assert (of(desk, case).state, of(desk, case).owner) == ("accepted", SECOND_EDITOR)
    assert [slot.ask for slot in slots.of_campaign(desk.store, case)] == ["teaser", "reminder"]
    assert {person for person, _ in whispers(desk, "direct")} == {SALES, EDITOR, SECOND_EDITOR}


def test_the_form_marks_who_is_away_and_says_what_clashes(ways: Ways, chat: Chat, desk: Desk, time: Time) -> None:
    given(ways, chat)
    case = given(ways, chat, key="V2", title="同期的另一场", last_day="2026-12-14")
    with desk.store.transaction() as tx:
        away_rows.put(tx, SECOND_EDITOR, to_store(time()), to_store(time() + timedelta(days=3)), "年假")
    view = accepting(ways, chat, desk, case)
    said = json.dumps(view, ensure_ascii=False)
    assert "林岚（不在）" in said
    assert "同期还有 1 场活动：N-1《双十二鲜奶节》12-10–12-12" in said
    assert "12-13 南京大屠杀死难者国家公祭日" in said


def test_a_form_of_acceptance_sent_twice_is_one(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = given(ways, chat)
    view = accepting(ways, chat, desk, case)
    assert [ways.form(EDITOR, view, {}, key="VP") for _ in range(2)] == [{}, {}]
    assert len(slots.of_campaign(desk.store, case)) == 3


def test_of_two_who_have_the_form_open_the_second_is_told_who_was_first(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = given(ways, chat)
    views = [accepting(ways, chat, desk, case, user) for user in (EDITOR, SECOND_EDITOR)]
    assert ways.form(EDITOR, views[0], {}, key="VP") == {}
    answer = ways.form(SECOND_EDITOR, views[1], {}, key="VQ")
    assert NAMES[EDITOR] in answer["errors"]["owner"]


def test_the_plan_may_be_looked_at_again_and_more_of_it_put_down(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = given(ways, chat)
    assert ways.form(EDITOR, accepting(ways, chat, desk, case), {"plan": []}, key="VP") == {}
    ways.click(EDITOR, "campaign.plan", button_value(desk, case))
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    assert set(ways.form(EDITOR, view, {"plan": []}, key="VQ")["errors"]) == {"plan"}
    assert ways.form(EDITOR, view, {}, key="VQ") == {}
    assert len(slots.of_campaign(desk.store, case)) == 3
    ways.click(EDITOR, "campaign.plan", button_value(desk, case))
    assert "submit" not in chat.views()[-1], "there is nothing left to plan"


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
    ways.form(SECOND_EDITOR, accepting(ways, chat, desk, case, SECOND_EDITOR), {}, key="VP")
    answer = ways.form(EDITOR, view, {"reason": "每人限购几份？"}, key="VR")
    assert NAMES[SECOND_EDITOR] in answer["errors"]["reason"]


def typing(view: dict[str, Any], key: str, **filled: Any) -> dict[str, Any]:
    """The view as the chat hands it over while it is filled in."""
    values = {name: {"campaign.typed": {"type": "plain_text_input", "value": value}} for name, value in filled.items()}
    return {**view, "id": key, "hash": "h7", "state": {"values": values}}


def type_in(ways: Ways, view: dict[str, Any], at: str = "1.0", key: str = "V7", **filled: Any) -> None:
    """A character was typed: the bot is told of all that stands in the form."""
    ways.click(SALES, "campaign.typed", "", view=typing(view, key, **filled), action_more={"action_ts": at})


def test_what_is_typed_is_kept_and_offered_again_when_the_connection_was_lost(ways: Ways, chat: Chat) -> None:
    type_in(ways, opened(ways, chat), title="双十二鲜奶节", what="买二")
    asked = opened(ways, chat)
    check_view(asked, kinds=("modal",))
    assert "双十二鲜奶节" in json.dumps(asked, ensure_ascii=False)
    ways.click(SALES, "campaign.go_on", "", view={**asked, "id": "V8", "hash": "h8"})
    method, call = chat.calls[-1]
    assert (method, call["view_id"]) == ("views.update", "V8")
    check_view(call["view"], kinds=("modal",))
    shown = {block["block_id"]: block["element"] for block in call["view"]["blocks"] if block["type"] == "input"}
    assert (shown["title"]["initial_value"], shown["what"]["initial_value"]) == ("双十二鲜奶节", "买二")


def test_the_second_step_is_kept_too_and_stands_there_again(ways: Ways, chat: Chat) -> None:
    second = next_step(ways, opened(ways, chat), FILLED)["view"]
    type_in(ways, second, key="V9", offer="满 99 减 20", prizes="保温杯")
    asked = opened(ways, chat)
    ways.click(SALES, "campaign.go_on", "", view={**asked, "id": "V8", "hash": "h8"})
    again = next_step(ways, chat.calls[-1][1]["view"], {}, key="VB")["view"]
    shown = {block["block_id"]: block["element"] for block in again["blocks"] if block["type"] == "input"}
    assert (shown["offer"]["initial_value"], shown["prizes"]["initial_value"]) == ("满 99 减 20", "保温杯")


def test_what_comes_in_late_does_not_take_the_place_of_what_is_newer(ways: Ways, chat: Chat, desk: Desk) -> None:
    view = opened(ways, chat)
    for at, title in (("3.0", "鲜奶节"), ("2.0", "鲜奶"), ("1.0", "鲜")):
        type_in(ways, view, at, title=title)
    found = notice_forms.unfinished(desk, SALES)
    assert found is not None and found.typed["title"] == "鲜奶节"


def test_who_begins_anew_gets_an_empty_form_and_is_not_asked_again(ways: Ways, chat: Chat) -> None:
    type_in(ways, opened(ways, chat), title="不办了")
    asked = opened(ways, chat)
    ways.click(SALES, "campaign.anew", "", view={**asked, "id": "V8", "hash": "h8"})
    fresh = chat.calls[-1][1]["view"]
    assert "不办了" not in json.dumps(fresh, ensure_ascii=False)
    assert opened(ways, chat)["callback_id"] == "campaign.form"


def test_nobody_is_offered_what_another_began_or_what_was_handed_in(ways: Ways, chat: Chat) -> None:
    type_in(ways, opened(ways, chat), title="钱多的")
    assert opened(ways, chat, STRANGER)["callback_id"] == "campaign.form"
    ways.click(SALES, "campaign.anew", "", view={**opened(ways, chat), "id": "V8", "hash": "h8"})
    assert hand_in(ways, chat.calls[-1][1]["view"], FILLED) == DONE
    assert opened(ways, chat)["callback_id"] == "campaign.form"


def test_what_was_left_for_two_weeks_is_forgotten(ways: Ways, chat: Chat, desk: Desk, time: Time) -> None:
    type_in(ways, opened(ways, chat), title="旧的")
    time.forward(days=15)
    assert opened(ways, chat)["callback_id"] == "campaign.form"
    with desk.store.transaction() as tx:
        assert notice_forms.forget_old(tx, time()) == 1


def test_of_one_form_one_notice_is_made_however_often_its_steps_are_sent(ways: Ways, chat: Chat, desk: Desk) -> None:
    view = opened(ways, chat)
    first = next_step(ways, view, FILLED, key="VA")["view"]
    other = next_step(ways, view, FILLED, key="VA")["view"]
    assert ways.form(SALES, first, {}, key="V1") == DONE
    answer = ways.form(SALES, other, {}, key="V2")
    assert "已经提交为 N-1" in answer["errors"]["asks"]
    assert "已经提交为 N-1" in next_step(ways, view, FILLED, key="VA")["errors"]["title"]
    assert len(rows.latest(desk.store, 5)) == 1


def test_every_field_that_is_wrong_is_named_at_once_and_every_line_with_it(ways: Ways, chat: Chat) -> None:
    view = opened(ways, chat)
    wrong = {**FILLED, "promotion": "2026-11-23", "last_day": "2026-12-09", "title": "长" * 61}
    assert set(hand_in(ways, view, wrong)["errors"]) == {"title", "promotion", "last_day"}
    lines = {**EVERYTHING, "prizes": "保温杯\n鲜奶 × 3\n毛巾", "questions": "能叠加吗", "budget": "很多"}
    errors = hand_in(ways, view, lines)["errors"]
    assert set(errors) == {"prizes", "questions", "budget"}
    assert "第 1 行“保温杯”" in errors["prizes"] and "第 3 行“毛巾”" in errors["prizes"]


def test_a_day_that_passed_between_the_steps_is_said_in_the_second(
    ways: Ways, chat: Chat, desk: Desk, time: Time
) -> None:
    second = next_step(ways, opened(ways, chat), {**FILLED, "promotion": "2026-11-24"})["view"]
    time.forward(days=1)
    errors = ways.form(SALES, second, {})["errors"]
    assert errors == {"asks": "请回到上一步，改“宣传从哪天开始”：2026-11-24 已经过去了，请选今天或以后的日期。"}


def test_the_light_says_what_is_wrong_with_the_days_while_they_are_chosen(ways: Ways, chat: Chat) -> None:
    view = {**opened(ways, chat), "id": "V7", "hash": "h7"}
    view["state"] = {"values": {"first_day": {"campaign.day": {"type": "datepicker", "selected_date": "2026-12-10"}}}}
    more = {"type": "datepicker", "block_id": "last_day", "selected_date": "2026-12-09"}
    ways.click(SALES, "campaign.day", "", view=view, action_more=more)
    shown = next(block for block in chat.views("views.update")[-1]["blocks"] if block.get("block_id") == "light")
    assert "⚠️ 活动最后一天：最后一天不能早于第一天（2026-12-10）。" in shown["text"]["text"]


def test_a_day_that_changes_nothing_of_the_light_leaves_the_form_alone(ways: Ways, chat: Chat, desk: Desk) -> None:
    view = {**opened(ways, chat), "id": "V7", "hash": "h7", "state": {"values": {}}}
    more = {"type": "datepicker", "block_id": "first_day", "selected_date": "2026-12-10"}
    ways.click(SALES, "campaign.day", "", view=view, action_more=more)
    assert chat.views("views.update") == []


def test_a_notice_is_changed_after_it_was_accepted_and_the_owner_is_rung(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = given(ways, chat, **EVERYTHING)
    assert ways.form(EDITOR, accepting(ways, chat, desk, case), {}, key="VP") == {}
    again(ways, chat, desk, case, first_day="2026-12-11", offer="满 99 减 30")
    assert of(desk, case).changes == 1
    last = events.history(desk.store, case)[-1]
    drawn = drawer(desk)(Owed(1, "thread", "#官微", case, {"event": last.seq}, "waiting", 0, False, 0, 0, "", ""))
    assert drawn is not None
    text = said(drawn.blocks)
    assert "• 活动第一天：12-10 周四 → 12-11 周五" in text
    assert "• 优惠：满 99 减 20 → 满 99 减 30" in text
    assert f"<@{EDITOR}>" in text
    assert "不再合适的时段" in text and "campaign.plan" in text


def test_the_results_are_asked_for_by_message_and_given_in_a_form(
    ways: Ways, chat: Chat, desk: Desk, time: Time
) -> None:
    case = given(ways, chat, codes="NAI12")
    campaigns.accept(desk, ask(desk, EDITOR), case)
    time.now = datetime(2026, 12, 14, 2, 0, tzinfo=UTC)  # the Monday after, 10:00
    campaigns.advance(desk, time())
    time.forward(hours=1)
    assert campaigns.look_at_due(desk, time()) == 1
    ways.click(SALES, "campaign.result", case)
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    assert set(ways.form(SALES, view, {}, key="VR")["errors"]) == {"note"}
    assert set(ways.form(SALES, view, {"orders": "NAI12 很多", "visits": "1.5"}, key="VR")["errors"]) == {"orders"}
    filled = {"orders": "NAI12 × 320，25600 元\n其他 × 80", "visits": "1.2 万", "spend": "8000"}
    assert ways.form(SALES, view, filled, key="VR") == {}
    found = of(desk, case)
    assert found.state == "reviewed"
    assert found.results == Results((CodeResult("NAI12", 320, 2_560_000),), 80, 12_000, 800_000)
