"""A person's own desk: what waits for them, what they wait for, what goes out and what is coming; and when it changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain import posting
from bot.domain.desk import Desk
from bot.domain.slot_moves import may_plan
from bot.domain.waiting import Coming, Page, awaited_by, coming, waiting_for
from bot.store import complaints, events, homes
from bot.store.database import Reader
from bot.store.events import Event
from bot.store.slots import Taken
from bot.store.times import epoch_ms

# The chat tells when a home is opened and not when it is left: one that nobody came back to for so long is drawn again when
# it is opened.
_LOOKED_AT: Final = timedelta(hours=12)
# More changes at once than this concern everybody.
_READ_MOST: Final = 200
# What a complaint sees all day concerns those who serve and its own people; what else befalls it (it goes to another
# department, to another person) may concern those who had it, and anybody.
_OFTEN: Final = frozenset(
    {"log", "comment", "claim", "note", "order", "wait", "reply", "resolve", "escalate", "verdict", "see"}
)


@dataclass(frozen=True, slots=True)
class MyDesk:
    """One person's desk. ``posts`` is what takes the slots of ``day``, ``plans`` whether the person may move them."""

    waiting: Page
    awaited: Page
    coming: Coming
    day: date
    posts: tuple[Taken, ...]
    plans: bool


def my_desk(desk: Desk, user: str, *, waiting_page: int = 1, awaited_page: int = 1) -> MyDesk:
    """Gather a person's desk; it costs what its pages cost."""
    reader, now = desk.store, desk.now()
    today = now.astimezone(desk.zone).date()
    return MyDesk(
        waiting=waiting_for(desk, reader, user, page=waiting_page),
        awaited=awaited_by(desk, reader, user, page=awaited_page),
        coming=coming(desk, reader, user, now),
        day=today,
        posts=tuple(posting.taken_on(desk, reader, today)),
        plans=may_plan(desk, user),
    )


def look(desk: Desk, at: datetime) -> int:
    """Owe each home that somebody looked at lately and that the record has changed since; how many. Whoever drew nothing
    new is told nothing: the drawing is compared with what is shown."""
    reader = desk.store
    before, latest = homes.seen(reader), events.latest(reader)
    if latest == before:
        return 0
    open_ones = homes.opened_since(reader, epoch_ms(at - _LOOKED_AT))
    if not open_ones:
        # Looked at when there is somebody to look for: a busy day writes nothing here.
        return 0
    new = events.since(reader, before, _READ_MOST + 1)
    whose = open_ones if len(new) > _READ_MOST else _concerned(desk, reader, new, open_ones)
    with desk.store.transaction() as tx:
        if not homes.move_on(tx, before, latest):
            return 0
        for person in sorted(whose):
            homes.owe(tx, person, epoch_ms(at))
    return len(whose)


def _concerned(desk: Desk, reader: Reader, new: Iterable[Event], open_ones: frozenset[str]) -> frozenset[str]:
    whose: set[str] = set()
    for event in new:
        if event.case_id.startswith("C") and event.action in _OFTEN:
            case = complaints.complaint(reader, event.case_id)
            people = (case.holder, case.handed_by) if case else ()
            whose |= {event.actor, *people, *desk.company.roles["service"], *desk.company.roles["editor"]}
        elif event.case_id.startswith("R") and event.action in ("join", "repost", "replies"):
            whose.add(event.actor)
        else:
            return open_ones
    return open_ones & whose
