"""Word boundaries by jieba: whether a term stands in a line as a word, or only its characters do.

A private tokenizer, loaded once behind a lock and without jieba's cache file, which others on the machine
could write.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

_LOCK: Final = threading.Lock()
_LONGEST: Final = 60


class Cutter:
    """Cuts a piece of tight text into words, with the lexicon's terms among the words it knows."""

    def __init__(self, terms: Iterable[str]) -> None:
        # jieba takes a second and 90 MB: only who checks a text pays for it. Its imports warn on newer
        # Pythons.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba
        jieba.setLogLevel("WARNING")
        self._jieba: Any = jieba.Tokenizer()
        self._jieba.FREQ, self._jieba.total = self._jieba.gen_pfdict(self._jieba.get_dict_file())
        self._jieba.initialized = True
        for term in terms:
            if len(term) > 1 and not self._jieba.FREQ.get(term):
                self._jieba.add_word(term)
        self.words = lru_cache(maxsize=4096)(self._words)

    def rare(self, text: str, often: int) -> tuple[str, ...]:
        """The words of two and more characters that stand in a text and are written less than ``often`` times in jieba's
        corpus of 60 million: what it is about, less what every text says. In its order, each once."""
        frequency = self._jieba.FREQ
        found = dict.fromkeys(self._jieba.cut(text, HMM=False))
        return tuple(word for word in found if len(word) > 1 and 0 < (frequency.get(word) or 0) < often)

    def _words(self, piece: str) -> tuple[tuple[int, int], ...]:
        spans = []
        start = 0
        for word in self._jieba.cut(piece, HMM=False):
            spans.append((start, start + len(word)))
            start += len(word)
        return tuple(spans)


@lru_cache(maxsize=2)
def _load(terms: tuple[str, ...]) -> Cutter:
    return Cutter(terms)


def cutter(terms: tuple[str, ...]) -> Cutter:
    """The one cutter, made on the first call; others wait for it meanwhile."""
    with _LOCK:
        return _load(terms)


def stands(cutter: Cutter, text: str, start: int, end: int, *, inside: bool) -> bool:
    """Whether ``text[start:end]`` is made of whole words; with ``inside``, also when one longer word holds
    it.
    """
    first, words = _clause(cutter, text, start, end)
    a, b = start - first, end - first
    for word_start, word_end in words:
        if word_end <= a:
            continue
        if word_start >= b:
            break
        if inside and word_start <= a and word_end >= b:
            return True
        if word_start < a or word_end > b:
            return False
    return True


_SHORT: Final = 3


def begins(cutter: Cutter, text: str, start: int, end: int) -> bool:
    """Whether a short match of a pattern is made of whole words: 环保|本子 holds no 保本. A longer one
    always is.
    """
    first, words = _clause(cutter, text, start, end)
    a, b = start - first, end - first
    return b - a > _SHORT or not any(s < a < e or s < b < e for s, e in words)


def word_end(cutter: Cutter, text: str, start: int, end: int) -> int:
    """Where the word ends in which ``text[start:end]`` stops: nobody is told of 最好的鲜 where 最好的鲜奶 stands."""
    first, words = _clause(cutter, text, start, end)
    return next((first + b for a, b in words if a < end - first < b), end)


def _clause(cutter: Cutter, text: str, start: int, end: int) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Where the clause around a span begins, and its words: only that is cut, at most 60 characters to each
    side.
    """
    first, last = start, end
    while first > 0 and start - first < _LONGEST and text[first - 1] not in ENDS:
        first -= 1
    while last < len(text) and last - end < _LONGEST and text[last] not in ENDS:
        last += 1
    return first, cutter.words(text[first:last])


ENDS: Final = frozenset(",.!?;:。、…\n\"'()[]{}<>《》【】“”‘’「」『』#@ ~|—-")
