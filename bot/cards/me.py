"""A person's own settings drawn, and the form in which they say that they are away."""

from __future__ import annotations

from typing import Final

from bot.cards.blocks import actions, button, date_picker, field, header, modal, section, text_input
from bot.cards.feed_form import OPEN
from bot.cards.message import Block, Message
from bot.cards.paper import Paper
from bot.store.away import Away
from bot.text.mrkdwn import escape

AWAY: Final = "me.away"
FIRST_FIELD: Final = "until"
REASON_MOST: Final = 200


def settings(away: Away | None, paper: Paper) -> Message:
    """What a person has set, and how to change it."""
    t = paper.t
    title = t("我的设置")
    if away is None:
        said = t("*外出*：没有。外出时，没回复的投诉会放回待认领，也不会给您派单。\n`/weibo me away until 周五 出差`")
        buttons = [button(t("我要外出"), AWAY, "away")]
    else:
        said = t("*外出*：{start} 到 {until}", start=paper.moment(away.from_at), until=paper.moment(away.until_at))
        if away.reason:
            said += t("（{reason}）", reason=escape(away.reason))
        buttons = [button(t("我回来了"), "me.back", "back", style="primary"), button(t("改时间"), AWAY, "away")]
    calendar = button(t("我的日历地址"), OPEN, "open")
    return Message(title, [header(title), section(said), actions(*buttons), actions(calendar)])


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
