"""Rules by form: what a word list cannot say, category by category."""

from __future__ import annotations

from bot.copycheck.families import (
    absolute,
    authority,
    conduct,
    education,
    finance,
    health,
    luck,
    medical,
    price,
    privacy,
    realestate,
    tone,
)
from bot.copycheck.guards import guard_families
from bot.copycheck.rules import Family

_MODULES = (
    absolute, medical, health, finance, education, luck, price, authority, conduct, realestate, privacy, tone
)  # fmt: skip


def all_families() -> tuple[Family, ...]:
    """Every family, the innocent forms first."""
    return (*guard_families(), *(one for module in _MODULES for one in module.families()))
