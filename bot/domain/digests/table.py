"""All the digests there are, each with whom it goes to, when, and what gathers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.domain.digests import department, desk, leaders, personal, recipients, weekly
from bot.domain.digests.kinds import Digest

DIGESTS: Final[tuple[Digest, ...]] = (
    Digest("desk", recipients.the_desk, desk.gather, lambda settings: settings.digests.desk),
    Digest("department", recipients.departments, department.gather, lambda settings: settings.digests.department),
    Digest("leaders", recipients.leaders, leaders.gather, lambda settings: settings.digests.leaders),
    Digest("personal", recipients.whoever_asked, personal.gather, None),
    Digest(
        "weekly",
        recipients.the_desk_and_leaders,
        weekly.gather,
        lambda settings: settings.digests.weekly,
        weekly=True,
        alike=True,
    ),
)
_NAMED: Final[Mapping[str, Digest]] = {digest.name: digest for digest in DIGESTS}


def named(name: str) -> Digest:
    """The digest of that name. Raises KeyError for one that there is not."""
    return _NAMED[name]
