"""Bolt's app with its listeners found by name: whose a request is, and what becomes of one that is nobody's or fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import Ack, BoltRequest, BoltResponse
from slack_sdk import WebClient
from structlog.testing import capture_logs

from bot import listening
from bot.listening import ListeningApp
from bot.tally import Tally
from tests.chat import chatting

REQUESTS: dict[str, dict[str, Any]] = {
    "command": {"command": "mine", "user_id": "U1"},
    "action": {"type": "block_actions", "actions": [{"action_id": "mine"}], "user": {"id": "U1"}},
    "view": {"type": "view_submission", "view": {"type": "modal", "callback_id": "mine"}, "user": {"id": "U1"}},
    "shortcut": {"type": "message_action", "callback_id": "mine", "user": {"id": "U1"}},
}


@pytest.fixture(scope="module")
def chat() -> Iterator[str]:
    with chatting() as found:
        yield found.url


@pytest.fixture
def app(chat: str) -> ListeningApp:
    return ListeningApp(
        client=WebClient("xoxb-tests", base_url=chat),
        signing_secret="s",
        process_before_response=True,
        token_verification_enabled=False,
        raise_error_for_unhandled_request=False,
    )


def asked(app: ListeningApp, body: dict[str, Any]) -> BoltResponse:
    return app.dispatch(BoltRequest(body=body, mode="socket_mode"))


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_request_comes_to_the_listener_of_its_name_and_kind(app: ListeningApp, kind: str) -> None:
    heard: list[dict[str, Any]] = []

    def mine(ack: Ack, body: dict[str, Any]) -> None:
        heard.append(body)
        ack()

    def anothers(ack: Ack) -> None:
        raise AssertionError("not mine")

    for each in REQUESTS:
        getattr(app, each)("mine" if each == kind else "another's")(mine if each == kind else anothers)
    assert (asked(app, REQUESTS[kind]).status, heard) == (200, [REQUESTS[kind]])


@pytest.mark.parametrize("kind", REQUESTS)
def test_what_nobody_listens_to_is_not_acknowledged(app: ListeningApp, kind: str) -> None:
    assert asked(app, REQUESTS[kind]).status == 404


def test_an_event_is_acknowledged_by_itself(app: ListeningApp) -> None:
    heard: list[str] = []

    @app.event("app_home_opened")
    def opened(event: dict[str, str], client: WebClient) -> None:
        heard.append(event["user"])

    told = {"type": "event_callback", "event": {"type": "app_home_opened", "user": "U1"}, "team_id": "T1"}
    assert (asked(app, told).status, heard) == (200, ["U1"])


def test_a_listener_that_fails_acknowledges_nothing(app: ListeningApp) -> None:
    @app.command("mine")
    def fails(ack: Ack) -> None:
        raise KeyError("a fault of the program")

    assert asked(app, REQUESTS["command"]).status == 500


def test_a_listener_that_forgets_to_acknowledge_is_seen(app: ListeningApp) -> None:
    @app.command("mine")
    def forgets(body: dict[str, Any]) -> None:
        """Says nothing."""

    assert asked(app, REQUESTS["command"]).status == 404


def test_two_cannot_listen_to_one_name(app: ListeningApp) -> None:
    app.command("mine")(lambda ack: ack())
    with pytest.raises(ValueError, match="two listen to the command mine"):
        app.command("mine")(lambda ack: ack())


def test_a_listener_that_asks_for_what_there_is_not_is_refused_at_the_start(app: ListeningApp) -> None:
    with pytest.raises(KeyError, match="weather"):
        app.command("mine")(lambda ack, weather: ack())


def test_a_request_that_took_long_is_named_in_the_log(app: ListeningApp, monkeypatch: pytest.MonkeyPatch) -> None:
    app.command("mine")(lambda ack: ack())
    with capture_logs() as lines:
        asked(app, REQUESTS["command"])
        assert lines == []
        monkeypatch.setattr(listening, "_SLOW_SECONDS", -1.0)
        asked(app, REQUESTS["command"])
    (line,) = lines
    assert (line["event"], line["kind"], line["name"], line["result"]) == ("request.slow", "command", "mine", "done")


def test_what_nobody_listens_to_is_not_counted(chat: str) -> None:
    tally = Tally()
    app = ListeningApp(
        tally,
        client=WebClient("xoxb-tests", base_url=chat),
        signing_secret="s",
        process_before_response=True,
        token_verification_enabled=False,
    )
    asked(app, REQUESTS["command"])
    assert tally.counted().requests == {}
