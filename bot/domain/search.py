"""Cases of every kind found by their id, their words or the customer's name; traditional and simplified, wide and narrow alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from bot.cards.lines import Case
from bot.domain.desk import Desk
from bot.domain.waiting import case_of
from bot.errors import Invalid
from bot.store import alike, case_words, complaint_lists
from bot.store.complaint_lists import Wanted
from bot.store.database import Reader
from bot.text.ids import KINDS, read_id
from bot.text.likeness import all_of
from bot.text.mrkdwn import escape
from bot.text.width import cut, key_of
from bot.text.words import phrase

PAGE: Final = 10
# Of each of the two indexes; whoever finds as many says it in more words.
MOST: Final = 50
WORDS_MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of what was found for ``words``: which page, of how many cases, and whether there may be still more."""

    words: str
    cases: tuple[Case, ...]
    number: int
    total: int
    full: bool

    @property
    def more(self) -> int:
        """How many follow on other pages."""
        return max(0, self.total - self.number * PAGE)


def search(desk: Desk, words: str, page: int = 1) -> Hits:
    """A page of the cases that hold every one of the words, the latest first, complaints and all others in turn. Raises
    Invalid where nothing is left of the words to look for."""
    said = cut(" ".join(words.split()), WORDS_MOST)
    query, ids, reader = all_of(said), _by_id(said), desk.store
    complaints, others = _complaints(reader, said, query), case_words.holding(reader, query, MOST) if query else []
    if not query and not ids and not complaints:
        raise Invalid(
            phrase("还没有写要找什么。")
            if not said
            else phrase("“{words}”里没有可以找的文字。", words=escape(cut(said, 40))),
            phrase("例如：`/weibo 搜索 酸奶 胀包`，或一个编号 `/weibo 搜索 C-31`"),
        )
    full = MOST in (len(complaints), len(others))
    found = list(dict.fromkeys([*ids, *_in_turn(complaints, others)]))
    # A case that was asked for by its id may be none.
    known = [one for one in found if one not in ids or case_of(reader, one) is not None]
    number = max(1, min(page, -(-len(known) // PAGE)))
    shown = known[(number - 1) * PAGE : number * PAGE]
    cases = tuple(case for one in shown if (case := case_of(reader, one)) is not None)
    return Hits(said, cases, number, len(known), full)


def _by_id(said: str) -> list[str]:
    return [] if said.isdecimal() else [case for kind in KINDS if (case := read_id(said, kind))]


def _complaints(reader: Reader, said: str, query: str) -> list[str]:
    key = key_of(said)
    of_customer = complaint_lists.page(reader, Wanted(closed_too=True, customer_key=key), MOST) if key else []
    holding = alike.holding(reader, query, MOST) if query else []
    return [case.id for case in (*of_customer, *holding)][:MOST]


def _in_turn(*lists: Iterable[str]) -> Iterator[str]:
    for row in zip_longest(*lists):
        yield from (one for one in row if one)
