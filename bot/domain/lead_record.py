"""The lead-time record of each department: how early its notices came, and how often they were changed afterwards.

Sums over the notices themselves, each with its n; no opinion. Source: product, campaign notice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low
from typing import Final

from bot.store import campaigns as rows
from bot.store.campaigns import Campaign
from bot.store.database import Reader
from bot.store.times import to_store

# The period that a department's standing record is over.
RECORD: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class LeadRecord:
    """``notices`` were given, ``in_time`` of them early enough, ``late`` and ``urgent`` not; ``median`` are working days
    (of an even number the lower of the two in the middle, so that it is a number of days that really occurred);
    ``changed`` of the ``accepted`` ones were changed after acceptance, ``changes`` times in all."""

    department: str
    notices: int
    in_time: int
    late: int
    urgent: int
    median: int
    accepted: int
    changed: int
    changes: int

    @property
    def share(self) -> int:
        """In time ÷ notices, in whole per cent."""
        return round(100 * self.in_time / self.notices)


def lead_records(cases: Iterable[Campaign]) -> tuple[LeadRecord, ...]:
    """The record of each department that gave notice, by department; called-off notices count too: their lead time was
    what it was. Pure."""
    by_department: dict[str, list[Campaign]] = {}
    for case in cases:
        by_department.setdefault(case.department, []).append(case)
    return tuple(_record(department, found) for department, found in sorted(by_department.items()))


def records_between(reader: Reader, start: datetime, end: datetime) -> tuple[LeadRecord, ...]:
    """The records over the notices first given from ``start`` up to ``end`` (not counted)."""
    return lead_records(rows.submitted_between(reader, to_store(start), to_store(end)))


def record_of(reader: Reader, department: str, at: datetime) -> LeadRecord | None:
    """A department's standing record at ``at``: over the last 90 days; None where it gave no notice."""
    found = records_between(reader, at - RECORD, at)
    return next((one for one in found if one.department == department), None)


def _record(department: str, cases: list[Campaign]) -> LeadRecord:
    lights = [case.light for case in cases]
    accepted = [case for case in cases if case.accepted_at]
    return LeadRecord(
        department=department,
        notices=len(cases),
        in_time=lights.count("in_time"),
        late=lights.count("late"),
        urgent=lights.count("urgent"),
        median=median_low(case.lead_days for case in cases),
        accepted=len(accepted),
        changed=sum(case.changes > 0 for case in accepted),
        changes=sum(case.changes for case in accepted),
    )
