"""A campaign's planned slot moved or given up by a person, before anybody wrote for it."""

from __future__ import annotations

from datetime import datetime

from bot.domain import posting
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.draft_slots import must_be_planned
from bot.domain.record import record
from bot.errors import TakenTime
from bot.store import campaigns as campaign_rows
from bot.store.database import Transaction
from bot.store.slots import Slot
from bot.store.times import from_store
from bot.text.offers import Offer
from bot.text.words import phrase


def may_plan(desk: Desk, user: str) -> bool:
    """Whether a person may move what stands on the calendar."""
    return any(desk.company.has(user, role) for role in ("editor", "reviewer", "admin"))


def move(desk: Desk, request: Request, slot_id: str, at: datetime) -> Outcome:
    """Give a planned slot another time. Raises TakenTime, with a button for each time that is free instead."""
    desk.company.must_hold(request.actor, "editor", "admin", to_do=phrase("调整发布时段"))

    def decide(tx: Transaction) -> Outcome:
        slot = must_be_planned(posting.show(tx, slot_id))
        moment = posting.whole_minute(at)
        try:
            moved = posting.move(tx, desk, request, slot, moment)
        except TakenTime as taken:
            taken.offers = tuple(
                Offer(
                    phrase("排到 {at}", at=posting.shown_time(desk, request.at, from_store(time))),
                    f"slot.at.{n}",
                    f"{slot.id}@{time}",
                )
                for n, time in enumerate(taken.times, start=1)
            )
            raise
        _record(tx, desk, request, slot, "slot_moved", {"from": slot.at, "at": moved.at, "ask": slot.ask})
        shown = posting.shown_time(desk, request.at, moment)
        return Outcome(phrase("时段已改到 {at}。", at=shown), slot.campaign_id or "")

    return once(desk, request, decide)


def give_up(desk: Desk, request: Request, slot_id: str) -> Outcome:
    """Give up a planned slot: its time is free again."""
    desk.company.must_hold(request.actor, "editor", "admin", to_do=phrase("取消发布时段"))

    def decide(tx: Transaction) -> Outcome:
        slot = must_be_planned(posting.show(tx, slot_id))
        posting.drop(tx, request, slot)
        _record(tx, desk, request, slot, "slot_dropped", {"at": slot.at, "ask": slot.ask})
        shown = posting.shown_time(desk, request.at, from_store(slot.at))
        return Outcome(phrase("{at} 的时段已取消。", at=shown), slot.campaign_id or "")

    return once(desk, request, decide)


def _record(tx: Transaction, desk: Desk, request: Request, slot: Slot, action: str, data: dict[str, object]) -> None:
    campaign = campaign_rows.campaign(tx, slot.campaign_id) if slot.campaign_id else None
    if campaign is not None:
        record(
            tx, desk, request, desk.settings.channels.desk, campaign.id, action,
            from_state=campaign.state, to_state=campaign.state, data=data,
        )  # fmt: skip
