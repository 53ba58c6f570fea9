"""What stands on a complaint's card beside the complaint itself: why it is of its kind, what is like it, what was merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.cards.blocks import actions, button, confirm, section
from bot.cards.message import Block
from bot.cards.names import complaint_category, complaint_severity
from bot.cards.paper import Paper
from bot.store.complaints import OPEN, Complaint
from bot.text.mrkdwn import escaped
from bot.text.width import cut
from bot.text.words import series

# One for each of the similar ones: of two buttons in a row none may have the other's name.
MERGES: Final = ("complaint.into.1", "complaint.into.2", "complaint.into.3")
_WORDS: Final = 40
_MERGED_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Similar:
    """A complaint of another customer that is like this one; ``percent`` of likeness."""

    case_id: str
    words: str
    percent: int


@dataclass(frozen=True, slots=True)
class Beside:
    """``category_words`` and ``severity_words``: what of the customer's words led to the proposal; ``similar``: open
    complaints of others like this one; ``merged``: some of the ``merged_count`` complaints that were merged into it."""

    category_words: Sequence[str] = ()
    severity_words: Sequence[str] = ()
    similar: Sequence[Similar] = ()
    merged: Sequence[Complaint] = ()
    merged_count: int = 0


def kind(case: Complaint, beside: Beside, paper: Paper) -> str:
    """The category, and why: by which words, or by whom."""
    t = paper.t
    name = t(complaint_category(case.category))
    if case.category_by:
        return t("{category}（人工）", category=name)
    return (
        t("{category}（按{words}）", category=name, words=_named(beside.category_words, paper))
        if (beside.category_words)
        else name
    )


def severity(case: Complaint, beside: Beside, paper: Paper) -> str:
    """The severity, and why; empty where there is no more to say of it than its mark does."""
    t = paper.t
    name = t(complaint_severity(case.severity))
    if case.severity_by:
        return t("{severity}（人工）", severity=name)
    if case.severity != "P0":
        return ""
    words = _named(beside.severity_words, paper)
    return t("{severity}（按{words}）", severity=name, words=words) if words else ""


def _named(words: Sequence[str], paper: Paper) -> str:
    return "".join(paper.t("“{word}”", word=cut(paper.private(word), 20)) for word in words)


def blocks(case: Complaint, beside: Beside, paper: Paper) -> list[Block]:
    """The complaints merged into this one, and those like it, each with a button that merges this one into it."""
    t, found = paper.t, list[Block]()
    if beside.merged:
        names = [t("{case}（{customer}）", case=one.id, customer=_customer(one, paper)) for one in beside.merged]
        names = names[:_MERGED_MOST] + (["…"] if beside.merged_count > _MERGED_MOST else [])
        found.append(section(t("*已并入这里*（{n} 条）：{cases}", n=beside.merged_count, cases=series(names))))
    if beside.similar and case.state in OPEN:
        lines = [
            f"*{one.case_id}* {escaped(_line(paper.private(one.words)), 120)} · {one.percent}%"
            for one in beside.similar
        ]
        found.append(section(t("*相似*（别的顾客）：") + "\n" + "\n".join(lines)))
        found.append(
            actions(*(_merge_button(case, *each, paper) for each in zip(beside.similar, MERGES, strict=False)))
        )
    return found


def _merge_button(case: Complaint, other: Similar, action: str, paper: Paper) -> Block:
    t = paper.t
    ask = confirm(
        t("并入 {case}", case=other.case_id),
        t("{case} 并入 {other}，{case} 的时钟停下；可以再拆开。", case=case.id, other=other.case_id),
        t("并入"),
        t("不并"),
    )
    return button(t("并入 {case}", case=other.case_id), action, f"{case.id} {other.case_id}", confirm=ask)


def _customer(case: Complaint, paper: Paper) -> str:
    return escaped(paper.private(case.customer), 60) or paper.t("未留名的顾客")


def _line(words: str) -> str:
    return cut(" ".join(words.split()), _WORDS)
