"""Campaign notices drawn for the chat: the card, its history lines, lists and details."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.cards.blocks import MESSAGE, Style, actions, button, context, divider, fields, header, section, written
from bot.cards.campaign_events import line
from bot.cards.campaign_lines import money_text, prize_text
from bot.cards.campaign_plan import Clashes, clashes, slot_rows
from bot.cards.campaign_results import figures
from bot.cards.lead_record import LeadRecord, record
from bot.cards.message import Block, Message
from bot.cards.names import campaign_ask, campaign_light, campaign_state
from bot.cards.paper import Paper
from bot.store.campaigns import Campaign
from bot.store.events import Event
from bot.store.slots import Slot
from bot.store.times import from_store
from bot.text.mrkdwn import escape, quoted
from bot.text.width import cut
from bot.text.words import series

LIST_MOST: Final = 15
_WHAT_ON_CARD: Final = 500
# Together with the card they keep a message under what the chat takes.
_WHOLE: Final = 2_900
_PARTS: Final = 3_000
_REASON: Final = 900
_HISTORY: Final = 12
_HISTORY_MOST: Final = 1_200
_LIGHTS: Final = {"in_time": "🟢", "late": "🟡", "urgent": "🔴"}


def card(case: Campaign, allowed: Sequence[str], paper: Paper, found: Clashes | None = None) -> Message:
    """The card in the channel: what state it is in, whose turn it is and until when, what it is about, and a button
    for each action that is ``allowed`` now. ``found`` is what an editor should know before accepting."""
    t = paper.t
    title = f"{case.id} · {t(campaign_state(case.state))}"
    if _is_marked(case):
        title = f"{_LIGHTS[case.light]} {title} · {t(campaign_light(case.light))}"
    blocks: list[Block] = [
        header(title),
        section(_turn(case, paper)),
        section(f"*{escape(case.title)}*\n{quoted(cut(case.details.what, _WHAT_ON_CARD))}"),
        fields(_days(case, paper)),
        *(clashes(found, paper) if found else []),
        *figures(case, paper),
        context(*_facts(case, paper)),
        actions(*_buttons(case, allowed, paper), button(t("全部内容"), "case.show", case.id)),
    ]
    return Message(f"{title} {escape(case.title)}", blocks)


def details(
    case: Campaign,
    history: Sequence[Event],
    allowed: Sequence[str],
    paper: Paper,
    *,
    found: Clashes | None = None,
    slots: Sequence[Slot] = (),
    standing: LeadRecord | None = None,
) -> Message:
    """All there is to one notice, for the person who asked; ``slots`` are its posts, ``standing``
    its department's lead-time record over the last 90 days."""
    drawn = card(case, allowed, paper)
    title = f"*{escape(case.title)}*\n{quoted(case.details.what)}"
    told = [
        " ".join(
            part for part in (paper.moment(event.at), paper.who(event.actor), line(event, paper, ring=False)) if part
        )
        for event in history[-_HISTORY:]
    ]
    above = [*drawn.blocks[:2], section(cut(title, _WHOLE)), drawn.blocks[3]]
    below = [
        *(clashes(found, paper) if found else []),
        *slot_rows(slots, paper),
        *figures(case, paper, whole=True),
        divider(),
        section(cut("\n".join(cut(each, 300) for each in told), _HISTORY_MOST)),
        context(
            *_facts(case, paper), *([paper.t("近 90 天 {record}", record=record(standing, paper))] if standing else [])
        ),
        *([actions(*buttons)] if (buttons := _buttons(case, allowed, paper)) else []),
    ]
    room = MESSAGE - written([*above, *below])
    blocks = [*above, *_parts(case, paper, min(room, _PARTS)), *below]
    return Message(drawn.text, blocks)


def listing(
    title: str, cases: Sequence[Campaign], total: int, counts: Mapping[str, int] | None, paper: Paper
) -> Message:
    """A list, and the counts over all notices (None where the list is of somebody's); ``total`` is how many the list would
    have in full."""
    t = paper.t
    summary = [context(_summary(counts, paper))] if counts is not None else []
    if not cases:
        return Message(title, [section(f"*{title}*\n{t('没有符合的活动通知。')}"), *summary])
    lines = [row(case, paper) for case in cases[:LIST_MOST]]
    if total > len(lines):
        lines.append(t("还有 {n} 份没有列出。", n=total - len(lines)))
    return Message(title, [section(f"*{title}*"), section("\n".join(lines)), *summary])


def _summary(counts: Mapping[str, int], paper: Paper) -> str:
    return paper.t(
        "待受理 {submitted} · 已退回 {returned} · 已受理 {accepted} · 进行中 {running}",
        **{state: counts.get(state, 0) for state in ("submitted", "returned", "accepted", "running")},
    )


def row(case: Campaign, paper: Paper) -> str:
    """One notice in one line: light, id, title, whose, from when, in what state."""
    t = paper.t
    mark = f"{_LIGHTS[case.light]} " if _is_marked(case) else ""
    if case.state == "ended" and case.asked and not case.next_due:
        mark = "⏰ "
    department = escape(paper.department(case.department))
    day = t("{day} 起宣传", day=paper.day(case.promotion_from))
    waits = paper.is_for(case.contact) and case.state == "returned"
    state = t("已退回，等您修改") if waits else t(campaign_state(case.state))
    return f"{mark}*{case.id}* {escape(cut(case.title, 40))} — {department} · {day} · {state}"


