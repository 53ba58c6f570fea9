"""Digests: the buttons that open a folded list and turn its pages, and the one that shows the day's posts."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.cards.digests.desk import TODAY
from bot.cards.digests.fold import LIST
from bot.cards.digests.listed import NEXT, PREVIOUS
from bot.cards.message import Message
from bot.commands.digest import listing, today
from bot.domain.desk import Desk
from bot.edge import answer_click, user_of
from bot.text.words import Words

Body = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listen to them."""

    def turn(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Message:
            return listing(desk, user_of(body), str(body["actions"][0]["value"]), t)

        answer_click(ack, desk, body, work, in_place=True)

    def show_today(ack: Ack, body: Body) -> None:
        answer_click(ack, desk, body, lambda t: today(desk, user_of(body), t))

    for action in (LIST, PREVIOUS, NEXT):
        app.action(action)(turn)
    app.action(TODAY)(show_today)
