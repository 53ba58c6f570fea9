"""Rules about a draft as a whole, and the company's own words."""

from __future__ import annotations

from bot.copycheck.draft import Draft
from bot.copycheck.model import Finding, Passed


def findings(draft: Draft) -> list[Finding]:
    """What is wrong with the draft beyond its words."""
    return []


def house_words(draft: Draft, found: list[Finding]) -> tuple[list[Finding], list[Passed]]:
    """Add what the company denies, take away what it allows (never a block from law)."""
    return found, []
