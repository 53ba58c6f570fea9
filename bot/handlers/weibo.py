"""The digest's button, and the App Home: a person's own desk."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards import home as cards
from bot.commands.edge import OPEN_SECONDS, answer_click, click_key, paper, request_of, voice
from bot.domain import digests, home
from bot.domain.desk import Desk, Outcome
from bot.text.words import Words

Body = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listen to the digest's button and to people opening the App Home."""

    def post_digest(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            return digests.post_now(desk, request_of(desk, body, key=click_key(body)))

        answer_click(ack, desk, body, work)

    def opened(event: dict[str, Any], client: WebClient) -> None:
        if event.get("tab") != "home":
            return
        user = str(event["user"])
        client.timeout = OPEN_SECONDS
        view = cards.view(home.my_desk(desk, user), paper(desk, voice(desk, user)))
        client.views_publish(user_id=user, view=view)

    app.action("weibo.post_digest")(post_digest)
    app.event("app_home_opened")(opened)
