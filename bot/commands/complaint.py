"""`/complaint`: log a complaint, claim it, and write down what became of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from slack_bolt import App

from bot.cards import complaint as cards
from bot.cards.complaint_form import ASKS, ask, form
from bot.cards.help import help_message
from bot.cards.message import Block, Message
from bot.commands import complaint_turns
from bot.commands.complaint_list import listing
from bot.commands.listening import listen_to
from bot.commands.meant import must_be_here, not_understood
from bot.domain import complaints
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.paper import paper
from bot.edge import command_key, request_of
from bot.forms import Opens
from bot.store import complaints as rows
from bot.store import events, facts
from bot.text.mrkdwn import unescape
from bot.text.simplified import as_simplified
from bot.text.verbs import Verb, apart, find, split, take_id, to_form
from bot.text.width import plain
from bot.text.words import Words, phrase

COMMAND: Final = "/complaint"
ABOUT: Final = phrase("打开登记表，登记一条投诉")
VERBS: Final = (
    Verb(
        "list",
        ("列表",),
        phrase("[未办结|我的|待认领|超时|等顾客|全部]"),
        phrase("列出投诉，最急的在前；可再加部门、类别、P0、顾客、日期"),
    ),
    Verb("show", ("查看",), phrase("C-31"), phrase("查看一条投诉和它的经过")),
    Verb("claim", ("认领",), phrase("C-31"), phrase("由我处理")),
    *complaint_turns.VERBS[:4],
    Verb("note", ("备注",), phrase("C-31 内容"), phrase("写一条内部备注")),
    Verb("order", ("订单",), phrase("C-31 订单号"), phrase("记下订单号")),
    Verb("wait", ("等顾客",), phrase("C-31"), phrase("已问顾客，时钟暂停")),
    Verb("reply", ("回复",), phrase("C-31 内容"), phrase("记下在微博上的回复")),
    Verb(
        "verdict",
        ("核实",),
        phrase("C-31 [属实 换货一箱；证据：照片]"),
        phrase("填写核实表：结论、措施、证据"),
    ),
    Verb("replies", ("参考回复",), phrase("C-31"), phrase("按核实结论和类别给出参考回复")),
    Verb("accepted", ("顾客接受",), phrase("C-31 顾客的原话"), phrase("顾客接受了处理")),
    Verb("whole", ("完整",), phrase("C-31"), phrase("查看完整信息（经办人），会留下记录")),
    Verb("resolve", ("办结",), phrase("C-31 处理结果"), phrase("办结")),
    Verb("merge", ("并入",), phrase("C-31 到 C-20"), phrase("把 C-31 并入 C-20")),
    Verb("unmerge", ("拆开",), phrase("C-31"), phrase("把并入的投诉拆开")),
    Verb("reopen", ("重开",), phrase("C-31 原因"), phrase("顾客又来了，重新打开")),
    *complaint_turns.VERBS[4:],
    Verb("help", ("帮助",), phrase(""), phrase("查看这份说明")),
)
_FORMS: Final = (*ASKS, "verdict", "accepted")
# What facts and times need is most of the program; it is imported where it is asked for, so that the bot is ready before.
# `merge C-31 into C-20`, `并入 C-31 到 C-20`: what may stand between the two.
_INTO: Final = re.compile(r"^(?:into|to|进|到|至|和|与|跟|同|并入|并到|→|->)\s*", re.IGNORECASE)


def register(app: App, desk: Desk) -> None:
    """Listen to `/complaint`."""
    listen_to(app, desk, COMMAND, answer)


def answer(desk: Desk, command: Mapping[str, str], t: Words, opens: Opens) -> Outcome | Message | None:
    """Do what was typed after the command. None where a form is opened instead. Raises a Refusal."""
    # Mentions still have their ids here.
    typed = apart(command.get("text", ""), "C", VERBS)
    text = unescape(typed)
    if not plain(text):
        opens(form(paper(desk, t)))
        return None
    word, rest = split(text)
    verb = find(word, VERBS)
    if verb is None:
        raise not_understood(text, COMMAND, VERBS, to_form(phrase("登记为投诉"), "complaint.open", text))
    must_be_here("C", verb, rest, COMMAND)
    view = _form_of(desk, command, verb, rest, t)
    if view is not None:
        opens(view)
        return None
    return _answer(desk, command, verb, rest, typed, t)


def _form_of(desk: Desk, command: Mapping[str, str], verb: Verb, rest: str, t: Words) -> Block | None:
    """The form that asks for what was left out behind the case's id, where the sub-command has one."""
    if verb.word not in _FORMS and not complaint_turns.is_turn(verb):
        return None
    case_id, after = take_id(rest, "C", verb, COMMAND)
    if verb.word in ASKS and not plain(after):
        return ask_form(desk, request_of(desk, command, key=command_key(command)), verb.word, case_id, t)
    if verb.word == "verdict" and not plain(after):
        from bot.commands.complaint_facts import verdict_form

        return verdict_form(desk, command["user_id"], case_id, t)
    if verb.word == "accepted" and not plain(after):
        from bot.cards.complaint_facts import accepted_form

        complaints.must_be_ready(desk, case_id, verb.word)
        return accepted_form(case_id, paper(desk, t))
    return complaint_turns.form_of(desk, verb, case_id, after, t)


