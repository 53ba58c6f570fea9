"""Rallies by buttons and forms, through the real app, and what is owed to whom."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.commands import rally as command
from bot.domain import rallies
from bot.domain.desk import Desk
from bot.domain.rallies import Call
from bot.drawing import drawer
from bot.handlers import rally as handler
from bot.handlers.rally import call_of
from bot.store import rallies as rows
from bot.store import rally_lines, rally_people, sending
from bot.store.rally_lines import VOICES
from bot.store.sending import Held
from bot.workspace.walls import check_message, check_view
from tests.chat import Chat, Ways, said
from tests.company import EDITOR, ENGLISH, LEADER, LEGAL, SALES, SERVICE, ask
from tests.rallies import LINES, OTHER_REPOST, POST, REPOST, opened, owed

FILLED: dict[str, Any] = {
    "link": f"{POST}?from=page",
    "title": "冬至热牛奶",
    "why": "天冷了，想请大家喝口热的",
    "named": [LEADER, LEGAL],
    "whom": ["d:sales", "d:weibo"],
}


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register, handler.register)


def first_step(ways: Ways, chat: Chat, user: str = EDITOR) -> dict[str, Any]:
    ways.command(user, "/rally")
    return chat.views()[-1]


def second_step(ways: Ways, view: dict[str, Any], *, key: str = "V1", **changes: Any) -> dict[str, Any]:
    answer = ways.form(EDITOR, view, {**FILLED, **changes}, key=key)
    assert answer["response_action"] == "push", answer
    return dict(answer["view"])


def shown(view: dict[str, Any], voice: str) -> list[str]:
    """The lines that stand in a field."""
    element = next(block["element"] for block in view["blocks"] if block.get("block_id") == voice)
    return str(element.get("initial_value", "")).splitlines()


def test_two_steps_make_a_rally_with_all_that_was_filled_in(ways: Ways, chat: Chat, desk: Desk) -> None:
    view = second_step(ways, first_step(ways, chat))
    check_view(view, kinds=("modal",))
    assert ways.form(EDITOR, view, {}, key="V2") == {"response_action": "clear"}
    rally = rallies.load(desk.store, "R-1")
    assert (rally.title, rally.why, rally.url) == ("冬至热牛奶", "天冷了，想请大家喝口热的", POST)
    assert (rally.named, rally.whom, rally.opened_by) == ((LEADER, LEGAL), ("d:sales", "d:weibo"), EDITOR)
    assert rally_lines.free(desk.store, "R-1") == sum(len(shown(view, voice)) for voice in VOICES)
    told = [row for row in owed(desk, "direct") if row["channel"] == EDITOR]
    assert "R-1" in json.dumps(told[0]["body"])


def test_the_lines_are_proposed_from_the_templates_filled_in_and_can_be_changed(
    ways: Ways, chat: Chat, desk: Desk
) -> None:
    view = second_step(ways, first_step(ways, chat))
    assert len(shown(view, "leader")) == 2
    every = [line for voice in VOICES for line in shown(view, voice)]
    assert all("山茶乳业" in line for line in every)
    assert any("冬至热牛奶" in line for line in every)
    own = {"leader": "我在山茶乳业工作。", "product": "一句自己的话", "shop": "再一句", "service": ""}
    assert ways.form(EDITOR, view, own, key="V2") == {"response_action": "clear"}
    rallies.join(desk, ask(desk, SALES), "R-1")
    found = desk.store.all("SELECT text FROM rally_lines ORDER BY number")
    assert [row["text"] for row in found][1] == "一句自己的话（我是山茶乳业的员工）"


@pytest.mark.parametrize(
    ("wrong", "field", "why"),
    [
        ({"link": "https://example.com/a"}, "link", "不是一条微博的链接"),
        ({"title": ""}, "title", "请填写题目"),
        ({"why": "因" * 81}, "why", "最多 80 字"),
        ({"until": 1_000_000_000}, "until", "半小时以后"),
        ({"named": [], "whom": []}, "named", "请选择邀请谁"),
        ({"named": ["U0NOBODY"]}, "named", "没有找到这位同事"),
    ],
)
def test_what_is_wrong_stands_under_its_field_and_the_form_stays(
    ways: Ways, chat: Chat, wrong: dict[str, Any], field: str, why: str
) -> None:
    view = first_step(ways, chat)
    answer = ways.form(EDITOR, view, {**FILLED, **wrong})
    assert answer["response_action"] == "errors"
    assert why in answer["errors"][field]
    assert ways.form(EDITOR, view, FILLED)["response_action"] == "push"


def test_blocked_lines_are_refused_at_their_fields_with_the_reasons(ways: Ways, chat: Chat, desk: Desk) -> None:
    view = second_step(ways, first_step(ways, chat))
    bad = {"product": "国家级好奶，全网第一，我是员工", "service": "我是员工，喝了能治疗失眠"}
    answer = ways.form(EDITOR, view, bad, key="V2")
    assert answer["response_action"] == "errors"
    assert set(answer["errors"]) == {"product", "service"}
    assert "不可发布" in answer["errors"]["product"]
    assert rows.rally(desk.store, "R-1") is None
    assert ways.form(EDITOR, view, {}, key="V2") == {"response_action": "clear"}


def test_submitted_twice_from_either_step_it_is_one_rally(ways: Ways, chat: Chat, desk: Desk) -> None:
    first = first_step(ways, chat)
    views = [second_step(ways, first), second_step(ways, first)]
    for number, view in enumerate((views[0], views[0], views[1])):
        assert ways.form(EDITOR, view, {}, key=f"V2{number}") == {"response_action": "clear"}
    assert rows.rally(desk.store, "R-2") is None
    second_step_again = second_step(ways, first_step(ways, chat), key="V9")
    ways.form(EDITOR, second_step_again, {}, key="V10")
    assert rows.rally(desk.store, "R-2") is not None


def test_who_may_not_is_told_so_by_every_way_in(ways: Ways, chat: Chat, desk: Desk) -> None:
    opened(desk)
    ways.shortcut(SALES, "rally.new")
    ways.click(SALES, "rally.lines", "R-1")
    ways.click(SALES, "rally.close", "R-1")
    assert chat.views() == []
    whispers = [row["body"]["text"] for row in owed(desk) if "text" in row["body"]]
    assert [text.startswith("只有领导、官微编辑可以") for text in whispers] == [True, True, True]
    assert rallies.load(desk.store, "R-1").state == "open"


def test_the_shortcut_opens_the_form(ways: Ways, chat: Chat) -> None:
    ways.shortcut(LEADER, "rally.new")
    check_view(chat.views()[-1], kinds=("modal",))


def test_one_button_joins_and_gives_the_line_where_it_was_pressed_and_in_a_direct_message(
    ways: Ways, desk: Desk
) -> None:
    opened(desk)
    ways.click(SALES, "rally.join", "R-1")
    line = rally_lines.of(desk.store, "R-1", SALES)
    assert line is not None
    (whisper,) = owed(desk, "ephemeral")
    assert whisper["body"]["user"] == SALES
    assert line.text in str(whisper["body"]["say"])
    assert f"@{SALES}" in [row["channel"] for row in owed(desk, "card")]


def test_pressed_on_ones_own_card_the_card_itself_shows_what_came_of_it(ways: Ways, desk: Desk) -> None:
    opened(desk)
    ways.click(LEADER, "rally.join", "R-1:own")
    assert owed(desk, "ephemeral") == []
    assert rows.tally(desk.store, "R-1").joined == 1
    ways.click(LEADER, "rally.decline", "R-1:own")
    (whisper,) = owed(desk, "ephemeral")
    assert "您已经参加了" in whisper["body"]["text"]


def test_a_click_that_comes_twice_joins_once(ways: Ways, desk: Desk) -> None:
    opened(desk)
    for _ in range(2):
        ways.click(SALES, "rally.join", "R-1", key="same")
    assert rows.tally(desk.store, "R-1").joined == 1
    assert len(owed(desk, "ephemeral")) == 1


@pytest.mark.parametrize(("choice", "hour"), [("hour", "03:00"), ("tonight", "11:00"), ("tomorrow", "01:00")])
def test_later_is_chosen_from_a_menu(ways: Ways, desk: Desk, choice: str, hour: str) -> None:
    opened(desk)
    chosen = {"type": "static_select", "selected_option": {"value": f"R-1:{choice}:own"}}
    ways.click(LEADER, "rally.later", "", action_more=chosen)
    found = rally_people.of(desk.store, "R-1", LEADER)
    assert found is not None
    assert (found.state, found.remind_at[11:16]) == ("later", hour)
    assert owed(desk, "ephemeral") == []


def test_done_takes_the_link_the_words_and_the_replies(ways: Ways, chat: Chat, desk: Desk) -> None:
    opened(desk)
    rallies.join(desk, ask(desk, SALES), "R-1")
    line = rally_lines.of(desk.store, "R-1", SALES)
    assert line is not None
    ways.click(SALES, "rally.done", "R-1")
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    filled = {"url": REPOST, "words": line.text, "replies": "1,2"}
    assert ways.form(SALES, view, filled) == {}
    assert rows.tally(desk.store, "R-1") == rows.Tally(joined=1, reposts=1, verbatim=1, replies=12)
    (told,) = owed(desk, "direct")
    assert "一字不差" in str(told["body"]["more"])


def test_done_is_filled_in_again_with_what_is_known(ways: Ways, chat: Chat, desk: Desk) -> None:
    opened(desk)
    rallies.done(desk, ask(desk, SALES), "R-1", REPOST, "", 7)
    ways.click(SALES, "rally.done", "R-1:own")
    view = chat.views()[-1]
    values = {block["block_id"]: block["element"].get("initial_value") for block in view["blocks"]}
    assert values == {"url": REPOST, "words": None, "replies": "7"}
    ways.form(SALES, view, {"replies": "9"})
    assert rows.tally(desk.store, "R-1").replies == 9


@pytest.mark.parametrize(
    ("wrong", "field", "why"),
    [
        ({"url": POST}, "url", "这是原微博的链接"),
        ({"url": "见附件"}, "url", "不是一条微博的链接"),
        ({"replies": "很多"}, "replies", "请填数字"),
        ({"replies": "99999999"}, "replies", "0 到 1000000"),
    ],
)
def test_what_is_wrong_with_a_repost_stands_under_its_field(
    ways: Ways, chat: Chat, desk: Desk, wrong: dict[str, str], field: str, why: str
) -> None:
    opened(desk)
    ways.click(SALES, "rally.done", "R-1")
    answer = ways.form(SALES, chat.views()[-1], {"url": REPOST, **wrong})
    assert answer["response_action"] == "errors"
    assert why in answer["errors"][field]
    assert rows.tally(desk.store, "R-1").joined == 0


def test_lines_are_added_by_a_form(ways: Ways, chat: Chat, desk: Desk) -> None:
    opened(desk)
    ways.click(EDITOR, "rally.lines", "R-1")
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    assert ways.form(EDITOR, view, {"shop": "新的一句"}) == {}
    assert ways.form(EDITOR, view, {"shop": "新的一句"}) == {}
    assert rally_lines.count(desk.store, "R-1") == 5
    answer = ways.form(EDITOR, view, {"shop": "国家级好奶"}, key="V2")
    assert list(answer["errors"]) == ["shop"]


def test_close_is_a_button_too(ways: Ways, desk: Desk) -> None:
    opened(desk)
    ways.click(LEADER, "rally.close", "R-1")
    assert rallies.load(desk.store, "R-1").state == "closed"


def test_old_buttons_of_a_rally_that_is_over_say_so_and_change_nothing(ways: Ways, desk: Desk) -> None:
    opened(desk)
    rallies.close(desk, ask(desk, EDITOR), "R-1")
    later = {"type": "static_select", "selected_option": {"value": "R-1:hour"}}
    ways.click(LEADER, "rally.decline", "R-1")
    ways.click(LEADER, "rally.later", "", action_more=later)
    ways.click(SERVICE, "rally.join", "R-1")
    told = [said(row["body"]) for row in owed(desk, "ephemeral")]
    assert ["已经结束" in told[0], "已经结束" in told[1], "结束" in told[2]] == [True, True, True]
    # What tells that somebody would rather not is not kept, once it was said.
    assert [row["discreet"] for row in owed(desk, "ephemeral")] == [1, 1, 0]
    assert rally_people.unanswered(desk.store, "R-1") == frozenset()


def test_the_forms_are_within_the_chats_walls_in_both_languages_at_worst(ways: Ways, chat: Chat, desk: Desk) -> None:
    desk.directory.company.roles["leader"]  # the English reader is not among them
    opened(desk)
    first_step(ways, chat, LEADER)
    worst: dict[str, Any] = {
        "link": POST,
        "title": "题" * 40,
        "why": "因" * 80,
        "named": [LEADER, LEGAL, SALES],
        "whom": ["all"],
    }
    view = second_step(ways, chat.views()[-1], **worst)
    check_view(view, kinds=("modal",))
    assert len(view["private_metadata"]) <= 3_000
    ways.click(ENGLISH, "rally.done", "R-1")
    check_view(chat.views()[-1], kinds=("modal",))


def test_what_one_step_hands_to_the_next_comes_back_whole(desk: Desk) -> None:
    values = {**FILLED, "about": "none", "until": int(desk.now().timestamp()) + 7_200}
    call = call_of(values)
    assert handler._unpacked(json.loads(json.dumps(handler._packed(call, POST)))) == Call(
        POST, call.why, call.until, call.title, "", (LEADER, LEGAL), ("d:sales", "d:weibo")
    )


@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120), st.text(max_size=60), st.text(max_size=12))
def test_whatever_is_typed_into_the_repost_form_is_answered(
    ways: Ways, chat: Chat, desk: Desk, url: str, words: str, replies: str
) -> None:
    if rows.rally(desk.store, "R-1") is None:
        opened(desk)
        ways.click(SALES, "rally.done", "R-1")
    clean = [text.encode("utf-8", "ignore").decode() for text in (url, words, replies)]
    answer = ways.form(SALES, chat.views()[-1], dict(zip(("url", "words", "replies"), clean, strict=True)), key="V7")
    assert answer.get("response_action") in (None, "errors")


def test_who_races_to_report_the_same_repost_one_does(ways: Ways, chat: Chat, desk: Desk) -> None:
    opened(desk)
    for user, key in ((SALES, "V1"), (SERVICE, "V2")):
        ways.click(user, "rally.done", "R-1")
        answer = ways.form(user, chat.views()[-1], {"url": OTHER_REPOST}, key=key)
        assert ("errors" in answer) == (user == SERVICE)
    assert rows.tally(desk.store, "R-1").reposts == 1


def test_messages_owed_for_a_rally_are_within_the_walls(desk: Desk, ways: Ways) -> None:
    worst = {"title": "<&>" * 13, "why": "&" * 80, "whom": ("d:sales", "d:weibo", "d:service")}
    opened(desk, {**LINES, "product": "&" * 180}, **worst)
    for user in (SALES, LEADER, ENGLISH):
        ways.click(user, "rally.join", "R-1")
    rallies.close(desk, ask(desk, EDITOR), "R-1")
    draw, drawn = drawer(desk), 0
    with desk.store.transaction() as tx:
        while one := sending.take(tx, now=10**13, sender="test", lease=10, held=Held()):
            if message := draw(one):
                check_message(message.text, message.blocks)
                drawn += 1
            sending.sent(tx, one.id, "test", ts="1.1", now=0)
    assert drawn >= 6
