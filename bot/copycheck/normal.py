"""One spelling for every way of writing a line, with the way back to the original offsets.

Three steps. *Folding*: width (NFKC), case, traditional to simplified, look-alike characters; zero-width and combining
characters vanish. *Tightening*: what was put between two Chinese characters to evade a reader of words (最·佳, 最 佳,
最/佳, an emoji) vanishes too. *Respelling* (`evasions`): split characters, sounds and letters become the word they stand
for. All rules read the tight text; every finding is reported in the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal

from bot.copycheck.evasions import respelt
from bot.copycheck.pairs import pairs
from bot.text.simplified import simplified

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff"
_EMOJI: Final = "\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\u3030"
_SIGNS: Final = r" \t\u00a0·•・‧∙/\\_*.~^`'|丨丶灬¦ˇ‐‑–−=+°&\-"
_MARK: Final = rf"(?:[{_SIGNS}{_EMOJI}]|\[[{_HAN}a-z]{{1,8}}\])"
_SEPARATED: Final = re.compile(
    rf"(?<=[{_HAN}]){_MARK}{{1,3}}(?=[{_HAN}])"
    rf"|(?<=[{_HAN}]) +(?=[0-9a-z%])|(?<=[0-9a-z%]) +(?=[{_HAN}])"
    rf"|[(\[【](?=[{_HAN}][)\]】])|(?<=[(\[【][{_HAN}])[)\]】]"
)
# Where a separation may begin; looked for first, because it is found much more quickly.
_MARKS: Final = re.compile(rf"[{_SIGNS}()\[\]【】{_EMOJI}]")
# An invisible or combining character: format, non-spacing and enclosing marks, variation selectors.
_VANISHING: Final = frozenset(("Cf", "Mn", "Me", "Cc"))
_KEPT_CONTROLS: Final = frozenset("\n\t\r")
# Written for a look-alike or a homophone, only ever to evade; each maps to the character it stands for.
_STANDS_FOR: Final = dict(
    zip(
        "蕞嘬朂苐笫囯圀佺荃伋髙呮菿嘚劵菗奨価妳尐仩咑佲伱莪涖癒瘉佷恏冇",
        "最最最第第国国全全级高只到得券抽奖价你小上打名你我莅愈愈很好无",
        strict=True,
    )
)
# Greek and Cyrillic letters written for the Latin ones they look like; in a Chinese text only ever to evade.
_LATIN_LOOKALIKES: Final = dict(
    zip(
        "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχАВЕЗКМНОРСТУХІЈЅавеорсухіјѕ",
        "abezhikmnoptyxaikvoptuxabe3kmhopctyxijsabeopcyxijs",
        strict=True,
    )
)
# Decorations that stand for nothing (㊣, ㊙), and figures in black, sans-serif and double circles, which NFKC leaves
# as they are.
_DECORATIONS: Final = frozenset("㊣㊙㊗㊕㊝㊟★☆✔✓")
_BLACK_FIGURES: Final = {chr(first + n): str(n + 1) for first in (0x2776, 0x2780, 0x278A, 0x24F5) for n in range(9)}
_TOO_MANY: Final = 60_000


class Normal:
    """A text in its tight spelling, ``text``; the way back is worked out when it is first asked for."""

    __slots__ = ("_folded", "_origin", "_others", "_respelt", "_source", "pairs", "text")

    def __init__(self, source: str, folded: str, tight: str, others: Mapping[str, str]) -> None:
        self._source = source
        self._folded = folded
        self._others = others
        self._origin: Sequence[tuple[int, int]] | None = None
        self.pairs = pairs(tight)
        self._respelt = respelt(tight, self.pairs)
        self.text = tight
        if self._respelt:
            self.text = "".join(piece for piece, _, _ in self._pieces(tight))
            self.pairs = pairs(self.text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original (start, end) of a piece of the tight text; ``end`` is exclusive."""
        if start >= end:
            return start, end
        if self._origin is None:
            self._origin = self._way_back()
        return self._origin[start][0], self._origin[end - 1][1]

    def _pieces(self, tight: str) -> Iterator[tuple[str, int, int]]:
        """The tight text in pieces, those respelt in their new spelling, each with where it stood before."""
        last = 0
        for one in self._respelt:
            yield tight[last : one.start], last, one.start
            yield one.word, one.start, one.end
            last = one.end
        yield tight[last:], last, len(tight)

    def _way_back(self) -> Sequence[tuple[int, int]]:
        places: Sequence[int] = range(len(self._folded))
        if any(len(spelling) != 1 for spelling in self._others.values()):
            spelt = self._others
            places = [i for i, char in enumerate(self._source) for _ in spelt.get(char, char)]
        kept: list[int] = []
        last = 0
        for start, end in _gaps(self._folded):
            kept.extend(places[last:start])
            last = end
        kept.extend(places[last:])
        origin = [(place, place + 1) for place in kept]
        if not self._respelt:
            return origin
        back: list[tuple[int, int]] = []
        last = 0
        for one in self._respelt:
            back.extend(origin[last : one.start])
            back.extend([(origin[one.start][0], origin[one.end - 1][1])] * len(one.word))
            last = one.end
        return [*back, *origin[last:]]


