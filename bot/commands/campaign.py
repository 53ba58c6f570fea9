"""`/campaign`: give notice of a campaign, and what the editors do with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from slack_bolt import App

from bot.cards import campaign as cards
from bot.cards.campaign_asks import ask, result
from bot.cards.campaign_form import choice, essentials
from bot.cards.campaign_month import month as draw_month
from bot.cards.help import help_message
from bot.cards.message import Block, Message
from bot.commands.campaign_list import listing
from bot.commands.listening import listen_to
from bot.commands.meant import must_be_here, not_understood
from bot.domain import campaigns, notice_forms
from bot.domain.campaigns.giving import last_said
from bot.domain.campaigns.month import beside, month_of, read_month
from bot.domain.desk import Desk, Outcome
from bot.domain.lead_record import record_of
from bot.domain.notice import chosen_days, typed_of
from bot.domain.paper import paper
from bot.edge import command_key, request_of
from bot.forms import Opens
from bot.store import events, slots
from bot.text.mrkdwn import unescape
from bot.text.verbs import Verb, apart, find, split, take_id, to_form
from bot.text.width import plain
from bot.text.words import Words, phrase

COMMAND: Final = "/campaign"
ABOUT: Final = phrase("打开活动通知表，把活动告诉官微")
VERBS: Final = (
    Verb("list", ("列表",), phrase("[即将|我的|全部]"), phrase("列出活动，最近要宣传的在前；可再加部门、月份")),
    Verb("show", ("查看",), phrase("N-12"), phrase("查看一份活动通知和它的经过")),
    Verb("edit", ("修改",), phrase("N-12"), phrase("修改，退回的改好后重新提交（联系人）")),
    Verb("accept", ("受理",), phrase("N-12"), phrase("受理，由我负责（官微编辑）")),
    Verb("return", ("退回",), phrase("N-12 原因"), phrase("退回，请联系人补充（官微编辑）")),
    Verb("cancel", ("取消",), phrase("N-12 [原因]"), phrase("取消活动（联系人或官微编辑）")),
    Verb("calendar", ("日历",), phrase("[2026-12]"), phrase("一个月的活动")),
    Verb("result", ("复盘",), phrase("N-12"), phrase("活动结束后填写结果（联系人或官微编辑）")),
    Verb("help", ("帮助",), phrase(""), phrase("查看这份说明")),
)


def register(app: App, desk: Desk) -> None:
    """Listen to `/campaign`."""
    listen_to(app, desk, COMMAND, answer)


def answer(desk: Desk, command: Mapping[str, str], t: Words, opens: Opens) -> Outcome | Message | None:
    """Do what was typed after the command. None where a form is opened instead. Raises a Refusal."""
    text = unescape(command.get("text", ""))
    if not plain(text):
        opens(new_form(desk, command["user_id"], command["trigger_id"], t))
        return None
    word, rest = split(apart(text, "N", VERBS))
    verb = find(word, VERBS)
    if verb is None:
        raise not_understood(text, COMMAND, VERBS, to_form(phrase("写成活动通知"), "campaign.open", text))
    must_be_here("N", verb, rest, COMMAND)
    if verb.word == "help":
        return help_message(COMMAND, ABOUT, VERBS, t)
    if verb.word == "list":
        return listing(desk, command["user_id"], rest, t)
    if verb.word == "calendar":
        return month(desk, rest, t)
    case_id, after = take_id(rest, "N", verb, COMMAND)
    if verb.word == "show":
        return details(desk, command["user_id"], case_id, t)
    if verb.word == "edit":
        opens(edit_form(desk, command["user_id"], case_id, command["trigger_id"], t))
        return None
    if verb.word == "result":
        case = campaigns.to_review(desk.store, desk, command["user_id"], case_id)
        opens(result(case, paper(desk, t)))
        return None
    if verb.word == "return" and not plain(after):
        case = campaigns.to_accept(desk.store, desk, command["user_id"], case_id, None)
        opens(ask(verb.word, f"{case.id}:{case.version}", paper(desk, t)))
        return None
    request = request_of(desk, command, key=command_key(command))
    match verb.word:
        case "accept":
            return campaigns.accept(desk, request, case_id)
        case "return":
            return campaigns.send_back(desk, request, case_id, after)
        case _:
            return campaigns.cancel(desk, request, case_id, after)


def new_form(desk: Desk, user: str, form: str, t: Words, *, anew: bool = False, what: str = "") -> Block:
    """The form of a new notice, the person's department chosen and ``what`` happens filled in; or the question whether to go
    on with the one they left unfinished. ``form`` is the id under which it is kept while it is filled in."""
    saved = None if anew else notice_forms.unfinished(desk, user)
    if saved and saved.id == form:
        # The same request once more: its answer was lost, and nobody chose to begin another.
        return first_step(desk, saved.typed, t, carried=form)
    if saved:
        return choice(paper(desk, t), saved.typed, saved.saved_at, carried=saved.id)
    own = desk.company.department_of(user)
    return first_step(desk, {"department": own.key if own else "", "what": what}, t, carried=form)


def edit_form(desk: Desk, user: str, case_id: str, form: str, t: Words, *, anew: bool = False) -> Block:
    """The form of a notice with everything in it, to be changed. Raises NotFound, NotAllowed or WrongState."""
    before = campaigns.to_edit(desk.store, desk, user, case_id)
    saved = None if anew else notice_forms.unfinished(desk, user, case_id)
    seen = last_said(desk.store, case_id)
    # What was typed before the notice was changed by somebody is not gone on with.
    if saved and saved.id.rpartition(":")[2] == str(seen):
        carried = f"{saved.id} {case_id}"
        return choice(paper(desk, t), saved.typed, saved.saved_at, carried=carried, case_id=case_id)
    return first_step(desk, typed_of(before), t, carried=f"{form}:{seen} {case_id}")


def first_step(desk: Desk, typed: Mapping[str, Any], t: Words, *, carried: str) -> Block:
    """The form's first step with what was typed. ``carried``: the form's id, and the notice that is changed."""
    departments = {key: department.name for key, department in desk.company.departments.items()}
    case_id = carried.partition(" ")[2]
    days = notice_forms.look_at_days(desk, typed, days_before(desk, case_id))
    return essentials(paper(desk, t), departments, typed, days, carried=carried, case_id=case_id)


def days_before(desk: Desk, case_id: str) -> dict[str, date]:
    """The days of the notice that is changed, which may be past; none of a new one, or one that is handed in anew."""
    case = campaigns.show(desk.store, case_id) if case_id else None
    return chosen_days(typed_of(case)) if case and case.state != "returned" else {}


def details(desk: Desk, user: str, case_id: str, t: Words) -> Message:
    """One notice, whole, as ``user`` reads it. Raises NotFound."""
    case = campaigns.show(desk.store, case_id)
    history = events.history(desk.store, case_id)
    found = campaigns.clashes(desk, desk.store, case, desk.now()) if case.state == "submitted" else None
    there = slots.of_campaign(desk.store, case_id)
    return cards.details(
        case,
        history,
        campaigns.allowed(case),
        paper(desk, t, user),
        found=found,
        slots=there,
        standing=record_of(desk.store, case.department, desk.now()),
    )


def month(desk: Desk, word: str, t: Words) -> Message:
    """A month of campaigns, by the word it was asked for. Raises Invalid."""
    now = desk.now()
    first = read_month(word, now.astimezone(desk.zone).date())
    return draw_month(month_of(desk, desk.store, first, now), *beside(first), paper(desk, t))
