"""What needs somebody, a line each: a case of any kind as it stands, with its next step as a button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.cards import campaign as campaign_cards
from bot.cards import complaint as complaint_cards
from bot.cards import day as day_cards
from bot.cards import rally as rally_cards
from bot.cards.blocks import Style, button, section
from bot.cards.message import Block
from bot.cards.paper import Paper
from bot.store.campaigns import Campaign
from bot.store.complaints import Complaint
from bot.store.drafts import Draft
from bot.store.rallies import Rally, Tally
from bot.store.slots import Taken
from bot.text.mrkdwn import escaped, mention
from bot.text.width import cut
from bot.text.words import Phrase, phrase

SHOW: Final = "case.show"
# What moves a case on; `show` and `review` only open it.
Step = Literal[
    "claim", "take", "reply", "order", "resolve", "accept", "edit", "plan", "result",
    "review", "revise", "schedule", "write", "join", "show",
]  # fmt: skip
_TITLE_MOST: Final = 80
_LEADERS_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Called:
    """A rally with what came of it so far."""

    rally: Rally
    tally: Tally


Case = Complaint | Campaign | Draft | Taken | Called


@dataclass(frozen=True, slots=True)
class Line:
    """A case and the step that moves it on, for whoever reads the line."""

    case: Case
    step: Step


def row(line: Line, paper: Paper, *, ring: bool = False) -> Block:
    """A line with its button. ``ring``: the leaders whom a campaign asks to join in are mentioned for real."""
    return section(said(line, paper, ring=ring), accessory=step_button(line, paper))


def said(line: Line, paper: Paper, *, ring: bool = False) -> str:
    """A line's words: which case, what about, whose turn, until when."""
    match line.case:
        case Complaint() as complaint:
            return complaint_cards.row(complaint, paper)
        case Campaign() as notice:
            return _notice(notice, paper, ring)
        case Draft() as draft:
            return _draft(draft, paper)
        case Taken() as taken:
            return day_cards.row(taken, paper)
        case Called() as called:
            return rally_cards.row(called.rally, called.tally, paper)


def step_button(line: Line, paper: Paper) -> Block:
    """The button of a line's step; the actions are those of the cards, so that whoever may not is told who can."""
    label, action, style = _STEPS[line.step]
    return button(paper.t(label), action, _value(line.case, line.step), style=style)


def case_id(case: Case) -> str:
    """The id of a line's case; of a slot that nobody wrote for yet, its own."""
    match case:
        case Taken() as taken:
            return taken.slot.draft_id or taken.slot.id
        case Called() as called:
            return called.rally.id
        case Complaint() | Campaign() | Draft():
            return case.id


_STEPS: Final[Mapping[Step, tuple[Phrase, str, Style | None]]] = {
    "claim": (phrase("认领"), "complaint.claim", "primary"),
    "take": (phrase("接单"), "complaint.accept", "primary"),
    "reply": (phrase("记录回复"), "complaint.reply", None),
    "order": (phrase("填订单号"), "complaint.order", None),
    "resolve": (phrase("办结"), "complaint.resolve", None),
    "accept": (phrase("受理"), "campaign.accept", "primary"),
    "edit": (phrase("修改并重新提交"), "campaign.edit", None),
    "plan": (phrase("发布计划"), "campaign.plan", None),
    "result": (phrase("填写活动结果"), "campaign.result", None),
    "review": (phrase("审稿"), SHOW, "primary"),
    "revise": (phrase("修改"), "draft.revise", None),
    "schedule": (phrase("排期"), "draft.schedule", None),
    "write": (phrase("写稿"), "slot.write", None),
    "join": (phrase("我来参加"), "rally.join", "primary"),
    "show": (phrase("查看"), SHOW, None),
}


def _value(case: Case, step: Step) -> str:
    match case:
        case Campaign() if step == "accept":
            # Of the version that the line shows: one that was changed since is looked at first.
            return f"{case.id}:{case.version}"
        case Draft() if step in ("revise", "schedule"):
            return f"{case.id}:{case.revision}"
        case _:
            return case_id(case)


def _notice(notice: Campaign, paper: Paper, ring: bool) -> str:
    told: Callable[[Campaign, Paper], str] = {
        "submitted": _unanswered,
        "accepted": _starting,
        "running": _starting,
        "ended": _owed,
    }.get(notice.state, campaign_cards.row)
    asked = notice.leaders[:_LEADERS_MOST] if told is _starting else ()
    if not asked:
        return told(notice, paper)
    names = " ".join(mention(user) if ring else paper.who(user) for user in asked)
    return told(notice, paper) + "\n" + paper.t("　请 {leaders} 参与转发", leaders=names)


def _unanswered(notice: Campaign, paper: Paper) -> str:
    return f"{campaign_cards.row(notice, paper)} · {campaign_cards.due(notice, paper)}"


def _starting(notice: Campaign, paper: Paper) -> str:
    return paper.t(
        "*{id}* {title} — {day} 开始",
        id=notice.id,
        title=_title(notice),
        day=paper.day(notice.first_day),
    )


def _owed(notice: Campaign, paper: Paper) -> str:
    if paper.is_for(notice.contact):
        day, title = paper.day(notice.last_day), _title(notice)
        return paper.t("*{id}* {title} — {day} 结束，等您填写结果", id=notice.id, title=title, day=day)
    return paper.t(
        "*{id}* {title} — {day} 结束，等 {who}（{department}）填写结果",
        id=notice.id,
        title=_title(notice),
        day=paper.day(notice.last_day),
        who=paper.who(notice.contact),
        department=escaped(paper.department(notice.department), _TITLE_MOST),
    )


def _title(notice: Campaign) -> str:
    return escaped(cut(notice.title, 40), _TITLE_MOST)


def _draft(draft: Draft, paper: Paper) -> str:
    t = paper.t
    facts = (
        [_standing(draft, paper)] if paper.is_for(draft.author) else [paper.who(draft.author), _standing(draft, paper)]
    )
    if draft.wanted_at and draft.state not in ("approved", "published"):
        facts.append(t("{at} 发", at=paper.moment(draft.wanted_at)))
    words = escaped(cut(" ".join(draft.text.split()), 36), 72)
    return f"*{draft.id}* {words} — {' · '.join(facts)}"


def _standing(draft: Draft, paper: Paper) -> str:
    t = paper.t
    if draft.state == "in_review":
        return t("{at} 提交", at=paper.moment(draft.created_at))
    if draft.state == "changes_requested":
        who = paper.who(draft.returned_by)
        mine = paper.is_for(draft.author)
        return t("{who} 退回，等您修改", who=who) if mine else t("{who} 退回，等作者修改", who=who)
    if draft.state == "approved" and draft.wanted_at:
        return t("{at} 到点没有登记", at=paper.moment(draft.wanted_at))
    return t("已通过，还没有定时间")
