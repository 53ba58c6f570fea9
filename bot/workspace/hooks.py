"""What a program does to a workspace of its own from within: tests, benchmarks and the demo. None of it can be reached
over the network."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Awaitable, Collection, Coroutine, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from bot.workspace.delivery import Ack, Delivery, Envelope
from bot.workspace.dispatch import Dispatcher
from bot.workspace.events import Events
from bot.workspace.faults import Deafness, Disorder, Drop, Fault, Faults
from bot.workspace.http_delivery import HttpDelivery
from bot.workspace.kinds import Json
from bot.workspace.site import Call, Site
from bot.workspace.socket_mode import SocketMode

_T = TypeVar("_T")


class Hooks:
    """The part of a `Workspace` by which it is looked into, made to act and made to fail. The workspace makes all that is
    named here."""

    _site: Site
    _sockets: SocketMode
    _http: HttpDelivery | None
    _delivery: Delivery
    _events: Events
    _dispatcher: Dispatcher
    _faults: Faults
    _online: threading.Condition
    _connections: int
    _loop: asyncio.AbstractEventLoop | None

    def _on_loop(self, work: Coroutine[Any, Any, _T]) -> _T:
        assert self._loop is not None, "the workspace is not started"
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

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
        """A slash command as somebody, without the page: ``{ok, acknowledged, elapsed_ms}``, and the ``text`` of what the bot answers
        at once. Raises Refused."""
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
