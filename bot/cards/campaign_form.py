"""Forms of the campaign case: the notice with its lead-time light, and the small ones that ask for a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from bot.cards.blocks import (
    checkboxes,
    date_picker,
    field,
    modal,
    people_select,
    section,
    select,
    text_input,
)
from bot.cards.campaign_lines import money_text, prize_text, question_text
from bot.cards.message import Block
from bot.cards.names import campaign_ask
from bot.cards.paper import Paper
from bot.store import campaigns as rows
from bot.store.campaigns import Campaign, Details
from bot.text.words import Words

FORM: Final = "campaign.form"
FIRST_FIELD: Final = "title"
# The picker whose every change moves the light.
PROMOTION: Final = "campaign.promotion"
LIGHT: Final = "light"
# The forms that ask for a reason, and whether one must be given.
REASONS: Final = {"return": True, "cancel": False}
# What the chat keeps of a view by itself, and refuses to be told.
_SENT: Final = ("type", "callback_id", "title", "submit", "close", "private_metadata")


class Lead(Protocol):
    """What the light needs of a lead time (`bot.domain.lead.Lead`)."""

    @property
    def days(self) -> int: ...
    @property
    def needed(self) -> int: ...
    @property
    def light(self) -> str: ...
    @property
    def guessed_years(self) -> tuple[int, ...]: ...


def form(
    paper: Paper,
    departments: Mapping[str, str],
    department: str = "",
    *,
    before: Campaign | None = None,
    lead: Lead | None = None,
) -> Block:
    """The form of a notice. ``departments`` are names by key, ``department`` the person's own; ``before`` is a returned
    notice, of which everything is filled in again, and ``lead`` the lead time it would have now."""
    t = paper.t
    chosen = before.department if before else department
    details = before.details if before else Details()
    title, promotion, first_day, last_day = (
        (before.title, before.promotion_from, before.first_day, before.last_day) if before else ("", "", "", "")
    )
    return modal(
        FORM,
        t("修改 {case}", case=before.id) if before else t("活动通知"),
        t("重新提交") if before else t("提交"),
        t("取消"),
        [
            field("title", t("活动名称"), text_input("value", initial=title, most=rows.TITLE_MOST)),
            field("department", t("部门"), select("value", list(departments.items()), initial=chosen)),
            field(
                "promotion",
                t("宣传从哪天开始"),
                date_picker(PROMOTION, initial=promotion),
                hint=t("从这一天往回数，看官微有几个工作日准备。"),
                dispatch=True,
            ),
            light(t, lead),
            field("first_day", t("活动第一天"), date_picker("value", initial=first_day)),
            field("last_day", t("活动最后一天"), date_picker("value", initial=last_day)),
            *_details(t, details),
        ],
        carried=before.id if before else "",
    )


def light(t: Words, lead: Lead | None) -> Block:
    """The lead-time light; before a day is chosen it says what it will show."""
    if lead is None:
        return section(t("⚪ 选好宣传开始日（今天或以后），这里会显示提前量。"), block_id=LIGHT)
    says = {
        "in_time": t("🟢 及时：还有 {n} 个工作日（要求 {needed} 个）。", n=lead.days, needed=lead.needed),
        "late": t(
            "🟡 偏晚：只有 {n} 个工作日（要求 {needed} 个）。可以提交，会提醒官微编辑。",
            n=lead.days,
            needed=lead.needed,
        ),
        "urgent": t("🔴 紧急：不到 1 个工作日。可以提交，会提醒官微编辑。"),
    }
    years = [t("{year} 年节假日尚未公布，按周一至周五计算。", year=year) for year in lead.guessed_years]
    return section("\n".join([says[lead.light], *years]), block_id=LIGHT)


def with_light(view: Mapping[str, Any], shown: Block) -> Block:
    """The form as it stands in the chat, with the light changed. Every block keeps its ids, so what was filled in
    stays."""
    sent: Block = {name: view[name] for name in _SENT if view.get(name) is not None}
    sent["blocks"] = [shown if block.get("block_id") == LIGHT else block for block in view["blocks"]]
    return sent


def ask(action: str, value: str, paper: Paper) -> Block:
    """The small form behind a button that asks why. ``value`` is the button's: the case, and the version it showed."""
    t = paper.t
    case_id = value.partition(":")[0]
    titles = {
        "return": (t("退回 {case}", case=case_id), t("退回"), t("还缺什么"), t("联系人会收到这段话，补充后重新提交。")),
        "cancel": (t("取消活动 {case}", case=case_id), t("取消活动"), t("为什么取消"), t("可以不填。")),
    }
    title, submit, label, hint = titles[action]
    element = text_input("value", multiline=True, most=rows.REASON_MOST)
    asked = field("reason", label, element, optional=not REASONS[action], hint=hint)
    return modal(f"campaign.{action}", title, submit, t("返回"), [asked], carried=value)


def _details(t: Words, details: Details) -> list[Block]:
    asks = [(key, t(campaign_ask(key))) for key in rows.ASKS]
    budget = "" if details.budget is None else money_text(details.budget)
    prizes = "\n".join(prize_text(prize) for prize in details.prizes)
    questions = "\n".join(question_text(pair) for pair in details.questions)
    return [
        field("what", t("活动内容"), text_input("value", multiline=True, initial=details.what, most=rows.WHAT_MOST)),
        field("asks", t("需要官微做什么"), checkboxes("value", asks, initial=details.asks), optional=True),
        field(
            "where",
            t("在哪里（渠道、门店）"),
            text_input("value", initial=details.where, most=rows.WHERE_MOST),
            optional=True,
        ),
        field(
            "offer",
            t("优惠"),
            text_input("value", multiline=True, initial=details.offer, most=rows.OFFER_MOST),
            optional=True,
        ),
        field(
            "codes",
            t("优惠码"),
            text_input("value", initial=" ".join(details.codes), most=rows.LINES_MOST),
            optional=True,
            hint=t("多个之间用空格或逗号分开。"),
        ),
        field("budget", t("预算（元）"), text_input("value", initial=budget, most=20), optional=True),
        field(
            "prizes",
            t("奖品"),
            text_input("value", initial=prizes, placeholder=t("保温杯 × 100，39 元"), multiline=True),
            optional=True,
            hint=t("每行一种：名称 × 数量，单价。"),
        ),
        field(
            "audience",
            t("面向谁"),
            text_input("value", initial=details.audience, most=rows.AUDIENCE_MOST),
            optional=True,
        ),
        field(
            "questions",
            t("顾客会问什么"),
            text_input("value", initial=questions, placeholder=t("能叠加优惠券吗？不能"), multiline=True),
            optional=True,
            hint=t("每行一问一答，问号后面写答案。"),
        ),
        field(
            "links",
            t("素材链接"),
            text_input("value", initial="\n".join(details.links), multiline=True),
            optional=True,
            hint=t("每行一个网址。"),
        ),
        field(
            "leaders",
            t("请哪些领导参与"),
            people_select("value", initial=details.leaders, most=rows.LEADERS_MOST),
            optional=True,
            hint=t("受理后会在讨论串里 @ 他们。"),
        ),
    ]
