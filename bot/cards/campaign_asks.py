"""The small forms behind a notice's buttons: why it is returned or called off, and what the campaign brought."""

from __future__ import annotations

from typing import Final

from bot.cards.blocks import context, field, modal, text_input
from bot.cards.campaign_lines import money_text, orders_text
from bot.cards.message import Block
from bot.cards.paper import Paper
from bot.store import campaigns as rows
from bot.store.campaigns import Campaign, Results
from bot.text.mrkdwn import escape

# The forms that ask for a reason, and whether one must be given.
REASONS: Final = {"return": True, "cancel": False}
RESULT: Final = "campaign.result"
RESULT_FIELD: Final = "orders"


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


def result(case: Campaign, paper: Paper) -> Block:
    """The form that asks what a campaign brought; its codes stand there, the numbers are to be filled in."""
    t = paper.t
    known = case.results or Results()
    orders = orders_text(known.orders, known.unattributed) if case.results else ""
    like = "\n".join(f"{code} × 320" for code in case.details.codes[:3]) or t("NAI12 × 320，25600 元")
    return modal(
        RESULT,
        t("复盘 {case}", case=case.id),
        t("提交"),
        t("取消"),
        [
            context(t("《{title}》，没有统计到的可以不填。", title=escape(case.title))),
            field(
                "orders",
                t("各优惠码带来的订单"),
                text_input("value", multiline=True, initial=orders, placeholder=like),
                optional=True,
                hint=t("每行一个：优惠码 × 订单数，金额；金额可以不写。没有用码的订单写“其他 × 数量”。"),
            ),
            field(
                "visits",
                t("到店或访问（人次）"),
                text_input("value", initial="" if known.visits is None else str(known.visits), most=20),
                optional=True,
            ),
            field(
                "spend",
                t("实际花费（元）"),
                text_input("value", initial="" if known.spend is None else money_text(known.spend), most=20),
                optional=True,
            ),
            field(
                "note",
                t("说明"),
                text_input("value", multiline=True, initial=known.note, most=rows.NOTE_MOST),
                optional=True,
                hint=t("做得好的、下次要改的，或为什么没有数据。"),
            ),
        ],
        carried=case.id,
    )
