"""`/draft`: write words for a post, have them checked and reviewed, and record where they went out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from slack_bolt import App

from bot.cards import terms as term_cards
from bot.cards.draft_asks import ASKS
from bot.cards.help import help_message
from bot.cards.message import Block, Message
from bot.commands.draft_views import ask_form, checked, details, listing, new_form, next_form
from bot.commands.listening import listen_to
from bot.commands.meant import for_another, must_be_here, not_understood
from bot.domain import (
    draft_dispute,
    draft_hold,
    draft_post,
    draft_review,
    draft_schedule,
    drafts,
    figures,
    terms,
)
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.draft_sheet import whole_text
from bot.domain.draft_steps import show
from bot.domain.finding import person_in
from bot.domain.paper import paper
from bot.edge import command_key, request_of
from bot.errors import Invalid
from bot.forms import Opens
from bot.store import terms as term_rows
from bot.text.ids import read_id
from bot.text.mrkdwn import escape, unescape
from bot.text.simplified import as_simplified
from bot.text.verbs import Verb, apart, find, nearest, split, take_id
from bot.text.width import cut, plain
from bot.text.words import Words, phrase

COMMAND: Final = "/draft"
ABOUT: Final = phrase("打开稿件表；后面写上文字，就先填进去")
VERBS: Final = (
    Verb("check", ("检查",), phrase("文字"), phrase("只检查文案，不送审")),
    Verb("list", ("列表",), phrase("[我的|待审|已通过|今天]"), phrase("列出稿件；可再加部门")),
    Verb("show", ("查看",), phrase("D-7"), phrase("查看一份稿件和它的经过")),
    Verb("revise", ("修改",), phrase("D-7"), phrase("改出新的一版，再送审")),
    Verb("approve", ("通过",), phrase("D-7 [版次]"), phrase("通过（审稿人、法务）")),
    Verb("return", ("退回",), phrase("D-7 原因"), phrase("退回修改（审稿人、编辑、法务）")),
    Verb("override", ("放行",), phrase("D-7 理由"), phrase("放行不可发布的内容（法务）")),
    Verb("reject", ("否决",), phrase("D-7 理由"), phrase("否决，不能再改（审稿人、法务）")),
    Verb("accept", ("接受",), phrase("D-7"), phrase("接受编辑的改法（作者、同部门）")),
    Verb("argue", ("申辩",), phrase("D-7 理由 [链接]"), phrase("坚持原文，附上证明（作者、同部门）")),
    Verb("escalate", ("升级",), phrase("D-7 @某人 理由"), phrase("请一位审稿人、法务或领导决定")),
    Verb(
        "schedule", ("排期",), phrase("D-7 时间"), phrase("定下或改动发布时间，如 15:30、明天 9:30、现在、下一个空档")
    ),
    Verb("hold", ("暂停",), phrase("D-7 原因"), phrase("暂停一份稿件")),
    Verb("release", ("恢复",), phrase("D-7"), phrase("恢复暂停的稿件")),
    Verb("published", ("已发",), phrase("D-7 链接 [原因]"), phrase("登记发布后的微博链接（编辑）")),
    Verb("figures", ("数据",), phrase("D-7 阅读 转发 评论 赞"), phrase("填写微博数据（编辑）")),
    Verb("withdraw", ("撤回",), phrase("D-7"), phrase("撤回")),
    Verb("terms", ("词表",), phrase(""), phrase("查看本公司允许和禁用的词")),
    Verb("allow", ("允许",), phrase("词 理由"), phrase("允许一个词（管理员）")),
    Verb("deny", ("禁用",), phrase("词 理由"), phrase("禁用一个词（管理员）")),
    Verb("forget", ("删词",), phrase("词 理由"), phrase("从词表删除一个词（管理员）")),
    Verb("help", ("帮助",), phrase(""), phrase("查看这份说明")),
)


def register(app: App, desk: Desk) -> None:
    """Listen to `/draft`."""
    listen_to(app, desk, COMMAND, answer)


def answer(desk: Desk, command: Mapping[str, str], t: Words, opens: Opens) -> Outcome | Message | None:
    """Do what was typed after the command. None where a form is opened instead. Raises a Refusal."""
    text = unescape(command.get("text", ""))
    word, rest = split(apart(text, "D", VERBS))
    verb = find(word, VERBS)
    if not plain(text):
        opens(new_form(desk, command["user_id"], t))
    elif verb is None:
        _must_be_words(text, word, rest)
        opens(new_form(desk, command["user_id"], t, whole_text(text)))
    elif verb.word == "revise":
        must_be_here("D", verb, rest, COMMAND)
        case_id, words = take_id(rest, "D", verb, COMMAND)
        opens(next_form(desk, command["user_id"], case_id, None, t, words))
    elif (asked := _ask(desk, verb, rest, t)) is not None:
        opens(asked)
    else:
        must_be_here("D", verb, rest, COMMAND)
        return _answer(desk, command, verb, rest, t)
    return None


def _ask(desk: Desk, verb: Verb, rest: str, t: Words) -> Block | None:
    """The form that asks for what was left out behind the draft's id, where the draft as it stands takes it."""
    case_id = read_id(rest, "D") if verb.word in ASKS else None
    if case_id is None:
        return None
    draft = show(desk.store, case_id)
    return ask_form(desk, verb.word, draft, t) if verb.word in drafts.allowed(draft) else None


