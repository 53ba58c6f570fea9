"""The App Home: a person's own desk, drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol, TypeVar

from bot.cards import campaign as campaign_cards
from bot.cards import complaint as complaint_cards
from bot.cards import day
from bot.cards import draft as draft_cards
from bot.cards.blocks import actions, button, context, header, section
from bot.cards.message import Block
from bot.cards.paper import Paper
from bot.store.campaigns import Campaign
from bot.store.complaints import Complaint
from bot.store.drafts import Draft
from bot.store.slots import Taken

Case = TypeVar("Case")


class MyDesk(Protocol):
    """What the drawing needs (`bot.domain.home.MyDesk`)."""

    @property
    def complaints(self) -> tuple[Complaint, ...]: ...
    @property
    def unclaimed(self) -> tuple[Complaint, ...]: ...
    @property
    def to_review(self) -> tuple[Draft, ...]: ...
    @property
    def to_accept(self) -> tuple[Campaign, ...]: ...
    @property
    def my_drafts(self) -> tuple[Draft, ...]: ...
    @property
    def my_notices(self) -> tuple[Campaign, ...]: ...
    @property
    def day(self) -> date: ...
    @property
    def posts(self) -> tuple[Taken, ...]: ...
    @property
    def plans(self) -> bool: ...


def view(desk: MyDesk, paper: Paper) -> Block:
    """The home view: three ways to begin, then what waits for the person and what they wait for."""
    t = paper.t
    blocks: list[Block] = [
        header(t("我的工作台")),
        actions(
            button(t("新建活动通知"), "campaign.open", "new"),
            button(t("新建稿件"), "draft.open", "new"),
            button(t("登记投诉"), "complaint.open", "new"),
        ),
    ]
    blocks += day.blocks(desk.posts, desk.day, paper, acts=desk.plans)
    waiting = [
        *_part(t("我处理的投诉"), desk.complaints, complaint_cards.row, paper),
        *_part(t("待认领的投诉"), desk.unclaimed, complaint_cards.row, paper),
        *_part(t("等我审的稿件"), desk.to_review, draft_cards.row, paper),
        *_part(t("等待受理的活动"), desk.to_accept, campaign_cards.row, paper),
    ]
    blocks += waiting or [section(t("现在没有等您处理的事。"))]
    blocks += _part(t("我的稿件"), desk.my_drafts, draft_cards.row, paper)
    blocks += _part(t("我的活动通知"), desk.my_notices, campaign_cards.row, paper)
    blocks.append(context(t("{at} 的情况，重新打开这一页就会更新。", at=f"{paper.now.astimezone(paper.zone):%H:%M}")))
    return {"type": "home", "blocks": blocks}


def _part(title: str, cases: Sequence[Case], row: Callable[[Case, Paper], str], paper: Paper) -> list[Block]:
    if not cases:
        return []
    return [section("\n".join([f"*{title}*", *(row(case, paper) for case in cases)]))]
