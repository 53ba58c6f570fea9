"""Bolt's app with its listeners found by name: whose a request is, and what becomes of one that is nobody's or fails."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from slack_bolt import Ack, App, BoltContext, BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from structlog.testing import capture_logs

from bot import commands, handlers, listening
from bot.domain.desk import Desk
from bot.listening import Heard, ListeningApp
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


def over_http(body: dict[str, Any], *, secret: str) -> BoltRequest:
    written = json.dumps(body)
    signed = SignatureVerifier(secret).generate_signature(timestamp=(now := str(int(time.time()))), body=written)
    headers = {"x-slack-signature": str(signed), "x-slack-request-timestamp": now, "content-type": "application/json"}
    return BoltRequest(body=written, headers={name: [value] for name, value in headers.items()})


@pytest.mark.parametrize("kind", REQUESTS)
def test_what_comes_over_http_is_answered_where_it_is_signed_and_only_there(app: ListeningApp, kind: str) -> None:
    heard: list[dict[str, Any]] = []

    def mine(ack: Ack, body: dict[str, Any]) -> None:
        heard.append(body)
        ack()

    getattr(app, kind)("mine")(mine)
    assert app.dispatch(over_http(REQUESTS[kind], secret="another")).status == 401
    assert heard == []
    assert app.dispatch(over_http(REQUESTS[kind], secret="s")).status == 200
    assert heard == [REQUESTS[kind]]


def test_a_fault_is_told_with_all_that_is_known_of_the_request(app: ListeningApp) -> None:
    told: list[tuple[str, str | None, str]] = []

    @app.error
    def tell(error: Exception, context: BoltContext, client: WebClient) -> BoltResponse:
        told.append((str(error), context.user_id, client.default_params["team_id"]))
        return BoltResponse(status=200, body="sorry")

    @app.command("mine")
    def fails(ack: Ack) -> None:
        raise ValueError("a fault of the program")

    answer = app.dispatch(Heard({**REQUESTS["command"], "team_id": "T1"}))
    assert (answer.status, answer.body) == (200, "sorry")
    assert told == [("a fault of the program", "U1", "T1")]


def test_what_is_no_request_is_a_fault_and_not_more(app: ListeningApp) -> None:
    assert asked(app, {"type": "block_actions", "actions": []}).status == 500
    assert app.dispatch(Heard(None)).status == 404


@pytest.mark.parametrize("headers", [None, {"X-Slack-Retry-Num": "1", "x-slack-retry-reason": "timeout"}])
@pytest.mark.parametrize("kind", ["command", "action", "view", "shortcut", "event"])
def test_what_is_heard_is_all_that_bolt_makes_of_it(kind: str, headers: dict[str, str | Sequence[str]] | None) -> None:
    for body in requests(kind, "mine"):
        known = {"response_url": "http://chat/response", "enterprise": {"id": "E1"}, **body}
        bolts, heard = BoltRequest(body=known, headers=headers, mode="socket_mode"), Heard(known, headers)
        assert heard.context == bolts.context
        assert vars(heard) == vars(bolts)


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
