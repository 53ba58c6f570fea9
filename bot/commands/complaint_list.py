"""`/complaint list`, a page at a time, for the command and the buttons alike; a button carries what was asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.cards import complaint_list as cards
from bot.cards.message import Message
from bot.commands.complaint_words import read_asked
from bot.domain.complaints.lists import WHICH, Asked, next_step, page
from bot.domain.desk import Desk
from bot.domain.paper import paper
from bot.store import complaints as rows
from bot.store.complaint_lists import Place
from bot.store.times import to_store
from bot.text.words import Words


def listing(desk: Desk, user: str, text: str, t: Words) -> Message:
    """The first page of what was asked for in words. Raises Invalid, saying which word is not understood."""
    return _drawn(desk, user, read_asked(desk, text), 1, t)


def turned(desk: Desk, user: str, value: str, t: Words) -> Message:
    """The page that a button's value asks for."""
    state = json.loads(value)
    after, before = (Place(*state[name]) if state.get(name) else None for name in ("after", "before"))
    return _drawn(desk, user, _unpacked(state["asked"]), int(state["number"]), t, after=after, before=before)


def of_department(desk: Desk, user: str, department: str, t: Words) -> Message:
    """The first page of what is open: everybody's, or of the department with this key."""
    return _drawn(desk, user, Asked(department=department), 1, t)


def _drawn(
    desk: Desk,
    user: str,
    asked: Asked,
    number: int,
    t: Words,
    *,
    after: Place | None = None,
    before: Place | None = None,
) -> Message:
    found = page(desk, user, asked, after=after, before=before)
    number = number if found.previous else 1
    packed = _packed(asked)
    previous = {"asked": packed, "number": number - 1, "before": _pair(found.previous)}
    following = {"asked": packed, "number": number + 1, "after": _pair(found.next)}
    kinds: dict[str, str] = {
        which: _value({"asked": {**packed, "which": [which]}, "number": 1}) for which in WHICH if which != "all"
    }
    return cards.listing(
        asked,
        [(case, next_step(desk, user, case)) for case in found.cases],
        rows.open_counts(desk.store, to_store(desk.now())),
        cards.Turning(
            number,
            previous=_value(previous) if found.previous else "",
            following=_value(following) if found.next else "",
            kinds=kinds,
        ),
        paper(desk, t, user),
    )


def _packed(asked: Asked) -> dict[str, object]:
    days = {name: day.isoformat() for name in ("first", "last") if (day := getattr(asked, name))}
    words = {name: getattr(asked, name) for name in ("department", "category", "severity", "customer")}
    return {"which": sorted(asked.which), **{name: word for name, word in words.items() if word}, **days}


def _unpacked(packed: Mapping[str, Any]) -> Asked:
    first, last = (date.fromisoformat(packed[name]) if name in packed else None for name in ("first", "last"))
    return Asked(
        which=frozenset(packed["which"]),
        department=packed.get("department", ""),
        category=packed.get("category", ""),
        severity=packed.get("severity", ""),
        customer=packed.get("customer", ""),
        first=first,
        last=last,
    )


def _pair(place: Place | None) -> list[str]:
    return [place.clock, place.id] if place else []


def _value(state: Mapping[str, object]) -> str:
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"))
