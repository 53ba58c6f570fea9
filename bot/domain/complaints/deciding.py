"""Category and severity: what the words propose and why, and a person's decision, which stands whatever comes later."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.cards.names import complaint_category, complaint_severity
from bot.domain import triage
from bot.domain.complaints import rules
from bot.domain.complaints.turns import move
from bot.domain.desk import Desk, Outcome, Request, once
from bot.errors import Invalid
from bot.store.complaints import OPEN
from bot.store.database import Transaction
from bot.text.mrkdwn import escape
from bot.text.vocabulary import CATEGORIES, SEVERITIES, read
from bot.text.width import cut
from bot.text.words import Phrase, phrase, series


def reasons(category: str, severity: str, proposal: triage.Proposal) -> Phrase:
    """Why a complaint is of its category and severity, where they are as proposed (``category``, ``severity`` empty)."""
    kind = complaint_category(proposal.category)
    found = Phrase("")
    if not category and proposal.category_words:
        words = series(map(_quoted, proposal.category_words))
        found = phrase("按{words}判为{category}。", words=words, category=kind)
    elif not category:
        found = phrase("看不出类别，先记为其他。")
    if not severity and proposal.severity == "P0":
        words = series(map(_quoted, proposal.severity_words))
        found = phrase("按{words}判为 P0。{more}", words=words, more=found)
    return found


def _quoted(word: str) -> Phrase:
    return phrase("“{word}”", word=escape(word))


def recategorise(desk: Desk, request: Request, case_id: str, category: str) -> Outcome:
    """A person decides what the complaint is about. ``category`` by key or by name in Chinese."""
    chosen = _chosen(category, CATEGORIES, phrase("类别"), "category", complaint_category)

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_work_on(desk, request, before, phrase("给投诉定类别"))
        rules.must_be(before, OPEN)
        values = {"category": chosen, "category_by": request.actor}
        move(tx, desk, request, before, values, "category", {"from": before.category, "to": chosen})
        said = phrase("{case} 的类别已定为{category}。", case=case_id, category=complaint_category(chosen))
        return Outcome(said, case_id)

    return once(desk, request, decide)


def regrade(desk: Desk, request: Request, case_id: str, severity: str) -> Outcome:
    """A person decides how severe the complaint is; its clocks follow. ``severity``: ``normal`` or ``P0``, or in Chinese."""
    chosen = _chosen(severity, SEVERITIES, phrase("严重程度"), "severity", complaint_severity)

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_work_on(desk, request, before, phrase("给投诉定严重程度"))
        rules.must_be(before, OPEN)
        values = {"severity": chosen, "severity_by": request.actor}
        move(tx, desk, request, before, values, "severity", {"from": before.severity, "to": chosen})
        said = phrase("{case} 已定为{severity}。", case=case_id, severity=complaint_severity(chosen))
        return Outcome(said, case_id)

    return once(desk, request, decide)


def _chosen(
    typed: str, known: Mapping[str, tuple[str, ...]], what: Phrase, field: str, named: Callable[[str], Phrase]
) -> str:
    found = read(typed, known)
    if found is None:
        raise Invalid(
            phrase("没有“{word}”这种{what}。", word=escape(cut(typed, 40)), what=what),
            phrase("可以写：{names}", names=series(map(named, known))),
            field=field,
        )
    return found
