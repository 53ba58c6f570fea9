"""A list that a digest folds, whole, a page at a time: each line with its button, and the ways to the pages beside it."""

from __future__ import annotations

from typing import Final

from bot.cards.blocks import actions, button, section
from bot.cards.digests.fold import LIST, MOST, Lines
from bot.cards.digests.titles import title
from bot.cards.lines import row
from bot.cards.message import Block, Message
from bot.cards.paper import Paper

# The buttons under a page; the chat wants those that stand side by side told apart.
PREVIOUS: Final = f"{LIST}.previous"
NEXT: Final = f"{LIST}.next"


def page(part: Lines, number: int, paper: Paper) -> Message:
    """Page ``number`` (from 1) of a list, of `MOST` lines each."""
    t = paper.t
    called = title(part, t)
    last = max(-(-part.total // MOST), 1)
    shown = called if last == 1 else called + " · " + t("第 {number} 页，共 {n} 页", number=min(number, last), n=last)
    blocks: list[Block] = [section(shown), *(row(line, paper) for line in part.lines)]
    if not part.lines:
        blocks.append(section(t("这里没有别的了，都处理好了。")))
    ways = []
    if number > 1:
        ways.append(button(t("上一页"), PREVIOUS, f"{part.name}:{part.of}:{min(number - 1, last)}"))
    if number < last:
        ways.append(button(t("下一页"), NEXT, f"{part.name}:{part.of}:{number + 1}"))
    return Message(called.replace("*", ""), [*blocks, actions(*ways)] if ways else blocks)
