"""Bolt's app, with its listeners found by name.

Bolt asks one listener after the other whether a request is theirs, and makes all that a listener may ask for anew each time:
of a hundred listeners, the last one hears of a click after milliseconds. Here a request says whose it is, and what is not
asked for is not made. What comes over Socket Mode, for which the chat itself has vouched, comes to its listener at once; what
comes over HTTP (and every event) goes through what Bolt does before: is it signed, is it of the bot's own doing.
"""

from __future__ import annotations

import inspect
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, TypeVar

import structlog
from slack_bolt import Ack, App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.middleware import IgnoringSelfEvents, Middleware, SingleTeamAuthorization
from slack_bolt.middleware.attaching_function_token import AttachingFunctionToken
from slack_bolt.request.internals import build_context, build_normalized_headers, extract_team_id
from slack_sdk import WebClient

from bot.tally import Tally

Listener = TypeVar("Listener", bound=Callable[..., None])
_log = structlog.get_logger("guanwei.listening")
# Whoever waits longer notices; the chat gives up after three.
_SLOW_SECONDS: Final = 1.0
# Where a request says, in Bolt's own context, whose it was.
_ASKED: Final = "guanwei.asked"
# What a listener may ask for, by the name of its parameter.
_GIVEN: Final[dict[str, Callable[[ListeningApp, BoltRequest, Ack], object]]] = {
    "ack": lambda app, request, ack: ack,
    "body": lambda app, request, ack: request.body,
    "client": lambda app, request, ack: app.client_for(request),
    "command": lambda app, request, ack: request.body,
    "event": lambda app, request, ack: request.body["event"],
}
_Call = Callable[["ListeningApp", BoltRequest, Ack], None]


class Heard(BoltRequest):
    """What came over Socket Mode. Whose it is, from which team and which channel, Bolt finds out when somebody asks."""

    def __init__(self, body: dict[str, Any] | None, headers: Mapping[str, str | Sequence[str]] | None = None) -> None:
        self.body = body or {}
        self.mode = "socket_mode"
        self.raw_body, self.query, self.content_type = "", {}, None
        self.headers = build_normalized_headers(dict(headers)) if headers else {}
        self.lazy_only, self.lazy_function_name = False, None

    @cached_property
    def context(self) -> BoltContext:  # type: ignore[override]  # Bolt's own is made with the request
        """What Bolt knows of the request."""
        return build_context(BoltContext(), self.body)


