"""The small forms behind a complaint's turns: assign, hand over, refuse, and how severe it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.cards.blocks import field, modal, person_select, select, text_input
from bot.cards.message import Block
from bot.cards.names import complaint_category, complaint_severity
from bot.cards.paper import Paper
from bot.store.complaints import CATEGORIES, NOTE_MOST, Complaint

ASSIGN: Final = "complaint.assign"
HAND_OVER: Final = "complaint.handover"
REFUSE: Final = "complaint.refuse"
SORT: Final = "complaint.sort"
# Chosen instead of a better holder by who does not know one.
UNKNOWN: Final = "unknown"
# The field that a refusal stands under when it is about none.
FIRST_FIELDS: Final = {ASSIGN: "person", HAND_OVER: "department", REFUSE: "reason", SORT: "severity"}

Departments = Sequence[tuple[str, str]]


def assign(case: Complaint, paper: Paper) -> Block:
    """To whom."""
    t = paper.t
    return _form(
        ASSIGN,
        t("指派"),
        case,
        paper,
        [field("person", t("交给哪位同事"), person_select("value")), _note(paper)],
    )


def hand_over(case: Complaint, departments: Departments, paper: Paper) -> Block:
    """To which of ``departments`` (key and name)."""
    t = paper.t
    return _form(
        HAND_OVER,
        t("转交"),
        case,
        paper,
        [
            field(
                "department",
                t("转交给哪个部门"),
                select("value", departments),
                hint=t("对方接单之前，仍由现在的处理人负责。"),
            ),
            _note(paper),
        ],
    )


def refuse(case: Complaint, departments: Departments, paper: Paper) -> Block:
    """Why, and which of ``departments`` would be better."""
    t = paper.t
    return _form(
        REFUSE,
        t("退单"),
        case,
        paper,
        [
            field("reason", t("为什么退"), text_input("value", multiline=True, most=NOTE_MOST)),
            field("better", t("谁更合适"), select("value", [*departments, (UNKNOWN, t("不清楚"))])),
        ],
    )


def sort(case: Complaint, paper: Paper) -> Block:
    """How severe it is and what it is about, as it stands."""
    t = paper.t
    severities = [(key, t(complaint_severity(key))) for key in ("normal", "P0")]
    keys = list(dict.fromkeys([*CATEGORIES, case.category or "other"]))
    categories = [(key, t(complaint_category(key))) for key in keys]
    return _form(
        SORT,
        t("级别和类别"),
        case,
        paper,
        [
            field(
                "severity",
                t("严重程度"),
                select("value", severities, initial=case.severity),
                hint=t("P0：食品安全、受伤、媒体、律师、监管。时限是三分之一，昼夜都算。"),
            ),
            field("category", t("类别"), select("value", categories, initial=case.category or "other")),
            _note(paper),
        ],
    )


def _note(paper: Paper) -> Block:
    element = text_input("value", multiline=True, most=NOTE_MOST)
    return field("note", paper.t("说明"), element, optional=True)


def _form(callback: str, title: str, case: Complaint, paper: Paper, blocks: list[Block]) -> Block:
    t = paper.t
    return modal(callback, f"{title} {case.id}"[:24], t("提交"), t("取消"), blocks, carried=case.id)
