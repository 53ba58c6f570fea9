"""HTTP under uvicorn: signed requests from the chat, each dispatched in a thread pool, and what is served beside them.

Bolt's own adapters dispatch on the event loop, where one slow listener would hold up everyone.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.errors import GuanweiError
from bot.headers import Closed
from bot.replays import Answered
from bot.text.words import phrase
from bot.web import whole_body

# Slack's own bodies stay far below; whoever sends more is not Slack.
_BODY_MOST = 2 * 1024 * 1024
# As uvicorn has it.
_BACKLOG = 2048
# A chat gives a request up after 3 s.
_GRACE = 3
# Epoch seconds, for a long time to come.
_STAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class ListenError(GuanweiError):
    """Nothing can be served at the address."""


def web_app(app: App | None, beside: Sequence[BaseRoute] = ()) -> Starlette:
    """The ASGI application: everything the chat sends goes to ``/slack/events`` (where ``app`` is: over Socket Mode it
    sends nothing here), the routes ``beside`` it (`bot.web`) are served too, and ``/healthz`` answers that it lives."""

    async def alive(_: Request) -> Response:
        return PlainTextResponse("ok")

    chat = [Route("/slack/events", _events(app), methods=["POST"])] if app else []
    return Starlette(
        routes=[*chat, *beside, Route("/healthz", alive, methods=["GET"])], middleware=[Middleware(Closed)]
    )


def _events(app: App) -> Callable[[Request], Awaitable[Response]]:
    answered = Answered()

    async def events(request: Request) -> Response:
        body = await whole_body(request, _BODY_MOST)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        stamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        # Bolt says whether the signature is right and fresh; what cannot be one it would stumble over, with a page in the
        # log for whoever cares to send that.
        if not (_STAMP.fullmatch(stamp) and _SIGNATURE.fullmatch(signature) and _is_text(body)):
            return PlainTextResponse("not signed", status_code=401)
        if not answered.take(signature, time.monotonic()):
            return PlainTextResponse("answered before", status_code=401)
        is_answered = False
        try:
            response = await run_in_threadpool(app.dispatch, to_bolt_request(request, body))
            is_answered = 200 <= response.status < 300
        finally:
            if not is_answered:
                answered.give_back(signature)
        return to_starlette_response(response)

    return events


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises ListenError where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named a TCP socket, or asyncio leaves Nagle's algorithm on, and every answer waits 40 ms for the chat's side.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host.strip("[]"), port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise ListenError(
            phrase("不能在 {host}:{port} 上提供服务：{reason}", host=host, port=port, reason=error.strerror),
            phrase("请换一个端口，或先关闭占用它的程序。"),
        ) from error
    return listener


def serve(web: Starlette, listener: socket.socket, stopped: threading.Event) -> None:
    """Serve ``web`` on ``listener`` until ``stopped`` is set (by the caller's signal handlers); the last requests are finished."""
    # The log is the program's own, masked (bot/cli/logs.py); addresses, which may be secret, are in none.
    config = uvicorn.Config(
        web, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=_GRACE
    )
    server = _Server(config)
    threading.Thread(target=server.leave_when, args=(stopped,), name="guanwei-http-stop", daemon=True).start()
    server.run(sockets=[listener])


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # Uvicorn's own would take the signals from the caller and raise them once more after the last request, so that
        # the process would die before what works beside the listeners is stopped.
        yield

    def leave_when(self, stopped: threading.Event) -> None:
        """Finish what is being answered, and end, as soon as ``stopped`` is set."""
        stopped.wait()
        self.should_exit = True
