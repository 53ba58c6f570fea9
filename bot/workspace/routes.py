"""The addresses of the server: /api (Web API), /link (Socket Mode), /response, /upload and /files, /page, the page."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.workspace import answers, web_api
from bot.workspace.faults import Faults
from bot.workspace.guard import Guard
from bot.workspace.kinds import Json, Refused
from bot.workspace.pages import Pages
from bot.workspace.pictures import kind_of
from bot.workspace.says import say
from bot.workspace.socket_mode import SocketMode
from bot.workspace.web_api.call import Api
from bot.workspace.web_api.files import draw, receive

PAGE = Path(__file__).parent / "page"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}


class PageFiles(StaticFiles):
    """The page's own files, never kept by the browser, with types that do not depend on the machine."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file."""
        response = await super().get_response(path, scope)
        kind = _TYPES.get(Path("index.html" if path == "." else path).suffix)
        if kind and response.status_code == 200:
            response.headers["content-type"] = kind
        response.headers["cache-control"] = "no-cache"
        return response


class Routes:
    """The handlers of all addresses."""

    def __init__(
        self,
        api: Api,
        pages: Pages,
        sockets: SocketMode,
        faults: Faults,
        drop: Callable[[tuple[str, int]], None],
        *,
        is_local: bool,
    ) -> None:
        self._api = api
        self._site = api.site
        self._pages = pages
        self._sockets = sockets
        self._faults = faults
        self._drop = drop
        self._is_local = is_local

    def app(self) -> Starlette:
        """The ASGI app."""
        return Starlette(
            routes=[
                Route("/api/{method}", self._call, methods=["GET", "POST"]),
                WebSocketRoute("/link/", self._sockets.serve),
                Route("/response/{token}", self._response, methods=["POST"]),
                Route("/upload/{file_id}", self._upload, methods=["POST", "PUT"]),
                Route("/files/{file_id}/{name}", self._file),
                Route("/archives/{channel}/{place}", self._archive),
                WebSocketRoute("/page/live", self._live),
                Route("/page/{call}", self._page, methods=["GET", "POST"]),
                Mount("/", PageFiles(directory=PAGE, html=True, check_dir=False)),
            ],
            middleware=[Middleware(Guard, is_local=self._is_local, language=self._site.language)],
        )

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        try:
            args, token = await _arguments(request)
        except Refused as refused:
            return self._refusal(refused)
        fault = self._faults.next(method)
        if fault:
            if fault.drop == "drop_before":
                return self._cut(request)
            if fault.http_status:
                headers = {"Retry-After": str(fault.retry_after or 1)} if fault.http_status == 429 else {}
                code = "ratelimited" if fault.http_status == 429 else "internal_error"
                return JSONResponse({"ok": False, "error": code}, fault.http_status, headers)
            if fault.error:
                return self._refusal(Refused(fault.error))
            await asyncio.sleep(fault.late)
        try:
            answer = web_api.call(self._api, method, token, args)
        except Refused as refused:
            return self._refusal(refused)
        if fault:
            await _stall(request, fault.stall)
            if fault.drop == "drop_after":
                return self._cut(request)
        headers = {}
        if method == "auth.test":
            headers["x-oauth-scopes"] = ",".join(sorted(self._site.manifest.scopes))
        whole = _json(answer, headers=headers)
        return _Half(whole, lambda: self._cut(request)) if fault and fault.drop == "drop_within" else whole

    def _cut(self, request: Request) -> Response:
        if request.client:
            self._drop((request.client.host, request.client.port))
        return Response(status_code=503)

    def _refusal(self, refused: Refused) -> Response:
        headers = {"Retry-After": str(refused.retry_after)} if refused.retry_after is not None else {}
        return _json(refused.answer(), refused.status, headers)

    async def _response(self, request: Request) -> Response:
        site = self._site
        try:
            url = site.response_urls.use(request.path_params["token"])
            try:
                said = json.loads(await request.body())
            except ValueError:
                raise Refused("invalid_payload", status=400) from None
            if not isinstance(said, dict):
                raise Refused("invalid_payload", status=400)
            channel = site.channel(url.channel)
            answers.give(
                site,
                url.user,
                channel,
                said,
                ts=url.ts,
                is_ephemeral=url.is_ephemeral,
                thread_ts=url.thread_ts,
            )
        except Refused as refused:
            return _json(refused.answer(), refused.status if refused.status != 200 else 400)
        return JSONResponse({"ok": True})

    async def _upload(self, request: Request) -> Response:
        try:
            receive(self._site, request.path_params["file_id"], await request.body())
        except Refused as refused:
            return _json(refused.answer(), refused.status)
        return Response(f"OK - {request.headers.get('content-length', '0')}")

    async def _file(self, request: Request) -> Response:
        try:
            drawn = draw(self._site, request.path_params["file_id"])
        except Refused as refused:
            return _json(refused.answer(), 404)
        row = self._site.state.one("SELECT content FROM files WHERE id = ?", (drawn["id"],))
        content: bytes = row["content"] if row else b""
        # Only what is a picture by its own bytes is shown; anything else is kept, and never run as a page of this address.
        headers = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox; default-src 'none'"}
        kind = kind_of(content)
        if kind is None:
            headers["content-disposition"] = "attachment"
        return Response(content, media_type=kind or "application/octet-stream", headers=headers)

    async def _archive(self, request: Request) -> Response:
        channel, place = request.path_params["channel"], request.path_params["place"].lstrip("p")
        ts = f"{place[:-6]}.{place[-6:]}"
        return RedirectResponse(f"/?channel={quote(channel)}&ts={quote(ts)}")

    async def _page(self, request: Request) -> Response:
        name = request.path_params["call"]
        language = request.query_params.get("lang", "")
        try:
            if request.method == "GET":
                look = self._pages.reads().get(name)
                if look is None:
                    raise Refused("unknown_call", status=404)
                return _json(look(dict(request.query_params)))
            act = self._pages.acts().get(name)
            if act is None:
                raise Refused("unknown_call", status=404)
            try:
                body = json.loads(await request.body())
            except ValueError:
                raise Refused("invalid_arguments", status=400, extra={"what": "JSON"}) from None
            if not isinstance(body, dict):
                raise Refused("invalid_arguments", status=400, extra={"what": "JSON"})
            language = str(body.get("lang", ""))
            return _json(await act(body))
        except Refused as refused:
            status = refused.status if refused.status != 200 else 400
            message = say(language or self._site.language, refused.code, **refused.extra)
            return _json({"ok": False, "error": refused.code, "message": message}, status)

    async def _live(self, socket: WebSocket) -> None:
        try:
            me = self._pages.me(dict(socket.query_params))
        except Refused:
            await socket.close(4404)
            return
        queue = self._pages.live.open(me.id)
        await socket.accept()
        # A page that knows it is being told has missed nothing after this.
        queue.put_nowait({"type": "app", "online": self._sockets.is_online})
        gone = asyncio.create_task(_until_gone(socket))
        try:
            while True:
                event = asyncio.create_task(queue.get())
                done, _ = await asyncio.wait((gone, event), return_when=asyncio.FIRST_COMPLETED)
                if event not in done or (told := event.result()) is None:
                    event.cancel()
                    break
                await socket.send_text(json.dumps(told, ensure_ascii=True))
        except (WebSocketDisconnect, RuntimeError):
            # The page went away while it was written to.
            pass
        finally:
            gone.cancel()
            self._pages.live.close(me.id, queue)
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await socket.close()


