"""A list of complaints drawn: a page of rows, each with its next step as a button, and the ways to other pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from bot.cards.blocks import actions, button, context, section
from bot.cards.complaint import row
from bot.cards.message import Block, Message
from bot.cards.names import complaint_category
from bot.cards.paper import Paper
from bot.store.complaints import Complaint
from bot.text.mrkdwn import escaped
from bot.text.words import Phrase, Words, phrase

LIST: Final = "complaint.list"
# The buttons under a list: the kinds of list, and the pages beside this one.
TURNS: Final = ("open", "mine", "unclaimed", "overdue", "waiting", "previous", "next")


class Asked(Protocol):
    """What the drawing needs of what was asked for (`bot.domain.complaints.lists.Asked`)."""

    @property
    def which(self) -> Collection[str]: ...
    @property
    def department(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def customer(self) -> str: ...
    @property
    def first(self) -> date | None: ...
    @property
    def last(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Turning:
    """Which page this is, and what the buttons to others carry; empty: there is none."""

    number: int
    previous: str
    following: str
    kinds: Mapping[str, str]


def listing(
    asked: Asked,
    cases: Sequence[tuple[Complaint, str]],
    counts: Mapping[str, int],
    turning: Turning,
    paper: Paper,
) -> Message:
    """One page, each complaint with its next step, and the counts over all that is open where the list is of the company's."""
    t = paper.t
    title = _title(asked, paper)
    shown = f"*{title}*"
    if turning.previous or turning.following:
        shown += " · " + t("第 {number} 页", number=turning.number)
    blocks: list[Block] = [section(shown if cases else f"{shown}\n{t('没有符合的投诉。')}")]
    blocks += [section(row(case, paper), accessory=_step(case, step, paper)) for case, step in cases]
    if not _narrowed(asked):
        told = {name: counts[name] for name in ("open", "unclaimed", "overdue", "waiting")}
        blocks.append(context(t("未办结 {open} · 待认领 {unclaimed} · 超时 {overdue} · 等顾客 {waiting}", **told)))
    ways = [
        button(label, f"{LIST}.{name}", value)
        for name, label, value in (
            ("previous", t("上一页"), turning.previous),
            ("next", t("下一页"), turning.following),
        )
        if value
    ]
    if ways:
        blocks.append(actions(*ways))
    blocks.append(actions(*(_kind(name, value, asked, paper) for name, value in turning.kinds.items())))
    return Message(title, blocks)


def _narrowed(asked: Asked) -> bool:
    """Whether a list is of somebody's or of some only, so that the company's counts would be taken for theirs."""
    narrowing = (asked.department, asked.category, asked.severity, asked.customer, asked.first, asked.last)
    return "mine" in asked.which or any(narrowing)


def _title(asked: Asked, paper: Paper) -> str:
    t = paper.t
    kinds = [t(_KINDS[name]) for name in _KINDS if name in asked.which]
    parts = kinds or [t(_KINDS["open"])]
    if asked.severity:
        parts.append("P0" if asked.severity == "P0" else t("普通"))
    if asked.department:
        parts.append(escaped(paper.department(asked.department), 80))
    if asked.category:
        parts.append(escaped(t(complaint_category(asked.category)), 80))
    if asked.customer:
        parts.append(escaped(paper.private(asked.customer), 80))
    if asked.first or asked.last:
        parts.append(_days(asked.first, asked.last, t))
    return t("投诉：{what}", what=" · ".join(parts))


def _days(first: date | None, last: date | None, t: Words) -> str:
    """The days that were asked for; one end of them may be open."""
    if first is None or last is None:
        return t("{day} 起", day=first.isoformat()) if first else t("到 {day}", day=last.isoformat() if last else "")
    return first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"


_KINDS: Final[Mapping[str, Phrase]] = {
    "open": phrase("未办结"),
    "mine": phrase("我的"),
    "unclaimed": phrase("待认领"),
    "overdue": phrase("已超时"),
    "waiting": phrase("在等顾客"),
    "all": phrase("全部"),
}


def _kind(name: str, value: str, asked: Asked, paper: Paper) -> Block:
    chosen = name in asked.which or (name == "open" and not asked.which)
    return button(paper.t(_KINDS[name]), f"{LIST}.{name}", value, style="primary" if chosen else None)


def _step(case: Complaint, step: str, paper: Paper) -> Block:
    t = paper.t
    labels = {
        "claim": t("认领"),
        "accept": t("接单"),
        "reply": t("记录回复"),
        "order": t("填订单号"),
        "resolve": t("办结"),
        "show": t("查看"),
    }
    return button(labels[step], f"complaint.{step}", case.id)
