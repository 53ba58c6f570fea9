"""What a report on a week or a month says: plain values, gathered by the domain, drawn for the chat and as a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from bot.cards.lead_record import LeadRecord
from bot.charts.chart import Kept, Post
from bot.store.campaigns import Campaign

ClockName = Literal["claim", "reply", "resolve"]
CLOCKS: Final[tuple[ClockName, ...]] = ("claim", "reply", "resolve")


@dataclass(frozen=True, slots=True)
class DepartmentTime:
    """One department's time with complaints in a period, summed over ``cases``: seconds by the wall clock, within service
    hours, and of those the ones past a due time, in ``late`` cases. An empty ``department`` is the queue that is in
    nobody's charge."""

    department: str
    cases: int
    elapsed: int
    service: int
    over: int
    late: int


@dataclass(frozen=True, slots=True)
class TimeReport:
    """Whose complaints' time it was from ``start`` up to ``end`` (UTC text). ``waited`` is the time spent waiting for
    customers, in seconds by the wall clock, over ``waiting`` cases; ``cases`` counts every case that had any time."""

    start: str
    end: str
    departments: tuple[DepartmentTime, ...]
    cases: int
    waited: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Joining:
    """What came of the rallies that ended: how many there were, joined, reposted, and the replies that earned."""

    ended: int = 0
    joined: int = 0
    reposts: int = 0
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures of one period. ``complaints`` came in, from ``customers``; ``closed`` and ``reopened`` count cases.
    ``clocks`` are those of each step, in the order of `CLOCKS`; ``days`` the same clocks by the day each was met or ran
    out."""

    posts: tuple[Post, ...]
    complaints: int
    customers: int
    closed: int
    reopened: int
    clocks: tuple[Kept, ...]
    days: tuple[tuple[date, Kept], ...]
    time: TimeReport
    leads: Sequence[LeadRecord]
    rallies: Joining

    @property
    def measured(self) -> tuple[Post, ...]:
        """The posts whose engagement is known."""
        return tuple(post for post in self.posts if post.engagement is not None)

    @property
    def engagement(self) -> float | None:
        """All acts ÷ all reads of the measured posts; None where there is none."""
        reads = sum(post.reads for post in self.measured)
        return sum(post.acts for post in self.measured) / reads if reads else None

    @property
    def kept(self) -> Kept:
        """The clocks of every step together."""
        return Kept(sum(one.kept for one in self.clocks), sum(one.late for one in self.clocks))

    @property
    def empty(self) -> bool:
        """Whether nothing happened."""
        counted = (self.complaints, self.closed, self.reopened, self.kept.all, self.time.cases, self.rallies.ended)
        return not any(counted) and not self.posts and not self.leads


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of the ``days`` from the ``first`` to the ``last``, and of as much time ``before``. ``day`` is the day it
    is gathered on; ``owed`` are the oldest campaigns whose results nobody gave, of ``owed_count``; ``lead_days`` is the
    policy that the lead times are held against."""

    unit: Literal["week", "month"]
    day: date
    first: date
    last: date
    now: Facts
    before: Facts
    owed: tuple[Campaign, ...]
    owed_count: int
    lead_days: int

    @property
    def empty(self) -> bool:
        """Whether the period had nothing."""
        return self.now.empty
