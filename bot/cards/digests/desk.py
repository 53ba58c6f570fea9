"""The desk's digest drawn for the chat; each line names the case it is about, so that it can be acted on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.cards import complaint as complaint_cards
from bot.cards.blocks import actions, button, context, divider, header, section, sections
from bot.cards.message import Block, Message
from bot.cards.paper import Paper
from bot.store.campaigns import Campaign
from bot.store.complaints import Complaint
from bot.store.drafts import Draft
from bot.text.mrkdwn import escaped, mention
from bot.text.width import cut

_LEADERS_MOST = 6
_STARTING_MOST = 8


class Desk(Protocol):
    """What the drawing needs of a gathered digest (`bot.domain.digests.desk.DeskDigest`)."""

    @property
    def day(self) -> date: ...
    @property
    def posts(self) -> tuple[Draft, ...]: ...
    @property
    def waiting(self) -> tuple[Draft, ...]: ...
    @property
    def waiting_count(self) -> int: ...
    @property
    def complaints(self) -> tuple[Complaint, ...]: ...
    @property
    def counts(self) -> dict[str, int]: ...
    @property
    def starting(self) -> tuple[Campaign, ...]: ...
    @property
    def unanswered(self) -> tuple[Campaign, ...]: ...
    @property
    def unanswered_count(self) -> int: ...
    @property
    def announced(self) -> bool: ...
    @property
    def empty(self) -> bool: ...


def draw(
    digest: Desk, paper: Paper, *, late: bool = False, ring: bool = True, plan: Sequence[Block] | None = None
) -> Message:
    """The digest as one message. ``ring`` off shows the leaders' names without ringing them (somebody only looks).
    ``plan`` (the day's slots, drawn) takes the place of the list of posts."""
    t = paper.t
    title = t("官微日报 {day}", day=paper.day(digest.day.isoformat()))
    blocks: list[Block] = [header(title)]
    if late:
        blocks.append(context(t("补发：到点时机器人没有在运行。")))
    if digest.empty:
        blocks.append(section(t("今天没有待办：没有待审的稿件、未办结的投诉和待受理的活动。")))
    blocks += plan if plan is not None else _posts(digest, paper)
    for part in (_waiting, _complaints, _unanswered):
        blocks += part(digest, paper)
    blocks += _starting(digest, paper, ring)
    if not digest.announced:
        blocks.append(context(t("{year} 年节假日尚未公布，工作日按周一至周五计算。", year=digest.day.year)))
    return Message(title, blocks)


def preview(digest: Desk, paper: Paper) -> Message:
    """The digest for one person to look at, with a button that sends it to the desk's channel."""
    drawn = draw(digest, paper, ring=False)
    send = button(paper.t("发到官微频道"), "weibo.post_digest", digest.day.isoformat())
    return Message(drawn.text, [*drawn.blocks, actions(send)])


def _posts(digest: Desk, paper: Paper) -> list[Block]:
    t = paper.t
    if not digest.posts:
        return [section(t("*今天要发*：还没有排定时间的稿件。"))] if not digest.empty else []
    lines = [f"{paper.moment(draft.wanted_at)} *{draft.id}* {_snippet(draft)}" for draft in digest.posts[:12]]
    return [section("\n".join([t("*今天要发*（{n}）", n=len(digest.posts)), *lines]))]


def _waiting(digest: Desk, paper: Paper) -> list[Block]:
    if not digest.waiting:
        return []
    t = paper.t
    lines = [
        t(
            "*{id}* {text} — {who}，{at} 提交",
            id=draft.id,
            text=_snippet(draft),
            who=paper.who(draft.author),
            at=paper.moment(draft.created_at),
        )
        for draft in digest.waiting
    ]
    return [section("\n".join([t("*等待审稿*（{n}，最早的在前）", n=digest.waiting_count), *lines]))]


def _complaints(digest: Desk, paper: Paper) -> list[Block]:
    counts = digest.counts
    if not counts["open"]:
        return []
    t = paper.t
    title = t("*投诉*：未办结 {open}，待认领 {unclaimed}，超时 {overdue}，等顾客 {waiting}", **counts)
    return [section("\n".join([title, *(complaint_cards.row(case, paper) for case in digest.complaints)]))]


def _unanswered(digest: Desk, paper: Paper) -> list[Block]:
    if not digest.unanswered:
        return []
    t = paper.t
    lines = [
        t(
            "*{id}* {title} — {department}，{day} 开始宣传",
            id=notice.id,
            title=escaped(cut(notice.title, 40), 80),
            department=escaped(paper.department(notice.department), 80),
            day=paper.day(notice.promotion_from),
        )
        for notice in digest.unanswered
    ]
    return [section("\n".join([t("*活动通知等待受理*（{n}）", n=digest.unanswered_count), *lines]))]


def _starting(digest: Desk, paper: Paper, ring: bool) -> list[Block]:
    if not digest.starting:
        return []
    t = paper.t
    lines = []
    for notice in digest.starting[:_STARTING_MOST]:
        line = t(
            "*{id}* {title} — {day} 开始",
            id=notice.id,
            title=escaped(cut(notice.title, 40), 80),
            day=paper.day(notice.first_day),
        )
        leaders = notice.details.leaders[:_LEADERS_MOST]
        if leaders:
            names = " ".join(mention(user) if ring else paper.who(user) for user in leaders)
            line += "\n" + t("　请 {leaders} 参与转发", leaders=names)
        lines.append(line)
    return [divider(), *sections([t("*近七天的活动*（{n}）", n=len(digest.starting)), *lines])]


def _snippet(draft: Draft) -> str:
    return escaped(cut(" ".join(draft.text.split()), 36), 72)
