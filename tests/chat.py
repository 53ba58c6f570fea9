"""The ways in for the tests: signed requests through a real Bolt app, and a chat that takes what listeners call."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from bot.domain.desk import Desk
from bot.listening import ListeningApp

SECRET = "signing-secret-of-the-tests"
CHANNEL = "C00"
# Enough of an answer for auth.test too, which Bolt asks first.
_FINE = {"ok": True, "permalink": "https://chat.example/p11", "user_id": "UBOT", "bot_id": "BBOT", "team_id": "T1"}

_numbers = iter(range(10**9))


class Chat:
    """Answers ``ok`` to whatever a listener calls, over a real socket, and keeps what it was sent. ``refuse`` names
    the error that a method answers with instead."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refuse: dict[str, str] = {}
        chat = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
                is_json = "json" in self.headers.get("Content-Type", "")
                asked = json.loads(sent or "{}") if is_json else dict(parse_qsl(sent))
                if isinstance(asked.get("view"), str):
                    asked["view"] = json.loads(asked["view"])
                method = self.path.rsplit("/", 1)[-1]
                chat.calls.append((method, asked))
                error = chat.refuse.get(method)
                answer = json.dumps({"ok": False, "error": error} if error else _FINE).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/api/"

    def views(self, method: str = "views.open") -> list[dict[str, Any]]:
        """The views it was given, oldest first."""
        return [asked["view"] for called, asked in self.calls if called == method]


@contextmanager
def chatting() -> Iterator[Chat]:
    """A chat that is there until the end of the block."""
    chat = Chat()
    thread = threading.Thread(target=chat.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield chat
    finally:
        chat.server.shutdown()
        thread.join()
        chat.server.server_close()


class Ways:
    """The bot's ways in as the chat uses them. Each sends one signed request and gives what was acknowledged."""

    def __init__(self, desk: Desk, chat: Chat, *registers: Callable[[App, Desk], None]) -> None:
        self.app: App = ListeningApp(
            client=WebClient("xoxb-tests", base_url=chat.url),
            signing_secret=SECRET,
            process_before_response=True,
            token_verification_enabled=False,
        )
        for register in registers:
            register(self.app, desk)

    def command(self, user: str, command: str, text: str = "", *, key: str = "") -> dict[str, Any]:
        """A slash command."""
        body = {"command": command, "text": text, "user_id": user, "channel_id": CHANNEL, "trigger_id": key or _new()}
        return self._send(body)

    def click(self, user: str, action: str, value: str, *, key: str = "", **more: Any) -> dict[str, Any]:
        """A click on a button of a message; ``more`` goes into the payload or, as ``action_more``, into the action."""
        clicked = {
            "type": "button",
            "action_id": action,
            "block_id": "b",
            "value": value,
            **more.pop("action_more", {}),
        }
        where = {} if "view" in more else {"channel": {"id": CHANNEL}}
        return self._send_payload({"type": "block_actions", "actions": [clicked], **where, **more}, user, key)

    def form(self, user: str, view: Mapping[str, Any], filled: Mapping[str, Any], *, key: str = "V1") -> dict[str, Any]:
        """A form that was opened as ``view``, submitted with ``filled`` values by block id."""
        sent = {**view, "id": key, "hash": "h1", "state": {"values": _state(view, filled)}}
        return self._send_payload({"type": "view_submission", "view": sent}, user, "")

    def shortcut(self, user: str, callback_id: str) -> dict[str, Any]:
        """A global shortcut."""
        return self._send_payload({"type": "shortcut", "callback_id": callback_id}, user, "")

    def message_shortcut(self, user: str, callback_id: str, text: str) -> dict[str, Any]:
        """A shortcut on a message that says ``text``."""
        message = {"type": "message", "ts": "1.1", "text": text}
        where = {"channel": {"id": CHANNEL}, "message": message, "message_ts": "1.1"}
        return self._send_payload({"type": "message_action", "callback_id": callback_id, **where}, user, "")

    def event(self, event: Mapping[str, Any], *, event_id: str = "") -> dict[str, Any]:
        """Something that happened in the chat, told as it tells it: in JSON."""
        whole = {
            "type": "event_callback",
            "event_id": event_id or f"Ev{_new()}",
            "team_id": "T1",
            "event": dict(event),
            "authorizations": [{"user_id": "UBOT", "is_bot": True}],
        }
        return self._post(json.dumps(whole), "application/json")

    def _send_payload(self, payload: dict[str, Any], user: str, key: str) -> dict[str, Any]:
        whole = {"user": {"id": user}, "team": {"id": "T1"}, "trigger_id": key or _new(), **payload}
        return self._send({"payload": json.dumps(whole)})

    def _send(self, fields: Mapping[str, str]) -> dict[str, Any]:
        return self._post(urlencode(fields), "application/x-www-form-urlencoded")

    def _post(self, body: str, kind: str) -> dict[str, Any]:
        now = str(int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=now, body=body)
        headers: dict[str, str | Sequence[str]] = {
            "content-type": [kind],
            "x-slack-request-timestamp": [now],
            "x-slack-signature": [signature or ""],
        }
        answer = self.app.dispatch(BoltRequest(body=body, headers=headers))
        assert answer.status == 200, answer.body
        return json.loads(answer.body) if answer.body else {}


def said(answer: object) -> str:
    """All the text of an acknowledgement or a message."""
    if isinstance(answer, Mapping):
        return "\n".join(said(part) for part in answer.values())
    if isinstance(answer, list):
        return "\n".join(said(part) for part in answer)
    return str(answer)


def _new() -> str:
    return f"trigger.{next(_numbers)}"


def _state(view: Mapping[str, Any], filled: Mapping[str, Any]) -> dict[str, Any]:
    inputs = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    unknown = set(filled) - set(inputs)
    assert not unknown, f"the form has no {unknown}"
    return {block: {element["action_id"]: _value(element, filled.get(block))} for block, element in inputs.items()}


def _value(element: Mapping[str, Any], given: Any) -> dict[str, Any]:
    """The state of an element: what was given, or else what it was opened with."""
    kind = str(element["type"])
    options = {option["value"]: option for option in element.get("options", ())}
    match kind:
        case "static_select":
            return {"type": kind, "selected_option": options[given] if given else element.get("initial_option")}
        case "checkboxes":
            chosen = element.get("initial_options", []) if given is None else [options[key] for key in given]
            return {"type": kind, "selected_options": chosen}
        case "multi_static_select":
            chosen = element.get("initial_options", []) if given is None else [options[key] for key in given]
            return {"type": kind, "selected_options": chosen}
        case "multi_users_select":
            return {"type": kind, "selected_users": element.get("initial_users", []) if given is None else given}
        case "users_select":
            return {"type": kind, "selected_user": given}
        case "datepicker":
            return {"type": kind, "selected_date": given or element.get("initial_date")}
        case "datetimepicker":
            return {"type": kind, "selected_date_time": given or element.get("initial_date_time")}
        case _:
            return {"type": kind, "value": element.get("initial_value") if given is None else given or None}
