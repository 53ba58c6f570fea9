"""What is served over HTTP beside the chat: one list of routes, for `guanwei run --http` and `--web` alike."""

from __future__ import annotations

import asyncio
from typing import Final

from pydantic import SecretStr
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.calendar_web import calendar_route
from bot.domain.desk import Desk
from bot.transfer import signed

# Whoever sends signed requests sends them in one go.
_BODY_SECONDS: Final = 10.0


def routes(desk: Desk, intake_secret: SecretStr | None) -> list[BaseRoute]:
    """Every address that is served; one whose secret is not set is not there."""
    found = [calendar_route(desk)]
    if intake_secret is not None:
        found.append(_intake(desk, intake_secret.get_secret_value()))
    return found


def _intake(desk: Desk, secret: str) -> BaseRoute:
    async def complaints(request: Request) -> Response:
        body = await whole_body(request, signed.BODY_MOST)
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer = await run_in_threadpool(signed.take, desk, secret, headers, body)
        return JSONResponse(answer.body, status_code=answer.status)

    return Route("/intake/complaints", complaints, methods=["POST"])


async def whole_body(request: Request, most: int, within: float = _BODY_SECONDS) -> bytes | None:
    """The body, or None as soon as it turns out to be longer than ``most`` bytes. Raises HTTPException (408) when it is not
    there ``within`` the seconds: nobody holds a place by sending a letter now and then."""
    body = bytearray()
    try:
        async with asyncio.timeout(within):
            async for piece in request.stream():
                body += piece
                if len(body) > most:
                    return None
    except TimeoutError as error:
        raise HTTPException(408, "too slow") from error
    return bytes(body)
