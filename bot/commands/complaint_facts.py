"""What `/complaint` shows of a fact sheet, of canned replies and of the customer's numbers, for commands and buttons alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.cards.complaint_facts import form
from bot.cards.complaint_replies import replies, reply_form
from bot.cards.complaint_whole import whole
from bot.cards.message import Block, Message
from bot.domain import complaints
from bot.domain.complaints.facts import to_fill
from bot.domain.desk import Desk, Request
from bot.domain.paper import paper
from bot.domain.replies import offered
from bot.store import complaints as rows
from bot.store import events, facts
from bot.text.words import Words

_COMMENTS_MOST: Final = 40


def verdict_form(desk: Desk, user: str, case_id: str, t: Words) -> Block:
    """The fact sheet to fill in. Raises a Refusal where the person could not submit it."""
    case, known = to_fill(desk, user, case_id)
    return form(case, known, paper(desk, t))


def reply_form_of(desk: Desk, request: Request, case_id: str, t: Words) -> Block:
    """The form that records a reply, with the canned ones to begin from. Raises NotFound."""
    return reply_form(case_id, offered(desk, request, case_id).texts, paper(desk, t))


def replies_to(desk: Desk, request: Request, case_id: str, t: Words) -> Message:
    """The canned replies that fit a case, filled in. Raises NotFound."""
    found = offered(desk, request, case_id)
    return replies(found.case, found.verdict, found.public, found.texts, found.examples, paper(desk, t))


def in_full(desk: Desk, request: Request, case_id: str, t: Words) -> Message:
    """A case with the customer's numbers, once it is on the record who asked. Raises a Refusal."""
    # The message that is shown is the answer.
    complaints.see(desk, replace(request, answer_to=""), case_id)
    case = complaints.show(desk.store, case_id)
    comments = rows.comments(desk.store, case_id, _COMMENTS_MOST)
    history = events.history(desk.store, case_id)
    return whole(case, comments, history, facts.facts(desk.store, case_id), paper(desk, t))
