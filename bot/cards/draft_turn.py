"""Where a draft stands, in one sentence at the head of its card: whose turn it is, and why it needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.cards.names import draft_risk
from bot.cards.paper import Paper
from bot.store.drafts import Draft
from bot.text.mrkdwn import escape, quoted
from bot.text.width import cut
from bot.text.words import series

# Role → the people who can give the agreement that is missing.
Needed = Mapping[str, Sequence[str]]
_NAMED_MOST: Final = 4


def turn(draft: Draft, needed: Needed, paper: Paper) -> str:
    """What is next and who does it; the state stands in the title, who agreed among the facts."""
    t = paper.t
    turns = {
        "in_review": lambda: _review_turn(draft, needed, paper),
        "changes_requested": lambda: _returned(draft, paper),
        "approved": lambda: _approved(draft, paper),
        "scheduled": lambda: t("*{at} 发布*，到时在这里提醒编辑复制发布。", at=paper.moment(draft.wanted_at)),
        "published": lambda: f"*{paper.moment(draft.published_at)}* <{escape(draft.url)}|{t('看微博')}>",
        "on_hold": lambda: (
            t("{who} 暂停的，恢复后从原处继续：", who=paper.whom(draft.held_by) or t("机器人"))
            + "\n"
            + quoted(cut(draft.held_reason, 400))
        ),
        "rejected": lambda: (
            t("*{who} 否决*：", who=paper.who(draft.returned_by)) + "\n" + quoted(cut(draft.reason, 400))
        ),
        "withdrawn": lambda: t("不能再用了；要发的话，请重新提交。"),
    }
    said = turns[draft.state]()
    if draft.override_by and draft.override_revision == draft.revision:
        passed = t("法务 {who} 已放行 {n} 处，理由：", who=paper.who(draft.override_by), n=len(draft.override_blocks))
        said += "\n" + passed + "\n" + quoted(cut(draft.override_reason, 400))
    return said


def agreed(draft: Draft, paper: Paper) -> str:
    """Who agreed to it and when, as plain text; empty where nobody did."""
    if draft.state not in ("approved", "scheduled", "published"):
        return ""
    people = [one for one in (draft.reviewed_by, draft.legal_by if draft.legal_agreed else "") if one]
    if not people:
        return ""
    names = series(map(paper.name, dict.fromkeys(people)))
    at = paper.moment(max(draft.reviewed_at, draft.legal_at if draft.legal_agreed else ""))
    return paper.t("{who} {at} 通过", who=names, at=at)


def _returned(draft: Draft, paper: Paper) -> str:
    t, who = paper.t, paper.who(draft.returned_by)
    said = (
        t("*{who} 退回，等您修改*，改好点“修改”提交；不同意就点“坚持原文”说明理由：", who=who)
        if paper.is_for(draft.author)
        else t("*{who} 退回，请 {author} 修改*：", who=who, author=paper.who(draft.author))
    )
    return said + "\n" + quoted(cut(draft.reason, 400))


def _approved(draft: Draft, paper: Paper) -> str:
    t = paper.t
    if draft.wanted_at:
        at = paper.moment(draft.wanted_at)
        return t("*{at} 到点没有登记*：已经发了的请登记链接，没发的请改时间。", at=at)
    if draft.latest.wanted_at:
        at = paper.moment(draft.latest.wanted_at)
        return t("*原定的 {at} 已过*。请选：现在发、下一个空档，还是不发了。", at=at)
    return t("*还没有定时间*：请排期，或复制下面的文字发布后登记链接。")


def _review_turn(draft: Draft, needed: Needed, paper: Paper) -> str:
    t = paper.t
    why = t("　因为：{risks}", risks=series(draft_risk(risk) for risk in draft.risks)) if draft.risks else ""
    if blocks := draft.open_blocks:
        return t("*有 {n} 处不可发布，改好之前不能通过*。确有依据的，由法务说明理由放行。", n=len(blocks)) + why
    if not draft.needs_legal:
        return t("*等审稿人*") + _people(needed, "reviewer", paper)
    if draft.reviewed:
        said = t("*审稿人 {who} 已通过，还差法务*", who=paper.who(draft.reviewed_by))
        return said + _people(needed, "legal", paper) + why
    if draft.legal_agreed:
        said = t("*法务 {who} 已通过，还差审稿人*", who=paper.who(draft.legal_by))
        return said + _people(needed, "reviewer", paper) + why
    return (
        t(
            "*等审稿人{reviewers}和法务{legal}*",
            reviewers=_people(needed, "reviewer", paper),
            legal=_people(needed, "legal", paper),
        )
        + why
    )


def _people(needed: Needed, role: str, paper: Paper) -> str:
    people = sorted(needed.get(role, ()), key=lambda person: not paper.is_for(person))
    if not people:
        return ""
    names: list[object] = [paper.whom(person) for person in people[:_NAMED_MOST]]
    shown = paper.t(series([*names, "…"] if len(people) > _NAMED_MOST else names))
    return paper.t("（{people}）", people=shown)
