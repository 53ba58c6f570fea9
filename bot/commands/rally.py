"""`/rally`: ask people to join in on Weibo, join, say later or not this time, end it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

from slack_bolt import App

from bot.cards import rally as cards
from bot.cards.help import help_message
from bot.cards.message import Block, Message
from bot.cards.rally_form import Choices, form
from bot.commands.list_words import read_listed
from bot.commands.listening import listen_to
from bot.commands.meant import must_be_here, not_understood
from bot.domain import rallies
from bot.domain.desk import Desk, Outcome
from bot.domain.paper import paper
from bot.domain.rallies import Later
from bot.edge import command_key, request_of
from bot.errors import Invalid
from bot.forms import Opens
from bot.store import drafts as draft_rows
from bot.store import rallies as rows
from bot.store import rally_lines, rally_people
from bot.store.times import to_store
from bot.text.mrkdwn import escape, unescape
from bot.text.simplified import as_simplified
from bot.text.verbs import Verb, apart, find, split, take_id
from bot.text.width import cut, plain
from bot.text.words import Words, phrase

COMMAND: Final = "/rally"
ABOUT: Final = phrase("打开发起表，请大家一起转发一条微博（领导、官微编辑）")
VERBS: Final = (
    Verb("list", ("列表",), phrase("[进行中|全部]"), phrase("列出正在进行的转发；可再加部门")),
    Verb("show", ("查看",), phrase("R-4"), phrase("查看一次转发和自己的那一句")),
    Verb("join", ("参与", "参加"), phrase("R-4 [链接]"), phrase("参加，领一句起头的话；已转发就带上链接")),
    Verb("later", ("稍后",), phrase("R-4 [1小时|今晚|明天]"), phrase("过一会儿再提醒我")),
    Verb("decline", ("不参加",), phrase("R-4"), phrase("这次不参加，只有自己知道")),
    Verb("close", ("结束",), phrase("R-4"), phrase("结束并致谢（领导、官微编辑）")),
    Verb("help", ("帮助",), phrase(""), phrase("查看这份说明")),
)
_LISTS: Final = {"open": "open", "all": "all", "进行中": "open", "全部": "all"}
_LATER: Final[dict[str, Later]] = {
    "": "hour",
    "1h": "hour",
    "1小时": "hour",
    "一小时": "hour",
    "tonight": "tonight",
    "今晚": "tonight",
    "tomorrow": "tomorrow",
    "明天": "tomorrow",
}
_LIST_MOST: Final = 16
_LOOKED_AT: Final = 100
_ABOUT_MOST: Final = 45
_ABOUT_SINCE: Final = timedelta(days=30)
# What is filled in as the end: nine in the evening, tomorrow's when little of today is left.
_END: Final = time(21, 0)
_LEFT: Final = timedelta(hours=3)


def register(app: App, desk: Desk) -> None:
    """Listen to `/rally`."""
    listen_to(app, desk, COMMAND, answer)


def answer(desk: Desk, command: Mapping[str, str], t: Words, opens: Opens) -> Outcome | Message | None:
    """Do what was typed after the command. None where a form is opened instead. Raises a Refusal."""
    text = unescape(command.get("text", ""))
    if not plain(text):
        opens(new_form(desk, command["user_id"], t))
        return None
    word, rest = split(apart(text, "R", VERBS))
    verb = find(word, VERBS)
    if verb is None:
        raise not_understood(text, COMMAND, VERBS)
    must_be_here("R", verb, rest, COMMAND)
    if verb.word == "help":
        return help_message(COMMAND, ABOUT, VERBS, t)
    if verb.word == "list":
        return listing(desk, rest, t)
    case_id, after = take_id(rest, "R", verb, COMMAND)
    if verb.word == "show":
        return details(desk, command["user_id"], case_id, t)
    request = request_of(desk, command, key=command_key(command))
    match verb.word:
        case "join":
            return rallies.done(desk, request, case_id, after) if after else rallies.join(desk, request, case_id)
        case "later":
            return rallies.later(desk, request, case_id, _later(after))
        case "decline":
            return rallies.decline(desk, request, case_id)
        case _:
            return rallies.close(desk, request, case_id)


def new_form(desk: Desk, user: str, t: Words) -> Block:
    """The form that opens a rally. Raises a Refusal where the person could not submit it."""
    now = desk.now()
    rallies.must_be_able(desk, desk.store, user, now)
    posts = draft_rows.posts_since(desk.store, to_store(now - _ABOUT_SINCE), _ABOUT_MOST)
    abouts = [*((post.id, plain(post.text)) for post in posts), *draft_rows.notices_to_fill(desk.store, _ABOUT_MOST)]
    return form(paper(desk, t), Choices(abouts, rallies.choices(desk, desk.store)), _end(desk, now))


def details(desk: Desk, user: str, case_id: str, t: Words) -> Message:
    """One rally, with the person's own line. Raises NotFound."""
    reader, company = desk.store, desk.company
    rally = rallies.load(reader, case_id)
    line = rally_lines.of(reader, case_id, user)
    return cards.details(
        rally,
        rows.tally(reader, case_id),
        rally_people.taking_part(reader, case_id),
        line.text if line else "",
        rally_lines.free(reader, case_id),
        paper(desk, t),
        manages=company.has(user, "leader") or company.has(user, "editor"),
    )


def listing(desk: Desk, text: str, t: Words) -> Message:
    """The rallies that are open, or the latest of all; of all or of those that ask a department. Raises Invalid, saying which
    word is not understood."""
    asked = read_listed(desk, text, _LISTS, "open", phrase("可以写：`进行中`、`全部`。"))
    reader, department = desk.store, asked.department
    title = t("最近的转发") if asked.which == "all" else t("正在进行的转发")
    # A department is looked for among the latest; without one no more are read than are shown.
    most = _LOOKED_AT if department else _LIST_MOST
    found = rows.latest(reader, most) if asked.which == "all" else rows.every_open(reader, most)
    if department:
        title = f"{title} · {escape(desk.company.department_name(department))}"
        found = [rally for rally in found if rallies.asks(rally, department)][:_LIST_MOST]
    return cards.listing(title, [(rally, rows.tally(reader, rally.id)) for rally in found], paper(desk, t))


def _later(after: str) -> Later:
    choice = _LATER.get(as_simplified(plain(after).casefold().replace(" ", "")))
    if choice is None:
        raise Invalid(
            phrase("“{word}”不是可选的时间。", word=escape(cut(after, 40))),
            phrase("例如：`/rally 稍后 R-4 今晚`。可以写 `1小时`、`今晚`、`明天`（9:00）"),
        )
    return choice


def _end(desk: Desk, now: datetime) -> datetime:
    today = datetime.combine(now.astimezone(desk.zone).date(), _END, desk.zone)
    return today if today - now >= _LEFT else today + timedelta(days=1)
