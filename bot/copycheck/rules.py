"""What a rule is: an id, a category, a level, a source and a sentence; and a family: a rule known by its forms."""

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
    """A rule whose claims are known by their form; the forms stand in data/lexicon/forms/.

    ``needs`` is a pattern that must stand somewhere in the text (a house is spoken of, a customer is spoken to),
    ``unless`` is a pattern that makes a match innocent when it is found in the match's own sentence.
    """

    rule: Rule
    needs: str = ""
    unless: str = ""


def family(
    id: str,
    level: Level,
    source: str,
    reason: Phrase,
    *,
    suggestion: Phrase | str | None = None,
    needs: str = "",
    unless: str = "",
    exempt: bool = True,
) -> Family:
    """Make a family; its category is the id's first word."""
    return Family(Rule(id, id.partition(".")[0], level, source, reason, suggestion, exempt), needs, unless)


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled when it is first needed: most drafts need few of them."""
    return re.compile(pattern)
