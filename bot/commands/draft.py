"""`/draft`: write words for a post, have them checked and reviewed, and record where they went out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards import draft as cards
from bot.cards import terms as term_cards
from bot.cards.blocks import actions, button
from bot.cards.draft_form import Choices, form, revise_form
from bot.cards.findings import check_message
from bot.cards.help import help_message
from bot.cards.message import Block, Message
from bot.domain import draft_post, draft_review, drafts, terms
from bot.domain.copy_context import kept, report_on
from bot.domain.desk import Desk, Outcome
from bot.domain.draft_sheet import whole_text
from bot.domain.draft_steps import may_revise, show
from bot.edge import answer_command, command_key, open_form, paper, request_of
from bot.errors import Invalid
from bot.store import drafts as rows
from bot.store import events
from bot.store import terms as term_rows
from bot.store.times import to_store
from bot.text.ids import read_id
from bot.text.mrkdwn import escape, unescape
from bot.text.verbs import Verb, find, nearest, split, take_id, unknown
from bot.text.width import cut, plain
from bot.text.words import Words, phrase

COMMAND: Final = "/draft"
ABOUT: Final = phrase("打开稿件表；后面写上文字，就先填进去")
VERBS: Final = (
    Verb("check", ("检查",), phrase("文字"), phrase("只检查文案，不送审")),
    Verb("list", ("列表",), phrase("[mine|review|approved|today]"), phrase("列出稿件")),
    Verb("show", ("查看",), phrase("D-7"), phrase("查看一份稿件和它的经过")),
    Verb("revise", ("修改",), phrase("D-7"), phrase("改出新的一版，再送审")),
    Verb("approve", ("通过",), phrase("D-7 [版次]"), phrase("通过（审稿人、法务）")),
    Verb("return", ("退回",), phrase("D-7 原因"), phrase("退回修改（审稿人、编辑、法务）")),
    Verb("override", ("放行",), phrase("D-7 理由"), phrase("放行不可发布的内容（法务）")),
    Verb("published", ("已发",), phrase("D-7 链接"), phrase("登记发布后的微博链接（编辑）")),
    Verb("withdraw", ("撤回",), phrase("D-7"), phrase("撤回")),
    Verb("terms", ("词表",), phrase(""), phrase("查看本公司允许和禁用的词")),
    Verb("allow", ("允许",), phrase("词 理由"), phrase("允许一个词（管理员）")),
    Verb("deny", ("禁用",), phrase("词 理由"), phrase("禁用一个词（管理员）")),
    Verb("forget", ("删词",), phrase("词 理由"), phrase("从词表删除一个词（管理员）")),
    Verb("help", ("帮助",), phrase(""), phrase("查看这份说明")),
)
_LISTS: Final = {
    "": "open",
    "mine": "mine",
    "review": "review",
    "approved": "approved",
    "today": "today",
    "我的": "mine",
    "待审": "review",
    "已通过": "approved",
    "今天": "today",
}
_LIST_MOST: Final = 16
# What a button's value holds, less the word in front of it.
_CARRIED_MOST: Final = 1_900
_NOTICES_MOST: Final = 90


def register(app: App, desk: Desk) -> None:
    """Listen to `/draft`."""

    def listen(ack: Ack, command: dict[str, str], client: WebClient) -> None:
        def work(t: Words) -> Outcome | Message | None:
            text = unescape(command.get("text", ""))
            if not plain(text):
                open_form(client, command, new_form(desk, command["user_id"], t))
                return None
            word, rest = split(text)
            verb = find(word, VERBS)
            if verb is None:
                _must_be_words(word, rest)
                open_form(client, command, new_form(desk, command["user_id"], t, whole_text(text)))
                return None
            if verb.word == "revise":
                case_id, words = take_id(rest, "D", verb.usage(COMMAND))
                open_form(client, command, next_form(desk, command["user_id"], case_id, None, t, words))
                return None
            return _answer(desk, command, verb, rest, t)

        answer_command(ack, desk, command, work)

    app.command(COMMAND)(listen)


def _answer(desk: Desk, command: Mapping[str, str], verb: Verb, rest: str, t: Words) -> Outcome | Message:
    if verb.word == "help":
        return help_message(COMMAND, ABOUT, VERBS, t)
    if verb.word == "list":
        return listing(desk, command["user_id"], rest, t)
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
    case_id, after = take_id(rest, "D", verb.usage(COMMAND))
    match verb.word:
        case "show":
            return details(desk, case_id, t)
        case "approve":
            return draft_review.approve(desk, request, case_id, _revision(after, verb))
        case "return":
            return draft_review.send_back(desk, request, case_id, after)
        case "override":
            return draft_review.override(desk, request, case_id, after)
        case "published":
            return draft_post.published(desk, request, case_id, after)
        case _:
            return draft_review.withdraw(desk, request, case_id)


def new_form(desk: Desk, user: str, t: Words, text: str = "") -> Block:
    """The form of a new draft for a person, their department chosen and ``text`` filled in."""
    own = desk.company.department_of(user)
    return form(paper(desk, t), _choices(desk), text=text, department=own.key if own else "")


def next_form(desk: Desk, user: str, case_id: str, seen: int | None, t: Words, text: str = "") -> Block:
    """The form of a draft's next revision. Raises a Refusal where the person could not submit it."""
    draft = may_revise(desk, user, case_id, seen)
    return revise_form(draft, paper(desk, t), _choices(desk), text=whole_text(text) if text else "")


