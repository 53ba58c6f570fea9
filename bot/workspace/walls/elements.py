"""The limits of Block Kit's elements: buttons, menus, pickers, fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.workspace.walls.measure import (
    complain,
    confirmation,
    count,
    length,
    objects,
    one_of,
    optional,
    options,
    plain,
)

_SELECTS = tuple(
    f"{many}{kind}_select"
    for many in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
)
_PICKERS = ("datepicker", "timepicker", "datetimepicker")
_CHOICES = ("checkboxes", "radio_buttons")
_FIELDS = ("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input", "file_input")

IN_SECTION = frozenset({"button", "overflow", "image", *_SELECTS, *_PICKERS[:2], *_CHOICES})
IN_ACTIONS = frozenset({"button", "overflow", *(s for s in _SELECTS), *_PICKERS, *_CHOICES})
IN_INPUT = frozenset({*_SELECTS, *_PICKERS, *_CHOICES, *_FIELDS})
# Slack shows these in modals (and the first group in home tabs), never in messages.
ONLY_IN_VIEWS = frozenset({"number_input", "email_text_input", "url_text_input", "file_input"})


def element(value: dict[str, Any], at: str) -> Iterator[str]:
    """Everything that is wrong with one element."""
    kind = str(value.get("type"))
    check = _CHECKS.get(kind)
    if check is None:
        yield complain(f"unsupported type: {kind}", at)
        return
    yield from optional(value, "action_id", 255, at, least=1)
    if kind != "image":
        yield from confirmation(value, at)
    yield from check(value, at)


def _button(value: dict[str, Any], at: str) -> Iterator[str]:
    yield from plain(value, "text", 75, at, is_required=True)
    yield from optional(value, "value", 2_000, at)
    yield from optional(value, "url", 3_000, at)
    yield from optional(value, "accessibility_label", 75, at)
    if value.get("style") is not None:
        yield from one_of(value["style"], ("primary", "danger"), f"{at}/style")


def _overflow(value: dict[str, Any], at: str) -> Iterator[str]:
    yield from options(value.get("options"), 5, f"{at}/options")


def _choices(value: dict[str, Any], at: str) -> Iterator[str]:
    yield from options(value.get("options"), 10, f"{at}/options", may_mark=True)
    yield from _initial(value, value.get("options"), at)


def _static(value: dict[str, Any], at: str) -> Iterator[str]:
    yield from plain(value, "placeholder", 150, at)
    groups = value.get("option_groups")
    if (value.get("options") is None) == (groups is None):
        yield complain("must provide either options or option_groups", at)
        return
    if groups is None:
        yield from options(value["options"], 100, f"{at}/options")
        yield from _initial(value, value["options"], at)
        return
    yield from count(groups, 100, f"{at}/option_groups")
    for number, group in enumerate(objects(groups)):
        yield from plain(group, "label", 75, f"{at}/option_groups/{number}", is_required=True)
        yield from options(group.get("options"), 100, f"{at}/option_groups/{number}/options")
    yield from _initial(value, [one for group in objects(groups) for one in objects(group.get("options"))], at)


def _initial(value: dict[str, Any], allowed: Any, at: str) -> Iterator[str]:
    known = [(one.get("value"), _words(one)) for one in objects(allowed)]
    chosen = list(objects(value.get("initial_options")))
    if "initial_options" in value and not chosen:
        yield complain("must provide at least one item", f"{at}/initial_options")
    if isinstance(value.get("initial_option"), dict):
        chosen.append(value["initial_option"])
    if any((one.get("value"), _words(one)) not in known for one in chosen):
        yield complain("initial option must exactly match one of the options", at)


def _words(option: dict[str, Any]) -> object:
    text = option.get("text")
    return text.get("text") if isinstance(text, dict) else None


def _menu(value: dict[str, Any], at: str) -> Iterator[str]:
    yield from plain(value, "placeholder", 150, at)


def _field(value: dict[str, Any], at: str) -> Iterator[str]:
    yield from plain(value, "placeholder", 150, at)
    most = value.get("max_length")
    least = value.get("min_length")
    if most is not None and not (isinstance(most, int) and 1 <= most <= 3_000):
        yield complain("must be between 1 and 3000", f"{at}/max_length")
    if least is not None and not (isinstance(least, int) and 0 <= least <= 3_000):
        yield complain("must be between 0 and 3000", f"{at}/min_length")
    if isinstance(most, int) and isinstance(least, int) and least > most:
        yield complain("min_length must be less than or equal to max_length", at)
    initial = value.get("initial_value")
    if initial is not None and value.get("type") == "plain_text_input":
        yield from length(initial, most if isinstance(most, int) else 3_000, f"{at}/initial_value", least=0)


def _number(value: dict[str, Any], at: str) -> Iterator[str]:
    yield from plain(value, "placeholder", 150, at)
    if not isinstance(value.get("is_decimal_allowed"), bool):
        yield complain("missing required field: is_decimal_allowed", at)


def _date(value: dict[str, Any], at: str) -> Iterator[str]:
    yield from _shaped(value, "initial_date", r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", at)


def _time(value: dict[str, Any], at: str) -> Iterator[str]:
    yield from _shaped(value, "initial_time", r"([01]\d|2[0-3]):[0-5]\d", at)


def _shaped(value: dict[str, Any], name: str, shape: str, at: str) -> Iterator[str]:
    yield from plain(value, "placeholder", 150, at)
    initial = value.get(name)
    if initial is not None and not re.fullmatch(shape, str(initial), re.ASCII):
        yield complain(f"must be a valid {name.removeprefix('initial_')}", f"{at}/{name}")


def _moment(value: dict[str, Any], at: str) -> Iterator[str]:
    initial = value.get("initial_date_time")
    if initial is not None and not (isinstance(initial, int) and 10**9 <= initial < 10**10):
        yield complain("must be a 10 digit timestamp in seconds", f"{at}/initial_date_time")


def _image(value: dict[str, Any], at: str) -> Iterator[str]:
    yield from length(value.get("alt_text"), 2_000, f"{at}/alt_text")
    if value.get("image_url") is None and value.get("slack_file") is None:
        yield complain("missing required field: image_url", at)
    yield from optional(value, "image_url", 3_000, at, least=1)


def _free(value: dict[str, Any], at: str) -> Iterator[str]:
    yield from plain(value, "placeholder", 150, at)


_CHECKS: Mapping[str, Callable[[dict[str, Any], str], Iterator[str]]] = {
    "button": _button,
    "overflow": _overflow,
    "image": _image,
    "datepicker": _date,
    "timepicker": _time,
    "datetimepicker": _moment,
    "number_input": _number,
    "plain_text_input": _field,
    "email_text_input": _free,
    "url_text_input": _free,
    "rich_text_input": _free,
    "file_input": _free,
    **dict.fromkeys(_CHOICES, _choices),
    **dict.fromkeys(_SELECTS, _menu),
    "static_select": _static,
    "multi_static_select": _static,
}
