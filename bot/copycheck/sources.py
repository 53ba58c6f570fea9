"""Where each rule comes from: a short code in the lexicon, the law's name and article on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast, get_args

from bot.copycheck.tables import rows
from bot.reference import reference

Basis = Literal["law", "platform", "practice", "house"]


@dataclass(frozen=True, slots=True)
class Source:
    """A law and article, a platform's rule, or a house's habit; ``name`` is what people read."""

    code: str
    basis: Basis
    name: str


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    """All sources by code, from data/lexicon/sources.tsv. ValueError names the line that cannot be read."""
    found: dict[str, Source] = {}
    for where, (code, basis, name) in rows(reference("lexicon", "sources.tsv"), 3):
        if basis not in get_args(Basis) or code in found:
            raise ValueError(f"{where}: basis must be one of {get_args(Basis)}, and each code stands once")
        found[code] = Source(code, cast(Basis, basis), name)
    return found
