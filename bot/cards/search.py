"""What a search found, a row each, ten at a time."""

from __future__ import annotations

import json
from typing import Final, Protocol

from bot.cards import campaign, complaint, draft, rally
from bot.cards.blocks import actions, button, context, section
from bot.cards.lines import SHOW, Called, Case, case_id
from bot.cards.message import Block, Message
from bot.cards.paper import Paper
from bot.store.campaigns import Campaign
from bot.store.complaints import Complaint
from bot.store.drafts import Draft
from bot.text.mrkdwn import escape

# The buttons to the pages beside this one.
TURN: Final = "search.turn"
TURNS: Final = ("previous", "next")


class Hits(Protocol):
    """What the drawing needs (`bot.domain.search.Hits`)."""

    @property
    def words(self) -> str: ...
    @property
    def cases(self) -> tuple[Case, ...]: ...
    @property
    def number(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def full(self) -> bool: ...
    @property
    def more(self) -> int: ...


def found(hits: Hits, paper: Paper) -> Message:
    """One page, with the ways to the others. Customers' numbers are masked as everywhere."""
    t = paper.t
    words = escape(paper.private(hits.words))
    if not hits.total:
        title = t("没有找到“{words}”。", words=words)
        hint = t("换一个词试试，或只写其中两个字。多个词用空格隔开，要都有才算。")
        return Message(title, [section(f"{title}\n{hint}")])
    title = t("“{words}”找到 {n} 件", words=words, n=hits.total)
    blocks: list[Block] = [section(f"*{title}*")]
    show = paper.t("查看")
    blocks += [section(_row(case, paper), accessory=button(show, SHOW, case_id(case))) for case in hits.cases]
    ways = []
    if hits.number > 1:
        ways.append(_turn("previous", t("上一页"), hits, -1))
    if hits.more:
        ways.append(_turn("next", t("还有 {n} 件", n=hits.more), hits, 1))
    blocks += [actions(*ways)] if ways else []
    if hits.full:
        blocks.append(context(t("找到的太多，只列出最近的；再加一个词会更准。")))
    return Message(title, blocks)


def _turn(name: str, label: str, hits: Hits, step: int) -> Block:
    state = {"words": hits.words, "page": hits.number + step}
    return button(label, f"{TURN}.{name}", json.dumps(state, ensure_ascii=False, separators=(",", ":")))


def _row(case: Case, paper: Paper) -> str:
    match case:
        case Complaint() as one:
            return complaint.row(one, paper)
        case Campaign() as notice:
            return campaign.row(notice, paper)
        case Draft() as one:
            return draft.row(one, paper)
        case Called() as called:
            return rally.row(called.rally, called.tally, paper)
        case _:
            return ""
