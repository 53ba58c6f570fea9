"""What a campaign brought, drawn: every figure with the formula it comes from and what it counts."""

from __future__ import annotations

from bot.cards.blocks import section
from bot.cards.campaign_lines import money_text
from bot.cards.message import Block
from bot.cards.paper import Paper
from bot.store.campaigns import Campaign, Results
from bot.text.mrkdwn import escape, quoted
from bot.text.width import cut

_CODES = 6
_NOTE = 300
_NOTE_WHOLE = 1_000


def figures(case: Campaign, paper: Paper, *, whole: bool = False) -> list[Block]:
    """The figures of a reviewed campaign; of any other there are none. ``whole``: every code, and all of the note."""
    if case.results is None:
        return []
    lines = [f"*{paper.t('活动结果')}*", escape(summary(case.results, paper, codes=None if whole else _CODES))]
    if case.results.note:
        lines.append(quoted(cut(case.results.note, _NOTE_WHOLE if whole else _NOTE)))
    return [section("\n".join(lines))]


def summary(results: Results, paper: Paper, *, codes: int | None = _CODES) -> str:
    """The figures as lines of plain text; at most ``codes`` codes one by one."""
    return "\n".join(part for part in (_orders(results, paper, codes), _visits(results, paper), _cost(results, paper)) if part)  # fmt: skip


def _orders(results: Results, paper: Paper, codes: int | None) -> str:
    t, total = paper.t, results.all_orders
    if total is None:
        return t("订单：没有统计")
    shown = results.orders if codes is None else results.orders[:codes]
    parts = [
        t("{code} {n} 单，{yuan} 元", code=one.code, n=one.orders, yuan=money_text(one.sales))
        if one.sales is not None
        else t("{code} {n} 单", code=one.code, n=one.orders)
        for one in shown
    ]
    if len(shown) < len(results.orders):
        rest = results.orders[len(shown) :]
        parts.append(t("另外 {codes} 个码 {n} 单", codes=len(rest), n=sum(one.orders for one in rest)))
    if results.unattributed is not None:
        parts.append(t("未归因 {n} 单", n=results.unattributed))
    return t("订单 {n} 单（{parts}）", n=total, parts=" · ".join(parts))


def _visits(results: Results, paper: Paper) -> str:
    return "" if results.visits is None else paper.t("到店或访问 {n} 人次", n=results.visits)


def _cost(results: Results, paper: Paper) -> str:
    t = paper.t
    if results.spend is None:
        return ""
    spend, each = money_text(results.spend), results.cost_per_order
    if each is None:
        return t("花费 {spend} 元", spend=spend)
    return t(
        "花费 {spend} 元，每单 {each} 元（{spend} 元 ÷ {n} 单）",
        spend=spend,
        each=money_text(each),
        n=results.all_orders,
    )
