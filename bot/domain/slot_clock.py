"""What the clock does with slots: it reminds whoever must still approve, looks for a tone clash, hands the approved text to the
editors at its time, asks after it, and in the end says that it was missed. Each once, whoever asks and however late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain import posting
from bot.domain.away import is_away
from bot.domain.desk import Desk, Request
from bot.domain.draft_approval import able
from bot.domain.draft_hold import put_on_hold
from bot.domain.draft_slots import late_offers, miss
from bot.domain.draft_steps import change, channel, show
from bot.domain.posting.looks import next_look
from bot.domain.posting.tone import Clash, clashes
from bot.domain.record import record, tell
from bot.domain.ringing import to_ring
from bot.store import campaigns as campaign_rows
from bot.store import drafts as draft_rows
from bot.store import slots as rows
from bot.store.database import Reader, Transaction
from bot.store.drafts import Draft
from bot.store.slots import Slot
from bot.store.times import from_store, to_store
from bot.text.offers import Offer
from bot.text.words import phrase

# Who acts when the clock does.
_CLOCK: Final = ""
# Looked at in one go; the rest has its turn at the next tick, seconds later.
_AT_ONCE: Final = 50
_CONFIRM: Final = timedelta(minutes=15)
# Not confirmed for so long, a post counts as missed; and a bot that was down for so long hands nothing over any more.
_MISSED: Final = timedelta(minutes=120)


def look(desk: Desk, at: datetime) -> int:
    """Do what is due at the slots; how many were looked at. Its cost follows what is due."""
    due = rows.to_look_at(desk.store, to_store(at), _AT_ONCE)
    for slot in due:
        # Read before the lock: complaints are many, and whether one more came in meanwhile changes nothing.
        found = _clashes(desk, slot, at)
        with desk.store.transaction() as tx:
            _look(tx, desk, Request(_CLOCK, "", at), slot.id, found)
    return len(due)


def _look(tx: Transaction, desk: Desk, request: Request, slot_id: str, found: Sequence[Clash]) -> None:
    slot = rows.slot(tx, slot_id)
    if slot is None or not slot.look_at or slot.look_at > request.stamp:
        # Another program was quicker.
        return
    if slot.state == "planned":
        _unwritten(tx, request, slot)
    elif slot.draft_id:
        draft = show(tx, slot.draft_id)
        if slot.state == "held":
            _held(tx, desk, request, slot, draft)
        else:
            _filled(tx, desk, request, slot, draft, found)


def _unwritten(tx: Transaction, request: Request, slot: Slot) -> None:
    miss(tx, request, slot)
    campaign = campaign_rows.campaign(tx, slot.campaign_id) if slot.campaign_id else None
    if campaign is not None:
        said = phrase("{case} 排好的一个发布时段到点了，还没有稿件。", case=campaign.id)
        tell(tx, request, campaign.owner, campaign.id, said)


def _held(tx: Transaction, desk: Desk, request: Request, slot: Slot, draft: Draft) -> None:
    at = from_store(slot.at)
    if at <= request.at:
        miss(tx, request, slot)
        change(tx, request, draft, {"wanted_at": ""})
        record(
            tx, desk, request, channel(desk), draft.id, "missed",
            from_state=draft.state, to_state=draft.state, data={"at": slot.at},
        )  # fmt: skip
        said = phrase("{case} 原定的时间到了，还没有通过，没有发布。通过后再选时间。", case=draft.id)
        for person in dict.fromkeys((draft.author, *_next(desk, tx, draft, request.at))):
            tell(tx, request, person, draft.id, said)
        return
    posting.change(tx, request, slot, {"look_at": next_look("held", at, request.at)})
    minutes = max(1, round((at - request.at).total_seconds() / 60))
    shown = posting.shown_time(desk, request.at, at)
    if draft.state == "in_review":
        for person in _next(desk, tx, draft, request.at):
            said = phrase(
                "{case} 定在 {at} 发布，还有 {n} 分钟，等您审：`/draft 查看 {case}`", case=draft.id, at=shown, n=minutes
            )
            value = f"{draft.id}:{draft.revision}"
            offers = (Offer(phrase("通过"), "draft.approve", value), Offer(phrase("退回"), "draft.return", value))
            tell(tx, request, person, draft.id, said, () if draft.open_blocks else offers)
    elif draft.state == "changes_requested":
        said = phrase(
            "{case} 定在 {at} 发布，还有 {n} 分钟，等您修改：`/draft 修改 {case}`", case=draft.id, at=shown, n=minutes
        )
        tell(tx, request, draft.author, draft.id, said)


def _filled(tx: Transaction, desk: Desk, request: Request, slot: Slot, draft: Draft, found: Sequence[Clash]) -> None:
    at = from_store(slot.at)
    if slot.handed_at:
        _unconfirmed(tx, desk, request, slot, draft)
    elif at - request.at > timedelta():
        values: dict[str, object] = {"look_at": next_look("filled", at, request.at)}
        if found and not slot.tone:
            values["tone"] = "asked"
            _tone_asked(tx, desk, request, draft, found)
        posting.change(tx, request, slot, values)
    elif request.at - at >= _MISSED:
        _not_posted(tx, desk, request, slot, draft, counts=False)
    else:
        _hand_over(tx, desk, request, slot, draft, found)


def _tone_asked(tx: Transaction, desk: Desk, request: Request, draft: Draft, found: Sequence[Clash]) -> None:
    _posted_line(tx, desk, request, draft, "tone", {"clashes": _told(found)})


def _hand_over(tx: Transaction, desk: Desk, request: Request, slot: Slot, draft: Draft, found: Sequence[Clash]) -> None:
    broken = posting.closed_now(desk, tx, request.at, from_store(slot.at), promotes=slot.promotes)
    if broken is not None:
        # What came down since it was scheduled: it waits where it is, and does not go out by surprise afterwards.
        put_on_hold(tx, desk, request, draft, str(broken.said))
        return
    data: dict[str, object] = {"at": slot.at, "text": draft.latest.post}
    if found and slot.tone != "go_on":
        data["clashes"] = _told(found)
    posting.change(tx, request, slot, {"handed_at": request.stamp, "look_at": to_store(request.at + _CONFIRM)})
    _posted_line(tx, desk, request, draft, "handed", data)


def _unconfirmed(tx: Transaction, desk: Desk, request: Request, slot: Slot, draft: Draft) -> None:
    handed = from_store(slot.handed_at)
    if request.at - handed >= _MISSED:
        _not_posted(tx, desk, request, slot, draft, counts=True)
        return
    posting.change(tx, request, slot, {"look_at": to_store(handed + _MISSED)})
    minutes = round((request.at - handed).total_seconds() / 60)
    _posted_line(tx, desk, request, draft, "unconfirmed", {"minutes": minutes})


def _not_posted(tx: Transaction, desk: Desk, request: Request, slot: Slot, draft: Draft, *, counts: bool) -> None:
    """Nobody said that it went out. It may have: so it goes on taking its time until somebody says what became of it."""
    posting.change(tx, request, slot, {"state": "missed", "counts": int(counts), "look_at": ""})
    change(tx, request, draft, {"state": "approved", "wanted_at": slot.at if counts else ""})
    ring = list(to_ring(desk, tx, "editor"))
    record(
        tx, desk, request, channel(desk), draft.id, "missed",
        from_state=draft.state, to_state="approved", data={"at": slot.at, "handed": counts, "ring": ring},
    )  # fmt: skip
    said = phrase("{case} 到点没有登记发布。已经发了的请登记链接；没发的请选时间。", case=draft.id)
    tell(tx, request, draft.author, draft.id, said, late_offers(draft.id, draft.revision))


def _posted_line(
    tx: Transaction, desk: Desk, request: Request, draft: Draft, action: str, data: dict[str, object]
) -> None:
    """A line under the draft's card that rings the editors and has buttons (`bot.cards.draft_handing`)."""
    whole = {**data, "revision": draft.revision, "ring": list(to_ring(desk, tx, "editor"))}
    record(
        tx, desk, request, channel(desk), draft.id, action,
        from_state=draft.state, to_state=draft.state, data=whole,
    )  # fmt: skip


def _next(desk: Desk, reader: Reader, draft: Draft, at: datetime) -> tuple[str, ...]:
    """Who must approve next and is there: one person for each agreement that is missing. Where all are away, the first."""
    found: list[str] = []
    for people in able(desk, draft).values():
        there = [person for person in people if not is_away(reader, person, at)]
        found += (there or people)[:1]
    return tuple(dict.fromkeys(found))


def _clashes(desk: Desk, slot: Slot, at: datetime) -> tuple[Clash, ...]:
    if slot.state != "filled" or slot.handed_at or slot.tone == "go_on" or not slot.draft_id:
        return ()
    draft = draft_rows.draft(desk.store, slot.draft_id)
    return clashes(desk.store, draft.text) if draft is not None else ()


def _told(found: Sequence[Clash]) -> list[dict[str, object]]:
    return [{"word": clash.word, "n": len(clash.cases), "cases": list(clash.cases[:5])} for clash in found]
