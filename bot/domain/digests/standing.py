"""A digest that stands in the chat: drawn anew, with what is so by then, after something was done from its own lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.desk import Desk
from bot.domain.digests.kinds import Recipient
from bot.domain.from_digest import SIGN
from bot.store import posted
from bot.store.gathered import owe_gathered
from bot.store.own_cards import person_at, place_of
from bot.store.times import epoch_ms

# It is drawn anew at most so often, however many click.
_EVERY_MS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Mark:
    """By what a digest is known again in the chat; its first block carries it as `str` gives it. ``day`` is an ISO date."""

    name: str
    day: str
    late: bool
    department: str = ""

    def __str__(self) -> str:
        return f"{SIGN}{self.name}:{self.day}:{'late' if self.late else ''}:{self.department}"


def read_mark(text: str) -> Mark | None:
    """The mark that a block carries; None where it carries another id, or none."""
    name, day, late, department = [*text.removeprefix(SIGN).split(":", 3), "", "", ""][:4]
    return Mark(name, day, bool(late), department) if text.startswith(SIGN) and day else None


def draw_anew(desk: Desk, mark: Mark, channel: str, ts: str, person: str, at: datetime) -> None:
    """Owe the digest that stands at ``ts`` in a channel (an id) once more; in direct messages it is ``person``'s own."""
    place = place_of(person) if channel.startswith("D") else channel
    with desk.store.transaction() as tx:
        if not posted.card_ts(tx, str(mark), place):
            posted.save_card(tx, str(mark), place, ts)
        owe_gathered(tx, place, str(mark), now=epoch_ms(at), every=_EVERY_MS)


def recipient_at(mark: Mark, place: str) -> Recipient:
    """Whom a digest that stands at a place (as the outbox names it) goes to."""
    person = person_at(place)
    return Recipient("person", person) if person else Recipient("channel", place, mark.department)
