"""Forms of the rally case: what is asked for, the lines that are given out, and the link of a repost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.cards import blocks
from bot.cards.blocks import context, modal, option, people_select, section, select, text_input
from bot.cards.message import Block
from bot.cards.paper import Paper
from bot.store import rallies as rows
from bot.store.rally_lines import VOICES
from bot.store.rally_people import Participant
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import Phrase

FORM: Final = "rally.form"
LINES: Final = "rally.start"
MORE: Final = "rally.lines"
DONE: Final = "rally.done"
FIRST_FIELD: Final = "link"
NOTHING: Final = "none"
WORDS_MOST: Final = 2_000
_WHOM_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen in the form: campaigns and published drafts as (id, words), and whom, by value."""

    abouts: Sequence[tuple[str, str]] = ()
    whom: Mapping[str, Phrase] = field(default_factory=dict)


def form(paper: Paper, choices: Choices, until: datetime) -> Block:
    """The form that opens a rally; ``until`` is filled in as its end."""
    t = paper.t
    abouts = [
        (NOTHING, t("不属于哪一份")),
        *((case, f"{case} {cut(title, 50)}") for case, title in choices.abouts[:99]),
    ]
    return modal(
        FORM,
        t("发起转发"),
        t("下一步"),
        t("取消"),
        [
            blocks.field(
                "link",
                t("微博链接"),
                text_input("value", most=rows.LINK_MOST, placeholder="https://weibo.com/…"),
                optional=True,
                hint=t("下面选了已发布的稿件，可以不填。"),
            ),
            blocks.field("about", t("属于哪场活动、哪份稿件"), select("value", abouts, initial=NOTHING)),
            blocks.field(
                "title",
                t("题目"),
                text_input("value", most=rows.TITLE_MOST),
                optional=True,
                hint=t("选了活动或稿件，可以不填。会写进起头的话。"),
            ),
            blocks.field(
                "why",
                t("为什么值得转"),
                text_input("value", most=rows.WHY_MOST),
                hint=t("一句话，会写进起头的话，请用能公开的说法。"),
            ),
            blocks.field(
                "until",
                t("到什么时候"),
                {"type": "datetimepicker", "action_id": "value", "initial_date_time": int(until.timestamp())},
            ),
            blocks.field(
                "named",
                t("点名请哪些领导"),
                people_select("value", most=rows.NAMED_MOST),
                optional=True,
                hint=t("会在频道里 @ 他们，并各发一条私信；最多提醒两次，只在工作日白天。"),
            ),
            blocks.field(
                "whom",
                t("还邀请谁"),
                _whom(paper, choices.whom),
                optional=True,
                hint=t("只列出前 100 个部门和用户组。") if len(choices.whom) > _WHOM_SHOWN else "",
            ),
        ],
    )


def lines_form(title: str, proposed: Mapping[str, Sequence[str]], least: int, paper: Paper, *, carried: str) -> Block:
    """The second step: the lines, proposed by voice, one in each row. ``carried`` is the first step."""
    t = paper.t
    told = t(
        "给 *{title}* 准备起头的话，每行一句，至少 {n} 句；每人领到的都不一样，提交时逐句检查。",
        title=escape(title),
        n=least,
    )
    hint = t("没有说明是员工的，会自动加上“我是某公司的员工”。")
    return modal(
        LINES,
        t("起头的话"),
        t("发起"),
        t("上一步"),
        [section(told), *_voices(proposed, paper), context(hint)],
        carried=carried,
    )


def more_form(case_id: str, left: int, paper: Paper) -> Block:
    """The form that adds lines to a rally, at most ``left``."""
    t = paper.t
    told = t("每行一句，还可以加 {n} 句。没领到的同事先领。", n=left)
    blank = dict.fromkeys(VOICES, ())
    return modal(
        MORE,
        t("补充起头的话 {case}", case=case_id),
        t("补充"),
        t("取消"),
        [section(told), *_voices(blank, paper)],
        carried=case_id,
    )


def done_form(value: str, before: Participant | None, paper: Paper) -> Block:
    """The form that takes the link of a repost; ``before`` is what the person gave already. ``value`` is the button's."""
    t = paper.t
    case_id = value.partition(":")[0]
    url = before.url if before else ""
    replies = str(before.replies) if before and before.replies else ""
    return modal(
        DONE,
        t("登记转发 {case}", case=case_id),
        t("登记"),
        t("取消"),
        [
            blocks.field(
                "url",
                t("您转发的那一条的链接"),
                text_input("value", initial=url, most=rows.LINK_MOST, placeholder="https://weibo.com/…"),
            ),
            blocks.field(
                "words",
                t("您写的话"),
                text_input("value", multiline=True, most=WORDS_MOST),
                optional=True,
                hint=t("可以不填。填了会看看是不是和起头的那句一字不差，只告诉您。"),
            ),
            blocks.field(
                "replies",
                t("带来多少条回复"),
                text_input("value", initial=replies, most=9),
                optional=True,
                hint=t("可以过几天再来填。"),
            ),
        ],
        carried=value,
    )


def _voices(lines: Mapping[str, Sequence[str]], paper: Paper) -> list[Block]:
    t = paper.t
    labels = {
        "leader": t("领导的口吻（只给领导）"),
        "product": t("从产品说起"),
        "shop": t("从门店和顾客说起"),
        "service": t("从服务说起"),
    }
    return [
        blocks.field(
            voice, labels[voice], text_input("value", multiline=True, initial="\n".join(lines[voice])), optional=True
        )
        for voice in VOICES
    ]


def _whom(paper: Paper, whom: Mapping[str, Phrase]) -> Block:
    return {
        "type": "multi_static_select",
        "action_id": "value",
        "max_selected_items": rows.WHOM_MOST,
        "options": [option(paper.t(label), value) for value, label in list(whom.items())[:_WHOM_SHOWN]],
    }
