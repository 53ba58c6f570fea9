"""Signed requests instead of sockets, checked by Bolt itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_bolt import App, BoltRequest

from bot.workspace.client import PageError
from tests.workspace.house import House, bolt, field, manifest, modal


@contextmanager
def serving(apps: list[App]) -> Iterator[str]:
    """A bare HTTP server that hands requests to the Bolt app in the list."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = apps[0].dispatch(BoltRequest(body=body, headers=dict(self.headers.items())))
            self.send_response(answer.status)
            for name, values in answer.headers.items():
                self.send_header(name, values[0])
            self.end_headers()
            self.wfile.write(answer.body.encode())

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/slack/events"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_commands_forms_and_events_are_signed(open_house: Callable[..., House]) -> None:
    apps: list[App] = []
    with serving(apps) as url:
        house = open_house(manifest(events=["app_mention"]), request_url=url)
        app = bolt(house)
        apps.append(app)
        submitted: list[str] = []
        mentioned: list[str] = []

        @app.command("/form")
        def form(ack: Any, body: dict[str, Any]) -> None:
            house.client.views_open(trigger_id=body["trigger_id"], view=modal(field()))
            ack("好")

        @app.view("form")
        def submit(ack: Any, view: dict[str, Any]) -> None:
            submitted.append(view["state"]["values"]["words"]["value"]["value"])
            ack()

        @app.event("app_mention")
        def mention(event: dict[str, Any]) -> None:
            mentioned.append(event["text"])

        person = house.person("an.ning")
        assert person.command("#官微", "/form")["acknowledged"]
        person.submit(person.view(), {"words": "写好了"})
        person.say("#官微", "@guanwei 在吗")
        house.workspace.settle()
    assert submitted == ["写好了"]
    assert mentioned == [f"<@{house.workspace.bot_user_id}> 在吗"]
    assert [one["text"] for one in person.ephemerals()] == ["好"]


def test_another_secret_is_not_taken(open_house: Callable[..., House]) -> None:
    apps: list[App] = []
    with serving(apps) as url:
        house = open_house(manifest(), request_url=url, signing_secret="another")
        apps.append(bolt(house))
        with pytest.raises(PageError) as caught:
            house.person("an.ning").command("#官微", "/echo")
    assert caught.value.code == "dispatch_failed"


def test_a_bot_that_is_not_there_fails_at_once(open_house: Callable[..., House]) -> None:
    house = open_house(manifest(), request_url="http://127.0.0.1:9/slack/events")
    with pytest.raises(PageError) as caught:
        house.person("an.ning").command("#官微", "/echo")
    assert caught.value.code == "dispatch_failed"
