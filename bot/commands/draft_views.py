"""What `/draft` and its buttons show: forms, the check of a text, one draft, lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from bot.cards import draft as cards
from bot.cards.blocks import offered
from bot.cards.draft_asks import ask
from bot.cards.draft_form import Choices, form, revise_form
from bot.cards.findings import check_message
from bot.cards.message import Block, Message
from bot.commands.list_words import read_listed
from bot.domain import draft_approval, draft_dispute, drafts, posting
from bot.domain.copy_context import kept, report_on
from bot.domain.desk import Desk
from bot.domain.draft_kind import propose
from bot.domain.draft_sheet import whole_text
from bot.domain.draft_slots import must_be_planned
from bot.domain.draft_steps import may_revise, show
from bot.domain.paper import paper
from bot.store import drafts as rows
from bot.store import events
from bot.store.drafts import Draft
from bot.store.times import to_store
from bot.text.mrkdwn import escape
from bot.text.verbs import to_form
from bot.text.words import Words, phrase

_LISTS: Final = {
    "open": "open",
    "mine": "mine",
    "review": "review",
    "approved": "approved",
    "today": "today",
    "还没发布": "open",
    "我的": "mine",
    "待审": "review",
    "已通过": "approved",
    "今天": "today",
}
_LIST_MOST: Final = 16
_NOTICES_MOST: Final = 90


def new_form(desk: Desk, user: str, t: Words, text: str = "") -> Block:
    """The form of a new draft for a person, their department chosen and ``text`` filled in."""
    own = desk.company.department_of(user)
    return form(paper(desk, t), _choices(desk, text), text=text, department=own.key if own else "")


def slot_form(desk: Desk, user: str, slot_id: str, t: Words) -> Block:
    """The form of a draft for a planned slot. Raises WrongState when somebody else wrote for it."""
    slot = must_be_planned(posting.show(desk.store, slot_id))
    own = desk.company.department_of(user)
    choices = _choices(desk)
    if slot.campaign_id and slot.campaign_id not in dict(choices.notices):
        title = rows.notice_title(desk.store, slot.campaign_id) or ""
        choices = replace(choices, notices=[*choices.notices, (slot.campaign_id, title)])
    return form(paper(desk, t), choices, department=own.key if own else "", planned=slot)


def next_form(desk: Desk, user: str, case_id: str, seen: int | None, t: Words, text: str = "") -> Block:
    """The form of a draft's next revision. Raises a Refusal where the person could not submit it."""
    draft = may_revise(desk, user, case_id, seen)
    return revise_form(draft, paper(desk, t), _choices(desk), text=whole_text(text) if text else "")


def ask_form(desk: Desk, action: str, draft: Draft, t: Words) -> Block:
    """The small form that an action asks its words in."""
    return ask(action, draft, paper(desk, t), draft_dispute.approvers(desk, draft))


def checked(desk: Desk, text: str, t: Words) -> Message:
    """A text checked as a draft would be, and nothing kept; with a button that opens the form with it."""
    words = whole_text(text)
    report = kept(report_on(desk.settings, desk.store, desk.now(), words))
    send = offered(to_form(phrase("用这段文字新建稿件"), "draft.open", words), t)
    return check_message(words, report, paper(desk, t), send)


def details(desk: Desk, user: str, case_id: str, t: Words) -> Message:
    """One draft, whole, as ``user`` reads it. Raises NotFound."""
    draft = show(desk.store, case_id)
    first = rows.revision(desk.store, case_id, 1)
    history = events.history(desk.store, case_id)
    needed = draft_approval.able(desk, draft)
    return cards.details(draft, first, history, drafts.allowed(draft), paper(desk, t, user), needed)


def in_full(desk: Desk, case_id: str, t: Words) -> Message:
    """The words of a draft's latest revision, whole. Raises NotFound."""
    return cards.in_full(show(desk.store, case_id), paper(desk, t))


def listing(desk: Desk, user: str, text: str, t: Words) -> Message:
    """A list of drafts: all on their way, a person's own, those in review, the approved, or what is wanted today; of all or of
    one department. Raises Invalid, saying which word is not understood."""
    able = phrase("可以写：`我的`、`待审`、`已通过`、`今天`。")
    asked = read_listed(desk, text, _LISTS, "open", able)
    reader, department = desk.store, asked.department
    if asked.which == "mine":
        title, found = t("我的稿件"), rows.by_author(reader, user, _LIST_MOST, department)
    elif asked.which == "review":
        title, found = t("待审的稿件"), rows.in_review(reader, _LIST_MOST, department)
    elif asked.which == "approved":
        title, found = t("已通过、还没发布的稿件"), rows.approved(reader, _LIST_MOST, department)
    elif asked.which == "today":
        start = datetime.combine(desk.now().astimezone(desk.zone).date(), time(), desk.zone)
        end = start + timedelta(days=1)
        title, found = t("今天要发的稿件"), rows.wanted_between(reader, to_store(start), to_store(end), department)
    else:
        title, found = t("还没发布的稿件"), rows.unfinished(reader, _LIST_MOST, department)
    if department:
        title = f"{title} · {escape(desk.company.department_name(department))}"
    # The counts are the company's: beneath a person's own, a department's, or one day's, they would be taken for theirs.
    counts = None if department or asked.which in ("mine", "today") else rows.counts(reader)
    return cards.listing(title, found, counts, paper(desk, t, user))


def _choices(desk: Desk, text: str = "") -> Choices:
    departments = {key: department.name for key, department in desk.company.departments.items()}
    proposed = propose(text).kind if text else ""
    return Choices(departments, rows.notices_to_fill(desk.store, _NOTICES_MOST), proposed)
