"""The campaigns that concern a person, for the calendar they read outside the chat, and the private address it has."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import uuid4

from bot.domain.desk import Desk
from bot.errors import WrongState
from bot.store import addresses, outbox
from bot.store import campaigns as rows
from bot.store import slots as slot_rows
from bot.store.campaigns import Campaign
from bot.store.database import Reader
from bot.store.slots import Slot
from bot.store.times import to_store
from bot.text.words import phrase

# What is shown of the past and of what is to come.
BACK: Final = timedelta(days=92)
AHEAD: Final = timedelta(days=400)
PATH: Final = "/calendar/{secret}.ics"


@dataclass(frozen=True, slots=True)
class Feed:
    """Campaigns and their slots that were not missed or given up, by case; ``instance`` names this company's ids."""

    campaigns: tuple[Campaign, ...]
    slots: Mapping[str, tuple[Slot, ...]]
    instance: str


def everything(desk: Desk, first: date, last: date) -> Feed:
    """Every campaign that touches the days between ``first`` and ``last``, with its slots."""
    return _feed(desk, tuple(rows.between(desk.store, first.isoformat(), last.isoformat())))


def feed_of(desk: Desk, person: str, at: datetime) -> Feed:
    """What concerns a person: for an editor every campaign; for anybody else those they gave notice of, look after, are
    asked to join in, or that their department gives. Complaints and drafts are in nobody's calendar."""
    today = at.astimezone(desk.zone).date()
    there = rows.between(desk.store, (today - BACK).isoformat(), (today + AHEAD).isoformat())
    return _feed(desk, tuple(case for case in there if concerns(desk, person, case)))


def concerns(desk: Desk, person: str, case: Campaign) -> bool:
    """Whether a campaign is in a person's calendar."""
    company = desk.company
    if company.has(person, "editor") or person in (case.contact, case.owner, *case.leaders):
        return True
    department = company.departments.get(case.department)
    return department is not None and (person in department.members or person == department.head)


def owner_of(desk: Desk, secret: str) -> str | None:
    """Whose calendar an address opens; None for one that was revoked or never was, and for who left the company."""
    person = addresses.person_of(desk.store, secret)
    return person if person in desk.company.people else None


def has_address(reader: Reader, person: str) -> str:
    """Since when a person has an address (UTC text), or empty."""
    return addresses.made_at(reader, person)


def new_address(desk: Desk, person: str) -> str:
    """A new address for a person; the one they had opens nothing any more. It can be shown now and never again: only
    its hash is kept. Raises WrongState where nothing is served to the outside."""
    base = base_address(desk)
    secret = secrets.token_urlsafe(24)
    with desk.store.transaction() as tx:
        addresses.put(tx, person, secret, to_store(desk.now()))
    return base + PATH.format(secret=secret)


def revoke(desk: Desk, person: str) -> bool:
    """Take a person's address away; False when they had none."""
    with desk.store.transaction() as tx:
        return addresses.drop(tx, person)


def base_address(desk: Desk) -> str:
    """Where the company's web server is reached. Raises WrongState where there is none."""
    base = desk.settings.web.address
    if base is None:
        raise WrongState(
            phrase("日历地址还没有开通。"),
            phrase("请管理员在 guanwei.toml 的 [web] 里写上 address，并用网页服务启动。"),
        )
    return base.rstrip("/")


def _feed(desk: Desk, campaigns: tuple[Campaign, ...]) -> Feed:
    with desk.store.transaction() as tx:
        instance = outbox.instance(tx, uuid4().hex[:12])
    slots = {
        case.id: tuple(slot for slot in slot_rows.of_campaign(desk.store, case.id) if slot.counts) for case in campaigns
    }
    return Feed(campaigns, slots, instance)
