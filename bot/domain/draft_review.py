"""What others decide about a draft: approving, overriding, returning, publishing, and its author withdrawing it.

The copy check is part of approving: it is made anew for the words approved, and a `block` that stands open refuses.
"""

from __future__ import annotations

import json
from typing import Final
from urllib.parse import urlsplit

from bot import copycheck
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.draft_sheet import is_link
from bot.domain.draft_steps import (
    change,
    channel,
    decided,
    fresh_report,
    must_be,
    must_have_seen,
    no_approvals,
    report_of,
    show_fresh,
)
from bot.domain.drafts import needs_legal
from bot.domain.people import role_name
from bot.domain.record import need_text, record, tell
from bot.errors import Invalid, NotAllowed, WrongState
from bot.store import drafts as rows
from bot.store.database import Transaction
from bot.store.drafts import LINK_MOST, OPEN, REASON_MOST, Draft, block_key
from bot.store.reports import Found, KeptReport
from bot.store.times import from_store
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import Phrase, phrase, series

_WEIBO_HOSTS: Final = ("weibo.com", "weibo.cn", "t.cn")
_NAMED_MOST: Final = 3


def approve(desk: Desk, request: Request, case_id: str, seen: int | None = None) -> Outcome:
    """Agree to exactly what the draft says now, as a reviewer, as legal, or as both; it is approved when all that is
    needed agree. ``seen`` is the revision the person looked at, None for the latest.

    Raises Superseded, WrongState for a `block` nobody of legal let pass, NotAllowed for one's own draft.
    """
    desk.company.must_hold(request.actor, "reviewer", "legal", to_do=phrase("通过稿件"))

    def decide(tx: Transaction, draft: Draft, report: copycheck.Report) -> Outcome:
        must_have_seen(draft, seen)
        _must_await_review(desk, draft)
        _must_not_be_own(request, draft)
        fresh = fresh_report(draft, report)
        _must_have_no_open_block(draft, fresh)
        legal_needed = needs_legal(draft.kind, report)
        values, given = _approvals(desk, request, draft, legal_needed)
        reviewed = draft.reviewed or "reviewer" in given
        agreed = not legal_needed or draft.legal_agreed or "legal" in given
        state = "approved" if reviewed and agreed else "in_review"
        change(tx, request, draft, {**values, "state": state, "needs_legal": int(legal_needed)})
        rows.keep_report(tx, draft.id, draft.revision, fresh)
        latest = draft.latest
        data = {"revision": draft.revision, "fingerprint": latest.fingerprint, "as": given}
        if state == "approved":
            data["text"] = latest.post
        record(tx, desk, request, channel(desk), draft.id, "approve", from_state=draft.state, to_state=state, data=data)
        if state == "in_review":
            missing = role_name("legal" if reviewed else "reviewer")
            said = phrase("已记下您的意见，{case} 还差{role}通过。", case=draft.id, role=missing)
            return Outcome(said, draft.id, _proof_warning(fresh))
        tell(
            tx,
            request,
            draft.author,
            draft.id,
            phrase("您的稿件 {case} 第 {n} 版已通过。", case=draft.id, n=draft.revision),
        )
        said = phrase("{case} 第 {n} 版已通过，可以发布了。", case=draft.id, n=draft.revision)
        return Outcome(said, draft.id, _proof_warning(fresh))

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
        _must_not_be_own(request, draft)
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
        must_be(draft, ("in_review", "approved"))
        values = {"state": "changes_requested", "returned_by": request.actor, "reason": words, **no_approvals()}
        change(tx, request, draft, values)
        record(
            tx, desk, request, channel(desk), draft.id, "return",
            from_state=draft.state, to_state="changes_requested", data={"reason": words},
        )  # fmt: skip
        asks = phrase(
            "您的稿件 {case} 被退回：{reason}\n修改：`/draft revise {case}`",
            case=draft.id,
            reason=escape(cut(words, 300)),
        )
        tell(tx, request, draft.author, draft.id, asks)
        return Outcome(phrase("{case} 已退回，作者会收到原因。", case=draft.id), draft.id)

    return decided(desk, request, case_id, lambda draft: None, decide)


def withdraw(desk: Desk, request: Request, case_id: str, seen: int | None = None) -> Outcome:
    """Take a draft back before it is published: its author, or the Weibo team."""

    def decide(tx: Transaction, draft: Draft, _: None) -> Outcome:
        must_have_seen(draft, seen)
        must_be(draft, OPEN)
        if request.actor != draft.author:
            desk.company.must_hold(request.actor, "editor", "admin", to_do=phrase("撤回别人的稿件"))
        change(tx, request, draft, {"state": "withdrawn"})
        record(tx, desk, request, channel(desk), draft.id, "withdraw", from_state=draft.state, to_state="withdrawn")
        tell(tx, request, draft.author, draft.id, phrase("您的稿件 {case} 已被撤回。", case=draft.id))
        return Outcome(phrase("{case} 已撤回。", case=draft.id), draft.id)

    return decided(desk, request, case_id, lambda draft: None, decide)


