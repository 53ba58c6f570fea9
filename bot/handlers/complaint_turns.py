"""The buttons, the menu and the forms that say whose a complaint is: accept, refuse, hand over, assign, ledger …"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards.complaint_form import ask
from bot.cards.complaint_turns_form import ASSIGN, FIRST_FIELDS, HAND_OVER, REFUSE, SORT, UNKNOWN
from bot.cards.message import Message
from bot.commands.complaint_turns import form, ledger, why
from bot.domain import complaints
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.paper import paper
from bot.edge import answer_click, answer_form, click_key, form_key, request_of
from bot.errors import Invalid
from bot.forms import form_values, push_or_open_form
from bot.text.words import Words, phrase

Body = dict[str, Any]
Values = Mapping[str, object]
_FORMS: Final = ("assign", "handover", "refuse", "sort")


def register(app: App, desk: Desk) -> None:
    """Listen to them."""

    def accept(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            request = request_of(desk, body, key=click_key(body))
            return complaints.accept(desk, request, body["actions"][0]["value"])

        answer_click(ack, desk, body, work)

    def open_form_of(action: str) -> Callable[[Ack, Body, WebClient], None]:
        def listen(ack: Ack, body: Body, client: WebClient) -> None:
            case_id = body["actions"][0]["value"]
            answer_click(ack, desk, body, lambda t: _open(desk, client, body, action, case_id, t))

        return listen

    def show(drawn: Callable[[Desk, str, Words], Message]) -> Callable[[Ack, Body], None]:
        def listen(ack: Ack, body: Body) -> None:
            answer_click(ack, desk, body, lambda t: drawn(desk, body["actions"][0]["value"], t))

        return listen

    def chosen(ack: Ack, body: Body, client: WebClient) -> None:
        action, case_id = body["actions"][0]["selected_option"]["value"].split(":")

        def work(t: Words) -> Message | None:
            if action == "ledger":
                return ledger(desk, case_id, t)
            _open(desk, client, body, action, case_id, t)
            return None

        answer_click(ack, desk, body, work)

    def submit(callback: str) -> Callable[[Ack, Body], None]:
        def listen(ack: Ack, body: Body) -> None:
            def work(t: Words) -> Outcome:
                request = request_of(desk, body, key=form_key(body), keep_refusals=False)
                return _SUBMIT[callback](desk, request, body["view"]["private_metadata"], form_values(body))

            answer_form(ack, desk, body, FIRST_FIELDS[callback], work)

        return listen

    app.action("complaint.accept")(accept)
    app.action("complaint.ledger")(show(ledger))
    app.action("complaint.why")(show(why))
    app.action("complaint.turn")(chosen)
    for action in _FORMS:
        app.action(f"complaint.{action}")(open_form_of(action))
        app.view(f"complaint.{action}")(submit(f"complaint.{action}"))


def _open(desk: Desk, client: WebClient, body: Body, action: str, case_id: str, t: Words) -> None:
    asked = action in ("escalate", "merge")
    view = ask(action, case_id, paper(desk, t)) if asked else form(desk, action, case_id, t)
    push_or_open_form(client, body, view)


def _assign(desk: Desk, request: Request, case_id: str, values: Values) -> Outcome:
    person = str(values["person"])
    if not person:
        raise Invalid(phrase("还没有写是哪位同事。"), field="person")
    return complaints.assign(desk, request, case_id, person, str(values["note"]))


def _hand_over(desk: Desk, request: Request, case_id: str, values: Values) -> Outcome:
    return complaints.hand_over(desk, request, case_id, str(values["department"]), str(values["note"]))


def _refuse(desk: Desk, request: Request, case_id: str, values: Values) -> Outcome:
    better = str(values["better"])
    return complaints.refuse(desk, request, case_id, str(values["reason"]), "" if better == UNKNOWN else better)


def _sort(desk: Desk, request: Request, case_id: str, values: Values) -> Outcome:
    severity, category = str(values["severity"]), str(values["category"])
    return complaints.sort(desk, request, case_id, severity=severity, category=category, reason=str(values["note"]))


_SUBMIT: Final[dict[str, Callable[[Desk, Request, str, Values], Outcome]]] = {
    ASSIGN: _assign,
    HAND_OVER: _hand_over,
    REFUSE: _refuse,
    SORT: _sort,
}