class ListeningApp(App):
    """Bolt's app whose listeners are each known by one name, as all of this program's are. What they answer is counted in
    ``tally``."""

    def __init__(self, tally: Tally | None = None, **settings: Any) -> None:
        super().__init__(**settings)
        self._tally = tally or Tally()
        self._finder = _Finder(self)
        # Who the bot itself is need be known of events only. No function is offered whose token a request could bring.
        self._middleware_list = [
            _OfEvents(each) if isinstance(each, SingleTeamAuthorization | IgnoringSelfEvents) else each
            for each in self._middleware_list
            if not isinstance(each, AttachingFunctionToken)
        ]
        self.middleware(self._finder)

    @property
    def names(self) -> frozenset[tuple[str, str]]:
        """What is listened to: its kind (``command``, ``action``, ``view``, ``shortcut``, ``event``) and its name."""
        return self._finder.names()

    def client_for(self, req: BoltRequest) -> WebClient:
        """A client for the answer to ``req``; what a listener sets in it (how long it waits) is its own. Bolt makes one of
        every request, with a look at the environment for a proxy; a copy is as good."""
        client = object.__new__(type(self.client))
        vars(client).update(vars(self.client))
        if team := extract_team_id(req.body):
            client.default_params = {**client.default_params, "team_id": team}
        return client

    def _init_context(self, req: BoltRequest) -> None:
        client = self.client_for(req)
        req.context["logger"] = self.logger
        req.context["token"] = client.token
        req.context["client"] = client

    def rest(self, register: Callable[[], None]) -> None:
        """What else is to be listened to: ``register`` listens to it, once, as soon as somebody asks for it or by `load`."""
        self._finder.rest = register

    def load(self) -> None:
        """Listen to the rest now."""
        self._finder.load()

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Have a request answered."""
        started = time.perf_counter()
        asked, response = self._answer(req) if req.mode == "socket_mode" else (None, None)
        if response is None:
            response = super().dispatch(req)
            asked = req.context.get(_ASKED)
        if asked is not None:
            kind, name = asked
            seconds = time.perf_counter() - started
            result = self._tally.answered(kind, name, seconds)
            if seconds > _SLOW_SECONDS:
                _log.warning("request.slow", kind=kind, name=name, result=result, seconds=round(seconds, 3))
        return response

    def _answer(self, req: BoltRequest) -> tuple[tuple[str, str] | None, BoltResponse | None]:
        """Whose a request is and what its listener answers; no answer where Bolt has to look at it first."""
        asked: tuple[str, str] | None = None
        try:
            found = _asked(req.body)
            listener = None if found[0] == "event" else self._finder.find(found)
            if listener is None:
                return None, None
            asked, ack = found, Ack()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
            listener(self, req, ack)
            if ack.response is not None:
                return asked, ack.response
            response = BoltResponse(status=404, body={"error": "no next() calls in middleware"})
            self.logger.warning("Nothing was acknowledged by the listener of the %s %s", *asked)
        except Exception as error:  # noqa: BLE001  # as Bolt does: whatever it is, it is told of
            response = BoltResponse(status=500, body="")
            self._init_context(req)
            self._middleware_error_handler.handle(error=error, request=req, response=response)
        return asked, response

    def command(self, command: str) -> Callable[[Listener], Listener]:  # type: ignore[override]  # by one name only
        """Listen to a slash command."""
        return self._finder.keeps("command", command)

    def action(self, constraints: str) -> Callable[[Listener], Listener]:  # type: ignore[override]  # as above
        """Listen to a button, a menu or a field by its ``action_id``."""
        return self._finder.keeps("action", constraints)

    def view(self, constraints: str) -> Callable[[Listener], Listener]:  # type: ignore[override]  # as above
        """Listen to a form being submitted, by its ``callback_id``."""
        return self._finder.keeps("view", constraints)

    def shortcut(self, constraints: str) -> Callable[[Listener], Listener]:  # type: ignore[override]  # as above
        """Listen to a shortcut, on a message or from anywhere."""
        return self._finder.keeps("shortcut", constraints)

    def event(self, event: str) -> Callable[[Listener], Listener]:  # type: ignore[override]  # as above
        """Listen to something that happened in the chat. It is acknowledged whatever becomes of it."""
        return self._finder.keeps("event", event)


class _OfEvents(Middleware):
    """What Bolt does before the listener of an event, and here of nothing else."""

    def __init__(self, inner: Middleware) -> None:
        self._inner = inner

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse | None:
        return self._inner.process(req=req, resp=resp, next=next) if "event" in req.body else next()


class _Finder(Middleware):
    """Stands where Bolt would begin to ask around; what is not found here, Bolt says of that nobody listens to it."""

    def __init__(self, app: ListeningApp) -> None:
        self._app = app
        self._known: dict[tuple[str, str], _Call] = {}
        self.rest: Callable[[], None] | None = None
        self._loading = threading.RLock()

    def load(self) -> None:
        with self._loading:
            if self.rest is not None:
                register, self.rest = self.rest, None
                register()

    def names(self) -> frozenset[tuple[str, str]]:
        self.load()
        return frozenset(self._known)

    def keeps(self, kind: str, name: str) -> Callable[[Listener], Listener]:
        def keep(listener: Listener) -> Listener:
            if (kind, name) in self._known:
                raise ValueError(f"two listen to the {kind} {name}")
            self._known[kind, name] = _called(listener)
            return listener

        return keep

    def find(self, asked: tuple[str, str]) -> _Call | None:
        """The listener of that kind and name."""
        listener = self._known.get(asked)
        if listener is None:
            # Another thread may just be loading it.
            self.load()
            listener = self._known.get(asked)
        return listener

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse | None:
        asked = _asked(req.body)
        listener = self.find(asked)
        if listener is None:
            next()
            return resp
        req.context[_ASKED] = asked
        ack = req.context.ack
        listener(self._app, req, ack)
        if asked[0] == "event" and ack.response is None:
            ack()
        return ack.response


def _called(listener: Callable[..., None]) -> _Call:
    given = [(name, _GIVEN[name]) for name in inspect.signature(listener).parameters]

    def call(app: ListeningApp, request: BoltRequest, ack: Ack) -> None:
        listener(**{name: give(app, request, ack) for name, give in given})

    return call


def _asked(body: dict[str, Any]) -> tuple[str, str]:
    if "command" in body:
        return "command", str(body["command"])
    match body.get("type"):
        case "block_actions":
            return "action", str(body["actions"][0]["action_id"])
        case "view_submission":
            return "view", str(body["view"]["callback_id"])
        case "shortcut" | "message_action":
            return "shortcut", str(body["callback_id"])
        case "event_callback":
            return "event", str(body["event"]["type"])
        case _:
            return "", ""
