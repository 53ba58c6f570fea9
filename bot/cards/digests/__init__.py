"""The digests drawn for the chat, one module each; `DRAWN` finds the drawing by the digest's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.cards.digests import department, desk, leaders, personal, weekly
from bot.cards.message import Message

# Each takes what was gathered, the paper, and by name ``late`` and ``ring``.
DRAWN: Final[Mapping[str, Callable[..., Message]]] = {
    "desk": desk.draw,
    "department": department.draw,
    "leaders": leaders.draw,
    "personal": personal.draw,
    "weekly": weekly.draw,
}
