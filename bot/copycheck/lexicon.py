"""The word list: terms with category, level, source and manner of standing in a line; and guard phrases.

data/lexicon/terms/*.tsv, one file per category (columns: term, level, source, boundary, suggestion) and
data/lexicon/guards.tsv (phrase, why): an innocent phrase that holds a term, which wins because it is longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast, get_args

from bot.copycheck.model import LEVELS, Level
from bot.copycheck.normal import normal
from bot.copycheck.sources import sources
from bot.copycheck.tables import rows
from bot.reference import reference

Boundary = Literal["free", "word", "stem"]
"""How a term must stand among the words: anywhere · as words of its own · also inside one longer word
(减肥茶).
"""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the word list. ``suggestion`` is a rewording, empty where there is none."""

    text: str
    category: str
    level: Level
    source: str
    boundary: Boundary
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """An innocent phrase and why it is innocent; ``told`` guards are shown among what was let pass."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All terms and guards by their tight spelling."""

    terms: dict[str, Term]
    guards: dict[str, Guard]


def read_terms(path: Path) -> list[Term]:
    """The terms of one category's file, named after the category. ValueError names the line that is wrong."""
    found = []
    for where, (text, level, source, boundary, suggestion) in rows(path, 5):
        if level not in LEVELS or boundary not in get_args(Boundary) or len(text) < 2:
            raise ValueError(f"{where}: {text!r} needs a level and free, word or stem")
        if source not in sources():
            raise ValueError(f"{where}: {source!r} is not in sources.tsv")
        found.append(Term(text, path.stem, level, source, cast(Boundary, boundary), suggestion))
    return found


def read_guards(path: Path) -> list[Guard]:
    """The guard phrases. ValueError names the line without a reason."""
    found = []
    for where, (text, why) in rows(path, 2):
        if not why or len(text) < 2:
            raise ValueError(f"{where}: {text!r} needs a reason")
        found.append(Guard(text, why))
    return found


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The shipped lexicon, read once."""
    terms = [t for path in sorted(reference("lexicon", "terms").glob("*.tsv")) for t in read_terms(path)]
    guards = read_guards(reference("lexicon", "guards.tsv"))
    return Lexicon({normal(t.text).text: t for t in terms}, {normal(g.text).text: g for g in guards})
