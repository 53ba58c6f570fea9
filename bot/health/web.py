"""What programs that watch the bot ask: `/healthz` (the process), `/readyz` (what it needs), `/metrics` (for Prometheus).

They have an address of their own (``[health]``), so that nothing of it is served where the chat or tools come in.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.health.readiness import Vitals, is_ready, readiness


def health_app(of: Vitals) -> Starlette:
    """The ASGI application that is served at the address of ``[health]``."""

    async def alive(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_: Request) -> Response:
        parts = await run_in_threadpool(readiness, of)
        well = is_ready(parts)
        return JSONResponse({"ready": well, **parts}, status_code=200 if well else 503)

    async def metrics(_: Request) -> Response:
        # Imported here: only those who are watched wait for it.
        from bot.health.metrics import CONTENT_TYPE, shown

        return Response(await run_in_threadpool(shown, of), media_type=CONTENT_TYPE)

    routes = [("/healthz", alive), ("/readyz", ready), ("/metrics", metrics)]
    return Starlette(routes=[Route(path, answer, methods=["GET"]) for path, answer in routes])
