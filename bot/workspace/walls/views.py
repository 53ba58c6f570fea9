"""The limits of modals and of the App Home."""

from __future__ import annotations

import json
from typing import Any

from bot.workspace.kinds import Refused
from bot.workspace.walls.blocks import check_blocks
from bot.workspace.walls.measure import complain, objects, optional, plain

VIEW_BYTES = 250_000


def check_view(view: Any, *, kinds: tuple[str, ...]) -> None:
    """Raises Refused ``invalid_arguments`` (with what is wrong where) or ``view_too_large``."""
    if not isinstance(view, dict):
        raise Refused("invalid_arguments", messages=[complain("must be a view object", "/view")])
    kind = view.get("type")
    if kind not in kinds:
        raise Refused("invalid_arguments", messages=[complain(f"unsupported type: {kind}", "/view/type")])
    problems = [
        *optional(view, "private_metadata", 3_000, "/view"),
        *optional(view, "callback_id", 255, "/view"),
        *optional(view, "external_id", 255, "/view"),
    ]
    if kind == "modal":
        problems += plain(view, "title", 24, "/view", is_required=True)
        problems += plain(view, "submit", 24, "/view")
        problems += plain(view, "close", 24, "/view")
        has_input = any(block.get("type") == "input" for block in objects(view.get("blocks")))
        if has_input and view.get("submit") is None:
            problems.append(complain("missing required field: submit", "/view"))
    if view.get("blocks") is None:
        problems.append(complain("missing required field: blocks", "/view"))
    else:
        problems += check_blocks(view["blocks"], str(kind), "/view/blocks")
    if problems:
        raise Refused("invalid_arguments", messages=problems)
    if len(json.dumps(view, ensure_ascii=False).encode("utf-8", "surrogatepass")) > VIEW_BYTES:
        raise Refused("view_too_large")
