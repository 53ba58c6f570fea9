"""What changed between two texts, character by character (Chinese has no spaces), grouped so that it can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

Kind = Literal["same", "gone", "new"]

# So few characters that stayed between two changes are read as part of them.
_ISLAND: Final = 2
# Beyond this many pairs of equal characters, comparing them takes longer than a person waits: paragraphs are compared.
_PAIRS_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that stayed (``same``), went (``gone``) or came (``new``)."""

    kind: Kind
    text: str


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces in reading order. Those that are not ``new``, joined, are ``old``; those not ``gone``, ``new``."""
    return tuple(grouped(compared(old, new)))


def compared(old: str, new: str) -> tuple[Piece, ...]:
    """As `difference`, each character that stayed by itself where it stayed alone."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    pieces = [Piece("same", old[:head]), *_compared(old_middle, new_middle), Piece("same", old[len(old) - tail :])]
    return tuple(piece for piece in pieces if piece.text)


def _common(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _compared(old: str, new: str) -> Iterator[Piece]:
    if _equal_pairs(old, new) > _PAIRS_MOST:
        a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
        matcher: SequenceMatcher[str] = SequenceMatcher(None, a, b, autojunk=False)
        ops = [("".join(a[i:j]), "".join(b[k:m]), tag) for tag, i, j, k, m in matcher.get_opcodes()]
    else:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        ops = [(old[i:j], new[k:m], tag) for tag, i, j, k, m in matcher.get_opcodes()]
    for gone, come, tag in ops:
        if tag == "equal":
            yield Piece("same", gone)
        else:
            yield Piece("gone", gone)
            yield Piece("new", come)


def _equal_pairs(old: str, new: str) -> int:
    there = Counter(old)
    return sum(there[character] * times for character, times in Counter(new).items())


def grouped(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with what stayed for a character or two between two changes read as part of them."""
    gone = new = held = ""
    for piece in pieces:
        if piece.kind == "gone":
            gone, new, held = gone + held + piece.text, new + held, ""
        elif piece.kind == "new":
            gone, new, held = gone + held, new + held + piece.text, ""
        elif (gone or new) and len(piece.text) <= _ISLAND and not held:
            # Whether it stands between two changes shows with the next piece.
            held = piece.text
        else:
            yield from _change(gone, new)
            yield Piece("same", held + piece.text)
            gone = new = held = ""
    yield from _change(gone, new)
    if held:
        yield Piece("same", held)


def _change(gone: str, new: str) -> Iterator[Piece]:
    if gone:
        yield Piece("gone", gone)
    if new:
        yield Piece("new", new)
