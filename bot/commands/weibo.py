"""`/weibo`: help for all commands, what is on today, the digest, the report, and one's own settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slack_bolt import App

from bot.cards import day as day_cards
from bot.cards.digests import desk as cards
from bot.cards.digests import weekly
from bot.cards.help import help_message
from bot.cards.message import Message
from bot.commands import digest, feed, me
from bot.commands.guide import guide
from bot.commands.listening import listen_to
from bot.commands.meant import not_understood, searching
from bot.commands.search import results
from bot.domain import digests
from bot.domain.desk import Desk, Outcome
from bot.domain.paper import paper
from bot.domain.periods import Unit, last_whole, so_far
from bot.domain.report import report
from bot.domain.slot_moves import may_plan
from bot.edge import command_key, request_of, voice_now
from bot.errors import Invalid
from bot.forms import Opens
from bot.text.mrkdwn import escape, unescape
from bot.text.verbs import Verb, find, split
from bot.text.width import cut
from bot.text.words import Words, phrase

COMMAND: Final = "/weibo"
ABOUT: Final = phrase("查看全部命令")
VERBS: Final = (
    Verb("today", ("今天",), phrase(""), phrase("今天要发什么、谁在等什么")),
    Verb("search", ("搜索", "找"), phrase("酸奶 胀包"), phrase("按文字、顾客或编号找活动、稿件、投诉、转发")),
    Verb(
        "digest",
        ("日报",),
        phrase("[官微|我|部门|领导|周]"),
        phrase("看日报：官微、我的、部门、领导，还有周报"),
    ),
    Verb("report", ("报告", "周报"), phrase("[上周|上月|本周|本月]"), phrase("上周或上个月的数据，和再前一段比")),
    Verb(
        "me",
        ("我", "我的设置"),
        phrase("[语言 英文|日报 08:30|外出 到 周五|…]"),
        phrase("我的设置：语言、日报时间、不要的通知、外出、日历地址"),
    ),
    Verb("help", ("帮助",), phrase("[全部]"), phrase("先看您最常用的三件事；加“全部”看全部命令")),
)

# Which week or month is meant, and whether it is the last whole one or the present one up to now.
_PERIODS: Final[dict[str, tuple[Unit, bool]]] = {
    "week": ("week", True),
    "周": ("week", True),
    "上周": ("week", True),
    "this-week": ("week", False),
    "本周": ("week", False),
    "month": ("month", True),
    "月": ("month", True),
    "上月": ("month", True),
    "上个月": ("month", True),
    "this-month": ("month", False),
    "本月": ("month", False),
}


def register(app: App, desk: Desk) -> None:
    """Listen to `/weibo`."""
    listen_to(app, desk, COMMAND, answer)


def answer(desk: Desk, command: Mapping[str, str], t: Words, opens: Opens) -> Outcome | Message | None:
    """Do what was typed after the command. None where a form is opened instead. Raises a Refusal."""
    text = unescape(command.get("text", ""))
    word, rest = split(text)
    verb = find(word or "help", VERBS)
    if verb is None and me.understands(word):
        return me.answer(desk, request_of(desk, command, key=command_key(command)), text)
    if verb is None:
        raise not_understood(text, COMMAND, VERBS, searching(text))
    if verb.word == "help":
        return guide(desk, command["user_id"], rest, help_message(COMMAND, ABOUT, VERBS, t), ABOUT, t)
    if verb.word == "me" and split(rest)[0] in feed.WORDS:
        opens(feed.address_form(desk, command["user_id"], t))
        return None
    if verb.word == "me":
        return me.answer(desk, request_of(desk, command, key=command_key(command)), rest)
    if verb.word == "search":
        return results(desk, rest, 1, t)
    which, _ = split(rest)
    if verb.word == "report":
        return _report(desk, which, t)
    # A digest is read long after.
    t = voice_now(desk, command["user_id"])
    if verb.word == "digest":
        return digest.look(desk, command["user_id"], rest, t)
    gathered = digests.desk.gather(desk, desk.store, digests.to_desk(desk), desk.now())
    plan = day_cards.blocks(gathered.posts, gathered.day, paper(desk, t), acts=may_plan(desk, command["user_id"]))
    return cards.draw(gathered, paper(desk, t), ring=False, plan=plan)


def _report(desk: Desk, which: str, t: Words) -> Message:
    found = _PERIODS.get(which or "week")
    if found is None:
        raise Invalid(
            phrase("没有“{word}”这种报告。", word=escape(cut(which, 40))),
            phrase("可以用：`/weibo 报告 上周`、`本周`、`上月`、`本月`"),
        )
    (unit, whole), now = found, desk.now()
    period = (last_whole if whole else so_far)(unit, now, desk.zone)
    return weekly.preview(report(desk, desk.store, period, now), paper(desk, t))