def _answer(desk: Desk, command: Mapping[str, str], verb: Verb, rest: str, t: Words) -> Outcome | Message:
    if verb.word == "help":
        return help_message(COMMAND, ABOUT, VERBS, t)
    if verb.word == "list":
        return listing(desk, command["user_id"], rest, t)
    if verb.word == "check" and not plain(rest):
        raise Invalid(phrase("还没有写要检查的文字。"), phrase("请这样输入：`{usage}`", usage=verb.usage(COMMAND)))
    if verb.word == "check":
        return checked(desk, rest, t)
    if verb.word == "terms":
        return term_cards.listing(term_rows.every_term(desk.store), paper(desk, t))
    request = request_of(desk, command, key=command_key(command))
    if verb.word in ("allow", "deny", "forget"):
        term, reason = _term_and_reason(rest, verb)
        if verb.word == "forget":
            return terms.forget(desk, request, term, reason)
        return terms.put(desk, request, "allow" if verb.word == "allow" else "deny", term, reason)
    if verb.word == "figures":
        return _figures(desk, request, rest, verb)
    case_id, after = take_id(rest, "D", verb, COMMAND)
    match verb.word:
        case "show":
            return details(desk, command["user_id"], case_id, t)
        case "approve":
            return draft_review.approve(desk, request, case_id, _revision(after, verb))
        case "schedule":
            return draft_schedule.schedule(desk, request, case_id, draft_schedule.read_when(desk, request.at, after))
        case "argue":
            words, link = _link_at_end(after)
            return draft_dispute.argue(desk, request, case_id, words, link)
        case "escalate":
            approver, words = _approver(desk, command)
            return draft_dispute.escalate(desk, request, case_id, approver, words)
        case "published":
            link, reason = [*after.split(maxsplit=1), "", ""][:2]
            return draft_post.published(desk, request, case_id, link, reason=reason)
        case _:
            if verb.word in _WITH_REASON:
                return _WITH_REASON[verb.word](desk, request, case_id, after)
            return _PLAIN[verb.word](desk, request, case_id)


_WITH_REASON: Final[Mapping[str, Callable[[Desk, Request, str, str], Outcome]]] = {
    "return": draft_review.send_back,
    "override": draft_review.override,
    "reject": draft_review.reject,
    "hold": draft_hold.hold,
}
_FIGURES: Final = ("阅读", "转发", "评论", "赞")
_FIGURE: Final = re.compile(r"(阅读|转发|评论|赞)[量数]?\s*[:=]?\s*([0-9][0-9.,]*万?)")
_PLAIN: Final[Mapping[str, Callable[[Desk, Request, str], Outcome]]] = {
    "withdraw": draft_review.withdraw,
    "release": draft_hold.release,
    "accept": draft_dispute.accept,
}


def _figures(desk: Desk, request: Request, rest: str, verb: Verb) -> Outcome:
    pieces = _figures_apart(rest)
    if len(pieces) != 1 + len(figures.NAMES):
        raise Invalid(phrase("还缺少数据。"), phrase("请这样输入：`{usage}`", usage=verb.usage(COMMAND)))
    case_id = figures.case_of(desk.store, pieces[0])
    told = figures.read_told(dict(zip(figures.NAMES, pieces[1:], strict=True)))
    return figures.put(desk, request, case_id, told)


def _figures_apart(rest: str) -> list[str]:
    """The case and four figures: in the order of the sub-command (``5000/12/30/78`` too), or each behind its name."""
    case, figured = [*rest.split(maxsplit=1), "", ""][:2]
    named = dict(_FIGURE.findall(as_simplified(plain(figured))))
    if {*named} == {*_FIGURES}:
        return [case, *(named[name] for name in _FIGURES)]
    return [case, *(one for one in re.split(r"[\s/、，]+", figured) if one)]


def _link_at_end(after: str) -> tuple[str, str]:
    words, _, last = after.rpartition(" ")
    return (words, last) if last.startswith(("http://", "https://")) else (after, "")


def _approver(desk: Desk, command: Mapping[str, str]) -> tuple[str, str]:
    """Who is to decide, and why. A mention is read before its id is taken out of the text."""
    typed = apart(command.get("text", ""), "D", VERBS).split(maxsplit=2)
    approver, words = person_in(desk.company, typed[2] if len(typed) > 2 else "")
    return approver, unescape(words)


def _must_be_words(text: str, word: str, rest: str) -> None:
    # "aprove D-7", "认领 C-31" or a lone "撤会" is a command mistyped; anything else is words for a post.
    after = rest.split(maxsplit=1)
    mistyped = nearest(word, VERBS) is not None and (not after or read_id(after[0], "D") is not None)
    if mistyped or for_another(text):
        raise not_understood(text, COMMAND, VERBS)


def _term_and_reason(rest: str, verb: Verb) -> tuple[str, str]:
    pieces = rest.split(maxsplit=1)
    if len(pieces) < 2:
        raise Invalid(phrase("还缺少词或理由。"), phrase("请这样输入：`{usage}`", usage=verb.usage(COMMAND)))
    return pieces[0].strip("“”‘’\"'「」『』《》") or pieces[0], pieces[1]


def _revision(after: str, verb: Verb) -> int | None:
    number = plain(after).casefold().lstrip("第v").rstrip("版").strip()
    if not number:
        return None
    if not (number.isascii() and number.isdecimal()):
        raise Invalid(
            phrase("“{word}”不是版次。", word=escape(cut(after, 40))),
            phrase("请这样输入：`{usage}`", usage=verb.usage(COMMAND)),
        )
    return int(number[:9])
