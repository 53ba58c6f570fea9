"""What a drawing comes out as: the words for a notification and the blocks for the screen."""

from __future__ import annotations

from dataclasses import dataclass, field

Block = dict[str, object]


@dataclass(frozen=True, slots=True)
class Message:
    """``text`` is what notifications and screen readers say; ``blocks`` is what is seen (none: the text is)."""

    text: str
    blocks: list[Block] = field(default_factory=list)
