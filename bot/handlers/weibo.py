"""The buttons of the digest and of the report, and the App Home: a person's own desk."""

from __future__ import annotations

from typing import Any

import structlog
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards import home as cards
from bot.domain import digests, home
from bot.domain.desk import Desk, Outcome
from bot.edge import OPEN_SECONDS, answer_click, click_key, paper, request_of, voice
from bot.outbox.failures import CALL_ERRORS, failure
from bot.text.words import Words

_log = structlog.get_logger("guanwei.home")
Body = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons of the digest and of the report, and to people opening the App Home."""

    def post_digest(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            return digests.post_now(desk, request_of(desk, body, key=click_key(body)))

        answer_click(ack, desk, body, work)

    def send_report(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            return digests.weekly.send_to_asker(desk, request_of(desk, body, key=click_key(body)))

        answer_click(ack, desk, body, work)

    def opened(event: dict[str, Any], client: WebClient) -> None:
        if event.get("tab") != "home":
            return
        user = str(event["user"])
        client.timeout = OPEN_SECONDS
        view = cards.view(home.my_desk(desk, user), paper(desk, voice(desk, user)))
        try:
            client.views_publish(user_id=user, view=view)
        except CALL_ERRORS as error:
            # Told again, it would fail again; it is drawn anew when the page is opened anew.
            _log.warning("home.not_published", error=failure(error).text)

    app.action("weibo.post_digest")(post_digest)
    app.action("weibo.send_report")(send_report)
    app.event("app_home_opened")(opened)
