"""Giving a draft its time: by words, by a button, now or in the next free slot; what was approved for another time must be
approved anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from bot import copycheck
from bot.domain import posting
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.draft_approval import agree, covers, may_agree, must_have_no_open_block
from bot.domain.draft_sheet import retimed
from bot.domain.draft_slots import fill, promotes, shift, time_offers
from bot.domain.draft_steps import (
    Overtaken,
    change,
    channel,
    decided,
    fresh_report,
    must_be,
    must_have_seen,
    no_approvals,
    report_at,
    show,
    tell_approvers,
)
from bot.domain.record import record, tell
from bot.errors import Invalid, NotAllowed, TakenTime, WrongState
from bot.store import drafts as rows
from bot.store import slots
from bot.store.database import Transaction
from bot.store.drafts import OPEN, Draft
from bot.store.times import to_store
from bot.text.moments import Moment, day_alone, read_moment
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import phrase

When = datetime | Literal["now", "next"]


@dataclass(frozen=True, slots=True)
class _Checked:
    """The time that was meant when the draft was looked at, and the check of its words for a post at that time."""

    at: datetime
    report: copycheck.Report


def read_when(desk: Desk, now: datetime, text: str) -> When:
    """What a person typed for a time. Raises Invalid, showing how it is typed."""
    found = read_moment(text, now.astimezone(desk.zone))
    if isinstance(found, Moment):
        return datetime.combine(found.day, found.at, desk.zone).astimezone(UTC)
    if found is None and day_alone(text, now.astimezone(desk.zone)):
        day = escape(cut(text.strip(), 40))
        raise Invalid(
            phrase("还要写几点，例如：`{day} {clock}`", day=day, clock="20:00" if "晚" in day else "15:00"),
            field="wanted",
        )
    if found is None:
        raise Invalid(
            phrase("看不懂“{word}”这个时间。", word=escape(cut(text, 40))) if text.strip() else phrase("还缺少时间。"),
            phrase("可以这样写：`15:30`、`明天 9:30`、`12-03 20:00`、`现在`、`下一个空档`"),
            field="wanted",
        )
    return found


def schedule(desk: Desk, request: Request, case_id: str, when: When, seen: int | None = None) -> Outcome:
    """Put a draft into the slot at ``when``, or move it there.

    Approval covers the time: words approved for any time (or too late for the one they had) are scheduled as they are;
    words approved for another time become a new revision that must be approved for this one. Whoever could approve it
    does so by moving it. Raises TakenTime, with buttons for the times that are free.
    """

    def check(draft: Draft) -> _Checked:
        at = _moment(desk, request, draft, when)
        return _Checked(at, report_at(desk, request, draft, at))

    def decide(tx: Transaction, draft: Draft, checked: _Checked) -> Outcome:
        must_have_seen(draft, seen)
        must_be(draft, OPEN)
        _must_be_allowed(desk, request, draft)
        return _place(tx, desk, request, draft, checked, when)

    return decided(desk, request, case_id, check, decide)


def _place(tx: Transaction, desk: Desk, request: Request, draft: Draft, checked: _Checked, when: When) -> Outcome:
    at, stored = checked.at, to_store(checked.at)
    slot = slots.of_draft(tx, draft.id)
    if slot is not None and slot.at == stored and slot.state in ("held", "filled"):
        raise WrongState(phrase("{case} 本来就排在 {at}。", case=draft.id, at=posting.shown_time(desk, request.at, at)))
    stays = covers(draft, stored)
    approved = draft.state in ("approved", "scheduled")
    if stays and approved:
        must_have_no_open_block(draft, fresh_report(draft, checked.report))
    try:
        shift(tx, desk, request, draft, draft.kind, at)
    except TakenTime as taken:
        if when == "next":
            # Somebody took it between the look and the lock.
            raise Overtaken from taken
        taken.offers = time_offers(desk, request.at, draft.id, draft.revision, taken.times)
        raise
    if not stays:
        return _anew(tx, desk, request, draft, checked)
    values: dict[str, object] = {"wanted_at": stored}
    if approved:
        held = slots.of_draft(tx, draft.id)
        assert held is not None
        fill(tx, request, held)
        values |= {"state": "scheduled"}
    state = str(values.get("state", draft.state))
    change(tx, request, draft, values)
    record(
        tx, desk, request, channel(desk), draft.id, "schedule",
        from_state=draft.state, to_state=state, data={"at": stored, "from": draft.wanted_at},
    )  # fmt: skip
    shown = posting.shown_time(desk, request.at, at)
    tell(tx, request, draft.author, draft.id, phrase("您的稿件 {case} 排在 {at} 发布。", case=draft.id, at=shown))
    if approved:
        return Outcome(phrase("{case} 已排在 {at}，到时提醒编辑。", case=draft.id, at=shown), draft.id)
    return Outcome(phrase("{case} 已留出 {at}，通过后按时发布。", case=draft.id, at=shown), draft.id)


def _anew(tx: Transaction, desk: Desk, request: Request, draft: Draft, checked: _Checked) -> Outcome:
    """Another time than the one approvals were asked for: a new revision of the same words."""
    stored = to_store(checked.at)
    approved = draft.state in ("approved", "scheduled")
    state = "in_review" if approved else draft.state
    by_mover = approved and may_agree(desk, request.actor, draft)
    added = retimed(request, draft, stored, fresh_report(draft, checked.report))
    rows.add_revision(tx, draft.id, added)
    values = {"state": state, "revision": added.number, "wanted_at": stored, **no_approvals()}
    change(tx, request, draft, values)
    data = {"at": stored, "from": draft.latest.wanted_at, "revision": added.number, "fingerprint": added.fingerprint}
    record(
        tx, desk, request, channel(desk), draft.id, "retime",
        from_state=draft.state, to_state=state, data=data,
    )  # fmt: skip
    shown = posting.shown_time(desk, request.at, checked.at)
    told = phrase("{case} 改到 {at} 发布，成为第 {n} 版。", case=draft.id, at=shown, n=added.number)
    tell(tx, request, draft.author, draft.id, told)
    if by_mover:
        return agree(tx, desk, request, show(tx, draft.id), checked.report)
    stale = phrase(
        "{case} 改到 {at} 发布，您之前的通过不再有效，请再看一次：`/draft 查看 {case}`", case=draft.id, at=shown
    )
    tell_approvers(tx, request, draft, stale)
    if approved:
        return Outcome(phrase("{case} 已改到 {at}。时间变了，需要再审一次。", case=draft.id, at=shown), draft.id)
    return Outcome(phrase("{case} 已改到 {at}，通过后按时发布。", case=draft.id, at=shown), draft.id)


def _moment(desk: Desk, request: Request, draft: Draft, when: When) -> datetime:
    if when == "now":
        return posting.whole_minute(request.at)
    if when == "next":
        at = posting.next_free_time(desk, desk.store, request.at, request.at, promotes=promotes(draft.kind))
        if at is None:
            # The rule that stands in the way says why.
            posting.must_be_free(
                desk, desk.store, request.at, posting.whole_minute(request.at), promotes=promotes(draft.kind)
            )
            raise WrongState(phrase("一年之内没有空档了。"))
        return at
    return posting.whole_minute(when)


def _must_be_allowed(desk: Desk, request: Request, draft: Draft) -> None:
    own = desk.company.department_of(request.actor)
    if request.actor == draft.author or (own is not None and own.key == draft.department):
        return
    if not any(desk.company.has(request.actor, role) for role in ("editor", "reviewer", "legal", "admin")):
        raise NotAllowed(
            phrase("只有作者、同部门的人、官微编辑和审稿人可以给 {case} 排期。", case=draft.id),
            phrase("作者：{who}", who=escape(desk.company.name(draft.author))),
        )
