"""A leader's digest: what happened on a day, what people said, and the one to three things that need this leader."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from bot.cards.digests.fold import Lines
from bot.domain import posting, rallies
from bot.domain.desk import Desk
from bot.domain.digests.kinds import Recipient
from bot.domain.digests.lists import lines, span
from bot.store import campaigns as campaign_rows
from bot.store import complaints as complaint_rows
from bot.store import day_figures
from bot.store.campaigns import Campaign
from bot.store.complaints import Complaint
from bot.store.database import Reader
from bot.store.day_figures import Came, Resolved
from bot.store.rallies import Tally
from bot.store.slots import Hold
from bot.store.times import from_store, to_store

ASKS_MOST: Final = 3
# The states of a slot from which a post may still come.
_AHEAD: Final = ("planned", "held", "filled")


@dataclass(frozen=True, slots=True)
class LeadersDigest:
    """One day for one leader. ``published`` posts went out, ``missed`` slots passed without one, ``ahead``
    are still to come.
    Of complaints: what ``came`` and was ``resolved`` on the day, what is ``open`` and ``overdue`` now, and the one to quote
    (``voice``). ``notices`` were given on the day, ``late`` of them with less than the lead time asked for; ``begun`` are
    the campaigns whose first day it is. ``tally`` is over the ``rallies`` that are open or ended on the day, and ``thanks``
    are those who joined them. ``asks`` is what needs this leader."""

    day: date
    published: int = 0
    missed: int = 0
    ahead: int = 0
    came: Came = field(default_factory=lambda: Came(0, 0, ()))
    resolved: Resolved = field(default_factory=lambda: Resolved(0, 0))
    open: int = 0
    overdue: int = 0
    voice: Complaint | None = None
    notices: int = 0
    late: int = 0
    begun: tuple[Campaign, ...] = ()
    rallies: int = 0
    tally: Tally = field(default_factory=Tally)
    thanks: tuple[str, ...] = ()
    hold: Hold | None = None
    asks: Lines = field(default_factory=lambda: Lines("asks", (), 0))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say: nothing happened, nobody wrote, nothing waits."""
        posts = self.published or self.missed
        people = self.came.complaints or self.resolved.complaints or self.overdue
        campaigns = self.notices or self.begun or self.rallies
        return not (posts or people or campaigns or self.hold or self.asks.total)


def gather(desk: Desk, reader: Reader, to: Recipient, at: datetime) -> LeadersDigest:
    """Gather the digest of the recipient, a leader, as of ``at``. Its cost follows what is of the day or open."""
    day = at.astimezone(desk.zone).date()
    start, end = span(desk, day)
    now = to_store(at)
    ahead = [slot for slot in posting.day_slots(desk, reader, day) if slot.state in _AHEAD]
    counts = complaint_rows.open_counts(reader, now)
    notices = campaign_rows.submitted_between(reader, start, end)
    called = [*rallies.running(reader), *rallies.ended(reader, from_store(start), from_store(end))]
    today = day.isoformat()
    return LeadersDigest(
        day=day,
        published=day_figures.published(reader, start, end),
        missed=day_figures.missed(reader, start, end) + sum(slot.at < now for slot in ahead),
        ahead=sum(slot.at >= now for slot in ahead),
        came=day_figures.came(reader, start, end),
        resolved=day_figures.resolved(reader, start, end),
        open=counts["open"],
        overdue=counts["overdue"],
        voice=day_figures.loudest(reader, start, end),
        notices=len(notices),
        late=sum(one.light != "in_time" for one in notices),
        begun=tuple(campaign_rows.starting(reader, today, today)),
        rallies=len(called),
        tally=rallies.total(called),
        thanks=tuple(dict.fromkeys(person for one in called for person in one.thanks)),
        hold=rallies.holding(reader, at),
        asks=lines(desk, reader, "asks", at, of=to.id, most=ASKS_MOST),
    )
