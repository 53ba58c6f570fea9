"""What is served over HTTP beside the chat: one list of routes, for `guanwei run --http` and `--web` alike."""

from __future__ import annotations

from pydantic import SecretStr
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot import intake
from bot.calendar_web import calendar_route
from bot.domain.desk import Desk


def routes(desk: Desk, intake_secret: SecretStr | None) -> list[BaseRoute]:
    """Every address that is served; one whose secret is not set is not there."""
    found = [calendar_route(desk)]
    if intake_secret is not None:
        found.append(_intake(desk, intake_secret.get_secret_value()))
    return found


def _intake(desk: Desk, secret: str) -> BaseRoute:
    async def complaints(request: Request) -> Response:
        body = await whole_body(request, intake.BODY_MOST)
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer = await run_in_threadpool(intake.take, desk, secret, headers, body)
        return JSONResponse(answer.body, status_code=answer.status)

    return Route("/intake/complaints", complaints, methods=["POST"])


async def whole_body(request: Request, most: int) -> bytes | None:
    """The body, or None as soon as it turns out to be longer than ``most`` bytes."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            return None
    return body
