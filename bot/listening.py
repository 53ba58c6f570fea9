"""Bolt's app, with its listeners found by name.

Bolt asks one listener after the other whether a request is theirs, and makes all that a listener may ask for anew each time:
of a hundred listeners, the last one hears of a click after milliseconds. Here a request says whose it is, and what is not
asked for is not made.
"""

from __future__ import annotations

import copy
import inspect
import threading
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.middleware import IgnoringSelfEvents, Middleware, SingleTeamAuthorization
from slack_bolt.middleware.attaching_function_token import AttachingFunctionToken
from slack_sdk import WebClient

from bot.tally import Tally

Listener = TypeVar("Listener", bound=Callable[..., None])
_log = structlog.get_logger("guanwei.listening")
# Whoever waits longer notices; the chat gives up after three.
_SLOW_SECONDS: Final = 1.0
# Where a request says, in Bolt's own context, whose it was.
_ASKED: Final = "guanwei.asked"
# What a listener may ask for, by the name of its parameter.
_GIVEN: Final[dict[str, Callable[[BoltRequest], object]]] = {
    "ack": lambda request: request.context.ack,
    "body": lambda request: request.body,
    "client": lambda request: request.context.client,
    "command": lambda request: request.body,
    "event": lambda request: request.body["event"],
}


class ListeningApp(App):
    """Bolt's app whose listeners are each known by one name, as all of this program's are. What they answer is counted in
    ``tally``."""

    def __init__(self, tally: Tally | None = None, **settings: Any) -> None:
        super().__init__(**settings)
        self._tally = tally or Tally()
        self._finder = _Finder()
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

    def _init_context(self, req: BoltRequest) -> None:
        # Bolt makes a client of every request, with a look at the environment for a proxy. A copy is as good: what a listener
        # sets in it (how long it waits) is its own.
        client: WebClient = copy.copy(self.client)
        if req.context.team_id is not None:
            client.default_params = {**client.default_params, "team_id": req.context.team_id}
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
        response = super().dispatch(req)
        asked = req.context.get(_ASKED)
        if asked is not None:
            kind, name = asked
            seconds = time.perf_counter() - started
            result = self._tally.answered(kind, name, seconds)
            if seconds > _SLOW_SECONDS:
                _log.warning("request.slow", kind=kind, name=name, result=result, seconds=round(seconds, 3))
        return response

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

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Callable[[BoltRequest], None]] = {}
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

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse | None:
        kind, name = _asked(req.body)
        listener = self._known.get((kind, name))
        if listener is None:
            self.load()
            listener = self._known.get((kind, name))
        if listener is None:
            next()
            return resp
        req.context[_ASKED] = (kind, name)
        listener(req)
        ack = req.context.ack
        if kind == "event" and ack.response is None:
            ack()
        return ack.response


def _called(listener: Callable[..., None]) -> Callable[[BoltRequest], None]:
    given = [(name, _GIVEN[name]) for name in inspect.signature(listener).parameters]

    def call(request: BoltRequest) -> None:
        listener(**{name: give(request) for name, give in given})

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
