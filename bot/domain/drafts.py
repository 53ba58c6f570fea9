"""Drafts (D): sending words to review and revising them, with the copy check inside every step."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot import copycheck
from bot.cards.names import draft_kind
from bot.domain import posting
from bot.domain.copy_context import advises, kept, report_on
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.draft_approval import risks_of
from bot.domain.draft_kind import Proposal, propose
from bot.domain.draft_sheet import Sheet, checked, revision_of, whole_text
from bot.domain.draft_slots import (
    take,
    take_planned,
)
from bot.domain.draft_steps import change, channel, decided, must_be_revisable, no_approvals, report_of, to_revise
from bot.domain.draft_times import keep_slot, new_time, time_of, with_time
from bot.domain.draft_twice import same_words, with_same
from bot.domain.posting import Placed
from bot.domain.record import record, tell
from bot.errors import Invalid
from bot.store import cases
from bot.store import drafts as rows
from bot.store.database import Reader, Transaction
from bot.store.drafts import Draft, Revision
from bot.store.times import from_store, to_store
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import Phrase, phrase

_WARNED_MOST: Final = 3


def submit(desk: Desk, request: Request, sheet: Sheet) -> Outcome:
    """Send words to review. A draft that the check blocks is taken in all the same: it must be shown what to mend; and so
    is one whose time is not free: it is told which times are."""
    proposed = propose(whole_text(sheet.text)) if not sheet.kind else None
    sheet = checked(desk, request, sheet, None)
    report = _report(desk, request, sheet)

    def decide(tx: Transaction) -> Outcome:
        _must_know_notice(tx, sheet)
        at, campaign, instead_of = time_of(tx, desk, request, sheet)
        before = same_words(tx, request, sheet.text)
        case = cases.next_id(tx, "D")
        filled = replace(sheet, wanted_at=at, campaign_id=campaign)
        first = revision_of(request, filled, 1, kept(report))
        rows.add(
            tx,
            {
                "id": case,
                "state": "in_review",
                **_fields(filled, report, 1),
                "author": request.actor,
                "created_at": request.stamp,
                "changed_at": request.stamp,
            },
        )
        rows.add_revision(tx, case, first)
        if sheet.slot:
            take_planned(tx, desk, request, sheet.slot, case, sheet.kind, at)
        elif at is not None:
            take(tx, desk, request, case, sheet.kind, at, sheet.campaign_id)
        record(tx, desk, request, channel(desk), case, "submit", to_state="in_review", data=_told(first))
        _ask_legal(tx, desk, request, case, sheet, report)
        said = phrase("已提交 {case}，等待审稿。", case=case)
        if proposed:
            said = _kind_told(case, proposed)
        told = with_same(_with_findings(said, case, first), before)
        return with_time(desk, request, told, 1, instead_of)

    return once(desk, request, decide)


def revise(desk: Desk, request: Request, case_id: str, seen: int | None, sheet: Sheet) -> Outcome:
    """Send a new revision to review. Whatever was approved before no longer is.

    ``seen`` is the revision the person started from, None for the latest. Raises Superseded when there is a newer one.
    """

    def check(draft: Draft) -> tuple[Sheet, copycheck.Report, copycheck.Report]:
        filled = checked(desk, request, sheet, draft)
        return filled, _report(desk, request, filled, draft.id), report_of(desk, request, draft)

    def decide(tx: Transaction, draft: Draft, found: tuple[Sheet, copycheck.Report, copycheck.Report]) -> Outcome:
        filled, report, before = found
        must_be_revisable(desk, request.actor, draft, seen)
        _must_know_notice(tx, filled)
        at, instead_of = new_time(tx, desk, request, draft, filled)
        named = from_store(draft.latest.wanted_at) if draft.latest.wanted_at else None
        # A time that was given to words approved for any is still any, until somebody names another.
        unnamed = at is not None and named is None and to_store(at) == draft.wanted_at
        added = revision_of(
            request, replace(filled, wanted_at=None if unnamed else at), draft.revision + 1, kept(report, before)
        )
        _must_differ(desk, request, draft, filled, added, instead_of)
        values = {"state": "in_review", **_fields(replace(filled, wanted_at=at), report, added.number)}
        rows.add_revision(tx, draft.id, added)
        change(tx, request, draft, {**values, **no_approvals(), "reason": ""})
        keep_slot(tx, desk, request, draft, filled.kind, at)
        record(
            tx, desk, request, channel(desk), draft.id, "revise",
            from_state=draft.state, to_state="in_review", data=_told(added),
        )  # fmt: skip
        told = phrase("{case} 有了第 {n} 版，等待审稿：`/draft 查看 {case}`", case=draft.id, n=added.number)
        for person in dict.fromkeys((draft.author, draft.returned_by, draft.reviewed_by, draft.legal_by)):
            tell(tx, request, person, draft.id, told)
        _ask_legal(tx, desk, request, draft.id, filled, report)
        said = phrase("{case} 第 {n} 版已提交，等待审稿。", case=draft.id, n=added.number)
        return with_time(desk, request, _with_findings(said, draft.id, added), added.number, instead_of)

    return decided(desk, request, case_id, check, decide)


def allowed(draft: Draft) -> tuple[str, ...]:
    """The actions that the state allows, in the order they are offered; the card's buttons follow it."""
    match draft.state:
        case "in_review":
            first = ("override",) if draft.open_blocks else ("approve",)
            answers = ("accept", "argue", "escalate") if edited_by_another(draft) else ()
            return (*first, "return", "revise", *answers, "schedule", "hold", "reject", "withdraw")
        case "changes_requested":
            return ("revise", "argue", "schedule", "withdraw")
        case "approved":
            when = ("now", "next", "drop") if late(draft) else ("now", "next", "schedule")
            return ("published", *when, "return", "revise", "hold", "withdraw")
        case "scheduled":
            return ("published", "schedule", "hold", "return", "revise", "withdraw")
        case "on_hold":
            return ("release", "reject", "withdraw")
        case "published":
            return ("figures",)
        case _:
            return ()


