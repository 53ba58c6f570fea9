"""Complaints: the buttons of the card, the forms behind them, and the shortcuts that open the log form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards.complaint_beside import MERGES
from bot.cards.complaint_form import ASKS, FIRST_FIELD, FORM, form
from bot.commands.complaint import ask_form
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.paper import paper
from bot.edge import answer_click, answer_form, click_key, form_key, request_of, user_of
from bot.errors import Invalid
from bot.forms import form_values, open_form, permalink, push_or_open_form, typed_in
from bot.handlers.quoted_message import filled
from bot.text.verbs import carried
from bot.text.words import Words, phrase

Body = dict[str, Any]
_SAY: Final[dict[str, Callable[[Desk, Request, str, str], Outcome]]] = {
    "reply": complaints.reply,
    "resolve": complaints.resolve,
    "note": complaints.note,
    "order": complaints.order,
    "reopen": complaints.reopen,
    "merge": complaints.merge,
    "escalate": complaints.escalate,
}


def register(app: App, desk: Desk) -> None:
    """Listen to the complaint's buttons, forms and shortcuts."""

    def act(decide: Callable[[Desk, Request, str], Outcome]) -> Callable[[Ack, Body], None]:
        def listen(ack: Ack, body: Body) -> None:
            def work(t: Words) -> Outcome:
                request = request_of(desk, body, key=click_key(body))
                return decide(desk, request, body["actions"][0]["value"])

            answer_click(ack, desk, body, work)

        return listen

    def ask_for(action: str) -> Callable[[Ack, Body, WebClient], None]:
        def listen(ack: Ack, body: Body, client: WebClient) -> None:
            def work(t: Words) -> None:
                request, case_id = request_of(desk, body, key=click_key(body)), body["actions"][0]["value"]
                push_or_open_form(client, body, ask_form(desk, request, action, case_id, t))

            answer_click(ack, desk, body, work)

        return listen

    def submit(action: str, field: str) -> Callable[[Ack, Body], None]:
        def listen(ack: Ack, body: Body) -> None:
            block, said = typed_in(body, field)

            def work(t: Words) -> Outcome:
                request = request_of(desk, body, key=form_key(body), keep_refusals=False)
                return _SAY[action](desk, request, body["view"]["private_metadata"], said)

            answer_form(ack, desk, body, block, work)

        return listen

    def merge_into(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            request = request_of(desk, body, key=click_key(body))
            case_id, into = body["actions"][0]["value"].split(" ")
            return complaints.merge(desk, request, case_id, into)

        answer_click(ack, desk, body, work)

    def log(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            return complaints.log(desk, request, report_of(form_values(body)))

        answer_form(ack, desk, body, FIRST_FIELD, work)

    def from_message(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            known = filled(body["message"])
            link = known.link or permalink(client, body["channel"]["id"], body["message"]["ts"])
            open_form(client, body, form(paper(desk, t), words=known.words, link=link, customer=known.customer))

        answer_click(ack, desk, body, work)

    def from_anywhere(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            # A button may bring along what was typed; the shortcut and the App Home have none.
            typed = carried(str(body["actions"][0].get("value", ""))) if body.get("actions") else ""
            known = filled({"text": typed, "user": user_of(body)})
            open_form(client, body, form(paper(desk, t), words=known.words, link=known.link, customer=known.customer))

        answer_click(ack, desk, body, work)

    app.action("complaint.claim")(act(complaints.claim))
    app.action("complaint.wait")(act(complaints.wait))
    app.action("complaint.unmerge")(act(complaints.unmerge))
    for action in MERGES:
        app.action(action)(merge_into)
    for action in ASKS:
        app.action(f"complaint.{action}")(ask_for(action))
    for action, field in ASKS.items():
        app.view(f"complaint.{action}")(submit(action, field))
    app.view(FORM)(log)
    app.shortcut("complaint.from_message")(from_message)
    app.shortcut("complaint.new")(from_anywhere)
    app.action("complaint.open")(from_anywhere)


def report_of(values: Mapping[str, object]) -> Report:
    """What was filled in. Raises Invalid for a number that is none."""
    followers = str(values.get("followers", "")).replace(",", "").replace("，", "").strip()
    if followers and not (followers.isascii() and followers.isdecimal()):
        raise Invalid(phrase("粉丝数请填数字，例如 1200。"), field="followers")
    chosen = {name: str(values.get(name, "")).removeprefix("auto") for name in ("category", "severity")}
    return Report(
        words=str(values.get("words", "")),
        customer=str(values.get("customer", "")),
        place=str(values.get("place", "comment")),
        link=str(values.get("link", "")),
        order_number=str(values.get("order", "")),
        followers=int(followers) if followers else None,
        category=chosen["category"],
        severity=chosen["severity"],
    )
