"""Socket Mode: Bolt's handler over a connection that sends every acknowledgement at once."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
import time
from typing import Any, Final

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.hearing import Ear, Hearing
from bot.listening import Heard
from bot.workers import Workers

_log = structlog.get_logger("guanwei.sockets")
# As long as a socket that was cut without a word may go unnoticed.
_PING_SECONDS: Final = 5
# A form or a message's click is longer than the 1,024 bytes that are read at a time otherwise.
_READ_BYTES: Final = 16 * 1024
_END_SECONDS: Final = 0.05
# As many envelopes are answered at once; a form that is being opened may take two seconds.
_WORKERS: Final = 10


class _PromptClient(SocketModeClient):
    """Slack's client leaves Nagle's algorithm on: of several acknowledgements at once, all but the first would wait for
    the other side's delayed ACK, which is 40 ms and on some systems more."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.ear = Ear()
        self._pong: tuple[str, float | None] = ("", None)
        self._workers = Workers(self._answer, _WORKERS, "guanwei-worker")

    def connect(self) -> None:
        """Open a session, also when one is replaced."""
        super().connect()
        session = self.current_session
        if session is not None and session.sock is not None:
            session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.ear.opened()

    def _monitor_current_session(self) -> None:
        # Slack's client goes by the time of day here, and takes a session on which nothing ever came for a good one.
        session = self.current_session
        if session is not None and session.is_active():
            pong = (session.session_id, session.last_ping_pong_time)
            if pong != self._pong and pong[1] is not None:
                self.ear.heard(told=False)
            self._pong = pong
            hearing = self.ear.hearing(is_connected=True)
            if hearing.is_deaf:
                _log.warning("socket.deaf", silent=round(hearing.silence), quiet=round(hearing.quiet))
                # Slack's client opens another where it finds none.
                _end(session)
        super()._monitor_current_session()  # type: ignore[no-untyped-call]  # Slack leaves it untyped

    def finish(self, seconds: float) -> bool:
        """Take no more envelopes, and wait until those that were taken are answered; False when ``seconds`` were not enough.
        Whatever comes now is not acknowledged: the chat sends it again, or tells the person to try again."""
        return self._workers.finish(seconds)

    def close(self) -> None:
        """End the session and everything that serves it."""
        self.closed = True
        self.auto_reconnect_enabled = False
        self.current_app_monitor.event.set()
        session = self.current_session
        if session is not None:
            _end(session)
        # A session that is just beginning takes itself for not ended, whatever it was told before; Slack's client would
        # then wait for its end for ever. So it is told again until it has ended.
        runner = self.current_session_runner
        runner.event.set()
        while runner.is_alive():
            self.current_session_state.terminated = True
            runner.thread.join(_END_SECONDS)
        self._workers.close()
        super().close()

    def enqueue_message(self, message: str) -> None:
        """Give an envelope to a worker at once; Slack's client has a thread in between, for which both would wait."""
        self.ear.heard(told=True)
        if '"envelope_id"' not in message:
            super().enqueue_message(message)
            return
        self._workers.take(message)

    def _answer(self, message: str) -> None:
        try:
            self.run_message_listeners(json.loads(message), message)
        except ValueError as error:
            self.logger.error(f"Not an envelope: {error}")

    def send_message(self, message: str) -> None:
        """Send an answer. Slack's client masks it byte by byte, which takes longer than many an answer takes to find."""
        frame, session = text_frame(message.encode(), os.urandom(4)), self.current_session
        try:
            if session is None:
                raise ConnectionError("no session")
            with session.sock_send_lock:
                if session.sock is None:
                    raise ConnectionError("the session has ended")
                session.sock.sendall(frame)
        except OSError:
            # The session is being replaced; Slack's client waits for the next.
            super().send_message(message)


def _end(session: Connection) -> None:
    """End a session, whichever thread reads from it. Of two that end one at once, Slack's client leaves the later with
    nothing to close."""
    sock = session.sock
    with contextlib.suppress(OSError, AttributeError):
        if sock is not None:
            # Who reads from it would otherwise wait for another three seconds, and we for them.
            sock.shutdown(socket.SHUT_RDWR)
        session.disconnect()


def text_frame(payload: bytes, mask: bytes) -> bytes:
    """A WebSocket's text frame as a client sends it, masked with four bytes (RFC 6455, section 5.2)."""
    length = len(payload)
    if length < 126:
        head = struct.pack("!BB", 0x81, 0x80 | length)
    elif length < 0x1_0000:
        head = struct.pack("!BBH", 0x81, 0x80 | 126, length)
    else:
        head = struct.pack("!BBQ", 0x81, 0x80 | 127, length)
    key = (mask * (length // 4 + 1))[:length]
    masked = int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")
    return head + mask + masked.to_bytes(length, "big")


class PromptHandler(SocketModeHandler):
    """Bolt's handler with that client. Its own constructor is passed by: it would make, and start, another client."""

    def __init__(self, app: App, app_token: str, web_client: WebClient) -> None:
        self.app = app
        self.app_token = app_token
        self._prompt = self.client = _PromptClient(
            app_token=app_token,
            logger=app.logger,
            web_client=web_client,
            ping_interval=_PING_SECONDS,
            receive_buffer_size=_READ_BYTES,
            proxy=app.client.proxy,
        )
        self.client.socket_mode_request_listeners.append(self.handle)

    def hearing(self) -> Hearing:
        """How the chat is heard now."""
        return self._prompt.ear.hearing(is_connected=self._prompt.is_connected())

    def finish(self, seconds: float) -> bool:
        """Take nothing more, and wait until what was taken is answered; False when ``seconds`` were not enough."""
        return self._prompt.finish(seconds)

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Have an envelope answered. An answer that is JSON is sent as Bolt wrote it, not read and written once more."""
        start, response = time.time(), self.app.dispatch(Heard(req.payload, build_headers(req)))
        kind = response.headers.get("content-type", [""])[0]
        if response.status == 200 and response.body and kind.startswith("application/json"):
            client.send_message(f'{{"envelope_id": {json.dumps(req.envelope_id)}, "payload": {response.body}}}')
        else:
            send_response(client, req, response, start)
