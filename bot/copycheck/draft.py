"""A draft as the rules see it: its tight text, its names and links, its length."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.copycheck.length import LINK, weibo_length
from bot.copycheck.model import Context, Length
from bot.copycheck.normal import Normal, normal

MENTION: Final = re.compile(r"[@＠][\w·-]{1,30}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A text being checked. ``masks`` are the original spans of @names and links: nobody's claim stands in
    them.
    """

    text: str
    normal: Normal
    kind: str
    at: datetime | None
    context: Context
    length: Length
    masks: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, kind: str, at: datetime | None, context: Context) -> Draft:
        """Make the draft ready; ``at`` is read on the company's own clock."""
        masks: list[tuple[int, int]] = []
        if "http" in text or "HTTP" in text:
            masks.extend(m.span() for m in LINK.finditer(text))
        if "@" in text or "＠" in text:
            masks.extend(m.span() for m in MENTION.finditer(text))
        when = context.local(at) if at is not None else None
        return cls(text, normal(text), kind, when, context, weibo_length(text), tuple(masks))

    @property
    def tight(self) -> str:
        """The text all rules read."""
        return self.normal.text

    def masked(self, start: int, end: int) -> bool:
        """Whether a tight span lies in an @name or a link."""
        if not self.masks:
            return False
        first, last = self.normal.span(start, end)
        return any(a <= first and last <= b for a, b in self.masks)
