"""From a campaign's wanted posts to slots of the posting calendar: proposed at free times, put down as they are ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.cards.names import plan_ask
from bot.domain import posting
from bot.domain.campaigns import rules
from bot.domain.campaigns.plan import HOURS, wanted
from bot.domain.copy_context import days_without_promotion
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.posting import Wish
from bot.errors import Invalid
from bot.store import slots
from bot.store.campaigns import Campaign
from bot.store.database import Reader, Transaction
from bot.store.slots import Slot
from bot.store.times import from_store, to_store
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import Phrase, phrase

_DAY: Final = timedelta(days=1)
# Two memorial days follow each other at most; more shifts than this would be another plan.
_SHIFTS: Final = 5
# A slot whose words are being written or stand already is moved with its draft, not by the plan.
_WRITTEN: Final = ("held", "filled")


@dataclass(frozen=True, slots=True)
class Proposed:
    """One row of a plan: a free time for an ask; ``moved`` says why it is not on the day it would be; ``slot`` is the
    planned slot that it moves, where there is one."""

    ask: str
    at: datetime
    moved: Phrase | None = None
    slot: Slot | None = None

    @property
    def key(self) -> str:
        """As the form carries it; `read_plan` reads it back."""
        return f"{self.ask} {to_store(self.at)}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is proposed; what fits as it stands (``kept``), what no longer fits but is written already (``unfit``), and
    asks that no post is proposed for, with the reason."""

    rows: tuple[Proposed, ...]
    kept: tuple[Slot, ...] = ()
    unfit: tuple[Slot, ...] = ()
    left_out: tuple[tuple[str, Phrase], ...] = ()


def propose(desk: Desk, reader: Reader, case: Campaign, at: datetime) -> Plan:
    """The plan of a campaign as of ``at``: each wanted post at a free time, off the days without promotion; what is
    planned already only where it no longer fits."""
    today = rules.today(desk, at)
    wants = wanted(case, today)
    there = {slot.ask: slot for slot in slots.of_campaign(reader, case.id) if slot.ask and slot.counts}
    closed = days_without_promotion(desk.settings, (today.year, today.year + 1))
    found: list[Proposed] = []
    kept: list[Slot] = []
    unfit: list[Slot] = []
    left_out = list(wants.left_out.items())
    for ask, day in wants.days.items():
        slot = there.get(ask)
        open_day, why = _off(day, closed, case, today, ask)
        if slot and (slot.state not in ("planned", *_WRITTEN) or _day(desk, slot) in (day, open_day)):
            kept.append(slot)
        elif slot and slot.state in _WRITTEN:
            unfit.append(slot)
        else:
            wish = datetime.combine(open_day, HOURS[ask], desk.zone)
            free = posting.next_free_time(desk, reader, at, max(wish, at), promotes=True)
            if free is None:
                left_out.append((ask, phrase("促销内容正暂停发布。")))
                continue
            if why is None and free.astimezone(desk.zone).date() != day:
                broken = posting.why_not(desk, reader, at, posting.whole_minute(wish), promotes=True).broken
                why = broken.said if broken else None
            found.append(Proposed(ask, free, why, slot))
    return Plan(tuple(found), tuple(kept), tuple(unfit), tuple(left_out))


def read_plan(ticked: Sequence[str]) -> tuple[Wish, ...]:
    """The rows that were ticked. Raises Invalid for what the form never carried."""
    wishes = []
    for key in ticked:
        ask, _, at = key.partition(" ")
        try:
            wishes.append(Wish(ask, from_store(at)))
        except ValueError as error:
            raise Invalid(phrase("这张表单是旧的。"), phrase("请关掉，重新打开。"), field="plan") from error
    return tuple(wishes)


def put_down(
    tx: Transaction, desk: Desk, request: Request, case: Campaign, wishes: Sequence[Wish]
) -> tuple[tuple[Slot, ...], tuple[Phrase, ...]]:
    """Make the wishes planned slots, moving those that are planned already; the slots by time, and a word on each that
    had to go to another time or nowhere."""
    there = {slot.ask: slot for slot in slots.of_campaign(tx, case.id) if slot.ask and slot.state == "planned"}
    made: list[Slot] = []
    warnings: list[Phrase] = []
    for wish in wishes:
        old = there.get(wish.ask)
        found = posting.why_not(
            desk, tx, request.at, posting.whole_minute(wish.at), promotes=True, besides=old.id if old else ""
        )
        at = wish.at
        if found.broken is not None:
            # Somebody took the time since it was proposed: the nearest one that is free will do, and it is said.
            name = plan_ask(wish.ask)
            if not found.offers:
                warnings.append(phrase("{ask} 没有排上：{why}", ask=name, why=found.broken.said))
                continue
            at = min(found.offers, key=lambda offer: abs(offer - wish.at))
            shown = posting.shown_time(desk, request.at, at)
            warnings.append(phrase("{ask} 排到 {at}：{why}", ask=name, at=shown, why=found.broken.said))
        made.append(_place(tx, desk, request, case, Wish(wish.ask, at), old))
    return tuple(sorted(made, key=lambda slot: slot.at)), tuple(warnings)


