"""Finds candidates quickly: by first two characters, so that the cost does not grow with the terms."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from bot.copycheck.forms import Form
from bot.copycheck.pairs import pair
from bot.copycheck.rules import Family, compiled


@dataclass(frozen=True, slots=True)
class Index:
    """What may begin at a pair of characters: lengths of terms, and forms with the anchor that begins so."""

    lengths: Mapping[str, tuple[int, ...]]
    forms: Mapping[str, tuple[tuple[str, tuple[int, ...]], ...]]
    pairs: frozenset[int]
    spelt: Mapping[int, str]
    singles: frozenset[str]
    also: Sequence[frozenset[int] | None]


def index(terms: Iterable[str], forms: Sequence[Form]) -> Index:
    """Build the index; forms are referred to by their place in ``forms``."""
    lengths: dict[str, set[int]] = {}
    for term in terms:
        lengths.setdefault(term[:2], set()).add(len(term))
    places: dict[str, list[int]] = {}
    for place, one in enumerate(forms):
        for anchor in dict.fromkeys(one.anchors):
            places.setdefault(anchor, []).append(place)
    anchored: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    for anchor, found in places.items():
        anchored.setdefault(anchor[:2], []).append((anchor, tuple(found)))
    longest_first = {two: tuple(sorted(known, reverse=True)) for two, known in lengths.items()}
    spelt = {pair(two): two for two in (*lengths, *anchored) if len(two) == 2}
    return Index(
        longest_first,
        {two: tuple(those) for two, those in anchored.items()},
        frozenset(spelt),
        spelt,
        frozenset(anchor for anchor in anchored if len(anchor) == 1),
        [_all_pairs(form.also) for form in forms],
    )


def _all_pairs(words: Sequence[str]) -> frozenset[int] | None:
    """The beginnings of the words, None where that says nothing."""
    if not words or any(len(word) < 2 for word in words):
        return None
    return frozenset(pair(word[:2]) for word in words)


def present(index: Index, text: str, pairs: Set[int]) -> set[str]:
    """The pairs (and single anchors) of the index that stand in the text; ``pairs`` are the text's own."""
    found = {index.spelt[number] for number in index.pairs & pairs}
    found.update(index.singles.intersection(text))
    return found


def term_spans(index: Index, terms: Mapping[str, object], text: str, found: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where a term stands: at each place every length that is a term, the longest first."""
    for two in found:
        lengths = index.lengths.get(two)
        if lengths is None:
            continue
        start = text.find(two)
        while start >= 0:
            for length in lengths:
                end = start + length
                if end <= len(text) and text[start:end] in terms:
                    yield start, end
            start = text.find(two, start + 1)


def form_spans(
    index: Index, forms: Sequence[Form], text: str, found: Iterable[str], pairs: Set[int]
) -> Iterator[tuple[Family, int, int]]:
    """Where a form's pattern matches, tried only in the sentences where one of its anchors stands."""
    where: dict[int, set[tuple[int, int]]] = {}
    sentences: _Sentences | None = None
    for two in found:
        anchored = index.forms.get(two)
        if anchored is None:
            continue
        sentences = sentences or _Sentences(text)
        for anchor, places in anchored:
            around = sentences.holding(anchor)
            if around:
                for place in places:
                    where.setdefault(place, set()).update(around)
    for place, stretches in where.items():
        one = forms[place]
        also = index.also[place]
        if also is not None and also.isdisjoint(pairs):
            continue
        needs = one.family.needs
        if needs and compiled(needs).search(text) is None:
            continue
        pattern = compiled(one.pattern)
        named = "x" if "x" in pattern.groupindex else 0
        for first, last in stretches:
            for match in pattern.finditer(text, first, last):
                yield one.family, *match.span(named)


class _Sentences:
    """A text's sentences, each with the marks that end it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = [match.span() for match in compiled(r"[^。!?\n]*[。!?\n]+|[^。!?\n]+").finditer(text)]
        self._starts = [start for start, _ in self._spans]

    def holding(self, anchor: str) -> list[tuple[int, int]]:
        """The sentences in which the anchor begins."""
        around = []
        position = self._text.find(anchor)
        while position >= 0:
            first, last = self._spans[bisect_right(self._starts, position) - 1]
            around.append((first, last))
            position = self._text.find(anchor, last)
        return around