class _Folding:
    """Character → its folded spelling, learnt on first sight. Most characters of a text stay as they are."""

    __slots__ = ("_simplified", "same", "spelt")

    def __init__(self, simplified: dict[str, str]) -> None:
        self._simplified = simplified
        self.same: set[str] = set()
        self.spelt: dict[str, str] = {}

    def others(self, text: str) -> dict[str, str]:
        """The characters of the text that are spelt otherwise, each with its spelling."""
        found = {}
        for char in set(text).difference(self.same):
            folded = self.spelt.get(char)
            if folded is None:
                folded = self._fold(char)
                if len(self.same) + len(self.spelt) < _TOO_MANY:
                    if folded == char:
                        self.same.add(char)
                    else:
                        self.spelt[char] = folded
            if folded != char:
                found[char] = folded
        return found

    def _fold(self, char: str) -> str:
        if char in _KEPT_CONTROLS:
            return "\n" if char != "\t" else " "
        if unicodedata.category(char) in _VANISHING:
            return ""
        if char in _DECORATIONS:
            return "·"
        if char in _BLACK_FIGURES:
            return _BLACK_FIGURES[char]
        if char in _LATIN_LOOKALIKES:
            return _LATIN_LOOKALIKES[char]
        # NFKC writes … as three dots, which would read as separators.
        # Latin letters with a tone (zuì) come apart, so that the tone vanishes.
        form: Literal["NFKC", "NFKD"] = "NFKD" if "\u00c0" <= char <= "\u024f" else "NFKC"
        wide = char if char == "…" else unicodedata.normalize(form, char).lower()
        return "".join(self._one(c) for c in wide if unicodedata.category(c) not in _VANISHING)

    def _one(self, char: str) -> str:
        char = self._simplified.get(char, char)
        return _STANDS_FOR.get(char, char)


_FEW: Final = 24


def normal(text: str) -> Normal:
    """Fold and tighten ``text``. Any string is taken, lone surrogates too."""
    others = _folding().others(text)
    if len(others) > _FEW:
        folded = text.translate({ord(char): spelling for char, spelling in others.items()})
    else:
        # Quicker than a table while only the punctuation is spelt otherwise. No spelling holds another's character.
        folded = text
        for char, spelling in others.items():
            folded = folded.replace(char, spelling)
    return Normal(text, folded, _tight(folded), others)


def _tight(folded: str) -> str:
    pieces: list[str] = []
    last = 0
    for start, end in _gaps(folded):
        pieces.append(folded[last:start])
        last = end
    return "".join((*pieces, folded[last:])) if pieces else folded


def _gaps(folded: str) -> Iterator[tuple[int, int]]:
    """What stands between the characters of a word and vanishes, left to right."""
    last = 0
    for mark in _MARKS.finditer(folded):
        if mark.start() >= last and (gap := _SEPARATED.match(folded, mark.start())) is not None:
            last = gap.end()
            yield gap.start(), last


@lru_cache(maxsize=1)
def _folding() -> _Folding:
    return _Folding(simplified())
