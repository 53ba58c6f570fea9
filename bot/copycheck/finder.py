"""Finds candidates quickly: by first two characters, so that the cost does not grow with the terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add

from bot.copycheck.rules import Family, compiled


@dataclass(frozen=True, slots=True)
class Index:
    """What may begin at a pair of characters: lengths of terms, and families with the anchor that begins
    so.
    """

    lengths: Mapping[str, tuple[int, ...]]
    families: Mapping[str, tuple[tuple[str, int], ...]]
    pairs: frozenset[str]
    singles: frozenset[str]


def index(terms: Iterable[str], families: Sequence[Family]) -> Index:
    """Build the index; families are referred to by their place in ``families``."""
    lengths: dict[str, set[int]] = {}
    for term in terms:
        lengths.setdefault(term[:2], set()).add(len(term))
    anchored: dict[str, set[tuple[str, int]]] = {}
    for place, one in enumerate(families):
        for anchor in one.anchors:
            anchored.setdefault(anchor[:2], set()).add((anchor, place))
    longest_first = {pair: tuple(sorted(found, reverse=True)) for pair, found in lengths.items()}
    return Index(
        longest_first,
        {pair: tuple(sorted(found)) for pair, found in anchored.items()},
        frozenset(pair for pair in (*lengths, *anchored) if len(pair) == 2),
        frozenset(anchor for anchor in anchored if len(anchor) == 1),
    )


def present(index: Index, text: str) -> set[str]:
    """The pairs (and single anchors) of the index that stand in the text."""
    found = set(index.pairs.intersection(map(add, text, text[1:])))
    found.update(index.singles.intersection(text))
    return found


def term_spans(index: Index, terms: Mapping[str, object], text: str, found: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where a term stands: at each place every length that is a term, the longest first."""
    for pair in found:
        lengths = index.lengths.get(pair)
        if lengths is None:
            continue
        start = text.find(pair)
        while start >= 0:
            for length in lengths:
                if text[start : start + length] in terms:
                    yield start, start + length
            start = text.find(pair, start + 1)


def family_spans(
    index: Index, families: Sequence[Family], text: str, found: Iterable[str]
) -> Iterator[tuple[Family, int, int]]:
    """Where a family's pattern matches, tried only for families one of whose anchors stands in the text."""
    tried: set[int] = set()
    for pair in found:
        for anchor, place in index.families.get(pair, ()):
            if place in tried or (len(anchor) > 2 and anchor not in text):
                continue
            tried.add(place)
            one = families[place]
            for match in compiled(one.pattern).finditer(text):
                start, end = match.span("x") if "x" in match.re.groupindex else match.span()
                if end > start:
                    yield one, start, end
