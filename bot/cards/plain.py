"""A message as plain text, for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.cards.message import Message

_LINK = re.compile(r"<(?:https?://[^|>]+)\|([^>]+)>")


def as_text(message: Message) -> str:
    """Every block's text, a line each; markup that only a chat draws is taken out. A picture stands there in words."""
    lines = [line for block in message.blocks for line in _lines(block)] or [message.text]
    if message.picture is not None:
        lines.insert(message.picture.at, message.picture.alt)
    text = _LINK.sub(r"\1", "\n".join(lines)).replace("*", "").replace("`", "")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _lines(block: Mapping[str, Any]) -> Iterator[str]:
    if block["type"] in ("section", "header") and "text" in block:
        yield block["text"]["text"]
    if block["type"] == "section":
        yield from (field["text"] for field in block.get("fields", ()))
    if block["type"] == "context":
        yield from (element["text"] for element in block["elements"])
    if block["type"] == "divider":
        yield "-" * 20
