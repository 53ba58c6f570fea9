"""Which digest a person is working through, held in memory: what they do behind its lines, in forms and lists, shows in it too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# What the id of a digest's first block begins with.
SIGN: Final = "digest:"
# After a line was clicked, so long what the person does is taken for done from there.
_HOLDS: Final = timedelta(minutes=15)
# So many people are held; it is a nicety, and may be forgotten.
_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Standing:
    """A digest where it stands in the chat: its mark (`bot.domain.digests.standing.Mark`) as text, its channel's id and its
    message's time stamp."""

    mark: str
    channel: str
    ts: str


class FromDigest:
    """The digest in which each person clicked a line last."""

    def __init__(self) -> None:
        self._clicked: dict[str, tuple[Standing, datetime]] = {}

    def clicked(self, person: str, digest: Standing, now: datetime) -> None:
        """A person clicked a line of a digest."""
        if len(self._clicked) >= _MOST:
            self._clicked.clear()
        self._clicked[person] = digest, now

    def of(self, person: str, now: datetime) -> Standing | None:
        """The digest that a person is working through; None when they clicked in none lately."""
        found = self._clicked.get(person)
        # The clock of a computer may be set back.
        return found[0] if found is not None and found[1] <= now < found[1] + _HOLDS else None
