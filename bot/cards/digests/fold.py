"""Long lists folded: the lines that matter most of every part, how many more there are, and the button that opens them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.cards.blocks import MESSAGE, button, section, written
from bot.cards.lines import Line, row
from bot.cards.message import Block
from bot.cards.paper import Paper

# So many lines a digest has at most, all its parts together.
MOST: Final = 10
# The chat takes fifty blocks in a message; two are left for buttons beneath it, and for when it was drawn anew.
_BLOCKS: Final = 48
# Of each part so many at least, where there is room.
_FEW: Final = 2
LIST: Final = "digest.list"
ListName = Literal[
    "complaints", "handed", "notices", "returned", "results", "starting",
    "review", "revise", "approved", "gaps", "rallies", "asks", "waits", "awaited", "coming",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lines:
    """The first lines of a list and how many it has in all. ``of``: the key of the department whose list it is, or the id of
    the person, where it is somebody's own. ``late``: how many are past their due time, where that is told."""

    name: ListName
    lines: tuple[Line, ...]
    total: int
    of: str = ""
    late: int = 0


def fold(
    parts: Sequence[Lines],
    title: Callable[[Lines], str],
    paper: Paper,
    *,
    beside: Sequence[Block] = (),
    ring: bool = False,
    dividers: Sequence[int] = (),
) -> list[Block]:
    """The parts drawn, each with its title, so that with the blocks ``beside`` it is one message that the chat takes.
    ``dividers``: before which parts a line is drawn."""
    for most in range(MOST, -1, -1):
        blocks: list[Block] = []
        for place, (part, few) in enumerate(zip(parts, shares([len(each.lines) for each in parts], most), strict=True)):
            if place in dividers:
                blocks.append({"type": "divider"})
            blocks += _part(part, few, title(part), paper, ring)
        if len(blocks) + len(beside) <= _BLOCKS and written(blocks) + written(list(beside)) <= MESSAGE:
            break
    return blocks


def shares(sizes: Sequence[int], most: int) -> list[int]:
    """How many of each may be shown when ``most`` may in all: a few of each, so that a long list hides no short one, and
    what is left goes to those in front."""
    few = _FEW if _FEW * len(sizes) <= most else 1
    given = [0] * len(sizes)
    for upto in (few, most):
        for place, size in enumerate(sizes):
            room = most - sum(given)
            given[place] += max(0, min(size, upto, given[place] + room) - given[place])
    return given


def _part(part: Lines, few: int, title: str, paper: Paper, ring: bool) -> list[Block]:
    t, rest = paper.t, part.total - few
    blocks = [section(title), *(row(line, paper, ring=ring) for line in part.lines[:few])]
    if rest <= 0:
        return blocks
    opens = button(t("全部列出"), LIST, f"{part.name}:{part.of}:1")
    more = t("还有 {n} 条", n=rest) if few else t("共 {n} 条", n=rest)
    return [*blocks, section(more, accessory=opens)]
