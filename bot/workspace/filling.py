"""Filling in: finds a field or button by any of its names and turns a plain value into what the field holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from bot.workspace.kinds import Json
from bot.workspace.values import FIELDS, elements_of, options_of


class NoSuchField(LookupError):
    """There is no field or button of that name; the message lists those there are."""


def find_button(blocks: list[Json], name: str) -> tuple[Json, Json]:
    """The block and the element called ``name``: action id, block id, ``block/action``, the words on it, or its label.

    Raises NoSuchField.
    """
    found = list(elements_of(blocks))
    for block, element in found:
        ids = (element["action_id"], f"{block['block_id']}/{element['action_id']}")
        if name in ids:
            return block, element
    for block, element in found:
        if name == block["block_id"] or name in _words(block, element):
            return block, element
    names = ", ".join(f"{block['block_id']}/{element['action_id']}" for block, element in found)
    raise NoSuchField(f"{name!r} is none of: {names}")


def _words(block: Json, element: Json) -> Iterable[str]:
    for value in (element.get("text"), element.get("placeholder"), block.get("label")):
        if isinstance(value, Mapping):
            yield str(value.get("text"))


def fill(element: Json, value: object) -> Json:
    """A plain value as an element's state: ``{"value": …}``, ``{"selected_option": …}`` and the like."""
    if element["type"] == "overflow":
        return {"selected_option": _option(element, value)}
    name = FIELDS[element["type"]][0]
    if value is None:
        return {name: None}
    if name == "selected_option":
        return {name: _option(element, value)}
    if name == "selected_options":
        return {name: [_option(element, one) for one in _several(value)]}
    if name in ("selected_users", "selected_conversations", "selected_channels", "files"):
        return {name: list(_several(value))}
    if name == "selected_date_time":
        return {name: int(value.timestamp()) if isinstance(value, datetime) else int(str(value))}
    if name == "selected_time" and isinstance(value, time):
        return {name: value.strftime("%H:%M")}
    if name == "selected_date" and isinstance(value, date):
        return {name: value.strftime("%Y-%m-%d")}
    return {name: value if isinstance(value, Mapping) else str(value)}


def _several(value: object) -> Iterable[object]:
    return value if isinstance(value, (list, tuple, set, frozenset)) else (value,)


def _option(element: Json, value: object) -> Json:
    if isinstance(value, Mapping):
        return dict(value)
    for option in options_of(element):
        if str(value) in (option.get("value"), option["text"]["text"]):
            return option
    if "options" in element or "option_groups" in element:
        known = ", ".join(str(one.get("value")) for one in options_of(element))
        raise NoSuchField(f"option {value!r} is none of: {known}")
    # A menu whose options come from the bot: what was chosen is taken at its word.
    return {"text": {"type": "plain_text", "text": str(value)}, "value": str(value)}
