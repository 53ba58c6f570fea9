"""Each of Slack's limits: what just fits is taken, what is one too much is refused where it stands."""

from __future__ import annotations

from typing import Any

import pytest

from bot.workspace.kinds import Refused
from bot.workspace.walls import check_message, check_metadata, check_view, manifest_problems
from bot.workspace.walls.blocks import check_blocks
from tests.workspace.house import button, field, manifest, modal, mrkdwn, plain, section

Json = dict[str, Any]


def option(number: int = 0, text: str = "项", value: str | None = None) -> Json:
    return {"text": plain(text), "value": value or str(number)}


def options(many: int) -> list[Json]:
    return [option(number) for number in range(many)]


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def menu(many: int, **more: Any) -> Json:
    return {"type": "static_select", "action_id": "a", "options": options(many), **more}


def pick(kind: str, many: int) -> Json:
    return {"type": kind, "action_id": "a", "options": options(many)}


def confirm(**more: Any) -> Json:
    return {"title": plain("t"), "text": mrkdwn("t"), "confirm": plain("c"), "deny": plain("d"), **more}


# what fits · what does not · where the complaint points
EDGES: list[tuple[Json, Json, str]] = [
    (section("字" * 3000), section("字" * 3001), "/blocks/0/text/text"),
    (section("x"), section(""), "/blocks/0/text/text"),
    (
        {"type": "section", "fields": [mrkdwn("x")] * 10},
        {"type": "section", "fields": [mrkdwn("x")] * 11},
        "/blocks/0/fields",
    ),
    (
        {"type": "section", "fields": [mrkdwn("x" * 2000)]},
        {"type": "section", "fields": [mrkdwn("x" * 2001)]},
        "/blocks/0/fields/0/text",
    ),
    (
        {"type": "header", "text": plain("x" * 150)},
        {"type": "header", "text": plain("x" * 151)},
        "/blocks/0/text/text",
    ),
    ({"type": "header", "text": plain("x")}, {"type": "header", "text": mrkdwn("x")}, "/blocks/0/text/type"),
    (
        {"type": "context", "elements": [mrkdwn("x")] * 10},
        {"type": "context", "elements": [mrkdwn("x")] * 11},
        "/blocks/0/elements",
    ),
    (
        actions(*(button(str(n)) for n in range(25))),
        actions(*(button(str(n)) for n in range(26))),
        "/blocks/0/elements",
    ),
    (actions(button("a"), button("b")), actions(button("a"), button("a")), "/blocks/0/elements/1/action_id"),
    (actions(button(text="x" * 75)), actions(button(text="x" * 76)), "/blocks/0/elements/0/text/text"),
    (actions(button(value="x" * 2000)), actions(button(value="x" * 2001)), "/blocks/0/elements/0/value"),
    (actions(button(url="x" * 3000)), actions(button(url="x" * 3001)), "/blocks/0/elements/0/url"),
    (actions(button(style="danger")), actions(button(style="red")), "/blocks/0/elements/0/style"),
    (actions(button("x" * 255)), actions(button("x" * 256)), "/blocks/0/elements/0/action_id"),
    ({**section(), "block_id": "x" * 255}, {**section(), "block_id": "x" * 256}, "/blocks/0/block_id"),
    (actions(pick("overflow", 5)), actions(pick("overflow", 6)), "/blocks/0/elements/0/options"),
    (actions(pick("checkboxes", 10)), actions(pick("checkboxes", 11)), "/blocks/0/elements/0/options"),
    (actions(pick("radio_buttons", 10)), actions(pick("radio_buttons", 11)), "/blocks/0/elements/0/options"),
    (actions(menu(100)), actions(menu(101)), "/blocks/0/elements/0/options"),
    (actions(menu(1)), actions(menu(0)), "/blocks/0/elements/0/options"),
    (
        actions(menu(1, options=[option(text="x" * 75)])),
        actions(menu(1, options=[option(text="x" * 76)])),
        "/blocks/0/elements/0/options/0/text/text",
    ),
    (
        actions(menu(1, options=[option(value="x" * 150)])),
        actions(menu(1, options=[option(value="x" * 151)])),
        "/blocks/0/elements/0/options/0/value",
    ),
    (
        actions(menu(2)),
        actions(menu(2, options=[option(value="a"), option(value="a")])),
        "/blocks/0/elements/0/options",
    ),
    (actions(menu(2, initial_option=option(1))), actions(menu(2, initial_option=option(2))), "/blocks/0/elements/0"),
    (
        actions(menu(1, placeholder=plain("x" * 150))),
        actions(menu(1, placeholder=plain("x" * 151))),
        "/blocks/0/elements/0/placeholder/text",
    ),
    (
        actions(button(confirm=confirm(title=plain("x" * 100)))),
        actions(button(confirm=confirm(title=plain("x" * 101)))),
        "/blocks/0/elements/0/confirm/title/text",
    ),
    (
        actions(button(confirm=confirm(text=mrkdwn("x" * 300)))),
        actions(button(confirm=confirm(text=mrkdwn("x" * 301)))),
        "/blocks/0/elements/0/confirm/text/text",
    ),
    (
        actions(button(confirm=confirm(deny=plain("x" * 30)))),
        actions(button(confirm=confirm(deny=plain("x" * 31)))),
        "/blocks/0/elements/0/confirm/deny/text",
    ),
    (
        actions({"type": "datepicker", "action_id": "a", "initial_date": "2026-12-01"}),
        actions({"type": "datepicker", "action_id": "a", "initial_date": "2026-13-01"}),
        "/blocks/0/elements/0/initial_date",
    ),
    (field(max_length=3000), field(max_length=3001), "/blocks/0/element/max_length"),
    (field(initial_value="x" * 3000), field(initial_value="x" * 3001), "/blocks/0/element/initial_value"),
    ({**field(), "label": plain("x" * 2000)}, {**field(), "label": plain("x" * 2001)}, "/blocks/0/label/text"),
    ({**field(), "hint": plain("x" * 2000)}, {**field(), "hint": plain("x" * 2001)}, "/blocks/0/hint/text"),
    (field(), {**field(), "element": button()}, "/blocks/0/element"),
    ({"type": "divider"}, {"type": "carousel_of_ours"}, "/blocks/0"),
]


