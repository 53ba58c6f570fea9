"""A person's own settings: the button and the form of going away, and the button of coming back."""

from __future__ import annotations

from datetime import date
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards.me import AWAY, FIRST_FIELD, away_form
from bot.commands.me import moment
from bot.domain.complaints.absence import come_back, leave
from bot.domain.desk import Desk, Outcome
from bot.edge import (
    answer_click,
    answer_form,
    click_key,
    form_key,
    form_values,
    paper,
    push_or_open_form,
    request_of,
)
from bot.text.words import Words

Body = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listen to them."""

    def back(ack: Ack, body: Body) -> None:
        answer_click(ack, desk, body, lambda t: come_back(desk, request_of(desk, body, key=click_key(body))))

    def open_away(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            today = desk.now().astimezone(desk.zone).date().isoformat()
            push_or_open_form(client, body, away_form(paper(desk, t), today=today))

        answer_click(ack, desk, body, work)

    def away(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            values = form_values(body)
            start, until = (date.fromisoformat(str(values[name])) for name in ("from", "until"))
            begins, ends = moment(desk, start, None, end=False), moment(desk, until, None, end=True)
            return leave(desk, request, begins, ends, str(values["reason"]))

        answer_form(ack, desk, body, FIRST_FIELD, work)

    app.action("me.back")(back)
    app.action(AWAY)(open_away)
    app.view(AWAY)(away)
