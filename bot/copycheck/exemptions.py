"""Why a finding may be let pass: the exemptions of the enforcement guideline, negation, quotation, warnings.

Each exemption is a rule of its own. It looks at the words around a candidate and gives its reason, or
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.copycheck.rules import Rule
from bot.text.words import Phrase

_SENTENCE_ENDS: Final = frozenset("。!?\n")
_CLAUSE_ENDS: Final = frozenset("。!?\n,;:")


@dataclass(frozen=True, slots=True)
class Site:
    """A candidate where it stands: the tight text, its span, its rule, and the sentence and clause around
    it.
    """

    text: str
    start: int
    end: int
    rule: Rule

    def around(self, ends: frozenset[str]) -> tuple[int, int]:
        """The bounds of the stretch without any of ``ends``, not counting those inside the candidate."""
        first, last = self.start, self.end
        while first > 0 and self.text[first - 1] not in ends:
            first -= 1
        while last < len(self.text) and self.text[last] not in ends:
            last += 1
        return first, last

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @property
    def clause(self) -> str:
        first, last = self.around(_CLAUSE_ENDS)
        return self.text[first:last]

    @property
    def sentence(self) -> str:
        first, last = self.around(_SENTENCE_ENDS)
        return self.text[first:last]

    @property
    def before(self) -> str:
        """The candidate's own clause up to it."""
        return self.text[self.around(_CLAUSE_ENDS)[0] : self.start]

    @property
    def after(self) -> str:
        """The candidate's own clause behind it."""
        return self.text[self.end : self.around(_CLAUSE_ENDS)[1]]


@dataclass(frozen=True, slots=True)
class Exemption:
    """A named exemption; ``categories`` it may speak for (empty: all)."""

    id: str
    reason: Phrase
    holds: Callable[[Site], bool]
    categories: frozenset[str] = frozenset()


def exempted(site: Site) -> Exemption | None:
    """The first exemption that lets the candidate pass, None when it stands."""
    if not site.rule.exempt:
        return None
    for one in exemptions():
        if (not one.categories or site.rule.category in one.categories) and one.holds(site):
            return one
    return None


def exemptions() -> tuple[Exemption, ...]:
    """All exemptions, in the order they are asked."""
    return ()
