"""Socket Mode: the bot's WebSocket connections, one envelope to one of them, and when they are asked to reconnect."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bot.workspace.delivery import ACK_SECONDS, Ack, Envelope
from bot.workspace.faults import Deafness, Disorder
from bot.workspace.kinds import Json

MOST_CONNECTIONS = 10
TICKET_SECONDS = 30.0
RETURN_SECONDS = 3.0
_WARNING_SECONDS = 10.0
# How long a connection that was asked to go may still finish what it was given.
_GRACE_SECONDS = 5.0


@dataclass(eq=False, slots=True)
class Link:
    """One connection. ``is_leaving``: it was told to reconnect and gets nothing new; ``is_deaf``: what it is given does not
    arrive; ``waiting`` counts the envelopes it has not acknowledged."""

    socket: WebSocket
    is_leaving: bool = False
    is_deaf: bool = False
    waiting: int = 0
    tasks: set[asyncio.Task[None]] = field(default_factory=set)


class SocketMode:
    """All connections of the app. Everything is called on the server's thread."""

    def __init__(
        self,
        app_id: str,
        *,
        chance: random.Random,
        ticks: Callable[[], float],
        max_age: float,
        on_change: Callable[[bool], None],
        freeze: Callable[[tuple[str, int]], None] = lambda client: None,
    ) -> None:
        self._app_id = app_id
        self._chance = chance
        self._ticks = ticks
        self._max_age = max_age
        self._on_change = on_change
        self._freeze = freeze
        self.disorder = Disorder()
        self._links: list[Link] = []
        self._turn = 0
        self._tickets: dict[str, float] = {}
        self._waiting: dict[str, asyncio.Future[object]] = {}
        self._arrived = asyncio.Event()
        self._asked_to_return = -RETURN_SECONDS

    @property
    def is_online(self) -> bool:
        """Whether a connection is open."""
        return bool(self._links)

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return len(self._links)

    def ticket(self) -> str:
        """A ticket for one connection, good for 30 s: the part of the address that apps.connections.open gives."""
        now = self._ticks()
        self._tickets = {name: born for name, born in self._tickets.items() if now - born <= TICKET_SECONDS}
        name = f"{self._chance.getrandbits(128):032x}"
        self._tickets[name] = now
        return name

    async def serve(self, socket: WebSocket) -> None:
        """Serve one connection until it ends."""
        born = self._tickets.pop(socket.query_params.get("ticket", ""), None)
        await socket.accept()
        if born is None or self._ticks() - born > TICKET_SECONDS:
            await self._part(socket, "link_disabled")
            return
        if len(self._links) >= MOST_CONNECTIONS:
            await self._part(socket, "too_many_websockets")
            return
        link = Link(socket)
        self._links.append(link)
        await socket.send_text(json.dumps(self._hello()))
        link.tasks.add(asyncio.create_task(self._age(link)))
        self._arrived.set()
        self._on_change(True)
        await self._let_go()
        try:
            while True:
                self._receive(await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            # RuntimeError: the socket was closed from this side while it was waited on.
            pass
        finally:
            self._links.remove(link)
            for task in link.tasks:
                task.cancel()
            if all(one.is_leaving for one in self._links):
                self._arrived.clear()
            self._on_change(bool(self._links))

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._links),
            "debug_info": {
                "host": "workspace",
                "build_number": 1,
                "approximate_connection_time": int(self._max_age),
            },
            "connection_info": {"app_id": self._app_id},
        }

    def _receive(self, text: str) -> None:
        try:
            said = json.loads(text)
        except ValueError:
            return
        waiting = self._waiting.pop(said.get("envelope_id", ""), None) if isinstance(said, dict) else None
        if waiting and not waiting.done():
            waiting.set_result(said.get("payload"))

    async def send(self, envelope: Envelope) -> Ack:
        """Send to one connection and wait 3 s for its acknowledgement. With nobody there: ``dispatch_failed``."""
        start = time.perf_counter()
        if all(link.is_leaving for link in self._links):
            # Who was asked to come again gets a moment for it; an app that is away fails at once, as on Slack.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), RETURN_SECONDS if self._is_returning() else 0)
        link = self._next()
        if link is None:
            return Ack("dispatch_failed", None, (time.perf_counter() - start) * 1000)
        name = f"{self._chance.getrandbits(128):032x}"
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._waiting[name] = answer
        link.waiting += 1
        text = json.dumps(self._envelope(name, envelope), separators=(",", ":"))
        try:
            async with asyncio.timeout(ACK_SECONDS):
                await self._deliver(link, text)
                payload = await answer
        except (TimeoutError, WebSocketDisconnect, RuntimeError):
            return Ack("operation_timeout", None, (time.perf_counter() - start) * 1000)
        finally:
            self._waiting.pop(name, None)
            link.waiting -= 1
            await self._let_go()
        return Ack(None, payload, (time.perf_counter() - start) * 1000)

    async def _deliver(self, link: Link, text: str) -> None:
        disorder = self.disorder
        if disorder.delayed:
            await asyncio.sleep(disorder.chance.random() * disorder.delayed)
        times = 2 if disorder.twice and disorder.chance.random() < disorder.twice else 1
        for _ in range(0 if link.is_deaf else times):
            await link.socket.send_text(text)

    @staticmethod
    def _envelope(name: str, envelope: Envelope) -> Json:
        body: Json = {
            "envelope_id": name,
            "type": envelope.kind,
            "accepts_response_payload": envelope.kind != "events_api",
            "payload": envelope.payload,
        }
        if envelope.kind == "events_api":
            body |= {"retry_attempt": envelope.attempt, "retry_reason": envelope.reason}
        return body

    def _is_returning(self) -> bool:
        """Whether the app was asked to come again a moment ago."""
        return self._ticks() - self._asked_to_return <= RETURN_SECONDS

    def _next(self) -> Link | None:
        """Connections take turns; those that are leaving get nothing new."""
        links = [link for link in self._links if not link.is_leaving]
        if not links:
            return None
        self._turn += 1
        return links[self._turn % len(links)]

    async def _age(self, link: Link) -> None:
        await asyncio.sleep(max(0.0, self._max_age - _WARNING_SECONDS))
        await self._say(link, "warning")
        await asyncio.sleep(min(self._max_age, _WARNING_SECONDS))
        await self._leave(link)

    async def _leave(self, link: Link) -> None:
        link.is_leaving = True
        self._asked_to_return = self._ticks()
        if all(one.is_leaving for one in self._links):
            self._arrived.clear()
        await self._say(link, "refresh_requested")
        await asyncio.sleep(_GRACE_SECONDS)
        if link.socket.client_state is WebSocketState.CONNECTED:
            await link.socket.close()

    async def _let_go(self) -> None:
        """Close the connections that are leaving as soon as another is there and nothing is owed on them."""
        if any(not link.is_leaving for link in self._links):
            for link in [one for one in self._links if one.is_leaving and not one.waiting]:
                with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                    await link.socket.close()

    async def _say(self, link: Link, reason: str) -> None:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await link.socket.send_text(json.dumps(self._goodbye(reason)))

    async def _part(self, socket: WebSocket, reason: str) -> None:
        await socket.send_text(json.dumps(self._goodbye(reason)))
        await socket.close()

    @staticmethod
    def _goodbye(reason: str) -> Json:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "workspace"}}

    def deafen(self, how: Deafness) -> None:
        """For tests: nothing that is sent on the connections open now arrives any more."""
        for link in self._links:
            link.is_deaf = True
            if how == "silent" and link.socket.client is not None:
                self._freeze((link.socket.client.host, link.socket.client.port))

    async def disconnect(self, reason: str) -> None:
        """For tests. ``warning`` only warns; ``refresh_requested`` and ``link_disabled`` warn and close after a grace;
        ``drop`` cuts every connection without a word."""
        for link in tuple(self._links):
            if reason == "drop":
                with contextlib.suppress(RuntimeError):
                    await link.socket.close(1011)
            elif reason == "refresh_requested":
                link.tasks.add(asyncio.create_task(self._leave(link)))
            else:
                await self._say(link, reason)
                if reason != "warning":
                    await link.socket.close()
