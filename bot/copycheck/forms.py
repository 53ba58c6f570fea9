"""The forms: claims that no word list holds, as patterns of data/lexicon/forms/, and innocent phrases by form.

A form belongs to a family (`families/`), which says what is wrong and by which law. The patterns are written with the
pieces of data/lexicon/pieces.tsv (``<N>``: a number, ``<IN>``: a character of the same clause …).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from bot.copycheck.families import all_families
from bot.copycheck.rules import Family, Rule
from bot.copycheck.tables import rows
from bot.reference import reference
from bot.text.words import Phrase

GUARD: Final = Family(Rule("guard", "guard", "style", "house", Phrase("")))
"""The family of the innocent phrases: a claim inside one of them is none."""

_PIECE: Final = re.compile(r"<([A-Z]+)>")


@dataclass(frozen=True, slots=True)
class Form:
    """One way of making a claim. The pattern reads the tight text; a match always holds one of the ``anchors``.

    Anchors are what makes it quick: the pattern is tried only where one of them stands, and one of ``also`` too where
    there are such. Group ``x`` of the pattern, if there is one, is what is reported; else the whole match.
    """

    family: Family
    pattern: str
    anchors: tuple[str, ...]
    also: tuple[str, ...] = ()
    example: str = ""


@lru_cache(maxsize=1)
def pieces() -> dict[str, str]:
    """The shared pieces by name, each a whole pattern."""
    return {name: pattern for _, (name, pattern, _what) in rows(reference("lexicon", "pieces.tsv"), 3)}


def spelt_out(pattern: str) -> str:
    """A pattern with its pieces put in. KeyError names a piece there is not."""
    return _PIECE.sub(lambda piece: pieces()[piece[1]], pattern)


def _held(written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The anchors, and behind a plus sign those of which one must stand there too."""
    anchors, _, also = written.partition(" + ")
    return tuple(anchors.split()), tuple(also.split())


def read_forms(path: Path, families: Iterable[Family]) -> list[Form]:
    """The forms of one category's file. ValueError names the line that is wrong."""
    known = {one.rule.id: one for one in families}
    found = []
    for where, (rule, pattern, example, anchors) in rows(path, 4):
        if rule not in known or not anchors:
            raise ValueError(f"{where}: {rule!r} needs a family and anchors")
        found.append(Form(known[rule], spelt_out(pattern), *_held(anchors), example))
    return found


def read_guard_forms(path: Path) -> list[Form]:
    """The innocent phrases by form. ValueError names the line without a reason or anchors."""
    found = []
    for where, (pattern, why, anchors) in rows(path, 3):
        if not why or not anchors:
            raise ValueError(f"{where}: {pattern!r} needs a reason and anchors")
        found.append(Form(GUARD, spelt_out(pattern), *_held(anchors), why))
    return found


@lru_cache(maxsize=1)
def all_forms() -> Sequence[Form]:
    """Every form, the innocent ones first."""
    families = all_families()
    guards = read_guard_forms(reference("lexicon", "guard_forms.tsv"))
    files = sorted(reference("lexicon", "forms").glob("*.tsv"))
    return (*guards, *(form for path in files for form in read_forms(path, families)))