def due(case: Campaign, paper: Paper) -> str:
    """Until when a notice waits to be accepted, or that it was not."""
    t, at = paper.t, paper.moment(case.accept_due)
    if case.escalated_at:
        return t("⏰ 受理已超时（{due} 到期），{at} 已提醒官微负责人", due=at, at=paper.moment(case.escalated_at))
    if from_store(case.accept_due) < paper.now:
        return t("⏰ 受理已超时（{due} 到期）", due=at)
    return t("{due} 前", due=at)


def _is_marked(case: Campaign) -> bool:
    return case.state == "submitted" and case.light != "in_time"


def _turn(case: Campaign, paper: Paper) -> str:
    """Whose turn it is, until when, and who has it; the state stands in the title."""
    t, owner = paper.t, paper.whom(case.owner)
    reason = "\n" + cut(quoted(case.reason), _REASON) if case.reason else ""
    has_it = t("*{owner} 负责*", owner=owner)
    turns = {
        "submitted": lambda: t("*等官微编辑受理*，{due}", due=due(case, paper)),
        "returned": lambda: _returned(case, paper) + reason,
        "accepted": lambda: t("*{owner} 负责*，{at} 受理", owner=owner, at=paper.moment(case.accepted_at)),
        "running": lambda: has_it,
        "ended": lambda: _owed(case, paper),
        "reviewed": lambda: has_it,
        "cancelled": lambda: t("原因：") + reason if reason else t("官微不再为它发布。"),
    }
    return turns[case.state]()


def _returned(case: Campaign, paper: Paper) -> str:
    if paper.is_for(case.contact):
        return paper.t("*等您补充后重新提交*，还需要：")
    return paper.t("*等 {contact} 补充后重新提交*，还需要：", contact=paper.who(case.contact))


def _owed(case: Campaign, paper: Paper) -> str:
    t, owner, contact = paper.t, paper.whom(case.owner), paper.who(case.contact)
    if case.asked and not case.next_due:
        return t("⏰ *欠活动结果*：{contact}（{department}），{owner} 负责", contact=contact, department=escape(paper.department(case.department)), owner=owner)  # fmt: skip
    whose = t("*等您填写活动结果*") if paper.is_for(case.contact) else t("*等 {contact} 填写活动结果*", contact=contact)
    reminded = t("（已提醒 {n} 次）", n=case.asked) if case.asked else ""
    return t("{whose}{reminded}，{owner} 负责", whose=whose, reminded=reminded, owner=owner)


def _days(case: Campaign, paper: Paper) -> list[tuple[str, str]]:
    t = paper.t
    days = t("{n} 个工作日", n=case.lead_days)
    # While it waits to be accepted, the light of what is late stands in the title.
    light = days if _is_marked(case) else t("{mark} {light}，{days}", mark=_LIGHTS[case.light], light=campaign_light(case.light), days=days)  # fmt: skip
    whole = f"{paper.day(case.first_day)} – {paper.day(case.last_day)}"
    pairs = [
        (t("宣传开始"), paper.day(case.promotion_from)),
        (t("活动时间"), whole if case.first_day != case.last_day else paper.day(case.first_day)),
        (t("提前量"), light),
        (t("部门"), escape(paper.department(case.department))),
    ]
    if case.details.asks:
        pairs.append((t("需要官微做"), t(series(campaign_ask(ask) for ask in case.details.asks))))
    if case.details.where:
        pairs.append((t("在哪里"), cut(escape(case.details.where), 300)))
    return pairs


def _facts(case: Campaign, paper: Paper) -> list[str]:
    t = paper.t
    facts = [
        t("联系人 {who}", who=paper.who(case.contact)),
        t("{at} 提交", at=paper.moment(case.submitted_at)),
    ]
    years = [t("{year} 年节假日尚未公布，按周一至周五计算。", year=year) for year in case.guessed_years]
    return [" · ".join(facts), *years]


def _parts(case: Campaign, paper: Paper, room: int) -> list[Block]:
    t, known = paper.t, case.details
    parts = [
        (t("优惠"), escape(known.offer)),
        (t("优惠码"), escape(" ".join(known.codes))),
        (t("预算"), t("{yuan} 元", yuan=money_text(known.budget)) if known.budget is not None else ""),
        (t("奖品"), "\n".join(f"· {escape(prize_text(prize))}" for prize in known.prizes)),
        (t("面向谁"), escape(known.audience)),
        (
            t("顾客会问什么"),
            "\n".join(
                t("问：{question}　答：{answer}", question=escape(pair.question), answer=escape(pair.answer))
                for pair in known.questions
            ),
        ),
        (t("素材链接"), "\n".join(escape(link) for link in known.links)),
        (t("请哪些领导参与"), t(series(paper.who(user) for user in known.leaders))),
    ]
    blocks: list[Block] = []
    left = room
    for label, value in parts:
        if value and left > len(label):
            text = cut(f"*{label}*\n{value}", left)
            left -= len(text)
            blocks.append(section(text))
    return blocks


def _buttons(case: Campaign, allowed: Sequence[str], paper: Paper) -> list[Block]:
    t = paper.t
    labels: dict[str, tuple[str, Style | None]] = {
        "accept": (t("受理"), "primary"),
        "return": (t("退回"), None),
        "plan": (t("发布计划"), "primary"),
        "edit": (t("修改并重新提交"), "primary") if case.state == "returned" else (t("修改"), None),
        "result": (t("填写活动结果"), "primary") if case.state == "ended" else (t("更正结果"), None),
        "cancel": (t("取消活动"), None),
    }
    value = f"{case.id}:{case.version}"
    return [button(labels[name][0], f"campaign.{name}", value, style=labels[name][1]) for name in allowed]
