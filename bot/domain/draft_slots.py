"""A draft and its slot: the time it wants is taken, kept, filled and given back with the draft's own change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain import posting
from bot.domain.desk import Desk, Request
from bot.domain.posting import Placed
from bot.domain.posting.looks import next_look
from bot.errors import WrongState
from bot.store import slots as rows
from bot.store.database import Reader, Transaction
from bot.store.drafts import Draft
from bot.store.slots import Slot
from bot.store.times import from_store, to_store
from bot.text.offers import Offer
from bot.text.words import Phrase, phrase

# No slip of the calendar but of the finger: the person mends it before anything is taken in.
_SLIPS: Final = ("past", "far")
# Complaints on a post's own words are looked for an hour before it; in a slot nearer than that, at once.
_TONE_BEFORE: Final = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Settled:
    """What an approved draft comes to: `scheduled` in its slot at ``wanted_at`` (UTC text), or `approved` without a time,
    ``late`` when the one it had has passed."""

    state: str
    wanted_at: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What became of the time a person wants: ``at``, where it is free, or none and why and what is free instead."""

    at: datetime | None
    instead: Placed | None = None


def promotes(kind: str) -> bool:
    """Whether a kind of draft is promotion, which memorial days and holds stop."""
    return kind in posting.PROMOTING


def wanted(
    tx: Transaction,
    desk: Desk,
    request: Request,
    at: datetime | None,
    kind: str,
    *,
    campaign: str | None = None,
    besides: str = "",
) -> Wanted:
    """The time a person wants, where it is free or planned for the draft's own ``campaign``. Raises TakenTime for one that
    has passed or is years ahead; any other that is not free is told of with what is, and takes nothing from the draft
    but its time."""
    if at is None:
        return Wanted(None)
    at = posting.whole_minute(at)
    if planned := planned_for(tx, campaign, at):
        besides = planned.id
    found = posting.why_not(desk, tx, request.at, at, promotes=promotes(kind), besides=besides)
    if found.broken is None:
        return Wanted(at)
    if found.broken.rule in _SLIPS:
        raise posting.refused(desk, request.at, found)
    return Wanted(None, found)


def planned_for(reader: Reader, campaign: str | None, at: datetime) -> Slot | None:
    """The slot that a draft's own campaign has planned for this time."""
    return rows.planned_at(reader, campaign, to_store(at)) if campaign else None


def take(
    tx: Transaction, desk: Desk, request: Request, case: str, kind: str, at: datetime, campaign: str | None
) -> None:
    """Hold a time for a draft in review: its campaign's planned slot, or one of its own. Raises TakenTime."""
    if planned := planned_for(tx, campaign, at):
        take_planned(tx, desk, request, planned.id, case, kind, None)
        return
    posting.put(tx, desk, request, at, state="held", promotes=promotes(kind), campaign=campaign, draft=case)


def take_planned(
    tx: Transaction, desk: Desk, request: Request, slot_id: str, case: str, kind: str, at: datetime | None
) -> None:
    """Hold a campaign's planned slot for a draft, at ``at`` where that is another time. Raises WrongState when another
    draft has it by now."""
    slot = must_be_planned(posting.show(tx, slot_id))
    changes = {"state": "held", "draft_id": case, "promotes": int(promotes(kind))}
    if at is not None and to_store(at) != slot.at:
        posting.move(tx, desk, request, slot, at, **changes)
        return
    look = next_look("held", from_store(slot.at), request.at)
    posting.change(tx, request, slot, {**changes, "look_at": look})


def must_be_planned(slot: Slot) -> Slot:
    """The slot. Raises WrongState unless it still waits for somebody to write for it."""
    if slot.state == "planned":
        return slot
    if slot.draft_id:
        raise WrongState(
            phrase("这个时段已经有稿件 {case} 了。", case=slot.draft_id),
            phrase("查看：`/draft 查看 {case}`", case=slot.draft_id),
        )
    raise WrongState(phrase("这个时段已经过了，或已取消。"), phrase("用 `/draft` 另写一条，选别的时间。"))


