"""All the digests there are, each with whom it goes to and what gathers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.domain.digests import desk, weekly
from bot.domain.digests.kinds import Digest, to_desk

DIGESTS: Final[tuple[Digest, ...]] = (
    Digest("desk", lambda desk, _reader, _at: (to_desk(desk),), desk.gather),
    Digest("weekly", weekly.recipients, weekly.gather),
)

_NAMED: Final[Mapping[str, Digest]] = {digest.name: digest for digest in DIGESTS}


def named(name: str) -> Digest:
    """The digest of that name. Raises KeyError for one that there is not."""
    return _NAMED[name]
