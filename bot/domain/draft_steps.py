"""What every step of a draft has in common: the check made for it, what it must find, the row it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeVar

from bot import copycheck
from bot.domain.copy_context import kept, report_on
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.record import tell
from bot.errors import NotAllowed, NotFound, Superseded, WrongState
from bot.store import drafts as rows
from bot.store import outbox
from bot.store.database import Reader, Transaction
from bot.store.drafts import OPEN, Draft
from bot.store.reports import KeptReport
from bot.store.times import from_store
from bot.text.mrkdwn import escape
from bot.text.offers import Offer
from bot.text.width import cut
from bot.text.words import Phrase, phrase

# Each time somebody else was quicker, the check is made anew for what they left.
_TRIES: Final = 5

Checked = TypeVar("Checked")


class Overtaken(Exception):
    """Somebody changed what was looked at between the check and the decision: both are made anew."""


def show(reader: Reader, case_id: str) -> Draft:
    """One draft. Raises NotFound."""
    found = rows.draft(reader, case_id)
    if found is None:
        raise NotFound(phrase("没有 {case} 这份稿件。", case=case_id), phrase("用 `/draft 列表` 查看现有的稿件。"))
    return found


def report_of(desk: Desk, request: Request, draft: Draft) -> copycheck.Report:
    """The check of a draft's latest revision as of now."""
    latest = draft.latest
    planned = draft.wanted_at or latest.wanted_at
    return report_at(desk, request, draft, from_store(planned) if planned else None)


def report_at(desk: Desk, request: Request, draft: Draft, at: datetime | None) -> copycheck.Report:
    """The check of a draft's latest revision as of now, for a post at ``at``."""
    return report_on(desk.settings, desk.store, request.at, draft.latest.post, draft.kind, at, besides=draft.id)


def fresh_report(draft: Draft, report: copycheck.Report) -> KeptReport:
    """A newer check of the latest revision as it is kept; what got better or worse stays as it was when it was sent."""
    before = draft.latest.report
    return replace(kept(report), fixed=before.fixed, added=before.added)


def show_fresh(desk: Desk, request: Request, case_id: str) -> None:
    """Put the check as of now on a draft in review, and on its card, where it finds something else than when it was
    sent (a term was denied since, a code ran out)."""
    seen = show(desk.store, case_id)
    report = fresh_report(seen, report_of(desk, request, seen))
    if seen.state != "in_review" or report == seen.latest.report:
        return
    with desk.store.transaction() as tx:
        if show(tx, case_id).version == seen.version:
            rows.keep_report(tx, case_id, seen.revision, report)
            outbox.owe_card(tx, channel(desk), case_id, now=request.ms)


def decided(
    desk: Desk,
    request: Request,
    case_id: str,
    check: Callable[[Draft], Checked],
    decide: Callable[[Transaction, Draft, Checked], Outcome],
) -> Outcome:
    """Decide about a draft with a check that was made before the write lock was taken, for the very draft it was made
    for: where somebody was quicker, check and decide again."""
    for _ in range(_TRIES):
        seen = show(desk.store, case_id)
        checked = check(seen)

        def at_seen(tx: Transaction, seen: Draft = seen, checked: Checked = checked) -> Outcome:
            draft = show(tx, case_id)
            if draft.version != seen.version:
                raise Overtaken
            return decide(tx, draft, checked)

        try:
            return once(desk, request, at_seen)
        except Overtaken:
            continue
    raise WrongState(phrase("{case} 正被别人修改。", case=case_id), phrase("请稍后再试一次。"))


def change(tx: Transaction, request: Request, before: Draft, values: Mapping[str, object]) -> None:
    """Change the row of a draft that was read in this transaction."""
    done = rows.change(tx, before, {**values, "changed_at": request.stamp})
    # Loaded in this same write transaction: nobody can have come between.
    assert done


def channel(desk: Desk) -> str:
    """Where the cards of drafts stand."""
    return desk.settings.channels.desk


