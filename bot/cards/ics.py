"""Campaigns and their planned posts as an iCalendar file (RFC 5545), for the calendars people use besides the chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from icalendar import Calendar, Event

from bot.cards.names import campaign_ask, campaign_state, plan_ask
from bot.cards.paper import Paper
from bot.store.campaigns import Campaign
from bot.store.slots import Slot
from bot.store.times import from_store
from bot.text.words import series

PRODUCT: Final = "-//Guanwei//Campaigns 0.1//ZH"
# How often a calendar should ask again, and how long a post is shown.
_REFRESH: Final = timedelta(hours=1)
_POST: Final = timedelta(minutes=15)
_DAY: Final = timedelta(days=1)
_STATUS: Final = {"submitted": "TENTATIVE", "returned": "TENTATIVE", "cancelled": "CANCELLED"}


def calendar(
    name: str, campaigns: Sequence[Campaign], slots: Mapping[str, Sequence[Slot]], instance: str, paper: Paper
) -> bytes:
    """The file: each campaign as an all-day event, each of its planned posts (``slots`` by case) at its time. ``instance``
    tells this company's ids from any other's, so that the same case is the same event whenever it is asked for."""
    whole = Calendar()
    whole.add("PRODID", PRODUCT)
    whole.add("VERSION", "2.0")
    whole.add("METHOD", "PUBLISH")
    whole.add("X-WR-CALNAME", name)
    whole.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("X-PUBLISHED-TTL", "PT1H")
    for case in campaigns:
        whole.add_component(_campaign(case, instance, paper))
        for slot in slots.get(case.id, ()):
            whole.add_component(_post(case, slot, instance, paper))
    written: bytes = whole.to_ical()
    return written


def _campaign(case: Campaign, instance: str, paper: Paper) -> Event:
    t = paper.t
    event = _event(f"{case.id}.{instance}", case.changed_at, case.version)
    event.add("SUMMARY", t("{id} {title}", id=case.id, title=case.title))
    event.add("DTSTART", date.fromisoformat(case.first_day))
    # The end of an all-day event is the first day that is not part of it.
    event.add("DTEND", date.fromisoformat(case.last_day) + _DAY)
    event.add("TRANSP", "TRANSPARENT")
    event.add("STATUS", _STATUS.get(case.state, "CONFIRMED"))
    if case.details.where:
        event.add("LOCATION", case.details.where)
    facts = [
        t("{department}，联系人 {who}", department=paper.department(case.department), who=paper.name(case.contact)),
        t("状态：{state}", state=t(campaign_state(case.state))),
        t("{day} 起宣传", day=paper.day(case.promotion_from)),
    ]
    if case.owner:
        facts.append(t("{who} 负责", who=paper.name(case.owner)))
    if case.details.asks:
        facts.append(t("需要官微做：{asks}", asks=t(series(campaign_ask(ask) for ask in case.details.asks))))
    facts.append(case.details.what)
    event.add("DESCRIPTION", "\n".join(facts))
    return event


def _post(case: Campaign, slot: Slot, instance: str, paper: Paper) -> Event:
    t, at = paper.t, from_store(slot.at)
    event = _event(f"{slot.id}.{instance}", slot.changed_at, slot.version)
    what = t(plan_ask(slot.ask)) if slot.ask else t("微博")
    event.add("SUMMARY", t("{what} · {title}", what=what, title=case.title))
    event.add("DTSTART", at)
    event.add("DTEND", at + _POST)
    event.add("STATUS", "TENTATIVE" if slot.state in ("planned", "held") else "CONFIRMED")
    event.add("DESCRIPTION", t("{id} 的发布时段", id=case.id))
    return event


def _event(uid: str, changed_at: str, version: int) -> Event:
    event = Event()
    event.add("UID", f"{uid}@guanwei")
    # When it was changed last: the same as long as nothing changed, so that nothing is fetched anew for nothing.
    event.add("DTSTAMP", from_store(changed_at).replace(microsecond=0))
    event.add("LAST-MODIFIED", from_store(changed_at).replace(microsecond=0))
    event.add("SEQUENCE", version - 1)
    return event
