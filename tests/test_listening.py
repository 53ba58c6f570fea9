"""Bolt's app with its listeners found by name: whose a request is, and what becomes of one that is nobody's or fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_sdk import WebClient

from bot import commands, handlers
from bot.domain.desk import Desk
from bot.listening import ListeningApp
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


def made(kind: type[App], chat: str) -> App:
    return kind(
        client=WebClient("xoxb-tests", base_url=chat, timeout=9),
        signing_secret="s",
        process_before_response=True,
        token_verification_enabled=False,
        raise_error_for_unhandled_request=False,
    )


@pytest.fixture
def app(chat: str) -> ListeningApp:
    found = made(ListeningApp, chat)
    assert isinstance(found, ListeningApp)
    return found


def asked(app: App, body: dict[str, Any]) -> BoltResponse:
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


def test_what_is_not_registered_yet_is_registered_when_it_is_asked_for(app: ListeningApp) -> None:
    registered: list[str] = []

    def register() -> None:
        registered.append("all")
        app.action("mine")(lambda ack: ack())

    app.command("mine")(lambda ack: ack())
    app.rest(register)
    assert (asked(app, REQUESTS["command"]).status, registered) == (200, [])
    assert [asked(app, REQUESTS["action"]).status for _ in range(2)] == [200, 200]
    app.load()
    assert registered == ["all"]


def test_what_the_bot_did_itself_is_acknowledged_and_not_heard(app: ListeningApp) -> None:
    heard: list[str] = []
    app.event("app_home_opened")(lambda event: heard.append(event["user"]))
    for user in ("UBOT", "U1"):
        told = {"type": "event_callback", "event": {"type": "app_home_opened", "user": user}, "team_id": "T1"}
        assert asked(app, told).status == 200
    assert heard == ["U1"]


def test_what_a_listener_sets_in_its_client_is_its_own(app: ListeningApp) -> None:
    seen: list[tuple[int, dict[str, str]]] = []

    @app.command("mine")
    def mine(ack: Ack, client: WebClient) -> None:
        seen.append((client.timeout, client.default_params))
        client.timeout = 2
        ack()

    for team in ("T1", "T2"):
        asked(app, {**REQUESTS["command"], "team_id": team})
    assert seen == [(9, {"team_id": "T1"}), (9, {"team_id": "T2"})]


class Registered:
    """Takes the place of an app while listeners are registered, and keeps what they listen to."""

    def __init__(self) -> None:
        self.keys: list[tuple[str, str]] = []

    def __getattr__(self, kind: str) -> Callable[[str], Callable[[object], object]]:
        def listen(name: str) -> Callable[[object], object]:
            self.keys.append((kind, name))
            return lambda listener: listener

        return listen


def requests(kind: str, name: str) -> list[dict[str, Any]]:
    """What the chat sends for a listener, in every form in which it does."""
    who = {"user": {"id": "U1"}, "team": {"id": "T1"}}
    match kind:
        case "command":
            return [{"command": name, "user_id": "U1", "team_id": "T1"}]
        case "action":
            return [
                {"type": "block_actions", "actions": [{"type": "button", "action_id": name, "block_id": "b"}], **who}
            ]
        case "view":
            return [{"type": "view_submission", "view": {"type": "modal", "callback_id": name}, **who}]
        case "shortcut":
            return [{"type": each, "callback_id": name, **who} for each in ("shortcut", "message_action")]
        case _:
            return [{"type": "event_callback", "event": {"type": name, "user": "U1"}, "team_id": "T1"}]


def test_every_listener_of_the_bot_is_found_as_bolt_finds_it(desk: Desk, chat: str) -> None:
    registered = Registered()
    commands.register(registered, desk)  # type: ignore[arg-type]  # it only listens
    handlers.register(registered, desk)  # type: ignore[arg-type]  # as above
    heard: dict[type[App], list[tuple[str, str]]] = {App: [], ListeningApp: []}
    answers: dict[type[App], list[tuple[int, str]]] = {App: [], ListeningApp: []}
    for each, keys in heard.items():
        app = made(each, chat)

        def register(kind: str, name: str, app: App = app, keys: list[tuple[str, str]] = keys) -> None:
            def listen(ack: Ack) -> None:
                keys.append((kind, name))
                ack(text=f"{kind} {name}") if kind == "command" else ack()

            getattr(app, kind)(name)(listen)

        for key in registered.keys:
            register(*key)
        for key in [*registered.keys, ("command", "/nobody"), ("action", "nobody"), ("view", "no"), ("event", "none")]:
            for body in requests(*key):
                answer = asked(app, body)
                answers[each].append((answer.status, answer.body))
    assert answers[ListeningApp] == answers[App]
    assert heard[ListeningApp] == heard[App]
    assert set(heard[App]) == set(registered.keys)
