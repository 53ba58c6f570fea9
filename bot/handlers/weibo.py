"""The buttons of the desk's digest and of the report: they send what was looked at."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.domain import digests
from bot.domain.desk import Desk, Outcome
from bot.edge import answer_click, click_key, request_of
from bot.text.words import Words

Body = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listen to them."""

    def post_digest(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            return digests.post_now(desk, request_of(desk, body, key=click_key(body)))

        answer_click(ack, desk, body, work)

    def send_report(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            return digests.weekly.send_to_asker(desk, request_of(desk, body, key=click_key(body)))

        answer_click(ack, desk, body, work)

    app.action("weibo.post_digest")(post_digest)
    app.action("weibo.send_report")(send_report)
