"""Forms of the draft case: write one or revise it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.cards import blocks
from bot.cards.blocks import modal, moment_picker, section, select, text_input
from bot.cards.findings import listed, marked, summary
from bot.cards.message import Block
from bot.cards.names import draft_kind, plan_ask
from bot.cards.paper import Paper
from bot.store import drafts as rows
from bot.store.drafts import Draft
from bot.store.slots import Slot
from bot.text.mrkdwn import quoted
from bot.text.width import cut

FORM: Final = "draft.form"
REVISE: Final = "draft.revise"
FIRST_FIELD: Final = "text"
# The kind that is told by the words.
BY_WORDS: Final = "auto"
NO_NOTICE: Final = "none"
_TEXT_SHOWN: Final = 1_500
_FINDINGS_SHOWN: Final = 1_500


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen in the form: departments by key with their names, campaigns as (id, title); and the kind that the
    words in it propose."""

    departments: Mapping[str, str] = field(default_factory=dict)
    notices: Sequence[tuple[str, str]] = ()
    proposed: str = ""


def form(paper: Paper, choices: Choices, *, text: str = "", department: str = "", planned: Slot | None = None) -> Block:
    """The form of a new draft with what is known filled in; for a ``planned`` slot, its time and campaign."""
    t = paper.t
    told: list[Block] = []
    if planned is not None and planned.ask:
        said = t(
            "为 {case} 的“{ask}”写稿，{at} 发布。",
            case=planned.campaign_id or "",
            ask=plan_ask(planned.ask),
            at=paper.moment(planned.at),
        )
        told.append(section(said))
    fields = _fields(
        paper,
        choices,
        text=text,
        department=department,
        wanted=planned.at if planned else "",
        campaign=planned.campaign_id if planned else None,
    )
    carried = f"slot:{planned.id}" if planned else ""
    return modal(FORM, t("新建稿件"), t("检查并送审"), t("取消"), [*told, *fields], carried=carried)


def revise_form(draft: Draft, paper: Paper, choices: Choices, *, text: str = "") -> Block:
    """The form of a draft's next revision, filled in with the latest one; above it why it came back and what was found.
    ``text`` takes the place of the words, where it is given."""
    t, latest = paper.t, draft.latest
    told: list[Block] = []
    if draft.state == "changes_requested":
        told.append(section(t("{who} 退回：", who=paper.who(draft.returned_by)) + "\n" + quoted(draft.reason)))
    if latest.report.findings:
        found = listed(latest.report, t, _FINDINGS_SHOWN)
        told += [section(f"*{summary(latest.report, t)}*"), marked(latest.text, latest.report.findings, _TEXT_SHOWN)]
        told.append(section(found))
    if draft.state == "approved":
        told.append(section(t("⚠️ 这一版已经通过。改动后要重新审稿。")))
    fields = _fields(paper, choices, text=text or latest.text, department=draft.department, draft=draft)
    return modal(
        REVISE,
        t("修改 {case}", case=draft.id),
        t("检查并送审"),
        t("取消"),
        [*told, *fields],
        carried=f"{draft.id}:{draft.revision}",
    )


def _fields(
    paper: Paper,
    choices: Choices,
    *,
    text: str,
    department: str,
    draft: Draft | None = None,
    wanted: str = "",
    campaign: str | None = None,
) -> list[Block]:
    t = paper.t
    latest = draft.latest if draft else None
    by_words = t("按文字判断（{kind}）", kind=draft_kind(choices.proposed)) if choices.proposed else t("按文字判断")
    kinds = [(BY_WORDS, by_words), *((kind, t(draft_kind(kind))) for kind in rows.KINDS)]
    pictures = [(str(n), t("{n} 张", n=n)) for n in range(rows.PICTURES_MOST + 1)]
    fields = [
        blocks.field(
            "text",
            t("正文"),
            text_input("value", multiline=True, initial=text, most=rows.TEXT_MOST),
            hint=t("微博最多 2000 字，140 字以后会折叠。"),
        ),
        blocks.field("kind", t("类型"), select("value", kinds, initial=draft.kind if draft else BY_WORDS)),
    ]
    if choices.departments:
        names = list(choices.departments.items())
        fields.append(blocks.field("department", t("部门"), select("value", names, initial=department)))
    if choices.notices:
        notices = [
            (NO_NOTICE, t("不属于活动")),
            *((case, f"{case} {cut(title, 60)}") for case, title in choices.notices),
        ]
        chosen = (draft.campaign_id if draft else campaign) or NO_NOTICE
        fields.append(blocks.field("campaign", t("活动"), select("value", notices, initial=chosen), optional=True))
    fields += [
        blocks.field(
            "wanted",
            t("想在什么时候发"),
            moment_picker("value", initial=draft.wanted_at if draft else wanted),
            optional=True,
        ),
        blocks.field(
            "link",
            t("链接"),
            text_input("value", initial=latest.link if latest else "", most=rows.LINK_MOST),
            optional=True,
        ),
        blocks.field(
            "pictures",
            t("图片"),
            select("value", pictures, initial=str(latest.pictures if latest else 0)),
            optional=True,
        ),
        blocks.field(
            "picture_notes",
            t("图片说明"),
            text_input("value", initial=latest.picture_notes if latest else "", most=rows.NOTES_MOST),
            optional=True,
        ),
        blocks.field(
            "proof",
            t("举证或说明"),
            text_input("value", multiline=True, initial=latest.proof if latest else "", most=rows.PROOF_MOST),
            optional=True,
            hint=t("数据来源、证书、检测报告的链接，或坚持原文的理由。"),
        ),
    ]
    return fields