def ask_form(desk: Desk, request: Request, action: str, case_id: str, t: Words) -> Block:
    """The small form that an action asks its words in. Raises NotFound, or WrongState where the case does not take it."""
    complaints.must_be_ready(desk, case_id, action)
    if action == "reply":
        from bot.commands.complaint_facts import reply_form_of

        return reply_form_of(desk, request, case_id, t)
    return ask(action, case_id, paper(desk, t))


def _answer(desk: Desk, command: Mapping[str, str], verb: Verb, rest: str, typed: str, t: Words) -> Outcome | Message:
    if verb.word == "help":
        return help_message(COMMAND, ABOUT, VERBS, t)
    if verb.word == "list":
        return listing(desk, command["user_id"], rest, t)
    case_id, after = take_id(rest, "C", verb, COMMAND)
    if verb.word == "show":
        return details(desk, command["user_id"], case_id, t)
    request = request_of(desk, command, key=command_key(command))
    if complaint_turns.is_turn(verb):
        return complaint_turns.answer(desk, verb, request, case_id, after, typed, t)
    match verb.word:
        case "claim":
            return complaints.claim(desk, request, case_id)
        case "wait":
            return complaints.wait(desk, request, case_id)
        case "note":
            return complaints.note(desk, request, case_id, after)
        case "order":
            return complaints.order(desk, request, case_id, after)
        case "reply":
            return complaints.reply(desk, request, case_id, after)
        case "verdict":
            return complaints.verify(desk, request, case_id, complaints.read_finding(after))
        case "accepted":
            return complaints.accepted(desk, request, case_id, after)
        case "replies":
            from bot.commands.complaint_facts import replies_to

            return replies_to(desk, request, case_id, t)
        case "whole":
            from bot.commands.complaint_facts import in_full

            return in_full(desk, request, case_id, t)
        case "resolve":
            return complaints.resolve(desk, request, case_id, after)
        case "merge":
            return complaints.merge(desk, request, case_id, _INTO.sub("", as_simplified(plain(after))))
        case "unmerge":
            return complaints.unmerge(desk, request, case_id)
        case _:
            return complaints.reopen(desk, request, case_id, after)


def details(desk: Desk, user: str, case_id: str, t: Words) -> Message:
    """One complaint, whole, as ``user`` reads it. Raises NotFound."""
    from bot.domain.time_report import by_department

    case = complaints.show(desk.store, case_id)
    comments = rows.comments(desk.store, case_id, 3)
    history = events.history(desk.store, case_id)
    known, beside = facts.facts(desk.store, case_id), complaints.beside(desk.store, case)
    spent, on = by_department(desk, desk.store, case, desk.now()), paper(desk, t, user)
    return cards.details(
        case, comments, history, complaints.allowed(case), on, facts=known, shares=spent, beside=beside
    )