async def _until_gone(socket: WebSocket) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await socket.receive_text()


async def _stall(request: Request, seconds: float) -> None:
    """Wait as long as that, or as long as the caller does."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                pass


class _Half(Response):
    """Half of an answer, whose length is told as that of the whole; then the connection is cut."""

    def __init__(self, whole: Response, cut: Callable[[], object]) -> None:
        super().__init__()
        self._whole = whole
        self._cut = cut

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        body = bytes(self._whole.body)
        await send({"type": "http.response.start", "status": 200, "headers": self._whole.raw_headers})
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        # What was written leaves before the connection goes.
        await asyncio.sleep(0)
        self._cut()


def _json(body: Json, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """ASCII JSON: whatever people typed, lone surrogates too, can be sent."""
    text = json.dumps(body, ensure_ascii=True, separators=(",", ":"))
    return Response(text, status, headers, media_type="application/json")


async def _arguments(request: Request) -> tuple[Json, str | None]:
    """The arguments of a Web API call (query, form or JSON) and its token (header or argument)."""
    args: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    body = await request.body()
    if kind == "application/json" and body:
        try:
            said = json.loads(body)
        except ValueError:
            raise Refused("invalid_json") from None
        if not isinstance(said, dict):
            raise Refused("json_not_object")
        args |= said
    elif body:
        args |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    token = args.pop("token", None)
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and given:
        token = given.strip()
    return args, str(token) if token else None
