"""What is filled in becomes Slack's state, and what Slack's client would not send is told to the person."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.workspace.filling import NoSuchField, fill, find_button
from bot.workspace.values import client_errors, state_of
from tests.workspace.house import button, field, plain

OPTIONS = [{"text": plain("一"), "value": "1"}, {"text": plain("二"), "value": "2"}]


def block(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": "b",
        "label": plain("标签"),
        "element": {"type": kind, "action_id": "a", **more},
    }


def entry(one: dict[str, Any], filled: Any = None) -> Any:
    given = {"b": {"a": filled}} if filled is not None else None
    return state_of([one], given)["values"]["b"]["a"]


def test_an_untouched_field_holds_what_it_started_with() -> None:
    assert entry(block("plain_text_input", initial_value="原来")) == {"type": "plain_text_input", "value": "原来"}
    assert entry(block("static_select", options=OPTIONS, initial_option=OPTIONS[1]))["selected_option"] == OPTIONS[1]


def test_nothing_is_none_for_one_and_an_empty_list_for_several() -> None:
    assert entry(block("plain_text_input"), {"value": ""})["value"] is None
    assert entry(block("datepicker"))["selected_date"] is None
    assert entry(block("checkboxes", options=OPTIONS))["selected_options"] == []


def test_an_option_is_given_whole_by_its_value() -> None:
    one = block("static_select", options=OPTIONS)
    assert entry(one, {"selected_option": {"value": "2"}})["selected_option"] == OPTIONS[1]


def test_buttons_hold_nothing() -> None:
    assert state_of([{"type": "actions", "block_id": "b", "elements": [button()]}], None) == {"values": {}}


@pytest.mark.parametrize(
    ("one", "filled", "told"),
    [
        (block("plain_text_input"), {"value": ""}, "请填写这一项。"),
        (block("plain_text_input", min_length=3), {"value": "ab"}, "至少需要 3 个字。"),
        (block("plain_text_input", max_length=3), {"value": "abcd"}, "最多 3 个字。"),
        (block("plain_text_input"), {"value": "x" * 3_001}, "最多 3000 个字。"),
        (block("number_input", is_decimal_allowed=False), {"value": "一"}, "请填写一个数字。"),
        (block("number_input", is_decimal_allowed=False, max_value="5"), {"value": "6"}, "数字超出了范围。"),
        (block("static_select", options=OPTIONS), {"selected_option": {"value": "9"}}, "请从列表里选择。"),
        (block("checkboxes", options=OPTIONS), {"selected_options": []}, "请填写这一项。"),
    ],
)
def test_what_slacks_client_would_not_send_is_told(one: Any, filled: Any, told: str) -> None:
    assert client_errors([one], state_of([one], {"b": {"a": filled}}), "zh") == {"b": told}


def test_an_optional_field_may_stay_empty() -> None:
    one = {**block("plain_text_input"), "optional": True}
    assert client_errors([one], state_of([one], None), "zh") == {}


@pytest.mark.parametrize(
    ("kind", "value", "state"),
    [
        ("plain_text_input", "字", {"value": "字"}),
        ("number_input", 5, {"value": "5"}),
        ("datepicker", date(2026, 12, 1), {"selected_date": "2026-12-01"}),
        ("timepicker", time(8, 45), {"selected_time": "08:45"}),
        ("datetimepicker", datetime(2026, 12, 1, tzinfo=UTC), {"selected_date_time": 1796083200}),
        ("users_select", "U1", {"selected_user": "U1"}),
        ("multi_users_select", ["U1", "U2"], {"selected_users": ["U1", "U2"]}),
        ("static_select", "二", {"selected_option": OPTIONS[1]}),
        ("checkboxes", ["1", "2"], {"selected_options": OPTIONS}),
        ("external_select", "7", {"selected_option": {"text": plain("7"), "value": "7"}}),
        ("plain_text_input", None, {"value": None}),
    ],
)
def test_a_plain_value_becomes_what_the_field_holds(kind: str, value: object, state: object) -> None:
    more = {} if kind == "external_select" else {"options": OPTIONS}
    assert fill({"type": kind, "action_id": "a", **more}, value) == state


def test_a_field_is_found_by_any_of_its_names() -> None:
    blocks = [field("words"), {"type": "actions", "block_id": "row", "elements": [button("go", "走")]}]
    for name in ("words", "value", "words/value", "字"):
        assert find_button(blocks, name)[0]["block_id"] == "words"
    for name in ("go", "走", "row/go"):
        assert find_button(blocks, name)[1]["action_id"] == "go"


def test_a_field_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(NoSuchField, match="words/value"):
        find_button([field("words")], "title")
    with pytest.raises(NoSuchField, match="1, 2"):
        fill(block("static_select", options=OPTIONS)["element"], "三")
