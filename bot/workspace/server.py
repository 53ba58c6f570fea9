"""The built-in workspace as one object: starts the server in a thread, stops it, and gives tests their hooks."""

from __future__ import annotations

import asyncio
import random
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.workspace.company import read_company
from bot.workspace.delivery import Ack, Delivery, Envelope
from bot.workspace.dispatch import Dispatcher
from bot.workspace.events import RETRY_DELAYS, Events
from bot.workspace.faults import Deafness, Disorder, Drop, Fault, Faults
from bot.workspace.http_delivery import HttpDelivery
from bot.workspace.kinds import Json, Refused
from bot.workspace.manifest import read_manifest
from bot.workspace.pace import Pace
from bot.workspace.pages import Pages
from bot.workspace.routes import Routes
from bot.workspace.site import Call, Site, Tokens
from bot.workspace.socket_mode import SocketMode
from bot.workspace.state import State
from bot.workspace.walls import manifest_problems
from bot.workspace.web_api.call import Api

_T = TypeVar("_T")
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


class Workspace:
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
        self._delivery: Delivery = self._http or self._sockets
        self._events = Events(self._site, self._delivery, retry_delays)
        self._dispatcher = Dispatcher(self._site, self._delivery, self._events)
        self._faults = Faults()
        self._transports: dict[tuple[str, int], asyncio.Transport] = {}
        self._online = threading.Condition()
        self._connections = 0
        self._loop: asyncio.AbstractEventLoop | None = None
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

    def _on_loop(self, work: Coroutine[Any, Any, _T]) -> _T:
        assert self._loop is not None, "the workspace is not started"
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    # What follows is for tests, benchmarks and the demo: none of it can be reached over the network.

    @property
    def online(self) -> bool:
        """Whether the bot is connected."""
        return self._connections > 0 or self._http is not None

    @property
    def connections(self) -> int:
        """How many sockets the bot has open."""
        return self._connections

    def wait_online(self, timeout: float = 15.0, connections: int = 1) -> bool:
        """Wait until the bot has this many connections; False when it did not in ``timeout`` seconds."""
        with self._online:
            return self._online.wait_for(lambda: self._http is not None or self._connections >= connections, timeout)

    @property
    def calls(self) -> list[Call]:
        """The last Web API calls, oldest first."""
        return list(self._site.calls)

    @property
    def sent_events(self) -> list[Envelope]:
        """The last events, oldest first, for ``redeliver``."""
        return list(self._events.sent)

    def command(self, who: str, channel: str, text: str, key: str | None = None) -> Json:
        """A slash command as somebody, without the page: ``{ok, acknowledged, elapsed_ms}``. Raises Refused."""
        return self._on_loop(self.command_async(who, channel, text, key))

    def commands(self, entries: Sequence[tuple[str, str, str]], at_once: int) -> list[Json]:
        """Many slash commands (who, channel, text), ``at_once`` under way at a time; their answers in order."""

        async def run() -> list[Json]:
            turns = asyncio.Semaphore(at_once)

            async def one(entry: tuple[str, str, str]) -> Json:
                async with turns:
                    return await self.command_async(*entry)

            work: list[Awaitable[Json]] = [one(entry) for entry in entries]
            return list(await asyncio.gather(*work))

        return self._on_loop(run())

    def deliver(self, envelopes: Sequence[Envelope], at_once: int) -> list[Ack]:
        """Send envelopes as they are, ``at_once`` under way at a time, with none of the page's work around them; the
        acknowledgements as they came."""

        async def run() -> list[Ack]:
            waiting, acks = iter(envelopes), list[Ack]()

            async def line() -> None:
                for envelope in waiting:
                    acks.append(await self._delivery.send(envelope))

            await asyncio.gather(*(line() for _ in range(at_once)))
            return acks

        return self._on_loop(run())

    def deliver_paced(self, envelopes: Sequence[Envelope], per_second: float) -> list[Ack]:
        """Send envelopes as they are, so many a second whatever becomes of those before; the acknowledgements in order."""

        async def run() -> list[Ack]:
            loop = asyncio.get_running_loop()
            start, sent = loop.time(), list[asyncio.Task[Ack]]()
            for number, envelope in enumerate(envelopes):
                await asyncio.sleep(start + number / per_second - loop.time())
                sent.append(loop.create_task(self._delivery.send(envelope)))
            return [await one for one in sent]

        return self._on_loop(run())

    async def command_async(self, who: str, channel: str, text: str, key: str | None = None) -> Json:
        """A slash command, on the server's own loop. Raises Refused."""
        person = self._site.person(who)
        return await self._dispatcher.command(person, self._site.channel(channel), text, key)

    def fail_next(
        self,
        method: str,
        *,
        http_status: int | None = None,
        error: str | None = None,
        drop: Drop | None = None,
        times: int = 1,
        retry_after: int | None = None,
        late: float = 0.0,
        stall: float = 0.0,
    ) -> None:
        """The next ``times`` calls of a method (``*``: any) go wrong: an HTTP status, a Slack error, or the connection cut
        before (``drop_before``) or after (``drop_after``) the call had its effect, or in the middle of the answer
        (``drop_within``); or the effect comes ``late``, or the answer after a ``stall`` (seconds)."""
        self._faults.add(method, Fault(http_status, error, drop, retry_after, times, late, stall))

    def fail_sometimes(
        self, share: float, among: Sequence[Fault], chance: random.Random, but: Collection[str] = ()
    ) -> None:
        """From now on this share of all calls (``but`` of these methods) meets one of the faults; 0 ends it."""
        self._faults.sometimes(share, among, chance, frozenset(but))

    @property
    def faults_met(self) -> int:
        """How many calls have met a fault."""
        return self._faults.met

    def deafen(self, how: Deafness = "silent") -> None:
        """Nothing that is sent on the sockets open now arrives any more: with ``silent`` not even an answer to a ping."""

        async def run() -> None:
            self._sockets.deafen(how)

        self._on_loop(run())

    def disorder(self, twice: float = 0.0, delayed: float = 0.0, chance: random.Random | None = None) -> None:
        """From now on this share of envelopes is sent twice under the same id, and each up to ``delayed`` seconds later."""
        self._sockets.disorder = Disorder(twice, delayed, chance or random.Random())  # noqa: S311  # nor is the order

    def revoke_tokens(self, is_revoked: bool = True) -> None:
        """Refuse the app's tokens (``token_revoked``), or take them again."""
        self._site.are_tokens_revoked = is_revoked

    def disconnect_sockets(self, reason: str = "refresh_requested") -> None:
        """Say goodbye to all connections: ``warning``, ``refresh_requested``, ``link_disabled``, or ``drop``."""
        self._on_loop(self._sockets.disconnect(reason))

    def redeliver(self, envelope: Envelope | None = None) -> bool:
        """Send an event (the last) once more, as Slack does that saw no acknowledgement; whether it was taken."""
        envelope = envelope or self._events.sent[-1]
        again = replace(envelope, attempt=envelope.attempt + 1, reason="timeout")
        return self._on_loop(self._delivery.send(again)).is_acknowledged

    def settle(self, timeout: float = 10.0) -> None:
        """Wait until the bot has acknowledged all events. Raises TimeoutError."""

        async def run() -> None:
            async with asyncio.timeout(timeout):
                await self._events.settle()

        self._on_loop(run())

    def archive(self, channel: str) -> None:
        """Archive a channel. Raises Refused ``channel_not_found``."""

        async def run() -> None:
            found = self._site.channel(channel)
            with self._site.state.change():
                self._site.state.run("UPDATE channels SET is_archived = 1 WHERE id = ?", (found.id,))

        self._on_loop(run())


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
