"""Signed requests over HTTP: where they are served, and that no answer is held back."""

from __future__ import annotations

import asyncio
import socket

import pytest

from bot.http import ListenError, bind


def test_an_answer_is_not_held_back_to_be_sent_with_the_next() -> None:
    async def nagle_is_off() -> bool:
        seen: asyncio.Queue[socket.socket] = asyncio.Queue()

        def opened(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            seen.put_nowait(writer.get_extra_info("socket"))

        listener = bind("127.0.0.1", 0)
        async with await asyncio.start_server(opened, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            accepted = await seen.get()
            found = bool(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()
            return found

    assert asyncio.run(nagle_is_off())


def test_a_taken_port_is_said_with_its_address() -> None:
    with bind("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ListenError, match=f"127.0.0.1:{port}"):
            bind("127.0.0.1", port)
