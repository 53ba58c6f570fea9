"""What happened to a campaign notice, one sentence an event, and what was changed, old → new by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.cards.blocks import actions, button
from bot.cards.campaign_plan import PLAN, planned
from bot.cards.campaign_results import summary
from bot.cards.message import Block
from bot.cards.names import campaign_ask, campaign_field
from bot.cards.paper import Paper
from bot.store.campaigns import Results
from bot.store.events import Event
from bot.text.mrkdwn import escaped, mention, quoted
from bot.text.words import series

_VALUE: Final = 120
_DAYS: Final = ("promotion", "first_day", "last_day")


def line(event: Event, paper: Paper, *, ring: bool = True) -> str:
    """One event of the record as a sentence without its subject (the calendar's have none): ``受理了``. ``ring`` really
    mentions whom the event concerns; off, they are only named."""
    t, data = paper.t, event.data
    text = quoted(str(data.get("text", "")))

    def people(name: str) -> str:
        listed = data.get(name, [])
        users = [str(user) for user in listed] if isinstance(listed, list) else [str(listed)]
        return " ".join(mention(user) if ring else paper.who(user) for user in users if user)

    def lead(sentence: str) -> str:
        if data.get("light", "in_time") == "in_time":
            return sentence
        late = {
            "late": t(
                "🟡 偏晚：距宣传开始只有 {n} 个工作日，要求 {needed} 个。", n=data["days"], needed=data["needed"]
            ),
            "urgent": t("🔴 紧急：不到 1 个工作日就要宣传。"),
        }
        asked = t("{people} 请尽快受理。", people=people("ring")) if ring and data["ring"] else ""
        return "\n".join(part for part in (sentence, late[str(data["light"])], asked) if part)

    def accepted() -> str:
        owner = str(data.get("owner") or event.actor)
        said = t("受理了，从现在起负责这场活动")
        if owner != event.actor:
            said = t("受理了，由 {owner} 负责这场活动", owner=people("owner"))
        if data.get("plan"):
            said += "\n" + t("发布计划：") + "\n" + slots("plan")
        if not data.get("leaders"):
            return said
        return said + "\n" + t("请 {people} 届时一起参与转发。", people=people("leaders"))

    def slots(name: str) -> str:
        found: Any = data.get(name, [])
        return planned([(str(one["ask"]), str(one["at"])) for one in found], paper)

    def cancelled() -> str:
        said = t("取消了活动：") + "\n" + text if data.get("text") else t("取消了活动")
        dropped = data.get("dropped")
        return said + "\n" + t("排好的 {n} 个发布时段已放弃。", n=dropped) if dropped else said

    def edited() -> str:
        said = lead(t("修改了活动通知：") + "\n" + changes(data, paper))
        owner = str(data.get("owner", ""))
        if owner in ("", event.actor):
            return said
        asked = t("{owner} 请看一下。", owner=people("owner"))
        if data.get("moved"):
            asked = t("{owner} 日期变了，请看一下发布计划。", owner=people("owner"))
        if data.get("unfit"):
            said += "\n" + t("不再合适的时段：") + "\n" + slots("unfit")
        return f"{said}\n{asked}"

    def escalated() -> str:
        return t("⏰ 过了时限还没有人受理，{people} 请安排。", people=people("ring"))

    def result() -> str:
        again = t("更正了活动结果：") if data.get("again") else t("填写了活动结果，活动已复盘：")
        return again + "\n" + quoted(summary(Results.from_json(str(data["results"])), paper))

    sentences: dict[str, Callable[[], str]] = {
        "submit": lambda: lead(t("提交了活动通知")),
        "resubmit": lambda: lead(t("修改后重新提交了")),
        "edit": edited,
        "accept": accepted,
        "plan": lambda: t("排了发布时段：") + "\n" + slots("plan"),
        "return": lambda: t("退回了，还需要：") + "\n" + text,
        "cancel": cancelled,
        "start": lambda: t("活动开始了"),
        "end": lambda: t("活动结束了"),
        "escalate": escalated,
        "owe": lambda: t("提醒过三次，还没有收到活动结果：{people}", people=people("ring")),
        "result": result,
        "slot_moved": lambda: t(
            "把发布时段从 {before} 改到 {after}",
            before=paper.moment(str(data["from"])),
            after=paper.moment(str(data["at"])),
        ),
        "slot_dropped": lambda: t("取消了 {at} 的发布时段", at=paper.moment(str(data["at"]))),
    }
    return sentences[event.action]()


def offered(event: Event, paper: Paper) -> list[Block]:
    """The button beside an event's line: after the days moved, the plan that fits them."""
    if not event.data.get("moved") or event.to_state not in ("accepted", "running"):
        return []
    return [actions(button(paper.t("更新发布计划"), PLAN, event.case_id, style="primary"))]


def changes(data: Mapping[str, object], paper: Paper) -> str:
    """What was changed, one field a line, old → new."""
    fields: Any = data["fields"]
    return "\n".join(
        paper.t(
            "• {field}：{old} → {new}",
            field=paper.t(campaign_field(str(one["field"]))),
            old=_value(str(one["field"]), one["old"], paper),
            new=_value(str(one["field"]), one["new"], paper),
        )
        for one in fields
    )


def _value(field: str, value: object, paper: Paper) -> str:
    t = paper.t
    if not value:
        return t("（空）")
    if isinstance(value, list):
        return t(series(t(campaign_ask(one)) if field == "asks" else paper.who(one) for one in value))
    if field in _DAYS:
        return paper.day(str(value))
    said = paper.department(str(value)) if field == "department" else " ".join(str(value).split())
    return escaped(said, _VALUE)
