"""The buttons of the private calendar address. The address goes into the form and nowhere else: nothing keeps it."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards.feed_form import NEW, OPEN, REVOKE, form
from bot.commands.feed import address_form
from bot.domain import feed
from bot.domain.desk import Desk
from bot.domain.paper import paper
from bot.edge import answer_click, user_of
from bot.forms import OPEN_SECONDS, push_or_open_form
from bot.text.words import Words

Body = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listen to the form of the calendar address."""

    def show(client: WebClient, body: Body, t: Words, *, address: str = "", revoked: bool = False) -> None:
        since = feed.has_address(desk.store, user_of(body))
        client.timeout = OPEN_SECONDS
        view = form(paper(desk, t), since, address=address, revoked=revoked)
        client.views_update(view_id=body["view"]["id"], view=view)

    def new(ack: Ack, body: Body, client: WebClient) -> None:
        answer_click(ack, desk, body, lambda t: show(client, body, t, address=feed.new_address(desk, user_of(body))))

    def revoke(ack: Ack, body: Body, client: WebClient) -> None:
        answer_click(ack, desk, body, lambda t: show(client, body, t, revoked=feed.revoke(desk, user_of(body))))

    def opened(ack: Ack, body: Body, client: WebClient) -> None:
        answer_click(ack, desk, body, lambda t: push_or_open_form(client, body, address_form(desk, user_of(body), t)))

    app.action(OPEN)(opened)
    app.action(NEW)(new)
    app.action(REVOKE)(revoke)
