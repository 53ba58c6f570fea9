"""A difference as a person reads it: what was taken out, what came in, what was moved; punctuation is counted, not shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.text.difference import Kind, Piece, compared, grouped

ChangeKind = Literal["same", "gone", "new", "from", "to"]

# Marks that may come and go without a word being changed. A point, a colon or a comma between digits is a part of a number.
_MARKS: Final = frozenset("，。！？；：、…—～~·“”‘’\"'（）()《》【】「」『』,.!?;:- \u3000\t\n")
_IN_NUMBERS: Final = frozenset(".:,，：-")
# So short, words that went here and came there are no move.
_MOVED_LEAST: Final = 4


@dataclass(frozen=True, slots=True)
class Change:
    """A run of characters that stayed, went (``gone``), came (``new``), or was moved: away from here (``from``), to
    here (``to``)."""

    kind: ChangeKind
    text: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed, in reading order, and in how many places only punctuation did."""

    pieces: tuple[Change, ...]
    marks: int

    @property
    def none(self) -> bool:
        """Whether no word changed."""
        return all(piece.kind == "same" for piece in self.pieces)


def changes(old: str, new: str) -> Changes:
    """What became of ``old``. The pieces that are not gone nor moved away, joined, are ``new``."""
    pieces, marks = _without_marks(compared(old, new))
    return Changes(tuple(_moved([Change(piece.kind, piece.text) for piece in grouped(pieces)])), marks)


def around(pieces: Sequence[Change], most: int) -> tuple[Change, ...]:
    """The pieces with long runs of what stayed cut to ``most`` characters at each change, … for what is left out."""
    short: list[Change] = []
    for place, piece in enumerate(pieces):
        if piece.kind != "same" or len(piece.text) <= 2 * most + 1:
            short.append(piece)
            continue
        before = piece.text[:most] if place else ""
        after = piece.text[len(piece.text) - most :] if place < len(pieces) - 1 else ""
        short.append(Change("same", f"{before}…{after}"))
    return tuple(short)


def _without_marks(pieces: Sequence[Piece]) -> tuple[list[Piece], int]:
    found: list[Piece] = []
    marks = place = 0
    while place < len(pieces):
        piece = pieces[place]
        if piece.kind == "same":
            _add(found, "same", piece.text)
            place += 1
            continue
        gone = piece.text if piece.kind == "gone" else ""
        after = place + 1
        new = piece.text if piece.kind == "new" else ""
        if gone and after < len(pieces) and pieces[after].kind == "new":
            new = pieces[after].text
            after += 1
        left = found[-1].text[-1:] if found else ""
        right = pieces[after].text[:1] if after < len(pieces) else ""
        if _letters(gone, left, right) == _letters(new, left, right):
            marks += 1
            _add(found, "same", new)
        else:
            _add(found, "gone", gone)
            _add(found, "new", new)
        place = after
    return found, marks


def _letters(text: str, left: str, right: str) -> str:
    """The words of a piece that stands between two characters, in one width."""
    kept = []
    for place, character in enumerate(text):
        before = text[place - 1] if place else left
        after = text[place + 1] if place + 1 < len(text) else right
        between_digits = before.isdigit() and after.isdigit()
        if character not in _MARKS or (character in _IN_NUMBERS and between_digits):
            kept.append(unicodedata.normalize("NFKC", character))
    return "".join(kept)


def _moved(pieces: Sequence[Change]) -> list[Change]:
    """Words that went in one place and came in another are shown as moved."""
    left = {_letters(one.text, "", ""): place for place, one in enumerate(pieces) if one.kind == "gone"}
    found = list(pieces)
    for place, one in enumerate(pieces):
        words = _letters(one.text, "", "") if one.kind == "new" else ""
        if len(words) >= _MOVED_LEAST and words in left:
            origin = left.pop(words)
            found[origin] = Change("from", pieces[origin].text)
            found[place] = Change("to", one.text)
    return found


def _add(found: list[Piece], kind: Kind, text: str) -> None:
    if not text:
        return
    if found and found[-1].kind == kind == "same":
        found[-1] = Piece("same", found[-1].text + text)
    else:
        found.append(Piece(kind, text))
