"""The lists that digests are made of: a few lines at a time, the oldest clock first, and how many there are in all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Final

from bot.cards.digests.fold import MOST, Lines, ListName
from bot.cards.lines import Called, Line, Step
from bot.domain import posting, rallies, waiting
from bot.domain.campaigns.clock import ASKED_MOST
from bot.domain.complaints.turns import STEPS
from bot.domain.desk import Desk
from bot.domain.draft_approval import carries
from bot.errors import NotAllowed
from bot.store import campaign_lists, complaint_lists, draft_lists
from bot.store import campaigns as campaign_rows
from bot.store import rallies as rally_rows
from bot.store.complaints import UNCLAIMED, Complaint
from bot.store.database import Reader
from bot.store.drafts import Draft
from bot.store.times import to_store
from bot.text.words import phrase

# What begins within so many days is coming.
COMING: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Look:
    """A look at one list: whose it is (``of``, empty: everybody's), as of when, and which lines of it are wanted."""

    desk: Desk
    reader: Reader
    at: datetime
    of: str
    most: int
    skip: int

    @property
    def now(self) -> str:
        """The moment as the store writes it."""
        return to_store(self.at)

    @property
    def day(self) -> date:
        """The company's day."""
        return self.at.astimezone(self.desk.zone).date()


Found = tuple[list[Line], int]


def lines(
    desk: Desk, reader: Reader, name: ListName, at: datetime, *, of: str = "", most: int = MOST, skip: int = 0
) -> Lines:
    """The next ``most`` lines of a list after the first ``skip``. Its cost follows what is open."""
    look = Look(desk, reader, at, of, most, skip)
    found, total = _LISTS[name](look)
    late = _late(look) if name == "complaints" and of and total else 0
    return Lines(name, tuple(found), total, of, late)


def must_be_own(user: str, name: ListName, of: str) -> None:
    """Raise NotAllowed for a list that is for another person's eyes only."""
    if name in _OWN and of != user:
        raise NotAllowed(phrase("这是给别人的清单。"), phrase("看自己的：`/weibo 日报 我`"))


def span(desk: Desk, day: date) -> tuple[str, str]:
    """A company's day from its first moment up to the next day's, as the store writes them."""
    start = datetime.combine(day, time(), desk.zone)
    return to_store(start), to_store(datetime.combine(day + timedelta(days=1), time(), desk.zone))


def step_for_all(case: Complaint) -> Step:
    """What a complaint waits for, whoever reads it."""
    if case.state in UNCLAIMED:
        return "claim"
    return "take" if case.state == "handed_over" else "show"


def _complaints(look: Look) -> Found:
    # Pages of complaints go on from a place and not from a number: only the first one is asked for here.
    wanted = complaint_lists.Wanted(department=look.of)
    found = complaint_lists.page(look.reader, wanted, look.most)
    total = complaint_lists.count(look.reader, wanted) if len(found) == look.most else len(found)
    return [Line(case, step_for_all(case)) for case in found], total


def _late(look: Look) -> int:
    return complaint_lists.count(look.reader, complaint_lists.Wanted(department=look.of, overdue_at=look.now))


def _handed(look: Look) -> Found:
    wanted = complaint_lists.Wanted(handed_from=look.of)
    found = complaint_lists.page(look.reader, wanted, look.skip + look.most)
    total = complaint_lists.count(look.reader, wanted)
    return [Line(case, "show") for case in found[look.skip :]], total


def _notices(state: str, step: Step) -> Callable[[Look], Found]:
    def listed(look: Look) -> Found:
        # Of the results nobody gave, the desk is told when they are asked for no more; their department, from the first day.
        asked = ASKED_MOST if state == "ended" and not look.of else 0
        wanted = campaign_lists.Wanted(state, department=look.of, asked=asked)
        found = campaign_lists.page(look.reader, wanted, look.most, look.skip)
        # To a department that gave a notice it is the desk's to accept.
        mine: Step = "show" if look.of and step == "accept" else step
        return [Line(case, mine) for case in found], campaign_lists.count(look.reader, wanted)

    return listed


def _starting(look: Look) -> Found:
    found = campaign_rows.starting(look.reader, look.day.isoformat(), (look.day + COMING).isoformat())
    return [Line(case, "plan") for case in found[look.skip : look.skip + look.most]], len(found)


def _drafts(state: str, step: Callable[[Draft], Step]) -> Callable[[Look], Found]:
    def listed(look: Look) -> Found:
        wanted = draft_lists.Wanted(state, department=look.of)
        found = draft_lists.page(look.reader, wanted, look.most, look.skip)
        return [Line(draft, step(draft)) for draft in found], draft_lists.count(look.reader, wanted)

    return listed


def _review(look: Look) -> Found:
    mine: Step = "show" if look.of else "review"
    return _drafts("in_review", lambda _: mine)(look)


def _gaps(look: Look) -> Found:
    taken = posting.taken_on(look.desk, look.reader, look.day)
    empty = [one for one in taken if one.slot.state == "planned" and one.slot.at >= look.now]
    return [Line(one, "write") for one in empty[look.skip : look.skip + look.most]], len(empty)


def _rallies(look: Look) -> Found:
    found = rally_rows.every_open(look.reader)
    shown = found[look.skip : look.skip + look.most]
    held = rallies.holding(look.reader, look.at)
    return [
        Line(Called(rally, rally_rows.tally(look.reader, rally.id)), "show" if held else "join") for rally in shown
    ], len(found)


def _asks(look: Look) -> Found:
    """What needs a leader: drafts that they were asked to decide, complaints that were escalated to the leaders, rallies in
    which they have not answered (for their eyes only); one of each in turn, so that no kind hides another."""
    reader, leader, last = look.reader, look.of, look.skip + look.most
    asked = draft_lists.page(reader, draft_lists.Wanted("in_review", approver=leader), last)
    drafts = [Line(draft, "review") for draft in asked if carries(draft, leader)]
    wanted = complaint_lists.Wanted(escalated=len(STEPS))
    escalated = [Line(case, "show") for case in complaint_lists.page(reader, wanted, last)]
    waiting = () if rallies.holding(reader, look.at) else rallies.waiting_for(reader, leader)
    joins = [Line(Called(rally, rally_rows.tally(reader, rally.id)), "join") for rally in waiting]
    in_turn = [line for several in zip_longest(drafts, escalated, joins) for line in several if line is not None]
    total = len(drafts) + complaint_lists.count(reader, wanted) + len(joins)
    return in_turn[look.skip : last], total


def _waits(look: Look) -> Found:
    found = waiting.waiting_for(look.desk, look.reader, look.of, page=look.skip // look.most + 1, most=look.most)
    return list(found.lines), found.total


def _awaited(look: Look) -> Found:
    found = waiting.awaited_by(look.desk, look.reader, look.of, page=look.skip // look.most + 1, most=look.most)
    return list(found.lines), found.total


def _coming(look: Look) -> Found:
    last = look.skip + look.most
    found = waiting.coming(look.desk, look.reader, look.of, look.at, most=last)
    return list(found.lines[look.skip :]), len(found.lines) + found.more


_LISTS: Final[Mapping[ListName, Callable[[Look], Found]]] = {
    "complaints": _complaints,
    "handed": _handed,
    "notices": _notices("submitted", "accept"),
    "returned": _notices("returned", "edit"),
    "results": _notices("ended", "result"),
    "starting": _starting,
    "review": _review,
    "revise": _drafts("changes_requested", lambda _: "revise"),
    # One whose time passed may stand on Weibo already: that is looked at first.
    "approved": _drafts("approved", lambda draft: "show" if draft.wanted_at else "schedule"),
    "gaps": _gaps,
    "rallies": _rallies,
    "asks": _asks,
    "waits": _waits,
    "awaited": _awaited,
    "coming": _coming,
}
# Whose lines are for one person's eyes only.
_OWN: Final[tuple[ListName, ...]] = ("asks", "waits", "awaited", "coming")
LISTED: Final[tuple[ListName, ...]] = tuple(_LISTS)
