"""The report on a week or a month: honest figures against those before, each from the rows of its own time.

A clock is counted once, on the day it was settled: kept on the day its step was done by its due time, late on the day the
due time passed, however long after that the step was done. What stopped it before then (the customer was asked, another
department got the case, it was merged) counts as neither. The due time is the one that people were shown. A resolution that
came before the first reply counts while it stands: once the case is opened again, its due time is another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.cards.report import CLOCKS, ClockName, Facts, Joining, Report
from bot.charts.chart import Kept, Post
from bot.domain import rallies
from bot.domain.complaints.due import ENDED, QUEUE, RUNNING
from bot.domain.desk import Desk
from bot.domain.lead_record import records_between
from bot.domain.periods import Period
from bot.domain.time_report import time_report
from bot.store import period as rows
from bot.store.database import Reader
from bot.store.period import Published, Step
from bot.store.times import from_store, to_store

_OWED_MOST: Final = 5
# In which states a step counts as done, by the clock that ran for it.
_DONE: Final[dict[ClockName, frozenset[str]]] = {
    "claim": frozenset({"claimed", "replied", "waiting_customer", *ENDED}),
    "reply": frozenset({"replied", *ENDED}),
    "resolve": frozenset(ENDED),
}


def report(desk: Desk, reader: Reader, period: Period, at: datetime) -> Report:
    """The figures of ``period`` as they are known at ``at``. Its cost follows what happened since the period before began,
    and what is open."""
    steps = rows.steps(reader, to_store(period.before_start), to_store(period.end))
    owed, owed_count = rows.results_owed(reader, _OWED_MOST)
    return Report(
        unit=period.unit,
        day=at.astimezone(desk.zone).date(),
        first=period.first,
        last=period.last,
        now=_facts(desk, reader, steps, period.start, period.end, period.days),
        before=_facts(desk, reader, steps, period.before_start, period.before_end, ()),
        owed=tuple(owed),
        owed_count=owed_count,
        lead_days=desk.settings.policy.campaign.lead_days,
    )


def _facts(
    desk: Desk, reader: Reader, steps: Sequence[Step], start: datetime, end: datetime, days: Sequence[date]
) -> Facts:
    first, last = to_store(start), to_store(end)
    complaints, customers = rows.taken_in(reader, first, last)
    inside = [step for step in steps if first <= step.ended_at < last]
    settled = settled_clocks(steps, first, last)
    by_clock = Counter((clock, kept) for clock, kept, _ in settled)
    by_day = Counter((from_store(at).astimezone(desk.zone).date(), kept) for _, kept, at in settled)
    ended = rallies.ended(reader, start, end)
    total = rallies.total(ended)
    return Facts(
        posts=tuple(_post(one, desk.zone) for one in rows.posts(reader, first, last)),
        complaints=complaints,
        customers=customers,
        closed=len({step.case for step in inside if step.then in ENDED and step.state not in ENDED}),
        reopened=len({step.case for step in inside if step.state in ENDED and step.then in QUEUE}),
        clocks=tuple(Kept(by_clock[clock, True], by_clock[clock, False]) for clock in CLOCKS),
        days=tuple((day, Kept(by_day[day, True], by_day[day, False])) for day in days),
        time=time_report(desk, reader, start, end),
        leads=records_between(reader, start, end),
        rallies=Joining(len(ended), total.joined, total.reposts, total.replies),
    )


def settled_clocks(steps: Iterable[Step], start: str, end: str) -> list[tuple[ClockName, bool, str]]:
    """Every clock that was settled from ``start`` up to ``end`` (UTC text, not counted, not after now), as its name, whether
    it was kept, and when. Pure."""
    # One clock may run through several stretches (the case was assigned to somebody else): it is known by its due time. It is
    # kept once and late once; both where it was kept and then ran on, so that two weeks add up to what both are together.
    found: dict[tuple[str, ClockName, str, bool], str] = {}
    for step in steps:
        for clock, due in _clocks(step):
            in_time = bool(step.ended_at) and step.ended_at <= due
            if not in_time or _done(step, clock):
                moment = step.ended_at if in_time else due
                key = step.case, clock, due, in_time
                found[key] = min(moment, found.get(key, moment))
    return [(clock, kept, moment) for (_, clock, _, kept), moment in found.items() if start <= moment < end]


def _clocks(step: Step) -> Iterator[tuple[ClockName, str]]:
    """The clocks that a stretch may settle, each with its due time: the one that ran, and what was done all at once."""
    running = RUNNING.get(step.state)
    if running is not None and step.due:
        yield running, step.due
    if running is None and step.then == "replied" and step.reply_due:
        yield "reply", step.reply_due
    # Resolving may come before the first reply; until it comes its time passes, but not while the customer is asked.
    if running != "resolve" and step.resolve_due and (running is not None or step.then in ENDED):
        yield "resolve", step.resolve_due


def _done(step: Step, clock: ClockName) -> bool:
    # A case that is handed over is taken on only by the department that it was handed to.
    refused = step.state == "handed_over" and step.then_department != step.department
    return step.then in _DONE[clock] and not refused


def _post(found: Published, zone: ZoneInfo) -> Post:
    told = found.figures
    return Post(
        id=found.id,
        day=from_store(found.at).astimezone(zone).date(),
        reads=told.reads if told else 0,
        acts=told.reposts + told.comments + told.likes if told else 0,
        engagement=told.engagement if told else None,
    )
