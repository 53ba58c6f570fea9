"""The private calendar addresses, served over HTTP: what an address opens, 404 for one that opens nothing (any more)."""

from __future__ import annotations

import hashlib
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.commands.feed import calendar_behind
from bot.domain.desk import Desk
from bot.domain.feed import PATH

# Who reads the calendar may keep it, nobody between; and asks each time whether it has changed.
_HEADERS: Final = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}


def calendar_route(desk: Desk) -> BaseRoute:
    """The route of the addresses."""

    async def calendar(request: Request) -> Response:
        found = await run_in_threadpool(calendar_behind, desk, request.path_params["secret"])
        if found is None:
            return PlainTextResponse("not found", status_code=404)
        tag = f'"{hashlib.sha256(found).hexdigest()[:32]}"'
        headers = {**_HEADERS, "ETag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(found, media_type="text/calendar; charset=utf-8", headers=headers)

    return Route(PATH, calendar, methods=["GET"])
