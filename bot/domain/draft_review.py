"""What others decide about a draft: approving, overriding, returning, rejecting, and its author withdrawing it.

The copy check is part of approving: it is made anew for the words approved, and a `block` that stands open refuses.
"""

from __future__ import annotations

import json

from bot import copycheck
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.draft_approval import agree, carries, must_not_be_own
from bot.domain.draft_slots import keep_held, let_go
from bot.domain.draft_steps import (
    change,
    channel,
    decided,
    fresh_report,
    must_be,
    must_have_seen,
    no_approvals,
    report_of,
    show,
    show_fresh,
    tell_approvers,
    to_revise,
)
from bot.domain.record import need_text, record, tell
from bot.errors import WrongState
from bot.store import drafts as rows
from bot.store.database import Transaction
from bot.store.drafts import OPEN, REASON_MOST, Draft, block_key
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import Phrase, phrase


def approve(desk: Desk, request: Request, case_id: str, seen: int | None = None) -> Outcome:
    """Agree to exactly what the draft says now, as a reviewer, as legal, or as both; it is approved when all that is
    needed agree. ``seen`` is the revision the person looked at, None for the latest.

    Raises Superseded, WrongState for a `block` nobody of legal let pass, NotAllowed for one's own draft.
    """
    if not carries(show(desk.store, case_id), request.actor):
        desk.company.must_hold(request.actor, "reviewer", "legal", to_do=phrase("通过稿件"))

    def decide(tx: Transaction, draft: Draft, report: copycheck.Report) -> Outcome:
        must_have_seen(draft, seen)
        return agree(tx, desk, request, draft, report)

    try:
        return decided(desk, request, case_id, lambda draft: report_of(desk, request, draft), decide)
    except WrongState:
        # What refused it must stand on the card, for whoever mends it or lets it pass.
        show_fresh(desk, request, case_id)
        raise


def override(desk: Desk, request: Request, case_id: str, reason: str, seen: int | None = None) -> Outcome:
    """Legal lets this revision's open blocks pass, with a reason that stays on the record. It approves nothing."""
    desk.company.must_hold(request.actor, "legal", to_do=phrase("放行不可发布的内容"))
    words = need_text(reason, phrase("放行理由"), REASON_MOST, field="reason")

    def decide(tx: Transaction, draft: Draft, report: copycheck.Report) -> Outcome:
        must_have_seen(draft, seen)
        must_be(draft, ("in_review",))
        must_not_be_own(request, draft)
        fresh = fresh_report(draft, report)
        blocks = draft.still_open(fresh)
        if not blocks:
            raise WrongState(phrase("{case} 没有需要放行的内容。", case=draft.id))
        passed = (*draft.override_blocks, *(block_key(found) for found in blocks))
        if draft.override_revision != draft.revision:
            passed = passed[len(draft.override_blocks) :]
        values: dict[str, object] = {
            "override_by": request.actor,
            "override_reason": words,
            "override_revision": draft.revision,
            "override_blocks": json.dumps(passed, ensure_ascii=False),
        }
        change(tx, request, draft, values)
        rows.keep_report(tx, draft.id, draft.revision, fresh)
        named = [{"rule": found.rule, "words": found.words} for found in blocks]
        data = {"reason": words, "revision": draft.revision, "blocks": named}
        record(
            tx, desk, request, channel(desk), draft.id, "override",
            from_state=draft.state, to_state=draft.state, data=data,
        )  # fmt: skip
        said = phrase("已放行 {case} 的 {n} 处，理由已记录。还要审稿人通过。", case=draft.id, n=len(blocks))
        return Outcome(said, draft.id)

    return decided(desk, request, case_id, lambda draft: report_of(desk, request, draft), decide)


