"""The words of `/complaint` that say whose a complaint is and until when: assign, hand over, escalate, ledger …"""

from __future__ import annotations

from typing import Final

from bot.cards import complaint_time as cards
from bot.cards import complaint_turns_form as forms
from bot.cards.message import Block, Message
from bot.domain import complaints
from bot.domain.complaints import turns
from bot.domain.complaints.ledger import shares
from bot.domain.complaints.why import why as explained
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.finding import department_in, person_in
from bot.domain.paper import paper
from bot.store.complaints import Complaint
from bot.text.mrkdwn import unescape
from bot.text.verbs import Verb
from bot.text.width import plain
from bot.text.words import Words, phrase

VERBS: Final = (
    Verb("assign", ("指派",), phrase("C-31 @同事"), phrase("指派给同事")),
    Verb("handover", ("转交",), phrase("C-31 部门 说明"), phrase("转交给别的部门，等对方接单")),
    Verb("accept", ("接单",), phrase("C-31"), phrase("接下转交给本部门的投诉")),
    Verb("refuse", ("退单",), phrase("C-31 原因和更合适的部门"), phrase("退回转交给本部门的投诉")),
    Verb("escalate", ("升级",), phrase("C-31 原因"), phrase("升级给部门负责人或领导")),
    Verb("severity", ("级别",), phrase("C-31 P0 原因"), phrase("定级别：P0 或普通")),
    Verb("category", ("类别",), phrase("C-31 配送物流"), phrase("定类别")),
    Verb("why", ("时限",), phrase("C-31"), phrase("每个时限是怎么算出来的")),
    Verb("ledger", ("账本",), phrase("C-31"), phrase("时间都用在谁那里")),
)
_WORDS: Final = frozenset(verb.word for verb in VERBS)
_FORMS: Final = ("assign", "handover", "refuse", "severity", "category")


def is_turn(verb: Verb) -> bool:
    """Whether a sub-command is one of these."""
    return verb.word in _WORDS


def answer(
    desk: Desk, verb: Verb, request: Request, case_id: str, after: str, typed: str, t: Words
) -> Outcome | Message:
    """Do what was typed. ``after`` is what follows the case's id, ``typed`` the whole as the chat hands it over, in which
    mentions still have their ids."""
    match verb.word:
        case "assign":
            # The mention is read before its id is taken out of the text.
            person, note = person_in(desk.company, typed.split(maxsplit=2)[2] if after else "")
            return complaints.assign(desk, request, case_id, person, unescape(note))
        case "handover":
            department, note = department_in(desk.company, after)
            return complaints.hand_over(desk, request, case_id, department.key, note)
        case "accept":
            return complaints.accept(desk, request, case_id)
        case "refuse":
            return complaints.refuse(desk, request, case_id, after)
        case "escalate":
            return complaints.escalate(desk, request, case_id, after)
        case "severity":
            severity, reason = complaints.read_severity(after, case_id)
            return complaints.sort(desk, request, case_id, severity=severity, reason=reason)
        case "category":
            return complaints.sort(desk, request, case_id, category=complaints.read_category(after))
        case "why":
            return why(desk, case_id, t)
        case _:
            return ledger(desk, case_id, t)


def form_of(desk: Desk, verb: Verb, case_id: str, after: str, t: Words) -> Block | None:
    """The form that asks for what was left out; None where nothing was, or where there is no form for it."""
    if verb.word not in _FORMS or plain(after):
        return None
    return form(desk, verb.word, case_id, t)


def form(desk: Desk, action: str, case_id: str, t: Words) -> Block:
    """The form of an action, for a complaint as it stands. Raises NotFound."""
    case, drawn_on = complaints.show(desk.store, case_id), paper(desk, t)
    match action:
        case "assign":
            return forms.assign(case, drawn_on)
        case "handover":
            return forms.hand_over(case, _others(desk, case), drawn_on)
        case "refuse":
            return forms.refuse(case, _others(desk, case), drawn_on)
        case _:
            return forms.sort(case, drawn_on)


def why(desk: Desk, case_id: str, t: Words) -> Message:
    """Each due time step by step. Raises NotFound."""
    case = complaints.show(desk.store, case_id)
    return cards.why(case, explained(desk, desk.store, case), paper(desk, t))


def ledger(desk: Desk, case_id: str, t: Words) -> Message:
    """The whole ledger of a complaint. Raises NotFound."""
    case = complaints.show(desk.store, case_id)
    spent = turns.timeline(desk, desk.store, case, desk.now())
    return cards.ledger(case, spent, shares(spent), paper(desk, t))


def _others(desk: Desk, case: Complaint) -> list[tuple[str, str]]:
    return [(one.key, one.name) for one in desk.company.departments.values() if one.key != case.department]
