"""Forms of the complaint case: log one, and the small ones that ask for words."""

from __future__ import annotations

from typing import Final

from bot.cards.blocks import field, modal, select, text_input
from bot.cards.message import Block
from bot.cards.names import complaint_category, complaint_place
from bot.cards.paper import Paper
from bot.store import complaints as rows

FORM: Final = "complaint.form"
FIRST_FIELD: Final = "words"
# The forms that ask for one text: action → the block it is filled in under.
ASKS: Final = {
    "reply": "reply",
    "resolve": "resolution",
    "note": "note",
    "order": "order",
    "reopen": "reason",
    "merge": "into",
    "escalate": "reason",
}


def form(paper: Paper, *, words: str = "", link: str = "", customer: str = "", place: str = "comment") -> Block:
    """The form that logs a complaint, with what is known filled in."""
    t = paper.t
    places = [(place, t(complaint_place(place))) for place in rows.PLACES]
    severities = [
        ("auto", t("按原话判断")),
        ("normal", t("普通")),
        ("P0", t("P0：食品安全、受伤、媒体、律师、监管")),
    ]
    categories = [("auto", t("按原话判断")), *((key, t(complaint_category(key))) for key in rows.CATEGORIES)]
    return modal(
        FORM,
        t("登记投诉"),
        t("登记"),
        t("取消"),
        [
            field(
                "words",
                t("顾客原话"),
                text_input("value", multiline=True, initial=words, most=rows.WORDS_MOST),
            ),
            field(
                "customer",
                t("顾客的微博名"),
                text_input("value", initial=customer, most=rows.NAME_MOST),
                hint=t("同一位顾客的留言会并成一件。"),
            ),
            field("place", t("在哪里看到的"), select("value", places, initial=place)),
            field("link", t("微博链接"), text_input("value", initial=link, most=rows.LINK_MOST), optional=True),
            field("order", t("订单号"), text_input("value", most=rows.ORDER_MOST), optional=True),
            field("followers", t("粉丝数"), text_input("value", most=12), optional=True),
            field("category", t("类别"), select("value", categories, initial="auto")),
            field("severity", t("严重程度"), select("value", severities, initial="auto")),
        ],
    )


def ask(action: str, case_id: str, paper: Paper) -> Block:
    """The small form behind a button that needs words."""
    t = paper.t
    titles = {
        "reply": (t("记录回复"), t("在微博上回复了什么"), t("只记录，不会发给顾客。")),
        "resolve": (t("办结投诉"), t("怎么处理的，顾客是否接受"), ""),
        "note": (t("备注"), t("备注内容"), t("只有同事看得到。")),
        "order": (t("填订单号"), t("订单号"), ""),
        "reopen": (t("重开投诉"), t("为什么重开"), ""),
        "merge": (t("并入"), t("并入哪一条"), t("写编号，例如 C-20。并入后时钟停下，可以再拆开。")),
        "escalate": (t("升级"), t("为什么升级"), t("会通知部门负责人；已通知过就通知领导。")),
    }
    title, label, hint = titles[action]
    short = action in ("order", "merge")
    element = text_input("value", multiline=not short, most=rows.ORDER_MOST if short else rows.NOTE_MOST)
    return modal(
        f"complaint.{action}",
        f"{title} {case_id}"[:24],
        t("提交"),
        t("取消"),
        [field(ASKS[action], label, element, hint=hint)],
        carried=case_id,
    )
