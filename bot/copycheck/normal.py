"""One spelling for every way of writing a line, with the way back to the original offsets.

Two steps. *Folding*: width (NFKC), case, traditional to simplified, look-alike characters; zero-width and
combining
characters vanish. *Tightening*: what was put between two Chinese characters to evade a reader of words
(最·佳, 最 佳,
最/佳, an emoji) vanishes too. All rules read the tight text; every finding is reported in the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot.text.simplified import simplified

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff"
_EMOJI: Final = "\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\u3030"
_MARK: Final = rf"(?:[ \t\u00a0·•・‧∙/\\_*.~^`'|丨=+°&-]|[{_EMOJI}]|\[[{_HAN}a-z]{{1,8}}\])"
_SEPARATED: Final = re.compile(
    rf"(?<=[{_HAN}]){_MARK}{{1,3}}(?=[{_HAN}])"
    rf"|(?<=[{_HAN}]) +(?=[0-9a-z%])|(?<=[0-9a-z%]) +(?=[{_HAN}])"
    rf"|[(\[【](?=[{_HAN}][)\]】])|(?<=[(\[【][{_HAN}])[)\]】]"
)
# An invisible or combining character: format, non-spacing and enclosing marks, variation selectors.
_VANISHING: Final = frozenset(("Cf", "Mn", "Me", "Cc"))
_KEPT_CONTROLS: Final = frozenset("\n\t\r")
# Written for a look-alike or a homophone, only ever to evade; each maps to the character it stands for.
_STANDS_FOR: Final = dict(
    zip(
        "蕞嘬朂苐囯圀佺伋髙呮菿嘚劵菗奨価妳尐仩咑佲伱莪涖癒瘉",
        "最最最第国国全级高只到得券抽奖价你小上打名你我莅愈愈",
        strict=True,
    )
)
_TOO_MANY: Final = 60_000


class Normal:
    """A text in its tight spelling, ``text``; the way back is worked out when it is first asked for."""

    __slots__ = ("_folded", "_origin", "_same_length", "_source", "text")

    def __init__(self, source: str, folded: str, tight: str, *, same_length: bool) -> None:
        self.text = tight
        self._source = source
        self._folded = folded
        self._same_length = same_length
        self._origin: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original (start, end) of a piece of the tight text; ``end`` is exclusive."""
        if start >= end:
            return start, end
        if self._origin is None:
            self._origin = self._way_back()
        return self._origin[start], self._origin[end - 1] + 1

    def _way_back(self) -> Sequence[int]:
        origin: Sequence[int] = range(len(self._folded))
        if not self._same_length:
            table = _folding()
            origin = [i for i, char in enumerate(self._source) for _ in table[ord(char)]]
        if len(self.text) == len(self._folded):
            return origin
        kept: list[int] = []
        last = 0
        for gap in _SEPARATED.finditer(self._folded):
            kept.extend(origin[last : gap.start()])
            last = gap.end()
        kept.extend(origin[last:])
        return kept


class _Folding(dict[int, str]):
    """Code point → its folded spelling, learnt on first sight; ``odd`` holds those that change the length."""

    def __init__(self, simplified: dict[str, str]) -> None:
        super().__init__()
        self._simplified = simplified
        self.odd: set[str] = set()

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self._fold(char)
        if len(folded) != 1:
            self.odd.add(char)
        if len(self) < _TOO_MANY:
            self[code] = folded
        return folded

    def _fold(self, char: str) -> str:
        if char in _KEPT_CONTROLS:
            return "\n" if char != "\t" else " "
        if unicodedata.category(char) in _VANISHING:
            return ""
        # NFKC writes … as three dots, which would read as separators.
        wide = char if char == "…" else unicodedata.normalize("NFKC", char).lower()
        return "".join(self._one(c) for c in wide if unicodedata.category(c) not in _VANISHING)

    def _one(self, char: str) -> str:
        char = self._simplified.get(char, char)
        return _STANDS_FOR.get(char, char)


def normal(text: str) -> Normal:
    """Fold and tighten ``text``. Any string is taken, lone surrogates too."""
    table = _folding()
    folded = text.translate(table)
    tight = _SEPARATED.sub("", folded)
    return Normal(text, folded, tight, same_length=table.odd.isdisjoint(text))


@lru_cache(maxsize=1)
def _folding() -> _Folding:
    return _Folding(simplified())
