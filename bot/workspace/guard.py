"""Who may ask the workspace at all: nobody acts through another site's page that is open in the same browser.

A page elsewhere can send a browser's requests here (it says so in ``Origin``), and can give its own name this machine's
address (the browser then asks for that name in ``Host``).
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.workspace.says import say

_LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_NOT_ALLOWED: Final = 4403


class Guard:
    """An application that only this machine's own names (where it ``is_local``) and its own page reach; what it answers
    tells a browser to run nothing but the page's own files and to show it in no other page."""

    def __init__(self, app: ASGIApp, *, is_local: bool, language: str) -> None:
        self._app = app
        self._is_local = is_local
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._is_foreign(host, headers.get("origin")):
            if scope["type"] == "websocket":
                # Closed before it is accepted: the handshake is answered with 403.
                await send({"type": "websocket.close", "code": _NOT_ALLOWED})
                return
            said = {"ok": False, "error": "foreign_origin", "message": say(self._language, "foreign_origin")}
            await JSONResponse(said, 403)(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in _said(host).items():
                    answer.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, told)

    def _is_foreign(self, host: str, origin: str | None) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
            sender = host if origin is None else urlsplit(origin).netloc
        except ValueError:
            return True
        return (self._is_local and name not in _LOCAL) or sender != host


def _said(host: str) -> dict[str, str]:
    # Scripts and styles stand in the page's own files and nowhere else.
    rules = (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: https: http:",
        f"connect-src 'self' ws://{host} wss://{host}",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
    return {
        "Content-Security-Policy": "; ".join(rules),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
