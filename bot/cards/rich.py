"""Rich text: people's words with marks on single characters.

Slack's mrkdwn shows ``*bold*`` only between spaces, which Chinese does not have; rich text has no such rule, and what
people wrote needs no escaping in it and rings nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.cards.message import Block

Style = Literal["bold", "italic", "strike", "code"]


def run(text: str, *styles: Style) -> Block:
    """A run of characters in one style."""
    element: Block = {"type": "text", "text": text}
    if styles:
        element["style"] = dict.fromkeys(styles, True)
    return element


def quote(runs: Sequence[Block]) -> Block:
    """A quotation with a bar beside it."""
    return _rich("rich_text_quote", runs)


def copyable(text: str) -> Block:
    """A block to copy from, to the letter."""
    return _rich("rich_text_preformatted", [run(text)])


def _rich(kind: str, runs: Sequence[Block]) -> Block:
    # The chat refuses an element without text.
    shown = [one for one in runs if one["text"]] or [run(" ")]
    return {"type": "rich_text", "elements": [{"type": kind, "elements": shown}]}