@pytest.mark.parametrize(("fits", "breaks", "where"), EDGES, ids=[f"{n}:{edge[2]}" for n, edge in enumerate(EDGES)])
def test_what_fits_is_taken_and_one_too_much_is_refused_where_it_stands(fits: Json, breaks: Json, where: str) -> None:
    assert check_blocks([fits], "modal") == []
    assert f"[json-pointer:{where}]" in " ".join(check_blocks([breaks], "modal"))


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_a_surface_holds_so_many_blocks(surface: str, most: int) -> None:
    assert check_blocks([section()] * most, surface) == []
    assert check_blocks([section()] * (most + 1), surface) == [
        f"no more than {most} items allowed [json-pointer:/blocks]"
    ]


def test_a_block_id_stands_once() -> None:
    twice = [{**section(), "block_id": "same"}, {**section(), "block_id": "same"}]
    assert check_blocks(twice, "message") == ["block_id already exists: same [json-pointer:/blocks/1/block_id]"]


def test_number_fields_are_for_forms_and_not_for_messages() -> None:
    block = {**field(), "element": {"type": "number_input", "action_id": "n", "is_decimal_allowed": False}}
    assert check_blocks([block], "modal") == []
    assert check_blocks([block], "message") != []


def refusal(text: str, blocks: Any, **more: Any) -> str:
    with pytest.raises(Refused) as caught:
        check_message(text, blocks, **more)
    return caught.value.code


def test_a_message_has_words_or_blocks() -> None:
    assert refusal("", None) == "no_text"
    assert refusal("", []) == "no_text"
    check_message("", [section()])


def test_a_text_may_be_long_but_not_endless() -> None:
    check_message("字" * 40_000, None)
    assert refusal("字" * 40_001, None) == "msg_too_long"
    assert refusal("字" * 4_001, None, most=4_000) == "msg_too_long"


def test_all_blocks_of_a_message_together_are_limited() -> None:
    check_message("x", [section("字" * 2835)] * 4)
    assert refusal("x", [section("字" * 2836)] * 4) == "msg_blocks_too_long"


def test_blocks_that_are_no_list_are_refused_as_such() -> None:
    assert refusal("x", {"type": "section"}) == "invalid_blocks_format"


def test_metadata_has_a_type_and_a_payload_and_a_size() -> None:
    check_metadata({"event_type": "outbox", "event_payload": {"id": "1"}})
    for broken, code in (
        ("words", "invalid_metadata_format"),
        ({"event_type": "outbox"}, "invalid_metadata_schema"),
        ({"event_type": "with space", "event_payload": {}}, "invalid_metadata_schema"),
        ({"event_type": "outbox", "event_payload": {"id": "x" * 8_000}}, "metadata_too_large"),
    ):
        with pytest.raises(Refused) as caught:
            check_metadata(broken)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("fits", "breaks", "where"),
    [
        (modal(title=plain("x" * 24)), modal(title=plain("x" * 25)), "/view/title/text"),
        (modal(submit=plain("x" * 24)), modal(submit=plain("x" * 25)), "/view/submit/text"),
        (modal(close=plain("x" * 24)), modal(close=plain("x" * 25)), "/view/close/text"),
        (modal(private_metadata="x" * 3000), modal(private_metadata="x" * 3001), "/view/private_metadata"),
        (modal(callback_id="x" * 255), modal(callback_id="x" * 256), "/view/callback_id"),
        (modal(field()), modal(field(), submit=None), "/view"),
        (modal(section(), submit=None), modal(section("x" * 3001), submit=None), "/view/blocks/0/text/text"),
    ],
)
def test_a_view_is_measured_too(fits: Json, breaks: Json, where: str) -> None:
    check_view(fits, kinds=("modal",))
    with pytest.raises(Refused) as caught:
        check_view(breaks, kinds=("modal",))
    assert caught.value.code == "invalid_arguments"
    assert f"[json-pointer:{where}]" in " ".join(caught.value.messages)


def test_a_home_is_no_modal() -> None:
    with pytest.raises(Refused):
        check_view({"type": "home", "blocks": []}, kinds=("modal",))


def test_a_good_manifest_has_no_problems() -> None:
    assert manifest_problems(manifest()) == []


def test_a_manifest_is_measured() -> None:
    source = manifest()
    source["display_information"]["name"] = "x" * 36
    source["features"]["slash_commands"] += [{"command": "/命令", "description": "x"}] * 49
    source["features"]["shortcuts"][0]["name"] = "x" * 25
    source["features"]["shortcuts"] *= 6
    problems = " ".join(manifest_problems(source))
    for where in ("/display_information/name", "/features/slash_commands]", "/slash_commands/2/command"):
        assert where in problems
    for where in ("/features/shortcuts]", "/features/shortcuts/0/name"):
        assert where in problems
