"""The families: what a claim by form is and by which law, category by category; the forms stand in data/lexicon/forms/."""

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
from bot.copycheck.rules import Family

_MODULES = (
    absolute, medical, health, finance, education, luck, price, authority, conduct, realestate, privacy, tone
)  # fmt: skip


def all_families() -> tuple[Family, ...]:
    """Every family."""
    return tuple(one for module in _MODULES for one in module.families())