def replan(desk: Desk, request: Request, case_id: str, ticked: Sequence[str]) -> Outcome:
    """An editor puts down (more of) the plan of an accepted campaign, or moves what no longer fits."""
    desk.company.must_hold(request.actor, "editor", to_do=phrase("安排发布计划"))
    wishes = read_plan(ticked)

    def decide(tx: Transaction) -> Outcome:
        before = to_plan(tx, desk, request.actor, case_id)
        if not wishes:
            raise Invalid(phrase("还没有勾选。"), field="plan")
        made, warnings = put_down(tx, desk, request, before, wishes)
        after = rules.change(tx, request, before, {})
        rules.recorded(tx, desk, request, before, after, "plan", {"plan": told(made)})
        return Outcome(
            phrase("{case} 已排 {n} 个时段，稿件写好后放进去。", case=case_id, n=len(made)), case_id, warnings
        )

    return once(desk, request, decide)


def to_plan(reader: Reader, desk: Desk, actor: str, case_id: str) -> Campaign:
    """The campaign whose posts ``actor`` may plan. Raises NotFound, NotAllowed or WrongState."""
    desk.company.must_hold(actor, "editor", to_do=phrase("安排发布计划"))
    case = rules.load(reader, case_id)
    if case.state not in rules.ACCEPTED:
        raise rules.not_now(case)
    return case


def told(made: Sequence[Slot]) -> list[dict[str, str]]:
    """The slots as the record keeps them."""
    return [{"ask": slot.ask, "at": slot.at} for slot in made]


def no_longer_fit(desk: Desk, reader: Reader, before: Campaign, after: Campaign, at: datetime) -> list[dict[str, str]]:
    """The slots of a campaign whose day is another one since it was changed, as the record keeps them; with the draft
    that is meant for each, where there is one."""
    today = rules.today(desk, at)
    old, new = wanted(before, today).days, wanted(after, today).days
    first, last = (date.fromisoformat(day) for day in (min(after.promotion_from, after.first_day), after.last_day))
    unfit = []
    for slot in slots.of_campaign(reader, after.id):
        if slot.state not in ("planned", *_WRITTEN):
            continue
        moved = old.get(slot.ask) != new.get(slot.ask) and _day(desk, slot) != new.get(slot.ask)
        outside = not slot.ask and not first <= _day(desk, slot) <= last + _DAY
        if moved or outside:
            unfit.append({"ask": slot.ask, "at": slot.at, "draft": slot.draft_id or ""})
    return unfit


def _place(tx: Transaction, desk: Desk, request: Request, case: Campaign, wish: Wish, old: Slot | None) -> Slot:
    at = posting.whole_minute(wish.at)
    if old is not None:
        return posting.move(tx, desk, request, old, at)
    (placed,) = posting.plan(tx, desk, request, case.id, [Wish(wish.ask, at)])
    # It was looked at in this same write transaction: nobody can have taken it.
    assert placed.slot is not None
    return placed.slot


def _off(day: date, closed: Mapping[date, str], case: Campaign, today: date, ask: str) -> tuple[date, Phrase | None]:
    """The day, or one near it on which promotion is not closed: what comes before the campaign or ends it goes to an
    earlier one where it can, the rest to a later one."""
    if day not in closed:
        return day, None
    said = phrase("{day} 是{why}，当天不发促销内容。", day=f"{day:%m-%d}", why=Phrase(escape(cut(closed[day], 60))))
    earliest = max(today, date.fromisoformat(min(case.promotion_from, case.first_day)))
    steps = [-_DAY, _DAY] if ask in ("teaser", "repost", "reminder", "last_call") else [_DAY]
    for step in steps:
        for number in range(1, _SHIFTS + 1):
            other = day + number * step
            if other not in closed and other >= earliest:
                return other, said
    return day, said


def _day(desk: Desk, slot: Slot) -> date:
    return from_store(slot.at).astimezone(desk.zone).date()
