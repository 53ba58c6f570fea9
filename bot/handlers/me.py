"""A person's own settings: their form and buttons, those beneath a digest, and going away and coming back."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards import me_form
from bot.cards.digests.beneath import SNOOZE, STOP
from bot.cards.me import AWAY, FIRST_FIELD, away_form
from bot.commands.me import moment, settings_form
from bot.domain.complaints.absence import come_back, leave
from bot.domain.desk import Desk, Outcome
from bot.domain.paper import paper
from bot.domain.preferences import LANGUAGES, choose, snooze, stop
from bot.edge import answer_click, answer_form, click_key, form_key, request_of, user_of
from bot.forms import form_values, push_or_open_form
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

    def open_settings(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            push_or_open_form(client, body, settings_form(desk, user_of(body)))

        answer_click(ack, desk, body, work)

    def save(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            values = form_values(body)
            told = values["told"]
            # What is none of them is the chat's own.
            chosen = next((one for one in LANGUAGES if one == values["language"]), LANGUAGES[0])
            at = time.fromisoformat(str(values["at"])) if values["at"] else desk.settings.digests.personal
            return choose(
                desk,
                request,
                language=chosen,
                digest_at=at if values["digest"] else None,
                wanted=told if isinstance(told, list) else (),
                asked=str(body["view"]["private_metadata"]).split(","),
            )

        answer_form(ack, desk, body, me_form.FIRST_FIELD, work)

    def not_today(ack: Ack, body: Body) -> None:
        answer_click(ack, desk, body, lambda t: snooze(desk, request_of(desk, body, key=click_key(body))))

    def not_any_more(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            return stop(desk, request_of(desk, body, key=click_key(body)), str(body["actions"][0]["value"]))

        answer_click(ack, desk, body, work)

    app.action(me_form.FORM)(open_settings)
    app.view(me_form.FORM)(save)
    app.action(SNOOZE)(not_today)
    app.action(STOP)(not_any_more)
    app.action("me.back")(back)
    app.action(AWAY)(open_away)
    app.view(AWAY)(away)
