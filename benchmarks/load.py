"""The load: signed slash commands, a fixed number under way at a time, over HTTP or from the workspace's sockets.

It runs in the benchmark's own process, apart from what it measures, and makes every request before the clock starts.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

from benchmarks.figures import Round
from bot.workspace.delivery import Envelope
from bot.workspace.http_delivery import sign
from bot.workspace.server import Workspace

Payload = Mapping[str, str]
_END: Final = b"\r\n\r\n"
_ROUND_SECONDS: Final = 120.0


class LoadFailed(RuntimeError):
    """A request was not acknowledged with 200."""


def signed(payload: Payload, secret: str, host: str) -> bytes:
    """A slash command as one HTTP request, signed as Slack signs it; good for five minutes."""
    body = urlencode(payload).encode()
    now = int(time.time())
    head = (
        f"POST /slack/events HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {now}\r\n"
        f"X-Slack-Signature: {sign(secret, now, body)}"
    )
    return head.encode() + _END + body


async def http_round(port: int, requests: Sequence[bytes], at_once: int) -> Round:
    """Send every request over ``at_once`` kept connections, the next on each as soon as the last was answered.

    Raises LoadFailed for any answer but 200.
    """
    loop = asyncio.get_running_loop()
    waiting, latencies = iter(requests), list[float]()
    async with asyncio.timeout(_ROUND_SECONDS):
        lines = [
            (await loop.create_connection(lambda: _Line(waiting, latencies), "127.0.0.1", port))[1]
            for _ in range(at_once)
        ]
        start = time.perf_counter()
        for line in lines:
            line.send()
        await asyncio.gather(*(line.done for line in lines))
        return Round(time.perf_counter() - start, latencies)


def socket_round(workspace: Workspace, payloads: Sequence[Payload], at_once: int) -> Round:
    """Send every command over the workspace's sockets, the next as soon as one was acknowledged.

    Raises LoadFailed where one was not.
    """
    envelopes = [Envelope("slash_commands", dict(payload)) for payload in payloads]
    start = time.perf_counter()
    acks = workspace.deliver(envelopes, at_once)
    seconds = time.perf_counter() - start
    if failed := {ack.error for ack in acks if ack.error}:
        raise LoadFailed(", ".join(sorted(failed)))
    return Round(seconds, [ack.elapsed_ms / 1000 for ack in acks])


class _Line(asyncio.Protocol):
    """One kept connection. Callbacks and not streams, whose tasks would take the time of the other core."""

    def __init__(self, waiting: Iterator[bytes], latencies: list[float]) -> None:
        self._waiting = waiting
        self._latencies = latencies
        self._read = b""
        self._sent = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def send(self) -> None:
        request = next(self._waiting, None)
        if request is None:
            self.done.set_result(None)
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, end, body = self._read.partition(_END)
        if not end or len(body) < _content_length(head):
            return
        self._latencies.append(time.perf_counter() - self._sent)
        self._read = b""
        if not head.startswith(b"HTTP/1.1 200"):
            self.done.set_exception(LoadFailed(head[:60].decode()))
            self._transport.close()
            return
        self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(LoadFailed("the connection was closed"))


def _content_length(head: bytes) -> int:
    lowered = head.lower()
    start = lowered.index(b"content-length:") + len(b"content-length:")
    end = lowered.find(b"\r\n", start)
    return int(lowered[start : end if end >= 0 else None])
