"""A person's own desk: what waits for them, and what they wait for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain import posting
from bot.domain.desk import Desk
from bot.domain.slot_moves import may_plan
from bot.store import campaigns as campaign_rows
from bot.store import complaints as complaint_rows
from bot.store import drafts as draft_rows
from bot.store.campaigns import Campaign
from bot.store.complaints import Complaint
from bot.store.database import Reader
from bot.store.drafts import Draft
from bot.store.slots import Taken

_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class MyDesk:
    """The first things of each kind; ``to_review`` and ``to_accept`` are empty for who may not. ``posts`` is what takes
    the slots of ``day``, ``plans`` whether the person may move them."""

    complaints: tuple[Complaint, ...]
    unclaimed: tuple[Complaint, ...]
    to_review: tuple[Draft, ...]
    to_accept: tuple[Campaign, ...]
    my_drafts: tuple[Draft, ...]
    my_notices: tuple[Campaign, ...]
    day: date
    posts: tuple[Taken, ...]
    plans: bool


def my_desk(desk: Desk, user: str) -> MyDesk:
    """Gather a person's desk."""
    reader, company = desk.store, desk.company
    today = desk.now().astimezone(desk.zone).date()
    serves = company.has(user, "service") or company.has(user, "editor")
    return MyDesk(
        complaints=tuple(complaint_rows.held_by(reader, user, _MOST)),
        unclaimed=tuple(complaint_rows.running(reader, most=_MOST, unclaimed=True)) if serves else (),
        to_review=tuple(_to_review(reader, user)) if company.has(user, "reviewer") else (),
        to_accept=tuple(campaign_rows.unanswered(reader, _MOST)) if company.has(user, "editor") else (),
        my_drafts=tuple(draft_rows.by_author(reader, user, _MOST)),
        my_notices=tuple(campaign_rows.by_contact(reader, user, _MOST)),
        day=today,
        posts=tuple(posting.taken_on(desk, reader, today)),
        plans=may_plan(desk, user),
    )


def _to_review(reader: Reader, user: str) -> list[Draft]:
    # Nobody reviews their own.
    return [draft for draft in draft_rows.in_review(reader, 2 * _MOST) if draft.author != user][:_MOST]
