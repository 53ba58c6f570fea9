"""Lists of complaints: what may be asked for, one page at a time, and each row's next step for whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from bot.domain.desk import Desk
from bot.errors import Invalid
from bot.store import complaint_lists as rows
from bot.store.complaint_lists import Place, Wanted, place_of
from bot.store.complaints import UNCLAIMED, Complaint
from bot.store.times import to_store
from bot.text.width import key_of
from bot.text.words import phrase

PAGE: Final = 10
Which = Literal["open", "mine", "unclaimed", "overdue", "waiting", "all"]
WHICH: Final[tuple[Which, ...]] = ("open", "mine", "unclaimed", "overdue", "waiting", "all")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants listed: the kinds that must all hold, and what else narrows it down. Dates are the days on
    which a complaint was logged, in the company's zone, both included."""

    which: frozenset[Which] = frozenset()
    department: str = ""
    category: str = ""
    severity: str = ""
    customer: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its complaints, and the places from which the pages before and after it are read (None: there is none)."""

    cases: tuple[Complaint, ...]
    previous: Place | None
    next: Place | None


def page(desk: Desk, user: str, asked: Asked, *, after: Place | None = None, before: Place | None = None) -> Page:
    """A page of what a person asks for, the oldest clock first. Its cost follows what is open, or the customer or the days
    that are asked for. Raises Invalid where that would be everything there ever was."""
    wanted = _wanted(desk, user, asked)
    found = rows.page(desk.store, wanted, PAGE + 1, after=after, before=before)
    if before is not None and len(found) < PAGE:
        # Cases moved away in front of it: the first page is a whole one.
        return page(desk, user, asked)
    more = len(found) > PAGE
    shown = (found[1:] if before else found[:PAGE]) if more else found
    if not shown:
        return Page((), None, None)
    has_previous, has_next = (more, True) if before else (after is not None, more)
    return Page(
        tuple(shown),
        place_of(shown[0]) if has_previous else None,
        place_of(shown[-1]) if has_next else None,
    )


def next_step(desk: Desk, user: str, case: Complaint) -> str:
    """The action that moves a case on, for a person who may do it; ``show`` for everybody else."""
    if case.state in UNCLAIMED:
        serves = desk.company.has(user, "service") or desk.company.has(user, "editor")
        return "claim" if serves else "show"
    if case.state == "handed_over":
        receiver = desk.company.departments.get(case.department)
        receives = receiver is not None and (user in receiver.members or user == receiver.head)
        return "accept" if receives else "show"
    if case.holder != user:
        return "show"
    steps: Mapping[str, str] = {"claimed": "reply", "waiting_customer": "order", "replied": "resolve"}
    return steps.get(case.state, "show")


def _wanted(desk: Desk, user: str, asked: Asked) -> Wanted:
    closed_too = "all" in asked.which
    if closed_too and not (asked.customer or asked.first):
        raise Invalid(
            phrase("全部投诉太多，请再写明顾客或日期。"),
            phrase("例如：`/complaint 列表 全部 顾客 小满`，`/complaint 列表 全部 从 2026-11-01 到 2026-11-30`"),
        )
    if asked.first and asked.last and asked.last < asked.first:
        raise Invalid(phrase("结束日期早于开始日期。"), phrase("例如：`从 2026-11-01 到 2026-11-30`"))
    wanted = Wanted(
        closed_too=closed_too,
        unclaimed="unclaimed" in asked.which,
        waiting="waiting" in asked.which,
        overdue_at=to_store(desk.now()) if "overdue" in asked.which else "",
        holder=user if "mine" in asked.which else "",
        department=asked.department,
        category=asked.category,
        severity=asked.severity,
        customer_key=key_of(asked.customer),
    )
    return replace(
        wanted,
        since=_start(desk, asked.first) if asked.first else "",
        until=_start(desk, asked.last + timedelta(days=1)) if asked.last else "",
    )


def _start(desk: Desk, day: date) -> str:
    return to_store(datetime.combine(day, time(), desk.zone))
