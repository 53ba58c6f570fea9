"""The lead-time record of the departments, drawn: a line each, every share with what it is a share of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.cards.blocks import context, sections
from bot.cards.message import Block
from bot.cards.paper import Paper
from bot.text.mrkdwn import escape
from bot.text.width import cut


class LeadRecord(Protocol):
    """What the drawing needs (`bot.domain.lead_record.LeadRecord`)."""

    @property
    def department(self) -> str: ...
    @property
    def notices(self) -> int: ...
    @property
    def in_time(self) -> int: ...
    @property
    def median(self) -> int: ...
    @property
    def accepted(self) -> int: ...
    @property
    def changed(self) -> int: ...
    @property
    def changes(self) -> int: ...
    @property
    def share(self) -> int: ...


def records(found: Sequence[LeadRecord], needed: int, paper: Paper) -> list[Block]:
    """The departments' lead times, the fewest in time first; nothing where nobody gave notice. ``needed`` are the working
    days of the policy."""
    if not found:
        return []
    t = paper.t
    lines = [f"• {record(one, paper)}" for one in sorted(found, key=lambda one: (one.share, -one.notices))]
    formula = t(
        "及时 = 提前不少于 {n} 个工作日的通知 ÷ 全部通知；中位数按每份通知的工作日取；修改只数受理之后的。", n=needed
    )
    return [*sections([t("*活动通知的提前量*"), *lines]), context(formula)]


def record(one: LeadRecord, paper: Paper) -> str:
    """One department's record in a line."""
    t = paper.t
    said = t(
        "{department}：{n} 份通知，及时 {in_time}（{share}%），提前量中位数 {median} 个工作日",
        department=escape(cut(paper.department(one.department), 40)),
        n=one.notices,
        in_time=one.in_time,
        share=one.share,
        median=one.median,
    )
    if one.accepted:
        said += t("；受理 {accepted} 份，其中 {changed} 份后来修改，共 {n} 次", accepted=one.accepted, changed=one.changed, n=one.changes)  # fmt: skip
    return said