def published(desk: Desk, request: Request, case_id: str, url: str, seen: int | None = None) -> Outcome:
    """Record that the approved words went out on Weibo, and where they stand."""
    desk.company.must_hold(request.actor, "editor", to_do=phrase("登记微博链接"))
    link = _weibo_link(url)

    def decide(tx: Transaction, draft: Draft, _: None) -> Outcome:
        must_have_seen(draft, seen)
        must_be(draft, ("approved",))
        # The state says it already; the fingerprint says it of these very words.
        assert draft.reviewed and (draft.legal_agreed or not draft.needs_legal)
        change(tx, request, draft, {"state": "published", "url": link, "published_at": request.stamp})
        record(
            tx, desk, request, channel(desk), draft.id, "published",
            from_state=draft.state, to_state="published", data={"url": link, "revision": draft.revision},
        )  # fmt: skip
        tell(
            tx,
            request,
            draft.author,
            draft.id,
            phrase("您的稿件 {case} 已发布：{url}", case=draft.id, url=escape(link)),
        )
        return Outcome(phrase("已登记 {case} 发布。", case=draft.id), draft.id)

    return decided(desk, request, case_id, lambda draft: None, decide)


def _approvals(desk: Desk, request: Request, draft: Draft, legal_needed: bool) -> tuple[dict[str, object], list[str]]:
    company, values = desk.company, dict[str, object]()
    given: list[str] = []
    # A draft that waited for legal and no longer needs it is for any reviewer to finish.
    if company.has(request.actor, "reviewer") and not (draft.reviewed and legal_needed):
        given.append("reviewer")
        values |= {"reviewed_by": request.actor, "reviewed_at": request.stamp}
        values["reviewed_fingerprint"] = draft.latest.fingerprint
    if legal_needed and company.has(request.actor, "legal") and not draft.legal_agreed:
        given.append("legal")
        values |= {"legal_by": request.actor, "legal_at": request.stamp}
        values["legal_fingerprint"] = draft.latest.fingerprint
    if not given:
        if not legal_needed:
            company.must_hold(request.actor, "reviewer", to_do=phrase("通过稿件"))
        raise _done_before(desk, draft)
    return values, given


def _done_before(desk: Desk, draft: Draft) -> WrongState:
    by_reviewer = draft.reviewed and not draft.legal_agreed
    who, at = (draft.reviewed_by, draft.reviewed_at) if by_reviewer else (draft.legal_by, draft.legal_at)
    missing = role_name("legal" if by_reviewer else "reviewer")
    said = phrase(
        "{who} 在 {at} 已经通过 {case}，还差{role}。",
        who=_name(desk, who),
        at=_clock(desk, at),
        case=draft.id,
        role=missing,
    )
    return WrongState(said)


def _must_await_review(desk: Desk, draft: Draft) -> None:
    if draft.state == "approved":
        raise WrongState(
            phrase(
                "{case} 第 {n} 版已由 {who} 在 {at} 通过。",
                case=draft.id,
                n=draft.revision,
                who=_name(desk, max((draft.reviewed_at, draft.reviewed_by), (draft.legal_at, draft.legal_by))[1]),
                at=_clock(desk, max(draft.reviewed_at, draft.legal_at)),
            ),
            phrase("发布后登记链接：`/draft published {case} 链接`", case=draft.id),
        )
    must_be(draft, ("in_review",))


def _must_not_be_own(request: Request, draft: Draft) -> None:
    if request.actor == draft.author:
        raise NotAllowed(
            phrase("{case} 是您自己的稿件，要由别人来审。", case=draft.id), phrase("请找另一位审稿人或法务。")
        )
    if request.actor == draft.latest.author:
        raise NotAllowed(
            phrase("{case} 第 {n} 版是您改的，要由别人来审。", case=draft.id, n=draft.revision),
            phrase("请找另一位审稿人或法务。"),
        )


def _must_have_no_open_block(draft: Draft, report: KeptReport) -> None:
    blocks = draft.still_open(report)
    if blocks:
        raise WrongState(
            phrase("{case} 还有 {n} 处不可发布，不能通过：{words}", case=draft.id, n=len(blocks), words=_named(blocks)),
            phrase(
                "请先修改：`/draft revise {case}`。确有依据的，请法务放行：`/draft override {case} 理由`", case=draft.id
            ),
        )


def _named(blocks: tuple[Found, ...]) -> Phrase:
    shown = blocks[:_NAMED_MOST]
    said = [f"“{escape(cut(' '.join(found.words.split()), 20))}”" if found.words else found.reason for found in shown]
    return series([*said, "…"] if len(blocks) > len(shown) else said)


def _proof_warning(report: KeptReport) -> tuple[Phrase, ...]:
    n = len(report.at_level("proof"))
    return (phrase("还有 {n} 处需举证，发布前请确认依据齐全。", n=n),) if n else ()


def _weibo_link(url: str) -> str:
    link = need_text(url, phrase("微博链接"), LINK_MOST, field="url")
    host = (urlsplit(link).hostname or "") if is_link(link) else ""
    if not any(host == known or host.endswith(f".{known}") for known in _WEIBO_HOSTS):
        raise Invalid(
            phrase("这不是微博的链接。"),
            phrase("请粘贴发出后的地址，例如 https://weibo.com/1234567890/Pabc"),
            field="url",
        )
    return link


def _name(desk: Desk, user: str) -> str:
    return escape(desk.company.name(user))


def _clock(desk: Desk, stored: str) -> str:
    return f"{from_store(stored).astimezone(desk.zone):%m-%d %H:%M}"
