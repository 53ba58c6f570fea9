"""What is like a complaint: open ones of other customers, which may be the same trouble, and resolved ones, as examples.

An index finds candidates; how alike they are is reckoned over pairs of characters (`bot.text.likeness`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.cards.complaint_beside import MERGES
from bot.domain.complaints.rules import load
from bot.store import alike
from bot.store.alike import Candidate
from bot.store.complaints import Complaint
from bot.store.database import Reader
from bot.text.likeness import any_of, cleaned, likeness, pairs, together
from bot.text.masking import mask
from bot.text.mrkdwn import escape
from bot.text.offers import Offer
from bot.text.width import cut
from bot.text.words import Phrase, phrase, series

# From here on two texts count as one and the same trouble, and from here on they are shown. Measured on real complaints:
# at 0.36 nearly every repeat is found, at 1 % that are none.
GROUP: Final = 0.40
SUGGEST: Final = 0.33
_SHOWN: Final = 3
# Of a text's pairs these many are looked for: two texts alike have at least a third of them in common.
_PAIRS: Final = 14
_CANDIDATES: Final = 40
_RESOLVED_CANDIDATES: Final = 120
_WORDS_TOLD: Final = 30
# Less than this is too little to be alike in: 差评, 太慢了.
_SHORTEST: Final = 4


@dataclass(frozen=True, slots=True)
class Alike:
    """A complaint that is like another, and how much, from 0.0 to 1.0."""

    case: Complaint
    likeness: float

    @property
    def same(self) -> bool:
        """Whether it counts as the same trouble, or is only shown."""
        return self.likeness >= GROUP


def similar_open(
    reader: Reader, words: str, *, besides: str = "", customer_key: str = "", most: int = _SHOWN
) -> list[Alike]:
    """The open complaints of others that are most like ``words``, the most alike first. ``besides``: the complaint's own id;
    ``customer_key``: its customer's."""
    clean = cleaned(words)
    query = any_of(clean, _PAIRS) if len(clean) >= _SHORTEST else ""
    found = alike.open_like(reader, query, customer_key, _CANDIDATES) if query else []
    return _most_alike(reader, clean, (one for one in found if one.id != besides), most)


def similar_resolved(reader: Reader, words: str, *, besides: str = "", most: int = _SHOWN) -> list[Alike]:
    """The resolved complaints most like ``words``, the most alike first, of the latest that share words with it."""
    clean = cleaned(words)
    query = any_of(clean, _PAIRS) if len(clean) >= _SHORTEST else ""
    found = alike.resolved_like(reader, query, _RESOLVED_CANDIDATES) if query else []
    return _most_alike(reader, clean, (one for one in found if one.id != besides), most)


def _most_alike(reader: Reader, clean: str, candidates: Iterable[Candidate], most: int) -> list[Alike]:
    own = pairs(clean)
    weighed = [(likeness(own, pairs(together(one.apart))), int(one.id[2:])) for one in candidates]
    best = sorted((one for one in weighed if one[0] >= SUGGEST), reverse=True)[:most]
    return [Alike(load(reader, f"C-{number}"), how_much) for how_much, number in best]


def told(found: Sequence[Alike]) -> tuple[Phrase, ...]:
    """What somebody who logs a complaint is told of those like it."""
    if not found:
        return ()
    names = series(
        phrase(
            "{case}“{words}”", case=one.case.id, words=escape(cut(mask(" ".join(one.case.words.split())), _WORDS_TOLD))
        )
        for one in found
    )
    return (phrase("和别的顾客的投诉很像：{cases}。是同一件事的话，可以并成一件。", cases=names),)


def offered(case_id: str, found: Sequence[Alike]) -> tuple[Offer, ...]:
    """The buttons that merge a complaint into one of those like it."""
    return tuple(
        Offer(phrase("并入 {case}", case=one.case.id), action, f"{case_id} {one.case.id}")
        for one, action in zip(found, MERGES, strict=False)
    )
