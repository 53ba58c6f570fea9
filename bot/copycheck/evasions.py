"""Words written otherwise to evade a reader of words: split characters (亻圭), sounds (嘴低价), letters (zui好, Z低价).

data/lexicon/evasions.tsv (as written, the word, why) and data/lexicon/letters.tsv (word, its syllables).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.copycheck.pairs import pair
from bot.copycheck.tables import rows
from bot.reference import reference

_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@dataclass(frozen=True, slots=True)
class Respelt:
    """A stretch of the text that stands for another word."""

    start: int
    end: int
    word: str


def respelt(text: str, pairs: Set[int]) -> list[Respelt]:
    """The evasions in a folded and tightened text, left to right; ``pairs`` are its neighbouring characters."""
    here = _first_pairs() & pairs
    if not here:
        return []
    found: list[Respelt] = []
    for one in sorted(_places(text, here), key=lambda place: (place.start, -place.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def _places(text: str, here: Set[int]) -> Iterator[Respelt]:
    for number in here:
        two, spellings = _spellings()[number]
        start = text.find(two)
        while start >= 0:
            for written, word in spellings:
                if text.startswith(written, start) and _alone(text, start, start + len(written)):
                    yield Respelt(start, start + len(written), word)
            start = text.find(two, start + 1)


def _alone(text: str, start: int, end: int) -> bool:
    """Letters and figures stand for a character only by themselves: xyz好 is no z好, 第10 no 第1."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[start] in _LETTERS and before in _LETTERS:
        return False
    return not (text[end - 1] in _LETTERS and (after in _LETTERS or after == "."))


@lru_cache(maxsize=1)
def _first_pairs() -> frozenset[int]:
    return frozenset(_spellings())


@lru_cache(maxsize=1)
def _spellings() -> dict[int, tuple[str, list[tuple[str, str]]]]:
    """By their first two characters: the spellings that begin so, each with its word."""
    by_pair: dict[int, tuple[str, list[tuple[str, str]]]] = {}
    for written, word in itertools.chain(_listed(), _in_letters()):
        by_pair.setdefault(pair(written[:2]), (written[:2], []))[1].append((written, word))
    return by_pair


def _listed() -> Iterator[tuple[str, str]]:
    for where, (written, word, why) in rows(reference("lexicon", "evasions.tsv"), 3):
        if len(written) < 2 or not word or not why:
            raise ValueError(f"{where}: {written!r} needs two characters, the word it stands for and why")
        yield written, word


def _in_letters() -> Iterator[tuple[str, str]]:
    for where, (word, said) in rows(reference("lexicon", "letters.tsv"), 2):
        syllables = said.split()
        if len(syllables) != len(word):
            raise ValueError(f"{where}: {word!r} needs one syllable for each character")
        for chosen in itertools.product(*zip(word, syllables, strict=True)):
            written = "".join(chosen)
            if written != word and not written.isascii():
                yield written, word
