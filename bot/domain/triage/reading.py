"""A text read as words, sentence by sentence, and where the rules' words stand in it.

The words are jieba's, cut with a dictionary of nothing but what data/triage/ holds: of all ways to cut a clause it takes
the one with the fewest pieces, so that a longer word wins over a shorter one inside it or across its edge. Such a
dictionary is there in an instant, where jieba's own takes a second or two, and no word outside the files changes what
is proposed.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from bot.domain.triage.rules import Circumstance, Rule, Rules, rules

# Whom it was said to says nothing of what it is about.
_NAMES: Final = re.compile(r"@[\w·-]{1,30}|https?://[!-~]+")
_SENTENCE: Final = re.compile(r"[^.!?;。…\n~]+")
_CLAUSE: Final = re.compile(r"[^,:、\"'()\[\]{}<>《》【】“”‘’「」『』~|—]+")
# How many characters may lie between two parts of a rule, before a word that denies it, and after it.
_GAP: Final = 10
_BEFORE: Final = 3
_AFTER: Final = 3
# Every word alike: then jieba's most likely cutting is the one with the fewest pieces.
_EVEN: Final = 1_000


@dataclass(frozen=True, slots=True)
class Word:
    """One word that the rules know, where it stands in the text, and in which clause."""

    text: str
    start: int
    clause: int

    @property
    def end(self) -> int:
        """Where it ends, as a slice counts."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that counts: what of the text made it count, and where that stands."""

    rule: Rule
    words: str
    at: int


class Reader:
    """Reads texts by the rules."""

    def __init__(self, given: Rules) -> None:
        # Its imports warn on newer Pythons.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba
        jieba.setLogLevel("WARNING")
        self._jieba: Any = jieba.Tokenizer()
        lines = "".join(f"{word} {_EVEN}\n" for word in sorted(given.words) if len(word) > 1)
        self._jieba.FREQ, self._jieba.total = self._jieba.gen_pfdict(io.BytesIO(lines.encode()))
        self._jieba.initialized = True
        self._given = given
        self._by_first: dict[str, list[Rule]] = {}
        for rule in given.counting:
            for word in rule.parts[0]:
                self._by_first.setdefault(word, []).append(rule)

    def hits(self, text: str) -> list[Hit]:
        """The rules that count, each with the first place where it does, in the order of the text."""
        # Imported here: the copy check is most of the program, and nobody logs a complaint in its first moment.
        from bot.copycheck.normal import normal

        tight = normal(_NAMES.sub(" ; ", text)).text
        sentences = [self._words(found[0], found.start()) for found in _SENTENCE.finditer(tight)]
        everywhere = frozenset(word.text for words in sentences for word in words)
        found: dict[int, Hit] = {}
        for words in sentences:
            for position, word in enumerate(words):
                for rule in self._by_first.get(word.text, ()):
                    if id(rule) in found:
                        continue
                    matched = _matched(rule, words, position)
                    if matched and not self._cancelled(rule, words, matched, everywhere):
                        found[id(rule)] = Hit(rule, "…".join(part.text for part in matched), word.start)
        return list(found.values())

    def _words(self, sentence: str, start: int) -> list[Word]:
        known = []
        for clause in _CLAUSE.finditer(sentence):
            at = 0
            for piece in self._jieba.cut(clause[0], HMM=False):
                if piece in self._given.words and not _inside_a_number(clause[0], at, at + len(piece)):
                    known.append(Word(piece, start + clause.start() + at, clause.start()))
                at += len(piece)
        return known

    def _cancelled(self, rule: Rule, words: list[Word], matched: list[Word], everywhere: frozenset[str]) -> bool:
        return any(
            _is_given(circumstance, words, matched, everywhere)
            for name in rule.unless
            for circumstance in self._given.circumstances[name]
        )


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The one reader of the rules that ship with the program."""
    return Reader(rules())


def _matched(rule: Rule, words: list[Word], position: int) -> list[Word]:
    found = [words[position]]
    for part in rule.parts[1:]:
        following = (word for word in words[position + 1 :] if word.start >= found[-1].end)
        near = next((w for w in following if w.text in part and w.start - found[-1].end <= _GAP), None)
        if near is None:
            return []
        found.append(near)
    return found


def _is_given(circumstance: Circumstance, words: list[Word], matched: list[Word], everywhere: frozenset[str]) -> bool:
    first, last = matched[0], matched[-1]
    match circumstance.reach:
        case "text":
            return not everywhere.isdisjoint(circumstance.words)
        case "clause":
            return any(word.text in circumstance.words for word in words if word.clause == last.clause)
        case "before":
            around = _between(words, first.start - _BEFORE, first.start)
            # Of a rule with parts, what stands between them denies it too: 吃了…没…拉肚子.
            inner = [word for word in words if first.end <= word.start and word.end <= last.start]
            return any(word.text in circumstance.words for word in (*around, *inner) if word not in matched)
        case _:
            return any(word.text in circumstance.words for word in _between(words, last.end, last.end + _AFTER))


def _between(words: list[Word], start: int, end: int) -> Iterator[Word]:
    return (word for word in words if start <= word.start and word.end <= end)


def _inside_a_number(clause: str, start: int, end: int) -> bool:
    piece = clause[start:end]
    if not piece.isascii() or not piece.isalnum():
        return False
    return any(side.isascii() and side.isalnum() for side in (clause[start - 1 : start], clause[end : end + 1]) if side)
