"""Drafts (D): sending words to review and revising them, with the copy check inside every step."""

from __future__ import annotations

from typing import Final

from bot import copycheck
from bot.domain.copy_context import kept, report_on, says
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.draft_sheet import Sheet, checked, revision_of
from bot.domain.draft_steps import change, channel, decided, must_be_revisable, no_approvals, report_of
from bot.domain.record import record, tell
from bot.errors import Invalid
from bot.store import cases
from bot.store import drafts as rows
from bot.store.database import Reader, Transaction
from bot.store.drafts import Draft, Revision
from bot.store.reports import KeptReport
from bot.store.times import to_store
from bot.text.words import Phrase, phrase

# Kinds and claims for which a reviewer alone is not enough (product: Draft).
_LEGAL_KINDS: Final = ("lottery", "crisis")
_LEGAL_CATEGORIES: Final = ("medical", "health_food")
_WARNED_MOST: Final = 3


def submit(desk: Desk, request: Request, sheet: Sheet) -> Outcome:
    """Send words to review. A draft that the check blocks is taken in all the same: it must be shown what to mend."""
    sheet = checked(desk, request, sheet, None)
    report = _report(desk, request, sheet)

    def decide(tx: Transaction) -> Outcome:
        _must_know_notice(tx, sheet)
        case = cases.next_id(tx, "D")
        first = revision_of(request, sheet, 1, kept(report))
        rows.add(
            tx,
            {
                "id": case,
                "state": "in_review",
                **_fields(sheet, report, 1),
                "author": request.actor,
                "created_at": request.stamp,
                "changed_at": request.stamp,
            },
        )
        rows.add_revision(tx, case, first)
        record(tx, desk, request, channel(desk), case, "submit", to_state="in_review", data=_told(first))
        _ask_legal(tx, desk, request, case, sheet, report)
        return Outcome(phrase("已提交 {case}，等待审稿。", case=case), case, _warnings(first.report))

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
        added = revision_of(request, filled, draft.revision + 1, kept(report, before))
        _must_differ(draft, filled, added)
        values = {"state": "in_review", **_fields(filled, report, added.number), **no_approvals(), "reason": ""}
        rows.add_revision(tx, draft.id, added)
        change(tx, request, draft, values)
        record(
            tx, desk, request, channel(desk), draft.id, "revise",
            from_state=draft.state, to_state="in_review", data=_told(added),
        )  # fmt: skip
        for person in dict.fromkeys((draft.author, draft.returned_by)):
            tell(
                tx,
                request,
                person,
                draft.id,
                phrase("{case} 有了第 {n} 版，等待审稿：`/draft show {case}`", case=draft.id, n=added.number),
            )
        _ask_legal(tx, desk, request, draft.id, filled, report)
        said = phrase("{case} 第 {n} 版已提交，等待审稿。", case=draft.id, n=added.number)
        return Outcome(said, draft.id, _warnings(added.report))

    return decided(desk, request, case_id, check, decide)


def allowed(draft: Draft) -> tuple[str, ...]:
    """The actions that the state allows, in the order they are offered; the card's buttons follow it."""
    if draft.state == "in_review":
        first = ("override",) if draft.open_blocks else ("approve",)
        return (*first, "return", "revise", "withdraw")
    if draft.state == "changes_requested":
        return ("revise", "withdraw")
    if draft.state == "approved":
        return ("published", "return", "revise", "withdraw")
    return ()


def needs_legal(kind: str, report: copycheck.Report) -> bool:
    """Whether legal must agree as well as a reviewer."""
    return kind in _LEGAL_KINDS or any(found.category in _LEGAL_CATEGORIES for found in report.findings)


def _report(desk: Desk, request: Request, sheet: Sheet, besides: str = "") -> copycheck.Report:
    return report_on(desk.settings, desk.store, request.at, sheet.post, sheet.kind, sheet.wanted_at, besides=besides)


def _fields(sheet: Sheet, report: copycheck.Report, number: int) -> dict[str, object]:
    return {
        "department": sheet.department,
        "kind": sheet.kind,
        "campaign_id": sheet.campaign_id,
        "revision": number,
        "wanted_at": to_store(sheet.wanted_at) if sheet.wanted_at else "",
        "needs_legal": int(needs_legal(sheet.kind, report)),
    }


def _told(added: Revision) -> dict[str, object]:
    levels = {level: len(added.report.at_level(level)) for level in ("block", "proof", "style")}
    told: dict[str, object] = {"revision": added.number, "fingerprint": added.fingerprint, **levels}
    return told | {"fixed": len(added.report.fixed), "added": len(added.report.added), "proof_given": added.proof}


def _warnings(report: KeptReport) -> tuple[Phrase, ...]:
    gravest = [*report.at_level("block"), *report.at_level("proof")]
    shown = tuple(says(found) for found in gravest[:_WARNED_MOST])
    if len(gravest) > _WARNED_MOST:
        return (*shown, phrase("还有 {n} 处，见卡片。", n=len(gravest) - _WARNED_MOST))
    return shown


def _ask_legal(
    tx: Transaction, desk: Desk, request: Request, case: str, sheet: Sheet, report: copycheck.Report
) -> None:
    if needs_legal(sheet.kind, report):
        for person in desk.company.roles["legal"]:
            tell(tx, request, person, case, phrase("{case} 需要法务审核：`/draft show {case}`", case=case))


def _must_know_notice(reader: Reader, sheet: Sheet) -> None:
    if sheet.campaign_id and rows.notice_title(reader, sheet.campaign_id) is None:
        raise Invalid(phrase("没有 {case} 这个活动。", case=sheet.campaign_id), field="campaign")


def _must_differ(draft: Draft, sheet: Sheet, added: Revision) -> None:
    same = added.fingerprint == draft.latest.fingerprint and sheet.campaign_id == draft.campaign_id
    if same and sheet.department == draft.department:
        # Sent back and unchanged, a draft returns only with something new to say for it.
        if draft.state == "changes_requested" and added.proof and added.proof != draft.latest.proof:
            return
        raise Invalid(
            phrase("和第 {n} 版一样，没有改动。", n=draft.revision),
            phrase("请修改正文；坚持原文的，请在“举证或说明”里写明依据。"),
            field="text",
        )
