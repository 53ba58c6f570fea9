"""The limits of Block Kit's blocks, and of a list of them on a surface: message, modal or home."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.workspace.walls.elements import IN_ACTIONS, IN_INPUT, IN_SECTION, ONLY_IN_VIEWS, element
from bot.workspace.walls.measure import complain, count, length, objects, optional, plain, text

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MARKDOWN_CHARACTERS = 12_000


def check_blocks(blocks: Any, surface: str, at: str = "/blocks") -> list[str]:
    """Everything Slack would refuse in a list of blocks; ``at`` is where the list stands in the call."""
    return list(_blocks(blocks, surface, at))


def _blocks(blocks: Any, surface: str, at: str) -> Iterator[str]:
    yield from count(blocks, MOST_BLOCKS[surface], at, least=0)
    seen: set[str] = set()
    for number, block in enumerate(blocks if isinstance(blocks, list) else []):
        here = f"{at}/{number}"
        if not isinstance(block, dict):
            yield complain("must be an object", here)
            continue
        kind = str(block.get("type"))
        check = _CHECKS.get(kind)
        if check is None or (kind == "markdown" and surface != "message"):
            yield complain(f"unsupported type: {kind}", here)
            continue
        yield from optional(block, "block_id", 255, here, least=1)
        name = block.get("block_id")
        if isinstance(name, str):
            if name in seen:
                yield complain(f"block_id already exists: {name}", f"{here}/block_id")
            seen.add(name)
        yield from check(block, here)
        if surface == "message":
            for one in _elements(block):
                if one.get("type") in ONLY_IN_VIEWS:
                    yield complain(f"unsupported type: {one['type']}", here)


def _elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    return [*objects([block.get("element")]), *objects([block.get("accessory")]), *objects(block.get("elements"))]


def _section(block: dict[str, Any], at: str) -> Iterator[str]:
    if block.get("text") is None and not block.get("fields"):
        yield complain("missing required field: text or fields", at)
    if block.get("text") is not None:
        yield from text(block["text"], 3_000, f"{at}/text")
    if block.get("fields") is not None:
        yield from count(block["fields"], 10, f"{at}/fields")
        for number, field in enumerate(objects(block["fields"])):
            yield from text(field, 2_000, f"{at}/fields/{number}")
    if block.get("accessory") is not None:
        yield from _held(block["accessory"], IN_SECTION, f"{at}/accessory")


def _header(block: dict[str, Any], at: str) -> Iterator[str]:
    yield from plain(block, "text", 150, at, is_required=True)


def _divider(block: dict[str, Any], at: str) -> Iterator[str]:
    yield from ()


def _context(block: dict[str, Any], at: str) -> Iterator[str]:
    yield from count(block.get("elements"), 10, f"{at}/elements")
    for number, one in enumerate(objects(block.get("elements"))):
        here = f"{at}/elements/{number}"
        if one.get("type") == "image":
            yield from element(one, here)
        else:
            # A context's text has no limit of its own in Slack's reference; the section's is known to be refused.
            yield from text(one, 3_000, here)


def _actions(block: dict[str, Any], at: str) -> Iterator[str]:
    yield from count(block.get("elements"), 25, f"{at}/elements")
    names: set[str] = set()
    for number, one in enumerate(objects(block.get("elements"))):
        here = f"{at}/elements/{number}"
        yield from _held(one, IN_ACTIONS, here)
        name = one.get("action_id")
        if isinstance(name, str):
            if name in names:
                yield complain(f"action_id already exists: {name}", f"{here}/action_id")
            names.add(name)


def _input(block: dict[str, Any], at: str) -> Iterator[str]:
    yield from plain(block, "label", 2_000, at, is_required=True)
    yield from plain(block, "hint", 2_000, at)
    yield from _held(block.get("element"), IN_INPUT, f"{at}/element")


def _held(value: Any, allowed: frozenset[str], at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield complain("must be an object", at)
    elif value.get("type") not in allowed:
        yield complain(f"unsupported type: {value.get('type')}", at)
    else:
        yield from element(value, at)


def _image(block: dict[str, Any], at: str) -> Iterator[str]:
    yield from element({**block, "type": "image"}, at)
    yield from plain(block, "title", 2_000, at)


def _rich_text(block: dict[str, Any], at: str) -> Iterator[str]:
    parts = block.get("elements")
    if not isinstance(parts, list):
        yield complain("missing required field: elements", at)
    kinds = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
    for number, part in enumerate(objects(parts)):
        if part.get("type") not in kinds:
            yield complain(f"unsupported type: {part.get('type')}", f"{at}/elements/{number}")
        elif not isinstance(part.get("elements"), list):
            yield complain("missing required field: elements", f"{at}/elements/{number}")


def _markdown(block: dict[str, Any], at: str) -> Iterator[str]:
    yield from length(block.get("text"), MARKDOWN_CHARACTERS, f"{at}/text")


_CHECKS: Mapping[str, Callable[[dict[str, Any], str], Iterator[str]]] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "rich_text": _rich_text,
    "markdown": _markdown,
}
