"""What people filled in: Slack's state values from what the page sent, and the checks Slack's own client makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.workspace.kinds import Json
from bot.workspace.says import say

# type of element → the field its value stands in, and the field of the element that it starts with
FIELDS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
_SEVERAL = frozenset({"checkboxes", "file_input", *(kind for kind in FIELDS if kind.startswith("multi_"))})
_TEXTS = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})


def elements_of(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each interactive element with the block it stands in."""
    for block in blocks:
        for one in (block.get("element"), block.get("accessory"), *block.get("elements", [])):
            if isinstance(one, dict) and "action_id" in one:
                yield block, one


def find_element(blocks: list[Json], action_id: str, block_id: str | None) -> tuple[Json, Json] | None:
    """The block and element with these ids, or None."""
    for block, element in elements_of(blocks):
        if element["action_id"] == action_id and block_id in (None, "", block.get("block_id")):
            return block, element
    return None


def state_of(blocks: list[Json], filled: Json | None) -> Json:
    """Slack's ``state``: every element that holds a value, with what was filled in or what it started with."""
    values: Json = {}
    for block, element in elements_of(blocks):
        kind = element["type"]
        if kind not in FIELDS:
            continue
        given = (filled or {}).get(block["block_id"], {}).get(element["action_id"])
        name, initial = FIELDS[kind]
        value = given.get(name) if isinstance(given, dict) else element.get(initial)
        entry = {"type": kind, name: _whole(element, value)}
        values.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return {"values": values}


def _whole(element: Json, value: Any) -> Any:
    """The value in Slack's form: nothing is None or an empty list, an option is the whole option of the element."""
    kind = element["type"]
    if kind in _SEVERAL:
        return [_option(element, one) for one in value or []]
    if kind in _TEXTS:
        return None if value in (None, "") else str(value)
    return None if value in (None, "") else _option(element, value)


def _option(element: Json, value: Any) -> Any:
    wanted = value.get("value") if isinstance(value, dict) else value
    return next((one for one in options_of(element) if one.get("value") == wanted), value)


def options_of(element: Json) -> list[Json]:
    """All options of an element, those in groups too."""
    grouped = [one for group in element.get("option_groups") or [] for one in group.get("options", [])]
    return [*(element.get("options") or []), *grouped]


def client_errors(blocks: list[Json], state: Json, language: str) -> dict[str, str]:
    """What Slack's own client refuses before the bot hears of it: block id → sentence. Empty where all is well."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        entry = state["values"].get(block["block_id"], {}).get(element.get("action_id"), {})
        name = FIELDS.get(element["type"], ("value", ""))[0]
        code, number = _wrong(block, element, entry.get(name))
        if code:
            errors[block["block_id"]] = say(language, code, n=number)
    return errors


def _wrong(block: Json, element: Json, value: Any) -> tuple[str, Any]:
    if value in (None, [], ""):
        return ("", 0) if block.get("optional") else ("required", 0)
    if element["type"] == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", 3_000)
        if len(value) < least:
            return "too_short", least
        if len(value) > most:
            return "too_long", most
    if element["type"] == "number_input":
        return _wrong_number(element, value), 0
    if known := [one.get("value") for one in options_of(element)]:
        chosen = value if isinstance(value, list) else [value]
        if any(not isinstance(one, dict) or one.get("value") not in known for one in chosen):
            return "not_an_option", 0
    return "", 0


def _wrong_number(element: Json, value: str) -> str:
    try:
        number = float(value) if element.get("is_decimal_allowed") else int(value)
    except ValueError:
        return "not_a_number"
    least, most = element.get("min_value"), element.get("max_value")
    if (least is not None and number < float(least)) or (most is not None and number > float(most)):
        return "out_of_range"
    return ""
