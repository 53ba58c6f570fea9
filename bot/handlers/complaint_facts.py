"""Complaints: the fact sheet, the canned replies, and the button that shows the customer's numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards.complaint_facts import ACCEPTED, VERDICT, accepted_form
from bot.cards.complaint_form import ASKS
from bot.cards.complaint_replies import START, WITH, begun, reply_form
from bot.cards.message import Message
from bot.commands.complaint_facts import in_full, replies_to, verdict_form
from bot.domain import complaints
from bot.domain.complaints.facts import FIELDS
from bot.domain.desk import Desk, Outcome
from bot.domain.paper import paper
from bot.domain.replies import offered
from bot.edge import answer_click, answer_form, click_key, form_key, request_of, user_of
from bot.forms import form_values, push_or_open_form, typed_in, update_form
from bot.text.words import Words

Body = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listen to the fact sheet's buttons and forms."""

    def fill(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            push_or_open_form(client, body, verdict_form(desk, user_of(body), _case(body), t))

        answer_click(ack, desk, body, work)

    def filled(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            values = form_values(body)
            return complaints.verify(
                desk, request, body["view"]["private_metadata"], {name: str(values.get(name, "")) for name in FIELDS}
            )

        answer_form(ack, desk, body, "verdict", work)

    def ask_acceptance(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            push_or_open_form(client, body, accepted_form(_case(body), paper(desk, t)))

        answer_click(ack, desk, body, work)

    def accepted(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            values = form_values(body)
            when = str(values.get("when", ""))
            at = datetime.fromtimestamp(int(when), UTC) if when else None
            return complaints.accepted(
                desk, request, body["view"]["private_metadata"], str(values.get("accepted", "")), at
            )

        answer_form(ack, desk, body, "accepted", work)

    def see(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Message:
            return in_full(desk, request_of(desk, body, key=click_key(body)), _case(body), t)

        answer_click(ack, desk, body, work)

    def replies(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Message:
            return replies_to(desk, request_of(desk, body, key=click_key(body)), _case(body), t)

        answer_click(ack, desk, body, work)

    def record_with(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            case_id, _, text = _case(body).partition("\n")
            complaints.must_be_ready(desk, case_id, "reply")
            push_or_open_form(client, body, reply_form(case_id, (), paper(desk, t), text=text))

        answer_click(ack, desk, body, work)

    def begin(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            view, chosen = body["view"], body["actions"][0].get("selected_option")
            case_id = view["private_metadata"]
            texts = offered(desk, request_of(desk, body, key=click_key(body)), case_id).texts
            if chosen and (at := int(chosen["value"])) < len(texts):
                block, typed = typed_in(body, ASKS["reply"])
                turn = int(block.partition(".")[2] or 0) + 1
                text = begun(texts[at], typed, texts)
                update_form(client, view, reply_form(case_id, texts, paper(desk, t), text=text, turn=turn))

        answer_click(ack, desk, body, work)

    app.action("complaint.replies")(replies)
    app.action(WITH)(record_with)
    app.action(START)(begin)
    app.action(VERDICT)(fill)
    app.view(VERDICT)(filled)
    app.action(ACCEPTED)(ask_acceptance)
    app.view(ACCEPTED)(accepted)
    app.action("complaint.see")(see)


def _case(body: Body) -> str:
    return str(body["actions"][0]["value"])
