"""The App Home: drawn when it is opened, a page further when one is turned; the buttons of settings and help beneath it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import structlog
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards import home as cards
from bot.cards.message import Message
from bot.commands import me
from bot.domain.desk import Desk
from bot.domain.home import my_desk
from bot.domain.paper import paper
from bot.edge import answer_click, click_key, request_of, user_of, voice_now
from bot.forms import OPEN_SECONDS
from bot.outbox.failures import CALL_ERRORS, failure
from bot.store import homes
from bot.store.homes import Home
from bot.store.times import epoch_ms
from bot.text.words import Words

_log = structlog.get_logger("guanwei.home")
Body = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listen to people opening their home and turning its pages."""

    def opened(event: dict[str, Any], client: WebClient) -> None:
        if event.get("tab") == "home":
            _show(desk, client, Home(str(event["user"])))

    def turned(ack: Ack, body: Body, client: WebClient) -> None:
        waiting, _, awaited = str(body["actions"][0]["value"]).partition(":")
        _show(desk, client, Home(user_of(body), waiting_page=int(waiting), awaited_page=int(awaited)))
        ack()

    def settings(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Message:
            request = replace(request_of(desk, body, key=click_key(body)), answer_to="")
            shown = me.answer(desk, request, "")
            assert isinstance(shown, Message)
            return shown

        answer_click(ack, desk, body, work)

    app.event("app_home_opened")(opened)
    for name in cards.TURNS:
        app.action(f"{cards.TURN}.{name}")(turned)
    app.action(cards.SETTINGS)(settings)


def _show(desk: Desk, client: WebClient, home: Home) -> None:
    client.timeout = OPEN_SECONDS
    gathered = my_desk(desk, home.person, waiting_page=home.waiting_page, awaited_page=home.awaited_page)
    view = cards.view(gathered, paper(desk, voice_now(desk, home.person), home.person))
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    try:
        client.views_publish(user_id=home.person, view=view)
    except CALL_ERRORS as error:
        # Told again, it would fail again; it is drawn anew when the page is opened anew.
        _log.warning("home.not_published", error=failure(error).text)
        return
    # From now on it is kept up to date (bot/domain/home.py).
    with desk.store.transaction() as tx:
        homes.opened(tx, replace(home, drawn=homes.mark(blocks)), epoch_ms(desk.now()))
