"""What an exemption is: a reason why a candidate is no claim, and the categories it may speak for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.copycheck.circumstances import Site
from bot.text.words import Phrase


@dataclass(frozen=True, slots=True)
class Exemption:
    """A named exemption; ``categories`` it may speak for (empty: all)."""

    id: str
    reason: Phrase
    holds: Callable[[Site], bool]
    categories: frozenset[str] = frozenset()
