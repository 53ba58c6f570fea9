"""Whether the bot is well, for programs that watch it: `/healthz` (the process), `/readyz` (what it needs), `/metrics`.

They have an address of their own (``[health]``), so that nothing of it is served where the chat or tools come in.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.domain.desk import Desk
from bot.errors import StoreError
from bot.hearing import Hearing
from bot.store import vitals

# The clock looks every 15 s; a look may take a while, and copying the database at night is one.
_LOOK_SECONDS: Final = 180.0
# Whoever waits longer for a message has lost it, as far as they can tell.
_OUTBOX_SECONDS: Final = 900.0


@dataclass(frozen=True, slots=True)
class Vitals:
    """What health is read from. ``hearing`` gives None where no socket is used; ``looked_at`` when the clock last finished
    a look (monotonic seconds), None before the first."""

    desk: Desk
    hearing: Callable[[], Hearing | None]
    looked_at: Callable[[], float | None]

    @property
    def look_age(self) -> float | None:
        """Seconds since the clock last finished a look."""
        at = self.looked_at()
        return None if at is None else time.monotonic() - at

    def queue_age(self, queue: vitals.Queue) -> float:
        """Seconds for which the oldest message that may go has waited."""
        return max(self.desk.now().timestamp() - queue.oldest / 1000, 0.0) if queue.oldest else 0.0


def readiness(of: Vitals) -> dict[str, dict[str, object]]:
    """What the bot needs, part by part: ``ok``, and figures to see why not."""
    parts: dict[str, dict[str, object]] = {}
    now = of.desk.now()
    try:
        queue = vitals.queue(of.desk.store, int(now.timestamp() * 1000))
    except StoreError as error:
        parts["database"] = {"ok": False, "error": type(error).__name__}
    else:
        age = of.queue_age(queue)
        parts["database"] = {"ok": True}
        parts["outbox"] = {"ok": age < _OUTBOX_SECONDS, "due": queue.due, "oldest_seconds": round(age, 1)}
    hearing = of.hearing()
    if hearing is not None:
        parts["socket"] = {
            "ok": hearing.is_ready,
            "age_seconds": round(hearing.age, 1),
            "silence_seconds": round(hearing.silence, 1),
        }
    look = of.look_age
    parts["clock"] = {
        "ok": look is not None and look < _LOOK_SECONDS,
        "last_look_seconds": None if look is None else round(look, 1),
    }
    return parts


def is_ready(parts: dict[str, dict[str, object]]) -> bool:
    """Whether every part is as it should be."""
    return all(part["ok"] for part in parts.values())


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
        from bot.metrics import CONTENT_TYPE, shown

        return Response(await run_in_threadpool(shown, of), media_type=CONTENT_TYPE)

    routes = [("/healthz", alive), ("/readyz", ready), ("/metrics", metrics)]
    return Starlette(routes=[Route(path, answer, methods=["GET"]) for path, answer in routes])