def send_back(desk: Desk, request: Request, case_id: str, reason: str, seen: int | None = None) -> Outcome:
    """Return a draft to its author with a reason. What was approved before no longer is."""
    desk.company.must_hold(request.actor, "reviewer", "editor", "legal", to_do=phrase("退回稿件"))
    words = need_text(reason, phrase("退回原因"), REASON_MOST, field="reason")

    def decide(tx: Transaction, draft: Draft, _: None) -> Outcome:
        must_have_seen(draft, seen)
        must_be(draft, ("in_review", "approved", "scheduled"))
        values = {"state": "changes_requested", "returned_by": request.actor, "reason": words, **no_approvals()}
        kept_time = keep_held(tx, request, draft.id, draft.kind)
        change(tx, request, draft, {**values, "wanted_at": kept_time})
        record(
            tx, desk, request, channel(desk), draft.id, "return",
            from_state=draft.state, to_state="changes_requested", data={"reason": words},
        )  # fmt: skip
        asks = phrase(
            "您的稿件 {case} 被 {who} 退回：{reason}\n修改：`/draft 修改 {case}`",
            case=draft.id,
            who=escape(desk.company.name(request.actor)),
            reason=escape(cut(words, 300)),
        )
        tell(tx, request, draft.author, draft.id, asks, to_revise(draft.id, draft.revision))
        return Outcome(phrase("{case} 已退回，作者会收到原因。", case=draft.id), draft.id)

    return decided(desk, request, case_id, lambda draft: None, decide)


def withdraw(desk: Desk, request: Request, case_id: str, seen: int | None = None) -> Outcome:
    """Take a draft back before it is published: its author, or the Weibo team. Those who approved it are told."""

    def decide(tx: Transaction, draft: Draft, _: None) -> Outcome:
        must_have_seen(draft, seen)
        must_be(draft, (*OPEN, "on_hold"))
        if request.actor != draft.author:
            desk.company.must_hold(request.actor, "editor", "admin", to_do=phrase("撤回别人的稿件"))
        who = escape(desk.company.name(request.actor))
        told = phrase("您的稿件 {case} 被 {who} 撤回，不发了。", case=draft.id, who=who)
        return _given_up(tx, desk, request, draft, "withdraw", "withdrawn", told)

    return decided(desk, request, case_id, lambda draft: None, decide)


def drop(desk: Desk, request: Request, case_id: str, seen: int | None = None) -> Outcome:
    """Do not post what was approved too late: its author, a reviewer or the Weibo team says so."""

    def decide(tx: Transaction, draft: Draft, _: None) -> Outcome:
        must_have_seen(draft, seen)
        must_be(draft, ("approved",))
        if request.actor != draft.author:
            to_do = phrase("决定不发别人的稿件")
            desk.company.must_hold(request.actor, "reviewer", "editor", "admin", to_do=to_do)
        told = phrase("您的稿件 {case} 通过时已过了时间，决定不发了。", case=draft.id)
        return _given_up(tx, desk, request, draft, "drop", "withdrawn", told)

    return decided(desk, request, case_id, lambda draft: None, decide)


def reject(desk: Desk, request: Request, case_id: str, reason: str, seen: int | None = None) -> Outcome:
    """A reviewer or legal says no for good: this is not to be posted, however it is mended."""
    desk.company.must_hold(request.actor, "reviewer", "legal", to_do=phrase("否决稿件"))
    words = need_text(reason, phrase("否决的理由"), REASON_MOST, field="reason")

    def decide(tx: Transaction, draft: Draft, _: None) -> Outcome:
        must_have_seen(draft, seen)
        must_be(draft, (*OPEN, "on_hold"))
        told = phrase(
            "您的稿件 {case} 被 {who} 否决：{reason}",
            case=draft.id,
            who=escape(desk.company.name(request.actor)),
            reason=escape(cut(words, 300)),
        )
        return _given_up(tx, desk, request, draft, "reject", "rejected", told, words)

    return decided(desk, request, case_id, lambda draft: None, decide)


def _given_up(
    tx: Transaction,
    desk: Desk,
    request: Request,
    draft: Draft,
    action: str,
    state: str,
    told: Phrase,
    reason: str = "",
) -> Outcome:
    values: dict[str, object] = {"state": state, "wanted_at": ""}
    if reason:
        values |= {"reason": reason, "returned_by": request.actor}
    change(tx, request, draft, values)
    let_go(tx, request, draft.id)
    data = {"reason": reason} if reason else None
    record(tx, desk, request, channel(desk), draft.id, action, from_state=draft.state, to_state=state, data=data)
    tell(tx, request, draft.author, draft.id, told)
    said = {
        "withdraw": phrase("{case} 已撤回。", case=draft.id),
        "drop": phrase("{case} 不发了。", case=draft.id),
        "reject": phrase("{case} 已否决，作者会收到理由。", case=draft.id),
    }[action]
    tell_approvers(tx, request, draft, said)
    return Outcome(said, draft.id)
