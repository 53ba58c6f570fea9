"""Socket Mode: Bolt's handler over a connection that sends every acknowledgement at once."""

from __future__ import annotations

import socket
from typing import Final

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient

# As long as a socket that was cut without a word may go unnoticed.
_PING_SECONDS: Final = 5
# A form or a message's click is longer than the 1,024 bytes that are read at a time otherwise.
_READ_BYTES: Final = 16 * 1024
_END_SECONDS: Final = 0.05


class _PromptClient(SocketModeClient):
    """Slack's client leaves Nagle's algorithm on: of several acknowledgements at once, all but the first would wait for
    the other side's delayed ACK, which is 40 ms and on some systems more."""

    def connect(self) -> None:
        """Open a session, also when one is replaced."""
        super().connect()
        session = self.current_session
        if session is not None and session.sock is not None:
            session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        """End the session and everything that serves it."""
        self.closed = True
        self.auto_reconnect_enabled = False
        self.disconnect()
        # A session that is just beginning takes itself for not ended, whatever it was told before; Slack's client would
        # then wait for its end for ever. So it is told again until it has ended.
        runner = self.current_session_runner
        runner.event.set()
        while runner.is_alive():
            self.current_session_state.terminated = True
            runner.thread.join(_END_SECONDS)
        super().close()


class PromptHandler(SocketModeHandler):
    """Bolt's handler with that client. Its own constructor is passed by: it would make, and start, another client."""

    def __init__(self, app: App, app_token: str, web_client: WebClient) -> None:
        self.app = app
        self.app_token = app_token
        self.client = _PromptClient(
            app_token=app_token,
            logger=app.logger,
            web_client=web_client,
            ping_interval=_PING_SECONDS,
            receive_buffer_size=_READ_BYTES,
            concurrency=10,
            proxy=app.client.proxy,
        )
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # as Bolt does it