def no_approvals() -> dict[str, object]:
    """The columns of a draft that nobody has approved."""
    texts = ("reviewed_by", "reviewed_at", "reviewed_fingerprint", "legal_by", "legal_at", "legal_fingerprint")
    over: dict[str, object] = {
        "override_by": "",
        "override_reason": "",
        "override_revision": 0,
        "override_blocks": "[]",
    }
    return dict.fromkeys(texts, "") | over


def must_have_seen(draft: Draft, seen: int | None) -> None:
    """Raise Superseded when the person decided on an older revision."""
    if seen is not None and seen != draft.revision:
        raise Superseded(
            phrase(
                "{case} 已有第 {n} 版，您看到的是第 {seen} 版，没有执行。", case=draft.id, n=draft.revision, seen=seen
            ),
            phrase("查看最新版：`/draft 查看 {case}`", case=draft.id),
        )


def must_be(draft: Draft, states: tuple[str, ...]) -> None:
    """Raise WrongState, with the way on, unless the draft is in one of ``states``."""
    if draft.state in states:
        return
    case = draft.id
    where: dict[str, tuple[Phrase, Phrase]] = {
        "in_review": (
            phrase("{case} 还在审稿。", case=case),
            phrase("通过后再发布：`/draft 通过 {case}`", case=case),
        ),
        "changes_requested": (
            phrase("{case} 已退回，等待修改。", case=case),
            phrase("修改：`/draft 修改 {case}`", case=case),
        ),
        "approved": (
            phrase("{case} 已经通过了。", case=case),
            phrase("发布后登记链接：`/draft 已发 {case} 链接`", case=case),
        ),
        "scheduled": (
            phrase("{case} 已经通过并排好时间。", case=case),
            phrase("换时间：`/draft 排期 {case} 时间`", case=case),
        ),
        "on_hold": (
            phrase("{case} 已暂停：{reason}", case=case, reason=escape(cut(draft.held_reason, 200))),
            phrase("先恢复：`/draft 恢复 {case}`", case=case),
        ),
        "rejected": (phrase("{case} 已否决。", case=case), phrase("想再发，请用 `/draft` 新建。")),
        "published": (phrase("{case} 已经发布了。", case=case), phrase("想再发一条，请用 `/draft` 新建。")),
        "withdrawn": (phrase("{case} 已撤回。", case=case), phrase("想再发，请用 `/draft` 新建。")),
    }
    raise WrongState(*where[draft.state])


def tell_approvers(tx: Transaction, request: Request, draft: Draft, said: Phrase) -> None:
    """Tell those whose approval of the draft as it was no longer counts."""
    for person in dict.fromkeys((draft.reviewed_by, draft.legal_by)):
        if person != draft.author:
            tell(tx, request, person, draft.id, said)


def may_revise(desk: Desk, user: str, case_id: str, seen: int | None) -> Draft:
    """The draft, for a person about to fill in its next revision. Raises a Refusal when they could not submit it."""
    draft = show(desk.store, case_id)
    must_be_revisable(desk, user, draft, seen)
    return draft


def must_be_revisable(desk: Desk, user: str, draft: Draft, seen: int | None) -> None:
    """Raise a Refusal unless the draft may be revised now by this person: its author, their department, the editors."""
    must_have_seen(draft, seen)
    must_be(draft, OPEN)
    own = desk.company.department_of(user)
    if user == draft.author or (own is not None and own.key == draft.department):
        return
    if not desk.company.has(user, "editor"):
        raise NotAllowed(
            phrase("只有作者、同部门的人和官微编辑可以修改 {case}。", case=draft.id),
            phrase("作者：{who}", who=escape(desk.company.name(draft.author))),
        )


def to_revise(case: str, seen: int) -> tuple[Offer, ...]:
    """The button that opens the form of the next revision."""
    return (Offer(phrase("修改"), "draft.revise", f"{case}:{seen}"),)
