"""Lists of campaign notices: what is coming, a person's own, all of them; of a department, or of a month."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from bot.domain.desk import Desk
from bot.store import campaign_lists
from bot.store import campaigns as rows
from bot.store.campaigns import Campaign
from bot.store.times import to_store

Which = Literal["", "upcoming", "mine", "all"]
# Of all that a department ever gave notice of, so much is listed.
ALL_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants listed; what is empty is not asked for. ``month`` is the first day of the month in which it is
    promoted or runs."""

    which: Which = ""
    department: str = ""
    month: date | None = None


def found(desk: Desk, user: str, asked: Asked, most: int) -> tuple[list[Campaign], int]:
    """The first ``most`` of what a person asks for, and how many there are in full. A month has everything that was not called
    off; ``all`` of a department is what it gave notice of within `ALL_DAYS`."""
    reader, department = desk.store, asked.department
    if asked.month is not None:
        cases = [case for case in _of_month(desk, asked.month) if _is_asked(case, user, asked)]
        return cases[:most], len(cases)
    if asked.which == "mine":
        return rows.of_person(reader, user, most, department), rows.count_of_person(reader, user, department)
    if asked.which == "all" and department:
        since = to_store(desk.now() - timedelta(days=ALL_DAYS))
        return (
            campaign_lists.latest_of(reader, department, since, most),
            campaign_lists.count_of(reader, department, since),
        )
    if asked.which == "all":
        return rows.latest(reader, most), sum(rows.counts(reader).values())
    if department:
        return rows.upcoming(reader, most, department), campaign_lists.count_upcoming(reader, department)
    counts = rows.counts(reader)
    return rows.upcoming(reader, most), sum(counts.get(state, 0) for state in rows.COMING)


def _of_month(desk: Desk, first: date) -> list[Campaign]:
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return rows.between(desk.store, first.isoformat(), last.isoformat())


def _is_asked(case: Campaign, user: str, asked: Asked) -> bool:
    own = asked.which != "mine" or user in (case.contact, case.owner)
    coming = asked.which != "upcoming" or case.state in rows.COMING
    return own and coming and asked.department in ("", case.department)
