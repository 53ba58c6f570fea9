"""What a rule is: an id, a category, a level, a source and a sentence; and the families by form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.copycheck.model import Level
from bot.text.words import Phrase


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as the manual lists it. ``source`` is a code of data/lexicon/sources.tsv.

    ``exempt`` says whether the exemptions (negation, quotation, own comparison …) are asked before it is
    reported.
    """

    id: str
    category: str
    level: Level
    source: str
    reason: Phrase
    suggestion: Phrase | str | None = None
    exempt: bool = True


@dataclass(frozen=True, slots=True)
class Family:
    """A rule by form. The pattern reads the tight text; a match always holds one of the ``anchors``.

    Anchors are what makes it quick: the pattern is tried only where one of them stands. Group ``x`` of the
    pattern, if
    there is one, is what is reported; else the whole match.
    """

    rule: Rule
    anchors: tuple[str, ...]
    pattern: str
    needs: str = ""
    unless: str = ""


def family(
    id: str,
    level: Level,
    source: str,
    reason: Phrase,
    *,
    anchors: str,
    pattern: str,
    suggestion: Phrase | str | None = None,
    needs: str = "",
    unless: str = "",
    exempt: bool = True,
) -> Family:
    """Make a family; its category is the id's first word, ``anchors`` are separated by blanks.

    ``needs`` is a pattern that must stand somewhere in the text (a house is spoken of, a customer is spoken
    to),
    ``unless`` is a pattern that makes the match innocent when it is found in the match's own sentence.
    """
    rule = Rule(id, id.partition(".")[0], level, source, reason, suggestion, exempt)
    return Family(rule, tuple(anchors.split()), pattern, needs, unless)


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled when it is first needed: most drafts need few of them."""
    return re.compile(pattern)
