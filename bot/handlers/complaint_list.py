"""Complaints: the buttons of a list, which turn its pages in place, and the one that shows a case."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.cards.complaint_list import LIST, TURNS
from bot.cards.message import Message
from bot.commands.complaint import details
from bot.commands.complaint_list import turned
from bot.domain.desk import Desk
from bot.edge import answer_click, user_of
from bot.text.words import Words

Body = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons under a list and beside its rows."""

    def turn(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Message:
            return turned(desk, user_of(body), body["actions"][0]["value"], t)

        answer_click(ack, desk, body, work, in_place=True)

    def show(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Message:
            return details(desk, user_of(body), body["actions"][0]["value"], t)

        answer_click(ack, desk, body, work)

    for name in TURNS:
        app.action(f"{LIST}.{name}")(turn)
    app.action("complaint.show")(show)
