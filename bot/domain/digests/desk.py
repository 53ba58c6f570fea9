"""The desk's digest: what the Weibo team has before it on a day, from one read of what is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.domain.desk import Desk
from bot.domain.digests.kinds import Recipient
from bot.store import campaigns as campaign_rows
from bot.store import complaints as complaint_rows
from bot.store import drafts as draft_rows
from bot.store.campaigns import Campaign
from bot.store.complaints import Complaint
from bot.store.database import Reader
from bot.store.drafts import Draft
from bot.store.times import to_store

_MOST: Final = 5
_COMING_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class DeskDigest:
    """What the desk has before it on ``day``. The lists hold the few that matter most, the numbers count all."""

    day: date
    posts: tuple[Draft, ...]
    waiting: tuple[Draft, ...]
    waiting_count: int
    complaints: tuple[Complaint, ...]
    counts: dict[str, int]
    starting: tuple[Campaign, ...]
    unanswered: tuple[Campaign, ...]
    unanswered_count: int
    working: bool = True
    announced: bool = True

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        lists = (self.posts, self.waiting, self.complaints, self.starting, self.unanswered)
        return not any(lists) and not self.counts["open"]


def gather(desk: Desk, reader: Reader, to: Recipient, at: datetime) -> DeskDigest:
    """Gather the digest as of ``at``; it says the same wherever it goes. Its cost follows what is open, not what ever was."""
    day = at.astimezone(desk.zone).date()
    start = datetime.combine(day, time(), desk.zone)
    coming = (day + timedelta(days=_COMING_DAYS)).isoformat()
    return DeskDigest(
        day=day,
        posts=tuple(draft_rows.wanted_between(reader, to_store(start), to_store(start + timedelta(days=1)))),
        waiting=tuple(draft_rows.in_review(reader, _MOST)),
        waiting_count=draft_rows.review_count(reader),
        complaints=tuple(complaint_rows.running(reader, most=_MOST)),
        counts=complaint_rows.open_counts(reader, to_store(at)),
        starting=tuple(campaign_rows.starting(reader, day.isoformat(), coming)),
        unanswered=tuple(campaign_rows.unanswered(reader, _MOST)),
        unanswered_count=campaign_rows.counts(reader).get("submitted", 0),
        working=desk.calendar.is_working(day),
        announced=desk.calendar.announced(day.year),
    )
