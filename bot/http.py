"""Signed HTTP requests from the chat, under uvicorn, each dispatched in a thread pool.

Bolt's own adapters dispatch on the event loop, where one slow listener would hold up everyone.
"""

from __future__ import annotations

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

# Slack's own bodies stay far below; whoever sends more is not Slack.
_BODY_MOST = 2 * 1024 * 1024


def web_app(app: App) -> Starlette:
    """The ASGI application: everything the chat sends goes to ``/slack/events``; ``/healthz`` answers that it lives."""

    async def events(request: Request) -> Response:
        if int(request.headers.get("content-length") or 0) > _BODY_MOST:
            return PlainTextResponse("too large", status_code=413)
        body = await request.body()
        bolt_request = to_bolt_request(request, body)
        return to_starlette_response(await run_in_threadpool(app.dispatch, bolt_request))

    async def alive(_: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(
        routes=[
            Route("/slack/events", events, methods=["POST"]),
            Route("/healthz", alive, methods=["GET"]),
        ]
    )


def serve(app: App, host: str, port: int) -> None:
    """Serve until a signal stops it."""
    uvicorn.run(web_app(app), host=host, port=port, log_level="warning", access_log=False)
