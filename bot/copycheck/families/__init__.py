"""Rules by form: what a word list cannot say, category by category."""

from __future__ import annotations

from bot.copycheck.families import absolute
from bot.copycheck.guards import guard_families
from bot.copycheck.rules import Family


def all_families() -> tuple[Family, ...]:
    """Every family, the innocent forms first."""
    return (*guard_families(), *absolute.families())
