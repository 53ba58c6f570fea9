"""A complaint with the customer's numbers in full, for one of the case's own people who asked for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.cards.blocks import MESSAGE, context, fields, header, section, sections, written
from bot.cards.complaint import line
from bot.cards.complaint_facts import in_full
from bot.cards.message import Block, Message
from bot.cards.names import complaint_place
from bot.cards.paper import Paper
from bot.cards.rich import quote, run
from bot.store.complaints import Complaint
from bot.store.database import Row
from bot.store.events import Event
from bot.store.facts import Facts
from bot.text.mrkdwn import escape, escaped, quoted
from bot.text.width import cut

_COMMENT: Final = 400
_NOTE: Final = 400
_NOTES_ROOM: Final = 2_400


def whole(
    case: Complaint, comments: Sequence[Row], history: Sequence[Event], facts: Facts | None, paper: Paper
) -> Message:
    """The customer's words, order number, every comment and what was noted that one message holds, nothing masked."""
    on, t = replace(paper, whole=True), paper.t
    title = t("{case} 的完整信息", case=case.id)
    customer = escape(case.customer) or t("未留名的顾客")
    pairs = [(t("订单号"), escape(case.order_number) or "—")]
    if case.resolution:
        pairs.append((t("处理结果"), escaped(case.resolution, 1_000)))
    if facts is not None and facts.accepted_words:
        pairs.append((t("顾客接受"), escaped(facts.accepted_words, 600)))
    blocks: list[Block] = [
        header(title),
        context(t("只有您看得到。谁在什么时候看过，会留在记录里。")),
        section(t("*{customer}*（{place}）", customer=customer, place=complaint_place(case.place))),
        quote([run(case.words)]),
        fields(pairs),
        *in_full(facts, on),
    ]
    for told in (_comments(comments, on), _notes(history, on)):
        room = min(_NOTES_ROOM, MESSAGE - written(blocks) - 100)
        blocks += sections(_fitting(told, room, t("还有更早的，没有列出。")))
    return Message(title, blocks)


def _comments(comments: Sequence[Row], paper: Paper) -> list[str]:
    return [
        paper.t("第 {n} 条留言：", n=int(str(row["number"]))) + "\n" + quoted(cut(str(row["words"]), _COMMENT))
        for row in comments
    ]


def _notes(history: Sequence[Event], paper: Paper) -> list[str]:
    return [
        f"{paper.moment(event.at)} {paper.who(event.actor)} {line(event, paper, most=_NOTE)}"
        for event in reversed(history)
        if event.data.get("text") or event.data.get("reason")
    ]


def _fitting(lines: Sequence[str], room: int, more: str) -> list[str]:
    kept: list[str] = []
    for one in lines:
        room -= len(one) + 1
        if room < len(more):
            return [*kept, more]
        kept.append(one)
    return kept
