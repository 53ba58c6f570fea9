"""Holding a draft where it is, and letting it go on from there: a person's or the bot's hand on the brake."""

from __future__ import annotations

from typing import Final

from bot.domain import posting
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.draft_approval import must_stand
from bot.domain.draft_slots import fill, keep_held, late_offers, miss
from bot.domain.draft_steps import change, channel, decided, must_be, must_have_seen
from bot.domain.people import Role
from bot.domain.record import need_text, record, tell
from bot.errors import WrongState
from bot.store import slots
from bot.store.database import Transaction
from bot.store.drafts import OPEN, REASON_MOST, Draft
from bot.store.times import from_store, to_store
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import phrase

_MAY: Final[tuple[Role, ...]] = ("editor", "reviewer", "legal", "leader", "admin")


def hold(desk: Desk, request: Request, case_id: str, reason: str, seen: int | None = None) -> Outcome:
    """Stop a draft where it is. Nothing happens to it until it is released; its slot is kept while its time has not
    come."""
    desk.company.must_hold(request.actor, *_MAY, to_do=phrase("暂停稿件"))
    words = need_text(reason, phrase("暂停的原因"), REASON_MOST, field="reason")

    def decide(tx: Transaction, draft: Draft, _: None) -> Outcome:
        must_have_seen(draft, seen)
        must_be(draft, OPEN)
        put_on_hold(tx, desk, request, draft, words)
        return Outcome(phrase("{case} 已暂停。恢复：`/draft 恢复 {case}`", case=draft.id), draft.id)

    return decided(desk, request, case_id, lambda draft: None, decide)


def put_on_hold(tx: Transaction, desk: Desk, request: Request, draft: Draft, reason: str) -> None:
    """The change itself, for whoever holds it: a person, the clock before a post, a crisis."""
    kept_time = keep_held(tx, request, draft.id, draft.kind)
    if kept_time:
        slot = slots.of_draft(tx, draft.id)
        assert slot is not None
        # Nobody is reminded of what is on hold; at its time the slot is lost.
        posting.change(tx, request, slot, {"look_at": slot.at})
    values = {
        "state": "on_hold",
        "held_from": draft.state,
        "held_by": request.actor,
        "held_reason": reason,
        "wanted_at": kept_time,
    }
    change(tx, request, draft, values)
    record(
        tx, desk, request, channel(desk), draft.id, "hold",
        from_state=draft.state, to_state="on_hold", data={"reason": reason},
    )  # fmt: skip
    told = phrase("您的稿件 {case} 已暂停：{reason}", case=draft.id, reason=escape(cut(reason, 300)))
    tell(tx, request, draft.author, draft.id, told)


def release(desk: Desk, request: Request, case_id: str, seen: int | None = None) -> Outcome:
    """Let a draft go on from where it was held. What was scheduled is scheduled again if its time has not come and the
    rules allow it still; else somebody says when. Never straight to published."""
    desk.company.must_hold(request.actor, *_MAY, to_do=phrase("恢复稿件"))

    def decide(tx: Transaction, draft: Draft, _: None) -> Outcome:
        must_have_seen(draft, seen)
        must_be(draft, ("on_hold",))
        state, wanted_at = _back(tx, desk, request, draft)
        values = {"state": state, "wanted_at": wanted_at, "held_from": "", "held_by": "", "held_reason": ""}
        change(tx, request, draft, values)
        record(
            tx, desk, request, channel(desk), draft.id, "release",
            from_state="on_hold", to_state=state, data={"at": wanted_at},
        )  # fmt: skip
        tell(tx, request, draft.author, draft.id, phrase("您的稿件 {case} 已恢复。", case=draft.id))
        if state == "approved" and draft.held_from == "scheduled":
            said = phrase(
                "{case} 已恢复，但原定的时间已经过了。请选：现在发、排到下一个空档，还是不发了。", case=draft.id
            )
            return Outcome(said, draft.id, offers=late_offers(draft.id, draft.revision))
        return Outcome(phrase("{case} 已恢复。", case=draft.id), draft.id)

    return decided(desk, request, case_id, lambda draft: None, decide)


def _back(tx: Transaction, desk: Desk, request: Request, draft: Draft) -> tuple[str, str]:
    slot = slots.of_draft(tx, draft.id)
    if slot is None:
        return ("approved", "") if draft.held_from == "scheduled" else (draft.held_from, "")
    at = from_store(slot.at)
    if at < posting.whole_minute(request.at):
        miss(tx, request, slot)
        return ("approved", "") if draft.held_from == "scheduled" else (draft.held_from, "")
    if draft.held_from == "scheduled":
        posting.must_be_free(desk, tx, request.at, at, promotes=slot.promotes, besides=slot.id)
        must_stand(draft, to_store(at))
        fill(tx, request, slot)
    else:
        keep_held(tx, request, draft.id, draft.kind)
    return draft.held_from, slot.at


def go_on(desk: Desk, request: Request, case_id: str, seen: int | None = None) -> Outcome:
    """An editor saw the open complaints on a post's own words and lets it go out all the same; on the record."""
    desk.company.must_hold(request.actor, *_MAY, to_do=phrase("决定照常发布"))

    def decide(tx: Transaction, draft: Draft, _: None) -> Outcome:
        must_have_seen(draft, seen)
        must_be(draft, ("scheduled",))
        slot = slots.of_draft(tx, draft.id)
        assert slot is not None
        if slot.tone == "go_on":
            raise WrongState(phrase("已经有人决定照常发布 {case}。", case=draft.id))
        posting.change(tx, request, slot, {"tone": "go_on"})
        record(
            tx, desk, request, channel(desk), draft.id, "go_on", from_state=draft.state, to_state=draft.state
        )  # fmt: skip
        return Outcome(phrase("已记下：{case} 照常发布。", case=draft.id), draft.id)

    return decided(desk, request, case_id, lambda draft: None, decide)
