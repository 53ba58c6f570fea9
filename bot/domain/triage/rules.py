"""The rules of data/triage/, read: words that count, guards that win over them, circumstances in which they do not count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, cast, get_args

from bot.reference import reference
from bot.store.complaints import CATEGORIES

Reach = Literal["before", "after", "clause", "text"]
P0: Final = "P0"


@dataclass(frozen=True, slots=True)
class Rule:
    """``parts`` follow one another in one clause, each one of several words; ``weight`` counts for ``about`` (a category,
    or P0), once, unless one of the circumstances named in ``unless`` is given."""

    parts: tuple[frozenset[str], ...]
    about: str
    weight: int
    unless: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Circumstance:
    """Given where one of the ``words`` stands within ``reach`` of what a rule found."""

    name: str
    reach: Reach
    words: frozenset[str]
    why: str


@dataclass(frozen=True, slots=True)
class Rules:
    """All of them; ``words`` is every word that any of them knows."""

    counting: tuple[Rule, ...]
    circumstances: dict[str, tuple[Circumstance, ...]]
    words: frozenset[str]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The rules that ship with the program. Raises ValueError, naming file and line, where one cannot be read."""
    given: dict[str, tuple[Circumstance, ...]] = {}
    known: set[str] = set()
    for place, (name, reach, words, why) in _rows("circumstances.tsv", 4):
        if reach not in get_args(Reach):
            raise ValueError(f"{place}: no such reach: {reach}")
        found = Circumstance(name, cast(Reach, reach), _words(place, words), why)
        given[name] = (*given.get(name, ()), found)
        known |= found.words
    known |= {word for place, (word, _) in _rows("guards.tsv", 2) if _words(place, word)}
    counting = []
    for place, (rule, about, weight, unless, why) in _rows("categories.tsv", 5):
        if about not in CATEGORIES:
            raise ValueError(f"{place}: no such category: {about}")
        counting.append(_rule(place, rule, about, weight, unless, why, given))
    for place, (rule, weight, unless, why) in _rows("severity.tsv", 4):
        counting.append(_rule(place, rule, P0, weight, unless, why, given))
    known |= {word for each in counting for part in each.parts for word in part}
    return Rules(tuple(counting), given, frozenset(known))


def _rows(name: str, columns: int) -> Iterator[tuple[str, list[str]]]:
    text = reference("triage", name).read_text("utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        cells, place = line.split("\t"), f"{name}:{number}"
        if len(cells) != columns:
            raise ValueError(f"{place}: {len(cells)} columns where {columns} are expected")
        yield place, cells


def _rule(
    place: str,
    rule: str,
    about: str,
    weight: str,
    unless: str,
    why: str,
    given: dict[str, tuple[Circumstance, ...]],
) -> Rule:
    names = tuple(name for name in unless.split(",") if name)
    if unknown := [name for name in names if name not in given]:
        raise ValueError(f"{place}: no such circumstance: {unknown[0]}")
    if not weight.isdecimal() or int(weight) == 0:
        raise ValueError(f"{place}: not a weight: {weight}")
    return Rule(tuple(_words(place, part) for part in rule.split("…")), about, int(weight), names, why)


def _words(place: str, cell: str) -> frozenset[str]:
    words = cell.split("|")
    if not all(words):
        raise ValueError(f"{place}: an empty word")
    return frozenset(words)