def late(draft: Draft) -> bool:
    """Whether a draft was approved when the time it was meant for had passed, so that somebody must say when."""
    return draft.state == "approved" and bool(draft.latest.wanted_at) and not draft.wanted_at


def edited_by_another(draft: Draft) -> bool:
    """Whether the latest words are not their department's own: an editor wrote them."""
    return draft.latest.author != draft.author


def _report(desk: Desk, request: Request, sheet: Sheet, besides: str = "") -> copycheck.Report:
    return report_on(desk.settings, desk.store, request.at, sheet.post, sheet.kind, sheet.wanted_at, besides=besides)


def _fields(sheet: Sheet, report: copycheck.Report, number: int) -> dict[str, object]:
    risky = risks_of(sheet.kind, sheet.text, report)
    return {
        "department": sheet.department,
        "kind": sheet.kind,
        "campaign_id": sheet.campaign_id,
        "revision": number,
        "wanted_at": to_store(sheet.wanted_at) if sheet.wanted_at else "",
        "needs_legal": int(bool(risky)),
        "risks": " ".join(risky),
        "stance": "",
    }


def _kind_told(case: str, proposed: Proposal) -> Phrase:
    if not proposed.because:
        return phrase("已提交 {case}（类型按文字定为{kind}），等待审稿。", case=case, kind=draft_kind(proposed.kind))
    return phrase(
        "已提交 {case}（看到“{words}”，类型定为{kind}），等待审稿。",
        case=case,
        words=escape(cut(proposed.because, 20)),
        kind=draft_kind(proposed.kind),
    )


def _told(added: Revision) -> dict[str, object]:
    levels = {level: len(added.report.at_level(level)) for level in ("block", "proof", "style")}
    told: dict[str, object] = {"revision": added.number, "fingerprint": added.fingerprint, **levels}
    return told | {"fixed": len(added.report.fixed), "added": len(added.report.added), "proof_given": added.proof}


def _with_findings(said: Phrase, case: str, added: Revision) -> Outcome:
    """What the author is told at once: what is to be mended, what to write instead, and the form to do it in. They need not
    be in the channel where the card stands."""
    blocks, proofs = added.report.at_level("block"), added.report.at_level("proof")
    if blocks:
        said = phrase("{said}有 {n} 处不可发布，改好才能通过。", said=said, n=len(blocks))
    gravest = [*blocks, *proofs]
    shown = tuple(advises(found) for found in gravest[:_WARNED_MOST])
    if len(gravest) > _WARNED_MOST:
        shown = (*shown, phrase("还有 {n} 处：`/draft 查看 {case}`", n=len(gravest) - _WARNED_MOST, case=case))
    return Outcome(said, case, shown, to_revise(case, added.number) if gravest else ())


def _ask_legal(
    tx: Transaction, desk: Desk, request: Request, case: str, sheet: Sheet, report: copycheck.Report
) -> None:
    if risks_of(sheet.kind, sheet.text, report):
        for person in desk.company.roles["legal"]:
            tell(tx, request, person, case, phrase("{case} 需要法务审核：`/draft 查看 {case}`", case=case))


def _must_know_notice(reader: Reader, sheet: Sheet) -> None:
    if sheet.campaign_id and rows.notice_title(reader, sheet.campaign_id) is None:
        raise Invalid(phrase("没有 {case} 这个活动。", case=sheet.campaign_id), field="campaign")


def _must_differ(
    desk: Desk, request: Request, draft: Draft, sheet: Sheet, added: Revision, instead_of: Placed | None
) -> None:
    same = added.fingerprint == draft.latest.fingerprint and sheet.campaign_id == draft.campaign_id
    if same and sheet.department == draft.department:
        # Sent back and unchanged, a draft returns only with something new to say for it.
        if draft.state == "changes_requested" and added.proof and added.proof != draft.latest.proof:
            return
        if instead_of is not None:
            # Only another time was asked for, and it is not free.
            raise posting.refused(desk, request.at, instead_of)
        raise Invalid(
            phrase("和第 {n} 版一样，没有改动。", n=draft.revision),
            phrase("请修改正文；坚持原文的，请在“举证或说明”里写明依据。"),
            field="text",
        )
