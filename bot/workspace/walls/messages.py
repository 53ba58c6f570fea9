"""The limits of a whole message: its text, its blocks together, its metadata."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.workspace.kinds import Refused
from bot.workspace.walls.blocks import check_blocks

# chat.postMessage takes long texts; chat.update is stricter.
POST_CHARACTERS = 40_000
UPDATE_CHARACTERS = 4_000
# Slack writes of about 12,000; 11,341 have been refused. The lower number is the wall here.
BLOCKS_CHARACTERS = 11_340
METADATA_BYTES = 8_000


def check_message(text: str, blocks: Any, *, most: int = POST_CHARACTERS) -> None:
    """Raises Refused where Slack would refuse the text and blocks of a message, with Slack's code for it."""
    if not text and not blocks:
        raise Refused("no_text")
    if len(text) > most:
        raise Refused("msg_too_long")
    if blocks is None:
        return
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    if problems := check_blocks(blocks, "message"):
        raise Refused("invalid_blocks", messages=problems)
    if written(blocks) > BLOCKS_CHARACTERS:
        raise Refused("msg_blocks_too_long")


def written(value: Any) -> int:
    """How many characters of text stand in blocks, all together."""
    if isinstance(value, list):
        return sum(map(written, value))
    if isinstance(value, dict):
        own = value.get("text")
        return (len(own) if isinstance(own, str) else 0) + sum(
            written(part) for name, part in value.items() if not (name == "text" and isinstance(part, str))
        )
    return 0


def check_metadata(metadata: Any) -> None:
    """Raises Refused: ``invalid_metadata_format``, ``invalid_metadata_schema``, ``metadata_too_large``."""
    if metadata is None:
        return
    if not isinstance(metadata, dict):
        raise Refused("invalid_metadata_format")
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(payload, dict) or not isinstance(kind, str) or not re.fullmatch(r"[\w.\-]{1,255}", kind):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata).encode()) > METADATA_BYTES:
        raise Refused("metadata_too_large")
