"""Planned slots: writing for one, moving it, giving it up, from the day's rows and the campaign's plan."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards.draft_asks import slot_form as move_form
from bot.commands.draft_views import slot_form
from bot.domain import posting, slot_moves
from bot.domain.desk import Desk, Outcome
from bot.domain.draft_slots import must_be_planned
from bot.domain.paper import paper
from bot.edge import answer_click, answer_form, click_key, form_key, request_of, user_of
from bot.errors import Invalid
from bot.forms import form_values, open_form
from bot.store.times import from_store
from bot.text.words import Words, phrase

Body = dict[str, Any]
_FIRST_FIELD: Final = "wanted"


def register(app: App, desk: Desk) -> None:
    """Listen to what is done to slots."""

    def write(client: WebClient, body: Body, slot_id: str, t: Words) -> None:
        open_form(client, body, slot_form(desk, user_of(body), slot_id, t))

    def written(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            write(client, body, str(body["actions"][0]["value"]), t)

        answer_click(ack, desk, body, work)

    def more(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> Outcome | None:
            action, _, slot_id = str(body["actions"][0]["selected_option"]["value"]).partition(":")
            if action == "drop":
                return slot_moves.give_up(desk, request_of(desk, body, key=click_key(body)), slot_id)
            if action == "write":
                write(client, body, slot_id, t)
                return None
            slot = must_be_planned(posting.show(desk.store, slot_id))
            open_form(client, body, move_form(slot.id, slot.at, paper(desk, t)))
            return None

        answer_click(ack, desk, body, work)

    def moved(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            wanted = str(form_values(body)["wanted"])
            if not wanted:
                raise Invalid(phrase("请选择时间。"), field="wanted")
            at = datetime.fromtimestamp(int(wanted), UTC)
            return slot_moves.move(desk, request, str(body["view"]["private_metadata"]), at)

        answer_form(ack, desk, body, _FIRST_FIELD, work)

    def to_offered(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            slot_id, _, time = str(body["actions"][0]["value"]).partition("@")
            return slot_moves.move(desk, request_of(desk, body, key=click_key(body)), slot_id, from_store(time))

        answer_click(ack, desk, body, work)

    app.action("slot.write")(written)
    app.action("slot.more")(more)
    app.view("slot.move")(moved)
    for number in (1, 2):
        app.action(f"slot.at.{number}")(to_offered)
