"""Chinese text cut into words: of all ways to cut it the most likely one, by how often each word is written.

The words and where they are cut are those of jieba's `cut(text, HMM=False)`. Of the package only its list of words is
used: the program keeps it as text, in 6 MB, where jieba's own tables take 60 and its modules ten more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import Final

# Between others, every sign is a piece of its own.
_PIECE: Final = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+|\r\n|.", re.DOTALL)
_LETTER: Final = re.compile(r"[a-zA-Z0-9]")


class Dictionary:
    """Words, and how often each is written. Made from lines of a word, a blank and a number."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._total = 0
        # Written one behind the other: some hundred thousand lines kept for a moment would leave holes in memory.
        by_first = defaultdict[str, bytearray](bytearray)
        for line in lines:
            by_first[line[0]] += f"\n{line}".encode()
            self._total += int(line[line.index(" ") :])
        # A word comes before those that begin with it: who looks for a word finds it itself, if it is there.
        self._by_first = {
            first: "\n".join((*sorted(rows.decode().split("\n")), "")) for first, rows in by_first.items()
        }

    def often(self, word: str) -> int:
        """How often a word is written; 0 of what is none."""
        rows = self._by_first.get(word[:1], "")
        at = rows.find(f"\n{word} ")
        return _number(rows, at + len(word) + 2) if at >= 0 else 0

    def add(self, word: str) -> None:
        """Have a word known that is not, as one that is written just often enough to be cut as one."""
        likely = 1.0
        for piece in self.cut(word):
            likely *= self._often_at_least(piece) / self._total
        often = int(likely * self._total) + 1
        rows = self._by_first.get(word[0], "\n")
        at = rows.find(f"\n{word}")
        at = at if at >= 0 else len(rows) - 1
        self._by_first[word[0]] = f"{rows[:at]}\n{word} {often}{rows[at:]}"
        self._total += often

    def cut(self, text: str) -> Iterator[str]:
        """The words of a text and what stands between them; together they are the text."""
        for found in _PIECE.finditer(text):
            piece = found[0]
            if len(piece) == 1 or piece == "\r\n":
                yield piece
            else:
                yield from self._cut(piece)

    def _cut(self, text: str) -> Iterator[str]:
        ends = self._likeliest(text)
        # Letters and digits that are no word stay together.
        start = at = 0
        while at < len(text):
            end = ends[at]
            if end - at > 1 or not _LETTER.match(text[at]):
                if start < at:
                    yield text[start:at]
                yield text[at:end]
                start = end
            at = end
        if start < at:
            yield text[start:]

    def _likeliest(self, text: str) -> list[int]:
        """Where the word that begins at each place ends, in the likeliest cutting from there on."""
        length, total = len(text), log(self._total)
        likely, ends = [0.0] * (length + 1), [0] * length
        for start in range(length - 1, -1, -1):
            ways = [(log(often) - total + likely[end], end) for end, often in self._words_from(text, start)]
            likely[start], ends[start] = max(ways) if ways else (0.0 - total + likely[start + 1], start + 1)
        return ends

    def _words_from(self, text: str, start: int) -> Iterator[tuple[int, int]]:
        """The words that stand in the text from a place on: where each ends, and how often it is written."""
        rows, at = self._by_first.get(text[start], ""), 0
        for end in range(start + 1, len(text) + 1):
            # What begins with a longer piece stands behind the first that begins with a shorter one.
            at = rows.find(f"\n{text[start:end]}", at)
            if at < 0:
                return
            behind = at + 1 + end - start
            if rows[behind] == " ":
                yield end, _number(rows, behind + 1)

    def _often_at_least(self, piece: str) -> int:
        # As jieba has it: of what is no word, only that with which words begin is never written.
        begins = f"\n{piece}" in self._by_first.get(piece[0], "")
        return self.often(piece) if begins else 1


def everyday_words() -> Iterator[str]:
    """The 349,000 lines of jieba's list."""
    # Found without being imported: its modules take more memory than the words do here.
    found = find_spec("jieba")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("jieba")
    with Path(found.origin).with_name("dict.txt").open(encoding="utf-8") as file:
        for line in file:
            # The last is what kind of word it is.
            yield line[: line.rindex(" ")]


def _number(rows: str, at: int) -> int:
    return int(rows[at : rows.index("\n", at)])
