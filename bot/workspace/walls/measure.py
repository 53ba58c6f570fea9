"""The small measures that all walls are built of: lengths, counts, text objects, options, confirmations."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

# Characters are counted as code points; how Slack counts those beyond the basic plane is not documented.


def complain(text: str, at: str) -> str:
    """A complaint as Slack words it, with where it is."""
    return f"{text} [json-pointer:{at}]"


def length(value: Any, most: int, at: str, *, least: int = 1) -> Iterator[str]:
    """A string of ``least`` to ``most`` characters."""
    if not isinstance(value, str):
        yield complain("must be a string", at)
    elif len(value) < least:
        yield complain(f"must be more than {least - 1} characters", at)
    elif len(value) > most:
        yield complain(f"must be less than {most + 1} characters", at)


def optional(value: dict[str, Any], name: str, most: int, at: str, *, least: int = 0) -> Iterator[str]:
    """A string field that may be absent."""
    if value.get(name) is not None:
        yield from length(value[name], most, f"{at}/{name}", least=least)


def count(value: Any, most: int, at: str, *, least: int = 1) -> Iterator[str]:
    """A list of ``least`` to ``most`` objects."""
    if not isinstance(value, list):
        yield complain("must provide an array", at)
    elif len(value) < least:
        yield complain(f"no less than {least} items allowed" if value else "must provide at least one item", at)
    elif len(value) > most:
        yield complain(f"no more than {most} items allowed", at)


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; nothing where it is no list (``count`` complains about that)."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(value: Any, most: int, at: str, *, only_plain: bool = False) -> Iterator[str]:
    """A text object: ``plain_text`` or ``mrkdwn``, 1 to ``most`` characters."""
    if not isinstance(value, dict):
        yield complain("must be a text object", at)
        return
    kind = value.get("type")
    if kind not in (("plain_text",) if only_plain else ("plain_text", "mrkdwn")):
        yield complain(f"unsupported type: {kind}", f"{at}/type")
    if kind == "mrkdwn" and "emoji" in value:
        yield complain("invalid additional property: emoji", at)
    yield from length(value.get("text"), most, f"{at}/text")


def plain(value: dict[str, Any], name: str, most: int, at: str, *, is_required: bool = False) -> Iterator[str]:
    """A plain_text field."""
    if value.get(name) is not None:
        yield from text(value[name], most, f"{at}/{name}", only_plain=True)
    elif is_required:
        yield complain(f"missing required field: {name}", at)


def option(value: Any, at: str, *, may_mark: bool) -> Iterator[str]:
    """One option; only checkboxes and radio buttons may have mrkdwn (``may_mark``)."""
    if not isinstance(value, dict):
        yield complain("must be an option object", at)
        return
    yield from text(value.get("text"), 75, f"{at}/text", only_plain=not may_mark)
    yield from length(value.get("value"), 150, f"{at}/value")
    if value.get("description") is not None:
        yield from text(value["description"], 75, f"{at}/description", only_plain=not may_mark)


def options(value: Any, most: int, at: str, *, may_mark: bool = False) -> Iterator[str]:
    """A list of options, 1 to ``most``, their values different."""
    yield from count(value, most, at)
    for number, one in enumerate(objects(value)):
        yield from option(one, f"{at}/{number}", may_mark=may_mark)
    values = [str(one.get("value")) for one in objects(value)]
    if len(set(values)) < len(values):
        yield complain("option values must be unique", at)


def confirmation(element: dict[str, Any], at: str) -> Iterator[str]:
    """The confirm object of an element, where it has one."""
    value = element.get("confirm")
    if value is None:
        return
    at = f"{at}/confirm"
    if not isinstance(value, dict):
        yield complain("must be an object", at)
        return
    yield from plain(value, "title", 100, at, is_required=True)
    yield from text(value.get("text"), 300, f"{at}/text")
    yield from plain(value, "confirm", 30, at)
    yield from plain(value, "deny", 30, at)


def one_of(value: Any, allowed: Collection[str], at: str) -> Iterator[str]:
    """A value that must be one of a few."""
    if value not in allowed:
        yield complain(f"must be a valid enum value: {', '.join(sorted(allowed))}", at)
