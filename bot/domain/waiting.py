"""What waits for a person, what they wait for, and what is coming: a page at a time, the oldest clock first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final

from bot.cards.lines import Called, Case, Line, Step
from bot.domain.desk import Desk
from bot.domain.people import Role
from bot.domain.slot_moves import may_plan
from bot.store import campaigns, complaints, drafts, rallies, slots
from bot.store import waiting as rows
from bot.store.complaints import Complaint
from bot.store.database import Reader
from bot.store.rallies import Rally
from bot.store.times import to_store
from bot.store.waiting import Found, Whose

PAGE: Final = 10
_COMING_DAYS: Final = 7

# Each part of what waits for somebody, the step that moves its cases on, and the roles it waits for (none: for whoever it
# names).
_FOR_ME: Final[Mapping[str, tuple[Step, tuple[Role, ...]]]] = {
    "held": ("reply", ()),
    "unclaimed": ("claim", ("service", "editor")),
    "handed": ("take", ()),
    "review": ("review", ()),
    "answer": ("show", ()),
    "revise": ("revise", ()),
    "schedule": ("schedule", ("editor",)),
    "accept": ("accept", ("editor",)),
    "edit": ("edit", ()),
    "result": ("result", ()),
    "join": ("join", ()),
}
_FROM_OTHERS: Final[Mapping[str, Step]] = {"customer": "order", "taken": "show", "reviewed": "show", "accepted": "show"}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of lines: which it is, of how many, and how many lines all of them have together."""

    lines: tuple[Line, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Coming:
    """What the next days bring, and how many more there are than are shown."""

    lines: tuple[Line, ...]
    more: int


def waiting_for(desk: Desk, reader: Reader, user: str, *, page: int = 1, most: int = PAGE) -> Page:
    """What waits for a person across all kinds of cases. A page that there is not (any more) is the last one."""
    company = desk.company
    among = [
        part for part, (_, roles) in _FOR_ME.items() if not roles or any(company.has(user, role) for role in roles)
    ]
    return _page(reader, rows.FOR_ME, among, _whose(desk, user), page, most)


def awaited_by(desk: Desk, reader: Reader, user: str, *, page: int = 1, most: int = PAGE) -> Page:
    """What a person waits for: others' answers to what is theirs."""
    return _page(reader, rows.FROM_OTHERS, list(_FROM_OTHERS), Whose(user), page, most)


def coming(desk: Desk, reader: Reader, user: str, at: datetime, *, most: int = PAGE) -> Coming:
    """What the next seven days bring: slots nobody wrote for yet (for who plans), campaigns that start, open rallies."""
    day = at.astimezone(desk.zone).date()
    last = day + timedelta(days=_COMING_DAYS)
    lines = [
        Line(notice, "plan" if desk.company.has(user, "editor") else "show")
        for notice in campaigns.starting(reader, day.isoformat(), last.isoformat())
        if notice.state == "accepted"
    ]
    if may_plan(desk, user):
        # Today's stand in the day's own line.
        start, end = (datetime.combine(on + timedelta(days=1), time(), desk.zone) for on in (day, last))
        taken = slots.taken_between(reader, to_store(start), to_store(end))
        lines += [Line(one, "write") for one in taken if one.slot.state == "planned"]
    lines += [Line(_called(reader, one), "show") for one in rallies.every_open(reader, most)]
    return Coming(tuple(lines[:most]), max(0, len(lines) - most))


def _whose(desk: Desk, user: str) -> Whose:
    company = desk.company
    own = tuple(key for key, one in company.departments.items() if user in one.members or user == one.head)
    return Whose(user, own, reviews=company.has(user, "reviewer"), legal=company.has(user, "legal"))


def _page(reader: Reader, parts: Mapping[str, str], among: Sequence[str], whose: Whose, number: int, most: int) -> Page:
    number = max(number, 1)
    found, total = rows.page(reader, parts, among, whose, skip=(number - 1) * most, most=most)
    if not found and number > 1:
        # Cases moved away; the last page there is now is nearest to what was asked for.
        _, total = rows.page(reader, parts, among, whose, skip=0, most=1)
        number = max(-(-total // most), 1)
        found, total = rows.page(reader, parts, among, whose, skip=(number - 1) * most, most=most)
    lines = tuple(line for one in found if (line := _line(reader, one)))
    return Page(lines, number, max(-(-total // most), 1), total)


def _line(reader: Reader, found: Found) -> Line | None:
    case = case_of(reader, found.id)
    if case is None:
        return None
    if isinstance(case, Complaint) and case.state == "replied":
        return Line(case, "resolve")
    step = _FOR_ME[found.part][0] if found.part in _FOR_ME else _FROM_OTHERS[found.part]
    return Line(case, step)


def case_of(reader: Reader, case_id: str) -> Case | None:
    """A case of any kind, as a line is drawn of it; None where there is none."""
    match case_id[:1]:
        case "C":
            return complaints.complaint(reader, case_id)
        case "N":
            return campaigns.campaign(reader, case_id)
        case "D":
            return drafts.draft(reader, case_id)
        case _:
            rally = rallies.rally(reader, case_id)
            return _called(reader, rally) if rally else None


def _called(reader: Reader, rally: Rally) -> Called:
    # Whom it names is not for a desk to know.
    return Called(replace(rally, named=()), rallies.tally(reader, rally.id))
