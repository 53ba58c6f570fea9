"""The small Bolt apps that Guanwei is measured against, each a program of its own: `python -m benchmarks.contestants`.

Whatever an app does not need is not imported: the time until it is ready is measured too.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt import Ack, App
    from slack_sdk import WebClient

COMMAND: Final = "/complaint"


def _noop(ack: Ack) -> None:
    ack()


def _insert(database: Path) -> Callable[..., None]:
    """A listener with one durable insert and nothing else. Its writers queue on a lock, which suits it: left to
    SQLite's own busy loop, eight at once would wait far longer and make any goal easy."""
    import sqlite3

    threads, writing = threading.local(), threading.Lock()

    def connection() -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(threads, "connection", None)
        if found is None:
            found = sqlite3.connect(database, isolation_level=None)
            found.execute("PRAGMA journal_mode=WAL")
            found.execute("PRAGMA synchronous=FULL")
            found.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, text TEXT NOT NULL)")
            threads.connection = found
        return found

    def listen(ack: Ack, command: dict[str, str]) -> None:
        with writing:
            connection().execute("INSERT INTO kept VALUES (?, ?)", (command["trigger_id"], command["text"]))
        ack()

    return listen


def _app(listener: Callable[..., None], *, process_before_response: bool) -> App:
    from slack_bolt import App

    app = App(
        client=_client("SLACK_BOT_TOKEN"),
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
        process_before_response=process_before_response,
    )
    app.command(COMMAND)(listener)
    return app


def _client(token: str) -> WebClient:
    from slack_sdk import WebClient

    return WebClient(os.environ[token], base_url=os.environ["SLACK_API_URL"])


def _serve(app: App, port: int, *, pool: bool) -> None:
    """Behind HTTP: dispatched in a thread pool, as Guanwei is, or by Bolt's own adapter, as its guide has it."""
    import uvicorn

    if pool:
        from bot.http import web_app

        uvicorn.run(web_app(app), host="127.0.0.1", port=port, log_level="warning", access_log=False)
        return
    from slack_bolt.adapter.starlette import SlackRequestHandler
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    handler = SlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    site = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    uvicorn.run(site, host="127.0.0.1", port=port, log_level="warning", access_log=False)


def _connect(app: App, *, prompt: bool) -> None:
    """Over Socket Mode: as Bolt's guide has it, or with Guanwei's own connection, which holds no answer back."""
    token, client = os.environ["SLACK_APP_TOKEN"], _client("SLACK_APP_TOKEN")
    if prompt:
        from bot.sockets import PromptHandler

        PromptHandler(app, token, client).connect()
    else:
        from slack_bolt.adapter.socket_mode import SocketModeHandler

        SocketModeHandler(app, token, web_client=client).connect()
    threading.Event().wait()


def main(name: str, port: int) -> None:
    """Run one app until it is stopped; over Socket Mode where ``port`` is 0.

    ``noop`` and ``insert`` process before they respond; ``default`` is Bolt as it comes; ``default-pool`` the same
    behind a thread pool.
    """
    listener = _insert(Path(os.environ["BENCH_DB"])) if name == "insert" else _noop
    app = _app(listener, process_before_response=not name.startswith("default"))
    if port:
        _serve(app, port, pool=name != "default")
    else:
        # The durable insert is a measure of tails: a stock connection's own, 40 ms long, would make the goal easy.
        _connect(app, prompt=name == "insert")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
