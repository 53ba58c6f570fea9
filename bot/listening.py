"""Bolt's app, with its listeners found by name.

Bolt asks one listener after the other whether a request is theirs, and makes all that a listener may ask for anew each time:
of a hundred listeners, the last one hears of a click after milliseconds. Here a request says whose it is.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Final, TypeVar

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

Listener = TypeVar("Listener", bound=Callable[..., None])
# What a listener may ask for, by the name of its parameter.
_GIVEN: Final[dict[str, Callable[[BoltRequest], object]]] = {
    "ack": lambda request: request.context.ack,
    "body": lambda request: request.body,
    "client": lambda request: request.context.client,
    "command": lambda request: request.body,
    "event": lambda request: request.body["event"],
}


class ListeningApp(App):
    """Bolt's app whose listeners are each known by one name, as all of this program's are."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._finder = _Finder()
        self.middleware(self._finder)

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


class _Finder(Middleware):
    """Stands where Bolt would begin to ask around; what is not found here, Bolt says of that nobody listens to it."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Callable[[BoltRequest], None]] = {}

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
            next()
            return resp
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
