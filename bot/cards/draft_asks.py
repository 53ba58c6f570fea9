"""The small forms behind a draft's buttons: a reason, a link, a time, an approver, figures. What is decided on stands above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.cards.blocks import field, modal, moment_picker, section, select, text_input
from bot.cards.findings import listed, marked, summary
from bot.cards.message import Block
from bot.cards.paper import Paper
from bot.store import drafts as rows
from bot.store.drafts import Draft
from bot.text.words import Phrase, phrase

# Action → the block under which a refusal that names no field stands.
ASKS: Final[Mapping[str, str]] = {
    "return": "reason",
    "override": "reason",
    "reject": "reason",
    "hold": "reason",
    "published": "url",
    "schedule": "wanted",
    "argue": "words",
    "escalate": "approver",
    "figures": "reads",
}
_TEXT_SHOWN: Final = 1_500
_FINDINGS_SHOWN: Final = 1_500
_REASONS: Final[Mapping[str, tuple[Phrase, Phrase]]] = {
    "return": (phrase("退回原因"), phrase("作者会收到这段话。")),
    "override": (phrase("放行理由"), phrase("理由会留在记录里。")),
    "reject": (phrase("否决的理由"), phrase("作者会收到这段话；否决后不能再改。")),
    "hold": (phrase("暂停的原因"), phrase("恢复前什么都不会发生。")),
}
_TITLES: Final[Mapping[str, Phrase]] = {
    "return": phrase("退回 {case}"),
    "override": phrase("法务放行 {case}"),
    "reject": phrase("否决 {case}"),
    "hold": phrase("暂停 {case}"),
    "published": phrase("登记发布 {case}"),
    "schedule": phrase("{case} 什么时候发"),
    "argue": phrase("{case} 坚持原文"),
    "escalate": phrase("{case} 请人决定"),
    "figures": phrase("{case} 的数据"),
}
# What a person decides on is shown to them again.
_ON_WORDS: Final = ("return", "override", "reject")


def ask(action: str, draft: Draft, paper: Paper, approvers: Sequence[str] = ()) -> Block:
    """The form of an action; ``approvers`` can be named to carry a decision."""
    t = paper.t
    told: list[Block] = []
    if action in _ON_WORDS:
        report = draft.latest.report
        told += [section(f"*{summary(report, t)}*"), marked(draft.text, report.findings, _TEXT_SHOWN)]
        if found := listed(report, t, _FINDINGS_SHOWN):
            told.append(section(found))
    title = t(_TITLES[action], case=draft.id)
    carried = f"{draft.id}:{draft.revision}"
    blocks = [*told, *_fields(action, draft, paper, approvers)]
    return modal(f"draft.{action}", title, t("提交"), t("取消"), blocks, carried=carried)


def slot_form(slot_id: str, at: str, paper: Paper) -> Block:
    """The form that gives a planned slot another time."""
    t = paper.t
    fields = [field("wanted", t("改到什么时候"), moment_picker("value", initial=at))]
    return modal("slot.move", t("调整时段"), t("提交"), t("取消"), fields, carried=slot_id)


def _fields(action: str, draft: Draft, paper: Paper, approvers: Sequence[str]) -> list[Block]:
    t = paper.t
    match action:
        case "published":
            return _published(draft, paper)
        case "schedule":
            hint = t("和已有的至少隔开规定的分钟；不空时会告诉您最近的空档。")
            return [field("wanted", t("发布时间"), moment_picker("value", initial=draft.wanted_at), hint=hint)]
        case "argue":
            proof = text_input("value", most=rows.LINK_MOST)
            hint = t("网页，或先发在频道里的文件：复制它的链接。")
            return [
                _words("words", t("理由"), rows.PROOF_MOST),
                field("link", t("证明（链接）"), proof, optional=True, hint=hint),
            ]
        case "escalate":
            people = [(person, paper.name(person)) for person in approvers]
            hint = t("通过与否由这个人负责，名字会写在卡片上。")
            return [
                field("approver", t("请谁决定"), select("value", people), hint=hint),
                _words("words", t("理由"), rows.PROOF_MOST),
            ]
        case "figures":
            return _figures(draft, paper)
        case _:
            label, hint_said = _REASONS[action]
            return [_words("reason", t(label), rows.REASON_MOST, hint=t(hint_said))]


def _published(draft: Draft, paper: Paper) -> list[Block]:
    t = paper.t
    return [
        field("url", t("微博链接"), text_input("value", most=rows.LINK_MOST), hint=t("网页、手机或分享的链接都可以。")),
        field(
            "text",
            t("微博上的文字"),
            text_input("value", multiline=True, most=rows.TEXT_MOST),
            optional=True,
            hint=t("粘贴过来，和通过的文字核对；不一样会记下。"),
        ),
        field(
            "reason",
            t("计划外的原因"),
            text_input("value", most=rows.REASON_MOST),
            optional=True,
            hint=t("只在时间不合规则、但已经发出时填写。"),
        ),
    ]


def _figures(draft: Draft, paper: Paper) -> list[Block]:
    t, known = paper.t, draft.figures
    labels = {"reads": t("阅读数"), "reposts": t("转发数"), "comments": t("评论数"), "likes": t("点赞数")}
    return [
        field(
            name,
            label,
            text_input("value", initial=str(getattr(known, name)) if known else "", most=20),
            optional=name != "reads",
            hint=t("可以写 1.2万。") if name == "reads" else "",
        )
        for name, label in labels.items()
    ]


def _words(block_id: str, label: str, most: int, *, hint: str = "") -> Block:
    return field(block_id, label, text_input("value", multiline=True, most=most), hint=hint)
