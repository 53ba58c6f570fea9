"""The built-in workspace as one object: starts the server in a thread, and stops it."""

from __future__ import annotations

import asyncio
import random
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.workspace.company import read_company
from bot.workspace.dispatch import Dispatcher
from bot.workspace.events import RETRY_DELAYS, Events
from bot.workspace.faults import Faults
from bot.workspace.hooks import Hooks
from bot.workspace.http_delivery import HttpDelivery
from bot.workspace.kinds import Refused
from bot.workspace.manifest import read_manifest
from bot.workspace.pace import Pace
from bot.workspace.pages import Pages
from bot.workspace.routes import Routes
from bot.workspace.site import Call, Site, Tokens
from bot.workspace.socket_mode import SocketMode
from bot.workspace.state import State
from bot.workspace.walls import manifest_problems
from bot.workspace.web_api.call import Api

_PORTS_TRIED = 50
_START_SECONDS = 15.0


class WorkspaceError(RuntimeError):
    """The workspace cannot start: no free port, or a manifest that Slack would refuse."""


class _Server(uvicorn.Server):
    """Uvicorn that says when it accepts connections."""

    ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready()


class Workspace(Hooks):
    """A Slack-compatible workspace on this machine.

    ``state``: its file, made where there is none. ``company``: people and channels (TOML file or mapping; schema
    in docs/workspace.md). ``manifest``: Slack's app manifest; None lets the app do everything. ``port`` 0 is any
    free port; a taken one makes it the next free (``port`` says which, ``wanted_port`` what was asked). ``clock``
    gives epoch seconds for what is written; ``ticks`` is the steady clock of triggers, response URLs and pace. With
    ``request_url`` the bot is reached over signed HTTP instead of Socket Mode. Raises WorkspaceError, CompanyError,
    StateError.
    """

    def __init__(
        self,
        state: Path,
        company: Mapping[str, Any] | Path,
        manifest: Mapping[str, Any] | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        clock: Callable[[], float] = time.time,
        ticks: Callable[[], float] = time.monotonic,
        chance: random.Random | None = None,
        app_token: str = "xapp-workspace",  # noqa: S107  # opens a workspace for trying out
        bot_token: str = "xoxb-workspace",  # noqa: S107  # opens a workspace for trying out
        signing_secret: str = "workspace-signing-secret",  # noqa: S107  # opens a workspace for trying out
        page_language: str = "zh",
        request_url: str | None = None,
        pace: Pace | None = None,
        connection_seconds: float = 18_060.0,
        retry_delays: Sequence[float] = RETRY_DELAYS,
    ) -> None:
        if manifest is not None and (problems := manifest_problems(manifest)):
            raise WorkspaceError("\n".join(problems))
        self.tokens = Tokens(bot_token, app_token, signing_secret)
        self.wanted_port = port
        self._socket = _bind(host, port)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{host}:{self.port}"
        chance = chance or random.SystemRandom()
        self._site = Site(
            company=read_company(company),
            manifest=read_manifest(manifest),
            state=State(state),
            tokens=self.tokens,
            clock=clock,
            ticks=ticks,
            chance=chance,
            language=page_language,
            pace=pace or Pace(),
            url=self.url,
        )
        self._sockets = SocketMode(
            self._site.app_id,
            chance=chance,
            ticks=ticks,
            max_age=connection_seconds,
            on_change=self._connected,
            freeze=self._stop_reading,
        )
        self._http = HttpDelivery(request_url, signing_secret) if request_url else None
        self._delivery = self._http or self._sockets
        self._events = Events(self._site, self._delivery, retry_delays)
        self._dispatcher = Dispatcher(self._site, self._delivery, self._events)
        self._faults = Faults()
        self._transports: dict[tuple[str, int], asyncio.Transport] = {}
        self._online = threading.Condition()
        self._connections = 0
        self._loop = None
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._is_stopped = False
        self._is_local = host in ("127.0.0.1", "localhost", "::1")

    @property
    def api_url(self) -> str:
        """Where the Web API is (``base_url`` of a WebClient); ends with ``/api/``."""
        return f"{self.url}/api/"

    @property
    def bot_user_id(self) -> str:
        """The bot's user id."""
        return self._site.bot_user

    def person_id(self, handle: str) -> str:
        """The id of somebody, by handle. Raises Refused ``user_not_found``."""
        return self._site.person(handle).id

    def start(self) -> Workspace:
        """Serve in a thread; returns when connections are accepted."""
        ready = threading.Event()
        transports = self._transports

        class Protocol(H11Protocol):
            """HTTP whose connections can be cut by tests."""

            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
                super().connection_made(transport)
                if self.client:
                    transports[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                if self.client:
                    transports.pop(self.client, None)
                super().connection_lost(exc)

        api = Api(self._site, self._events, self._sockets)
        pages = Pages(api, self._dispatcher, lambda: self._delivery.is_online)
        routes = Routes(api, pages, self._sockets, self._faults, self._cut, is_local=self._is_local)
        config = uvicorn.Config(
            routes.app(),
            http=Protocol,
            ws="websockets-sansio",
            # Slack pings often, and the app's library lets go of a socket only when something has arrived on it.
            ws_ping_interval=0.25,
            # Whether the other side still answers is its own business here: a deaf connection stays until it is left.
            ws_ping_timeout=None,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(config)
        self._server.ready = ready.set
        self._thread = threading.Thread(target=self._run, name="workspace", daemon=True)
        self._thread.start()
        if not ready.wait(_START_SECONDS):
            raise WorkspaceError("the workspace did not start")
        return self

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        assert self._server is not None
        self._loop = asyncio.get_running_loop()
        await self._server.serve(sockets=[self._socket])

    def stop(self) -> None:
        """Stop serving and give the state file back. A second time does nothing."""
        if self._is_stopped:
            return
        self._is_stopped = True
        if self._server and self._thread:
            self._on_loop(self._hang_up())
            self._server.should_exit = True
            self._thread.join(10)
        else:
            self._socket.close()
        if self._http:
            self._http.close()
        self._site.state.close()

    async def _hang_up(self) -> None:
        self._events.stop()
        await self._sockets.disconnect("drop")
        for user in self._site.live.watching():
            self._site.live.end(user)

    def __enter__(self) -> Workspace:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _cut(self, client: tuple[str, int]) -> None:
        if transport := self._transports.get(client):
            transport.abort()

    def _stop_reading(self, client: tuple[str, int]) -> None:
        if transport := self._transports.get(client):
            transport.pause_reading()

    def _connected(self, is_online: bool) -> None:
        with self._online:
            self._connections = self._sockets.connections
            self._online.notify_all()
        self._site.live.tell_all({"type": "app", "online": is_online})


def _bind(host: str, port: int) -> socket.socket:
    """A socket that listens on the wanted port or the next free one. Raises WorkspaceError where there is none."""
    last: OSError | None = None
    for wanted in range(port, port + (_PORTS_TRIED if port else 1)):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # Named a TCP socket, or asyncio leaves Nagle's algorithm on, which holds small answers back for 40 ms.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, wanted))
            listener.listen(128)
        except OSError as error:
            listener.close()
            last = error
            continue
        listener.setblocking(False)
        return listener
    raise WorkspaceError(f"no free port from {port}: {last}")


__all__ = ["Call", "Pace", "Refused", "Workspace", "WorkspaceError"]
