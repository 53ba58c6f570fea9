"""A person's own settings drawn, and the form in which they say that they are away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.cards.blocks import actions, button, context, date_picker, field, header, modal, section, text_input
from bot.cards.digests.beneath import SNOOZE, STOP
from bot.cards.feed_form import OPEN
from bot.cards.me_form import FORM
from bot.cards.message import Block, Message
from bot.cards.paper import Paper
from bot.store.away import Away
from bot.store.preferences import Preferences
from bot.text.mrkdwn import escape
from bot.text.until import said_end
from bot.text.words import Phrase, phrase, series

AWAY: Final = "me.away"
FIRST_FIELD: Final = "until"
REASON_MOST: Final = 200
_EXAMPLES: Final = (
    phrase("`/weibo 我 语言 英文`"),
    phrase("`/weibo 我 日报 08:30`"),
    phrase("`/weibo 我 不要 领导日报`"),
)


@dataclass(frozen=True, slots=True)
class Mine:
    """What is shown of a person: their choices, the name of their language, the names of what they are told and of what
    they are not, whether they want no digest any more today, and their absence."""

    chosen: Preferences
    language: Phrase
    told: Sequence[Phrase]
    muted: Sequence[Phrase]
    snoozed: bool
    away: Away | None


def settings(mine: Mine, paper: Paper) -> Message:
    """What a person has set, and how to change it: by a button, or by words."""
    t = paper.t
    title = t("我的设置")
    away, away_buttons = _away(mine.away, paper)
    change = button(t("修改设置"), FORM, "open", style="primary")
    lines = [t("*语言*：{language}", language=t(mine.language)), *_digest(mine, paper)]
    if mine.told:
        lines.append(t("*会通知我*：{what}", what=t(series(mine.told))))
    if mine.muted:
        lines.append(t("*不通知我*：{what}", what=t(series(mine.muted))))
    words = t("也可以直接写：{some}", some=t(series(_EXAMPLES)))
    quiet = [] if mine.snoozed else [button(t("今天不再发日报"), SNOOZE, "me")]
    if mine.chosen.digest_at:
        quiet.append(button(t("关掉个人日报"), STOP, "personal"))
    return Message(
        title,
        [
            header(title),
            section("\n".join(lines)),
            context(t("和您经手的事有关的提醒、升级，不能关。"), words),
            actions(change, *quiet),
            section(away),
            actions(*away_buttons, button(t("我的日历地址"), OPEN, "open")),
        ],
    )


def _digest(mine: Mine, paper: Paper) -> list[str]:
    t = paper.t
    if mine.chosen.digest_at:
        lines = [t("*个人日报*：每个工作日 {at}", at=mine.chosen.digest_at)]
    else:
        lines = [t("*个人日报*：没有打开")]
    return [*lines, t("今天不再发日报，明天照常。")] if mine.snoozed else lines


def _away(away: Away | None, paper: Paper) -> tuple[str, list[Block]]:
    t = paper.t
    if away is None:
        said = t("*外出*：没有。外出时，没回复的投诉会放回待认领，也不会给您派单。\n`/weibo 我 外出 到 周五 出差`")
        return said, [button(t("我要外出"), AWAY, "away")]
    said = t("*外出*：{start} 到 {until}", start=paper.moment(away.from_at), until=said_end(paper.local(away.until_at)))
    if away.reason:
        said += t("（{reason}）", reason=escape(away.reason))
    return said, [button(t("我回来了"), "me.back", "back", style="primary"), button(t("改时间"), AWAY, "away")]


def away_form(paper: Paper, *, today: str) -> Block:
    """From when until when, both days counted whole."""
    t = paper.t
    return modal(
        AWAY,
        t("我要外出"),
        t("提交"),
        t("取消"),
        [
            field("from", t("从哪天起"), date_picker("value", initial=today)),
            field("until", t("到哪天为止"), date_picker("value", initial=today), hint=t("这一天也算外出。")),
            field("reason", t("原因"), text_input("value", most=REASON_MOST), optional=True),
        ],
    )
