"""`/weibo me calendar`: the form of one's private calendar address, and what the address opens."""

from __future__ import annotations

from typing import Final

from bot.cards import feed_form, ics
from bot.cards.message import Block
from bot.domain import feed
from bot.domain.desk import Desk
from bot.domain.paper import paper
from bot.edge import voice_now
from bot.text.words import Words

WORDS: Final = ("calendar", "日历")


def address_form(desk: Desk, user: str, t: Words) -> Block:
    """The form as it opens. Raises WrongState where nothing is served to the outside."""
    feed.base_address(desk)
    return feed_form.form(paper(desk, t), feed.has_address(desk.store, user))


def calendar_behind(desk: Desk, secret: str) -> bytes | None:
    """The calendar that an address opens, in its owner's language; None for one that opens nothing (any more)."""
    person = feed.owner_of(desk, secret)
    if person is None:
        return None
    found = feed.feed_of(desk, person, desk.now())
    shown = paper(desk, voice_now(desk, person))
    name = shown.t("{company} · 官微活动", company=desk.settings.company.name)
    return ics.calendar(name, found.campaigns, found.slots, found.instance, shown)
