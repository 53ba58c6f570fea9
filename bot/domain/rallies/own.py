"""What a person's own card of a rally shows, and whether it is needed at all when it is about to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.desk import Desk
from bot.domain.rallies.times import REMINDERS_MOST, may_remind
from bot.store import own_cards, posted, rally_lines, rally_people
from bot.store import rallies as rows
from bot.store.database import Reader
from bot.store.rallies import Rally, Tally
from bot.store.rally_people import Participant


@dataclass(frozen=True, slots=True)
class Own:
    """One person's side of a rally. Without a ``participant`` they are not asked (any more); ``line`` is theirs, or empty.
    ``may_wait``: they can be reminded once more."""

    rally: Rally
    tally: Tally
    participant: Participant | None
    line: str
    may_wait: bool


def own(desk: Desk, reader: Reader, case_id: str, person: str, at: datetime) -> Own | None:
    """A person's side of a rally as of ``at``; None where their card need not be sent: it would be the first thing they hear
    of it, or a reminder, and they have answered, it is over or held, or it is night."""
    rally = rows.rally(reader, case_id)
    if rally is None:
        return None
    participant = rally_people.of(reader, case_id, person)
    if not posted.card_ts(reader, case_id, own_cards.place_of(person)):
        if rally.state != "open" or participant is None:
            return None
        if not participant.takes_part and (rally.held or not _to_be_heard(desk, participant, at)):
            return None
    line = rally_lines.of(reader, case_id, person)
    may_wait = participant is None or participant.reminded < REMINDERS_MOST
    return Own(rally, rows.tally(reader, case_id), participant, line.text if line else "", may_wait)


def _to_be_heard(desk: Desk, participant: Participant, at: datetime) -> bool:
    """Whether the asking, or a reminder, may come to somebody who does not take part."""
    if participant.reminded:
        return may_remind(desk, at)
    # Who chose a time before they were asked, hears of it then.
    return participant.state == "asked"
