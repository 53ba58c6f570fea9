"""What a complaint's hand-overs, escalations and other turns look like: their lines in the history and on the card."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.cards.blocks import button, overflow
from bot.cards.message import Block
from bot.cards.names import complaint_category, complaint_severity
from bot.cards.paper import Paper
from bot.store.complaints import Complaint
from bot.store.events import Event
from bot.text.mrkdwn import escape, mention, quoted
from bot.text.width import cut
from bot.text.words import Phrase, phrase

ACTIONS: Final = (
    "assign",
    "hand_over",
    "accept",
    "refuse",
    "escalate",
    "sort",
    "give_back",
    "reckon",
    "take_over",
    "close",
)

# What is done more rarely. A menu holds five.
_RARE: Final[Mapping[str, Phrase]] = {
    "merge": phrase("并入另一条"),
    "handover": phrase("转交给部门"),
    "assign": phrase("指派给同事"),
    "sort": phrase("改级别和类别"),
    "escalate": phrase("升级"),
    "ledger": phrase("时间账本"),
}
_MENU_MOST: Final = 5


def line(event: Event, paper: Paper, most: int, *, ring: bool = False) -> str:
    """One of these events as a sentence without its subject. With ``ring``, who is asked to act is mentioned for real."""
    sentences: Mapping[str, Callable[[], str]] = {
        "assign": lambda: _with_text(event, paper, most, phrase("指派给 {who}", who=_who(event, "to", paper))),
        "hand_over": lambda: _with_text(
            event, paper, most, phrase("转交给{department}，等他们接单", department=_department(event, "to", paper))
        ),
        "accept": lambda: paper.t("接单了"),
        "refuse": lambda: _refused(event, paper, most),
        "escalate": lambda: _escalated(event, paper, most, ring),
        "sort": lambda: _sorted(event, paper, most),
        "give_back": lambda: paper.t("{who} 外出，放回待认领", who=_who(event, "who", paper)),
        "reckon": lambda: paper.t("设置改了，重新计算时限"),
        "take_over": lambda: paper.t("时限改为按部门和环节计算"),
        "close": lambda: paper.t("七天内顾客没有再来，已关闭"),
    }
    return sentences[event.action]()


def escalated(case: Complaint, paper: Paper) -> str:
    """How far it was escalated, for the card; empty where it was not."""
    if not case.escalated or not case.clock:
        return ""
    reached = (phrase("本人和频道"), phrase("部门负责人"), phrase("领导"))[case.escalated - 1]
    return "🔺 " + paper.t("升级级别：{whom}", whom=reached)


def in_menu(allowed: Sequence[str]) -> tuple[str, ...]:
    """Which of the actions stand in the menu of what is done more rarely; merging only where there is room."""
    found = tuple(action for action in allowed if action in _RARE)
    return found if len(found) <= _MENU_MOST else tuple(action for action in found if action != "merge")


def more(case: Complaint, allowed: Sequence[str], paper: Paper) -> Block | None:
    """The menu of what is done more rarely; None where there is nothing in it."""
    offered = in_menu(allowed)
    if len(offered) == 1:
        return button(paper.say(_RARE[offered[0]]), f"complaint.{offered[0]}", case.id)
    options = [(f"{action}:{case.id}", paper.say(_RARE[action])) for action in offered]
    return overflow("complaint.turn", options) if options else None


def _who(event: Event, name: str, paper: Paper) -> str:
    return paper.who(str(event.data.get(name, "")))


def _department(event: Event, name: str, paper: Paper) -> str:
    return escape(paper.department(str(event.data.get(name, ""))))


def _text(event: Event, paper: Paper) -> str:
    return paper.private(str(event.data.get("text", "")))


def _with_text(event: Event, paper: Paper, most: int, said: Phrase) -> str:
    text = _text(event, paper)
    return paper.say(said) + (f"\n{quoted(cut(text, most))}" if text else "")


def _refused(event: Event, paper: Paper, most: int) -> str:
    better = str(event.data.get("better", ""))
    said = paper.t("代{department}退单：", department=_department(event, "by", paper))
    text = said + "\n" + quoted(cut(_text(event, paper), most))
    if not better:
        return text
    named = paper.department(better)
    whom = escape(named) if named != better else paper.who(better)
    return text + "\n" + paper.t("更合适的是 {whom}", whom=whom)


def _escalated(event: Event, paper: Paper, most: int, ring: bool) -> str:
    t, data = paper.t, event.data
    rang: Any = data.get("rang", [])
    named = " ".join(mention(str(one)) if ring else paper.who(str(one)) for one in rang)
    if data.get("passed_over"):
        return t("停机期间超时，没有逐条通知")
    if data.get("text"):
        said = t("升级 {case}，请 {people} 处理：", case=event.case_id, people=named)
        return "🔺 " + said + "\n" + quoted(cut(_text(event, paper), most))
    clocks: dict[str, Phrase] = {"claim": phrase("认领"), "reply": phrase("回复"), "resolve": phrase("办结")}
    what = phrase("接单") if event.from_state == "handed_over" else clocks[str(data["clock"]).split(":")[0]]
    # The line stands in the channel too, where no card is above it.
    said = t(
        "{case} {what}已超时（{due} 到期），请 {people} 处理",
        case=event.case_id,
        what=what,
        due=paper.moment(str(data["due"])),
        people=named,
    )
    return "⏰ " + said if data.get("level") == 1 else "🔺 " + said


def _sorted(event: Event, paper: Paper, most: int) -> str:
    t = paper.t
    before: Any = event.data.get("from", {})
    after: Any = event.data.get("to", {})
    parts = []
    if after.get("severity"):
        was, now = (paper.say(complaint_severity(str(one["severity"]))) for one in (before, after))
        confirmed = t("确认级别是{after}", after=now)
        parts.append(confirmed if was == now else t("级别从{before}改为{after}", before=was, after=now))
    if after.get("category"):
        was, now = (escape(paper.say(complaint_category(str(one["category"])))) for one in (before, after))
        confirmed = t("确认类别是{after}", after=now)
        parts.append(confirmed if was == now else t("类别从{before}改为{after}", before=was, after=now))
    text = _text(event, paper)
    return " · ".join(parts) + (f"\n{quoted(cut(text, most))}" if text else "")
