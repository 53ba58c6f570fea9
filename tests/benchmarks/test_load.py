"""The load: signed requests, so many at once, none lost and none taken for answered that was not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest
from slack_sdk.signature import SignatureVerifier

from benchmarks.figures import Round
from benchmarks.load import LoadFailed, http_round, signed

SECRET = "signing-secret-of-the-tests"


def test_a_request_is_signed_as_slack_signs_it() -> None:
    head, _, body = signed({"command": "/complaint", "text": "claim C-31"}, SECRET, "127.0.0.1:1").partition(
        b"\r\n\r\n"
    )
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert abs(int(headers["X-Slack-Request-Timestamp"]) - time.time()) < 60


def served(answer: Callable[[int], bytes], requests: int, at_once: int) -> tuple[Round, int]:
    """A round against a server that answers its nth request with ``answer(n)``; and the most it had open at a time."""

    async def run() -> tuple[Round, int]:
        seen, lines = 0, 0

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal seen, lines
            lines += 1
            try:
                while True:
                    head = await reader.readuntil(b"\r\n\r\n")
                    await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]))
                    seen += 1
                    for piece in (answer(seen)[:20], answer(seen)[20:]):
                        writer.write(piece)
                        await writer.drain()
            except asyncio.IncompleteReadError:
                writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            payload = signed({"command": "/complaint", "text": "claim C-31"}, SECRET, f"127.0.0.1:{port}")
            done = await http_round(port, [payload] * requests, at_once)
            assert seen == requests
            return done, lines
        finally:
            server.close()

    return asyncio.run(run())


def fine(_: int) -> bytes:
    return b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nContent-Length: 2\r\n\r\nok"


def test_every_request_is_answered_over_so_many_connections() -> None:
    done, lines = served(fine, 50, at_once=8)
    assert (len(done.latencies), lines) == (50, 8)


def test_an_answer_that_is_not_200_ends_the_round() -> None:
    def refused(number: int) -> bytes:
        return fine(number) if number < 5 else b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n"

    with pytest.raises(LoadFailed, match="401"):
        served(refused, 50, at_once=4)