def keep_held(tx: Transaction, request: Request, draft_id: str, kind: str) -> str:
    """Keep a draft's slot while the draft is in review again: its time, or empty where it has none or it has passed."""
    slot = rows.of_draft(tx, draft_id)
    if slot is None:
        return ""
    if from_store(slot.at) < posting.whole_minute(request.at):
        miss(tx, request, slot)
        return ""
    look = next_look("held", from_store(slot.at), request.at)
    posting.change(
        tx,
        request,
        slot,
        {"state": "held", "promotes": int(promotes(kind)), "look_at": look, "handed_at": "", "tone": ""},
    )
    return slot.at


def shift(tx: Transaction, desk: Desk, request: Request, draft: Draft, kind: str, at: datetime) -> None:
    """Hold the slot at ``at`` for a draft: its campaign's, its own moved there, or a new one. Raises TakenTime."""
    slot = rows.of_draft(tx, draft.id)
    if planned_for(tx, draft.campaign_id, at):
        let_go(tx, request, draft.id)
        take(tx, desk, request, draft.id, kind, at, draft.campaign_id)
    elif slot is None:
        take(tx, desk, request, draft.id, kind, at, draft.campaign_id)
    else:
        posting.move(tx, desk, request, slot, at, state="held", promotes=int(promotes(kind)))


def let_go(tx: Transaction, request: Request, draft_id: str) -> None:
    """A draft no longer needs its slot: a campaign's waits for another draft, any other is free again."""
    slot = rows.of_draft(tx, draft_id)
    if slot is None:
        return
    if slot.ask and from_store(slot.at) > request.at:
        look = next_look("planned", from_store(slot.at), request.at)
        posting.change(
            tx, request, slot, {"state": "planned", "draft_id": None, "look_at": look, "handed_at": "", "tone": ""}
        )
    else:
        posting.drop(tx, request, slot)


def settle(tx: Transaction, request: Request, draft: Draft) -> Settled:
    """What follows when all agreed: the slot is filled, unless its time has passed. A late approval publishes nothing by
    surprise: somebody says when."""
    slot = rows.of_draft(tx, draft.id)
    if slot is None:
        return Settled("approved", "", late=bool(draft.latest.wanted_at) and draft.latest.wanted_at <= request.stamp)
    if from_store(slot.at) < posting.whole_minute(request.at):
        miss(tx, request, slot)
        return Settled("approved", "", late=True)
    fill(tx, request, slot)
    return Settled("scheduled", slot.at)


def fill(tx: Transaction, request: Request, slot: Slot) -> None:
    """The slot's draft is approved: the clock will hand it over."""
    at = from_store(slot.at)
    near = at - request.at <= _TONE_BEFORE
    look = request.stamp if near else next_look("filled", at, request.at)
    posting.change(tx, request, slot, {"state": "filled", "look_at": look})


def miss(tx: Transaction, request: Request, slot: Slot) -> None:
    """A slot's time passed and nothing was approved in it: it is nobody's any more."""
    posting.change(tx, request, slot, {"state": "missed", "counts": 0, "look_at": ""})


def instead(desk: Desk, request: Request, case: str, revision: int, found: Placed) -> tuple[Phrase, tuple[Offer, ...]]:
    """What a person is told of a time that was not free, and a button for each of the times that are."""
    refusal = posting.refused(desk, request.at, found)
    assert refusal.advice is not None
    said = phrase("时间没有排上：{why}{advice}", why=refusal.said, advice=refusal.advice)
    return said, time_offers(desk, request.at, case, revision, refusal.times)


def time_offers(desk: Desk, now: datetime, case: str, revision: int, times: tuple[str, ...]) -> tuple[Offer, ...]:
    """A button for each of some free times, for a draft's revision."""
    return tuple(
        Offer(
            phrase("排到 {at}", at=posting.shown_time(desk, now, from_store(at))),
            f"draft.at.{n}",
            f"{case}:{revision}@{at}",
        )
        for n, at in enumerate(times, start=1)
    )


def late_offers(case: str, revision: int) -> tuple[Offer, ...]:
    """What is asked when the time of what was approved has passed: now, the next free slot, or not at all."""
    value = f"{case}:{revision}"
    return (
        Offer(phrase("现在发"), "draft.now", value),
        Offer(phrase("排到下一个空档"), "draft.next", value),
        Offer(phrase("不发了"), "draft.drop", value),
    )
