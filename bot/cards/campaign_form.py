"""The form of a campaign notice in two steps, with its lead-time light; what is typed is told to the bot as it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from bot.cards.blocks import (
    actions,
    button,
    checkboxes,
    confirm,
    context,
    date_picker,
    field,
    modal,
    people_select,
    section,
    select,
    text_input,
)
from bot.cards.message import Block
from bot.cards.names import campaign_ask, campaign_field
from bot.cards.paper import Paper
from bot.errors import Invalid
from bot.store import campaigns as rows
from bot.text.mrkdwn import escaped
from bot.text.words import Words

# The two steps, and the question that comes before them where something was left unfinished.
FIRST: Final = "campaign.form"
SECOND: Final = "campaign.form_rest"
CHOICE: Final = "campaign.unfinished"
FIRST_FIELD: Final = "title"
SECOND_FIELD: Final = "asks"
# Told of at every change: the days move the light, everything is kept.
PROMOTION: Final = "campaign.promotion"
DAY: Final = "campaign.day"
TYPED: Final = "campaign.typed"
LIGHT: Final = "light"
# What the chat keeps of a view by itself, and refuses to be told.
_SENT: Final = ("type", "callback_id", "title", "submit", "close", "private_metadata")

Typed = Mapping[str, Any]


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


class Days(Protocol):
    """What the light needs of the days chosen so far (`bot.domain.notice_forms.Days`)."""

    @property
    def lead(self) -> Lead | None: ...
    @property
    def wrong(self) -> Sequence[Invalid]: ...


def essentials(
    paper: Paper, departments: Mapping[str, str], typed: Typed, days: Days, *, carried: str, case_id: str = ""
) -> Block:
    """The first step: what nobody can do without. ``departments`` are names by key; ``typed`` is what was filled in
    before, by block id; ``case_id`` is the notice that is changed."""
    t = paper.t
    chosen = typed.get("department")
    return modal(
        FIRST,
        t("修改 {case}", case=case_id) if case_id else t("活动通知"),
        t("下一步"),
        t("取消"),
        [
            _typed(t, "title", typed, most=rows.TITLE_MOST),
            _told(t, "department", select(TYPED, list(departments.items()), initial=str(chosen or ""))),
            _told(
                t,
                "promotion",
                date_picker(PROMOTION, initial=str(typed.get("promotion") or "")),
                hint=t("从这一天往回数，看官微有几个工作日准备。"),
            ),
            light(t, days),
            _told(t, "first_day", date_picker(DAY, initial=str(typed.get("first_day") or ""))),
            _told(t, "last_day", date_picker(DAY, initial=str(typed.get("last_day") or ""))),
            _typed(t, "what", typed, most=rows.WHAT_MOST, multiline=True),
            context(t("边填边保存：关掉以后，再输入 `/campaign` 可以接着填。下一步都是选填。")),
        ],
        carried=carried,
    )


def rest(paper: Paper, typed: Typed, *, carried: str, case_id: str = "", again: bool = False) -> Block:
    """The second step: all that helps and nothing that must be. ``again``: a returned notice is handed in anew."""
    t = paper.t
    asks = [(key, t(campaign_ask(key))) for key in rows.ASKS]
    submit = t("重新提交") if again else t("保存修改") if case_id else t("提交")
    return modal(
        SECOND,
        t("修改 {case}", case=case_id) if case_id else t("活动通知（选填）"),
        submit,
        t("上一步"),
        [
            _told(t, "asks", checkboxes(TYPED, asks, initial=_several(typed, "asks")), optional=True),
            _typed(t, "where", typed, most=rows.WHERE_MOST, optional=True),
            _typed(t, "audience", typed, most=rows.AUDIENCE_MOST, optional=True),
            _typed(t, "offer", typed, most=rows.OFFER_MOST, multiline=True, optional=True),
            _typed(t, "codes", typed, optional=True, hint=t("多个之间用空格或逗号分开。")),
            _typed(t, "budget", typed, most=20, optional=True),
            _typed(
                t,
                "prizes",
                typed,
                multiline=True,
                optional=True,
                placeholder=t("保温杯 × 100，39 元"),
                hint=t("每行一种：名称 × 数量，单价。写成“一等奖 | 保温杯 | 3 | 199”也可以；单价可以不写。"),
            ),
            _typed(
                t,
                "questions",
                typed,
                multiline=True,
                optional=True,
                placeholder=t("能叠加优惠券吗？不能"),
                hint=t("每行一问一答：问号后面写答案，或用“|”隔开。活动第一天会发给客服。"),
            ),
            _typed(t, "links", typed, multiline=True, optional=True, hint=t("每行一个网址。")),
            _told(
                t,
                "leaders",
                people_select(TYPED, initial=_several(typed, "leaders"), most=rows.LEADERS_MOST),
                optional=True,
                hint=t("受理后会在讨论串里 @ 他们。"),
            ),
        ],
        carried=carried,
    )


def choice(paper: Paper, typed: Typed, saved_at: str, *, carried: str, case_id: str = "") -> Block:
    """The question whether to go on with what was left unfinished or to begin anew."""
    t = paper.t
    title = escaped(str(typed.get("title") or t("还没写名称")), 200)
    at = paper.moment(saved_at)
    said = t("您有一份没有提交的活动通知《{title}》，{at} 保存。", title=title, at=at)
    if case_id:
        said = t("您改过 {case}，但没有提交（{at} 保存）。", case=case_id, at=at)
    sure = confirm(t("重新填写？"), t("之前填的内容会删掉。"), t("重新填写"), t("返回"))
    return modal(
        CHOICE,
        t("修改 {case}", case=case_id) if case_id else t("活动通知"),
        "",
        t("取消"),
        [
            section(said),
            actions(
                button(t("接着填"), "campaign.go_on", carried, style="primary"),
                button(t("重新填写"), "campaign.anew", carried, confirm=sure),
            ),
        ],
        carried=carried,
    )


def light(t: Words, days: Days) -> Block:
    """The lead-time light, and what is wrong with the days; before a day is chosen it says what it will show."""
    lines = [_light(t, days.lead)]
    lines += [t("⚠️ {field}：{said}", field=t(campaign_field(str(one.field))), said=t(one.said)) for one in days.wrong]
    return section("\n".join(lines), block_id=LIGHT)


def _light(t: Words, lead: Lead | None) -> str:
    if lead is None:
        return t("⚪ 选好宣传开始日（今天或以后），这里会显示提前量。")
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
    return "\n".join([says[lead.light], *years])


def with_light(view: Mapping[str, Any], shown: Block) -> Block:
    """The form as it stands in the chat, with the light changed. Every block keeps its ids, so what was filled in
    stays."""
    sent: Block = {name: view[name] for name in _SENT if view.get(name) is not None}
    sent["blocks"] = [shown if block.get("block_id") == LIGHT else block for block in view["blocks"]]
    return sent


def stands(view: Mapping[str, Any], shown: Block) -> bool:
    """Whether the form shows this light already."""
    there = next((block for block in view["blocks"] if block.get("block_id") == LIGHT), None)
    text: Any = shown["text"]
    return there is not None and there.get("text", {}).get("text") == text["text"]


def _typed(
    t: Words,
    name: str,
    typed: Typed,
    *,
    most: int = rows.LINES_MOST,
    multiline: bool = False,
    optional: bool = False,
    placeholder: str = "",
    hint: str = "",
) -> Block:
    initial = str(typed.get(name) or "")
    element = text_input(TYPED, multiline=multiline, initial=initial, most=most, placeholder=placeholder, tell=True)
    return _told(t, name, element, optional=optional, hint=hint)


def _told(t: Words, name: str, element: Block, *, optional: bool = False, hint: str = "") -> Block:
    return field(name, t(campaign_field(name)), element, optional=optional, hint=hint, dispatch=True)


def _several(typed: Typed, name: str) -> list[str]:
    found = typed.get(name)
    return [str(one) for one in found] if isinstance(found, list | tuple) else []
