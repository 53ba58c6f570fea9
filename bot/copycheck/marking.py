"""Cuts a text at its findings, so that a card or a terminal can show it marked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from bot.copycheck.model import LEVELS, Finding, Level, Report


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text; ``findings`` that cover it (none: plain), ``level`` the gravest of them."""

    text: str
    start: int
    end: int
    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level | None:
        """The gravest level over this piece, None where nothing was found."""
        return min((f.level for f in self.findings), key=LEVELS.index, default=None)


def mark(text: str, report: Report) -> tuple[Segment, ...]:
    """The text in pieces, each with the findings over it. Joined, the pieces are the text again.

    Findings about the whole draft (an empty span) are in no piece.
    """
    spanned = [f for f in report.findings if f.end > f.start]
    cuts = sorted({0, len(text), *(f.start for f in spanned), *(f.end for f in spanned)})
    return tuple(
        Segment(text[a:b], a, b, tuple(f for f in spanned if f.start <= a and b <= f.end)) for a, b in pairwise(cuts)
    )