def checked(desk: Desk, text: str, t: Words) -> Message:
    """A text checked as a draft would be, and nothing kept; with a button that opens the form with it."""
    words = whole_text(text)
    report = kept(report_on(desk.settings, desk.store, desk.now(), words))
    send = button(t("用这段文字新建稿件"), "draft.open", f"text:{words}") if len(words) <= _CARRIED_MOST else None
    return check_message(words, report, paper(desk, t), actions(send) if send else None)


def details(desk: Desk, case_id: str, t: Words) -> Message:
    """One draft, whole. Raises NotFound."""
    draft = show(desk.store, case_id)
    first = rows.revision(desk.store, case_id, 1)
    history = events.history(desk.store, case_id)
    return cards.details(draft, first, history, drafts.allowed(draft), paper(desk, t))


def listing(desk: Desk, user: str, word: str, t: Words) -> Message:
    """A list of drafts: all on their way, a person's own, those in review, the approved, or what is wanted today."""
    chosen, _ = split(word)
    which = _LISTS.get(chosen)
    if which is None:
        raise Invalid(
            phrase("没有“{word}”这种列表。", word=escape(cut(chosen, 40))),
            phrase("可以用：`/draft list mine`、`review`、`approved`、`today`"),
        )
    reader = desk.store
    if which == "mine":
        title, found = t("我的稿件"), rows.by_author(reader, user, _LIST_MOST)
    elif which == "review":
        title, found = t("待审的稿件"), rows.in_review(reader, _LIST_MOST)
    elif which == "approved":
        title, found = t("已通过、还没发布的稿件"), rows.approved(reader, _LIST_MOST)
    elif which == "today":
        start = datetime.combine(desk.now().astimezone(desk.zone).date(), time(), desk.zone)
        end = start + timedelta(days=1)
        title, found = t("今天要发的稿件"), rows.wanted_between(reader, to_store(start), to_store(end))
    else:
        title, found = t("还没发布的稿件"), rows.unfinished(reader, _LIST_MOST)
    return cards.listing(title, found, rows.counts(reader), paper(desk, t))


def _choices(desk: Desk) -> Choices:
    departments = {key: department.name for key, department in desk.company.departments.items()}
    return Choices(departments, rows.notices_to_fill(desk.store, _NOTICES_MOST))


def _must_be_words(word: str, rest: str) -> None:
    # "aprove D-7" or a lone "撤会" is a command mistyped; anything else is words for a post.
    after = rest.split(maxsplit=1)
    if nearest(word, VERBS) is not None and (not after or read_id(after[0], "D") is not None):
        raise unknown(word, COMMAND, VERBS)


def _term_and_reason(rest: str, verb: Verb) -> tuple[str, str]:
    pieces = rest.split(maxsplit=1)
    if len(pieces) < 2:
        raise Invalid(phrase("还缺少词或理由。"), phrase("请这样输入：`{usage}`", usage=verb.usage(COMMAND)))
    return pieces[0], pieces[1]


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
