"""The buttons under what a search found, which turn its pages in place."""

from __future__ import annotations

import json
from typing import Any

from slack_bolt import Ack, App

from bot.cards.message import Message
from bot.cards.search import TURN, TURNS
from bot.commands.search import results
from bot.domain.desk import Desk
from bot.edge import answer_click
from bot.text.words import Words

Body = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listen to them."""

    def turned(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Message:
            asked = json.loads(body["actions"][0]["value"])
            return results(desk, asked["words"], int(asked["page"]), t)

        answer_click(ack, desk, body, work, in_place=True)

    for name in TURNS:
        app.action(f"{TURN}.{name}")(turned)
