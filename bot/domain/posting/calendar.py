"""The posting calendar: what is free, and putting down, moving and giving up slots, each guarded in its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.domain.copy_context import days_without_promotion
from bot.domain.desk import Desk, Request
from bot.domain.posting.looks import next_look
from bot.domain.posting.rules import (
    Board,
    Broken,
    Pause,
    broken,
    memorial_day,
    next_free,
    offers,
    on_hold,
    whole_minute,
)
from bot.errors import NotFound, TakenTime
from bot.store import slots as rows
from bot.store.database import Reader, Transaction
from bot.store.slots import Room, Slot, Taken
from bot.store.times import from_store, to_store
from bot.text.words import phrase

_DAY: Final = timedelta(days=1)
# Kinds of drafts that promote: what the memorial days and a hold of promotions stop.
PROMOTING: Final = ("promotion", "lottery")


@dataclass(frozen=True, slots=True)
class Wish:
    """One row of a campaign's plan that was ticked: what it is (`bot.store.slots.ASKS`) and when it should go out."""

    ask: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a wish: its slot, or the rule that spoke against it and the times that are free instead."""

    wish: Wish
    slot: Slot | None
    broken: Broken | None = None
    offers: tuple[datetime, ...] = ()


def board_of(desk: Desk, reader: Reader, now: datetime, *, besides: str = "") -> Board:
    """What the rules read as of ``now``. ``besides`` is the slot that is to be moved: it is not in its own way."""
    days: dict[date, tuple[datetime, ...]] = {}

    def taken(day: date) -> Sequence[datetime]:
        if day not in days:
            start, end = _span(desk, day)
            there = rows.between(reader, to_store(start), to_store(end))
            days[day] = tuple(from_store(slot.at) for slot in there if slot.id != besides)
        return days[day]

    settings = desk.settings
    year = now.astimezone(desk.zone).year
    return Board(
        now=now,
        policy=settings.policy.draft,
        quiet=(settings.hours.quiet.start, settings.hours.quiet.end),
        zone=desk.zone,
        taken=taken,
        days=days_without_promotion(settings, (year, year + 1)),
        pauses=tuple(
            Pause(from_store(hold.since), from_store(hold.until) if hold.until else None, hold.reason)
            for hold in rows.holds(reader)
        ),
    )


def why_not(desk: Desk, reader: Reader, now: datetime, at: datetime, *, promotes: bool, besides: str = "") -> Placed:
    """Whether ``at`` is free: a `Placed` without a slot, whose ``broken`` is None when it is."""
    board = board_of(desk, reader, now, besides=besides)
    found = broken(board, at, promotes)
    if found is None:
        return Placed(Wish("", at), None)
    # The slot's own time is no offer: it has it.
    free = offers(board_of(desk, reader, now) if besides else board, at, promotes)
    return Placed(Wish("", at), None, found, free)


def next_free_time(desk: Desk, reader: Reader, now: datetime, at: datetime, *, promotes: bool) -> datetime | None:
    """The first free time at ``at`` or later; None where promotions are held for good."""
    return next_free(board_of(desk, reader, now), at, promotes)


def must_be_free(desk: Desk, reader: Reader, now: datetime, at: datetime, *, promotes: bool, besides: str = "") -> None:
    """Raise TakenTime, naming the rule and the times that are free, unless ``at`` (a full minute) is."""
    found = why_not(desk, reader, now, at, promotes=promotes, besides=besides)
    if found.broken is not None:
        raise refused(desk, now, found)


def refused(desk: Desk, now: datetime, found: Placed) -> TakenTime:
    """The refusal of a time that is not free."""
    assert found.broken is not None
    times = tuple(to_store(at) for at in found.offers)
    if not times:
        return TakenTime(
            found.broken.said, phrase("恢复之前没有可用的时间；稿件可以先不定时间。"), rule=found.broken.rule
        )
    said = [shown_time(desk, now, at) for at in found.offers]
    advice = (
        phrase("最近的空档：{one} 或 {other}。", one=said[0], other=said[1])
        if len(said) > 1
        else phrase("最近的空档：{one}。", one=said[0])
    )
    return TakenTime(found.broken.said, advice, rule=found.broken.rule, times=times)


def shown_time(desk: Desk, now: datetime, at: datetime) -> str:
    """A moment for people, in the form in which they may type it: ``15:30`` today, ``12-03 20:00``."""
    local = at.astimezone(desk.zone)
    today = now.astimezone(desk.zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d %H:%M}"


def plan(
    tx: Transaction, desk: Desk, request: Request, campaign: str | None, wishes: Iterable[Wish]
) -> tuple[Placed, ...]:
    """Put down the planned slots of a campaign, those that are free; for each of the others which rule spoke against it
    and what is free instead. In the order of the wishes."""
    placed = []
    for wish in wishes:
        at = whole_minute(wish.at)
        found = why_not(desk, tx, request.at, at, promotes=True)
        if found.broken is not None:
            placed.append(Placed(wish, None, found.broken, found.offers))
            continue
        slot = put(tx, desk, request, at, state="planned", promotes=True, campaign=campaign, ask=wish.ask)
        placed.append(Placed(wish, slot))
    return tuple(placed)


def put(
    tx: Transaction,
    desk: Desk,
    request: Request,
    at: datetime,
    *,
    state: str,
    promotes: bool,
    campaign: str | None = None,
    ask: str = "",
    draft: str | None = None,
) -> Slot:
    """Take a time. Raises TakenTime when a rule speaks against it."""
    must_be_free(desk, tx, request.at, at, promotes=promotes)
    values = {
        "at": to_store(at),
        "state": state,
        "promotes": int(promotes),
        "campaign_id": campaign,
        "ask": ask,
        "draft_id": draft,
        "made_by": request.actor,
        "look_at": next_look(state, at, request.at),
        "created_at": request.stamp,
        "changed_at": request.stamp,
    }
    made = rows.put(tx, values, room(desk, at))
    # The rules read it free in this same write transaction: the statement can only agree.
    assert made is not None
    return made


def put_off_plan(tx: Transaction, request: Request, at: datetime, *, promotes: bool, draft: str) -> Slot:
    """Put down what went out against the rules: it takes its time like any other from now on."""
    values = {
        "at": to_store(at),
        "state": "published",
        "promotes": int(promotes),
        "draft_id": draft,
        "made_by": request.actor,
        "tone": "off_plan",
        "created_at": request.stamp,
        "changed_at": request.stamp,
    }
    made = rows.put(tx, values, None)
    assert made is not None
    return made


def closed_now(desk: Desk, reader: Reader, now: datetime, at: datetime, *, promotes: bool) -> Broken | None:
    """Which rule of days and holds speaks against a slot that was put down when none did."""
    board = board_of(desk, reader, now)
    return memorial_day(board, at, promotes) or on_hold(board, now, promotes)


def move(tx: Transaction, desk: Desk, request: Request, slot: Slot, at: datetime, **changes: object) -> Slot:
    """Give a slot another time, and what else ``changes`` of it. Raises TakenTime when a rule speaks against it."""
    promotes = bool(changes.get("promotes", slot.promotes))
    must_be_free(desk, tx, request.at, at, promotes=promotes, besides=slot.id)
    state = str(changes.get("state", slot.state))
    values = {
        "at": to_store(at),
        "look_at": next_look(state, at, request.at),
        "counts": 1,
        "handed_at": "",
        "tone": "",
        "changed_at": request.stamp,
        **changes,
    }
    moved = rows.move(tx, slot, values, room(desk, at))
    assert moved is not None
    return moved


def change(tx: Transaction, request: Request, before: Slot, values: Mapping[str, object]) -> None:
    """Change the row of a slot that was read in this transaction; its time is left alone."""
    after = rows.change(tx, before, {**values, "changed_at": request.stamp})
    # Loaded in this same write transaction: nobody can have come between.
    assert after is not None


def drop(tx: Transaction, request: Request, slot: Slot) -> None:
    """Give a slot up: its time is free again."""
    change(tx, request, slot, {"state": "dropped", "counts": 0, "look_at": ""})


def drop_planned(tx: Transaction, request: Request, campaign: str) -> tuple[Slot, ...]:
    """Give up what a campaign has planned and nobody wrote for yet (it was cancelled); what was given up."""
    gone = tuple(slot for slot in rows.of_campaign(tx, campaign) if slot.state == "planned")
    for slot in gone:
        drop(tx, request, slot)
    return gone


def show(reader: Reader, slot_id: str) -> Slot:
    """One slot. Raises NotFound."""
    found = rows.slot(reader, slot_id)
    if found is None:
        raise NotFound(phrase("没有这个时段。"), phrase("用 `/weibo 今天` 查看今天的安排。"))
    return found


def day_slots(desk: Desk, reader: Reader, day: date) -> list[Slot]:
    """What is taken on a day of the company, by time."""
    start, end = _span(desk, day)
    return rows.between(reader, to_store(start), to_store(end))


def taken_on(desk: Desk, reader: Reader, day: date) -> list[Taken]:
    """As `day_slots`, with what each is taken by."""
    start, end = _span(desk, day)
    return rows.taken_between(reader, to_store(start), to_store(end))


def room(desk: Desk, at: datetime) -> Room:
    """What must be free around a moment and on its day."""
    policy = desk.settings.policy.draft
    gap = timedelta(minutes=policy.gap_minutes)
    start, end = _span(desk, at.astimezone(desk.zone).date())
    return Room(to_store(at - gap), to_store(at + gap), to_store(start), to_store(end), policy.posts_a_day)


def _span(desk: Desk, day: date) -> tuple[datetime, datetime]:
    return datetime.combine(day, time(), desk.zone), datetime.combine(day + _DAY, time(), desk.zone)
