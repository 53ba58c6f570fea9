"""`/weibo search`, a page at a time, for the command and its buttons alike."""

from __future__ import annotations

from bot.cards import search as cards
from bot.cards.message import Message
from bot.domain.desk import Desk
from bot.domain.paper import paper
from bot.domain.search import search
from bot.text.words import Words


def results(desk: Desk, words: str, page: int, t: Words) -> Message:
    """A page of what is found. Raises Invalid."""
    return cards.found(search(desk, words, page), paper(desk, t))
