"""Socket Mode: no acknowledgement is held back, on the first session and on the one that replaces it, however long it is."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import Ack, App
from slack_sdk import WebClient
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from bot.reference import reference
from bot.sockets import PromptHandler, text_frame
from bot.workspace.client import person
from bot.workspace.faults import Deafness
from bot.workspace.server import Workspace


def test_every_session_sends_at_once(tmp_path: Path) -> None:
    with Workspace(tmp_path / "chat.db", reference("demo", "workspace.toml")) as chat:
        app = App(
            client=WebClient(chat.tokens.bot, base_url=chat.api_url),
            signing_secret=chat.tokens.signing_secret,
            process_before_response=True,
        )
        app.command("/echo")(lambda ack, command: ack(text=command["text"]))
        handler = PromptHandler(app, chat.tokens.app, WebClient(chat.tokens.app, base_url=chat.api_url))
        try:
            handler.client.connect_to_new_endpoint()
            first = sends_at_once(handler)
            assert chat.wait_online()
            assert chat.command("he.jing", "#客服", "/echo 在")["acknowledged"]
            handler.client.connect_to_new_endpoint(force=True)
            assert (first, sends_at_once(handler)) == (True, True)
        finally:
            handler.close()


def sends_at_once(handler: PromptHandler) -> bool:
    session = handler.client.current_session
    assert session is not None and session.sock is not None
    return bool(session.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


class BeginsLate:
    """A session's state in the thread that begins it: it says "not ended" only after somebody else said "ended"."""

    beginning = threading.Event()

    def __init__(self) -> None:
        self._terminated = False
        self._ended = threading.Event()

    @property
    def terminated(self) -> bool:
        return self._terminated

    @terminated.setter
    def terminated(self, value: bool) -> None:
        if value:
            self._terminated = True
            self._ended.set()
        else:
            self.beginning.set()
            self._ended.wait(10)
            self._terminated = False


def test_a_session_that_is_closed_while_it_begins_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slack_sdk.socket_mode.builtin.client.ConnectionState", BeginsLate)
    with Workspace(tmp_path / "chat.db", reference("demo", "workspace.toml")) as chat:
        client = WebClient(chat.tokens.bot, base_url=chat.api_url)
        app = App(client=client, signing_secret=chat.tokens.signing_secret, process_before_response=True)
        handler = PromptHandler(app, chat.tokens.app, WebClient(chat.tokens.app, base_url=chat.api_url))
        handler.client.connect_to_new_endpoint()
        assert BeginsLate.beginning.wait(10)
        closing = threading.Thread(target=handler.close, daemon=True)
        closing.start()
        closing.join(20)
        assert not closing.is_alive()


@given(st.text(max_size=400), st.binary(min_size=4, max_size=4))
def test_an_answer_is_read_as_it_was_sent(text: str, mask: bytes) -> None:
    assert as_the_chat_reads_it(text_frame(text.encode(), mask)) == text


@pytest.mark.parametrize("length", [0, 125, 126, 65_535, 65_536])
def test_an_answer_may_be_as_long_as_it_likes(length: int) -> None:
    assert as_the_chat_reads_it(text_frame(b"x" * length, b"\x01\x80\x00\xff")) == "x" * length


def as_the_chat_reads_it(frame: bytes) -> str:
    chat = ServerProtocol(state=State.OPEN)
    chat.receive_data(frame)
    (read,) = chat.events_received()
    assert isinstance(read, Frame) and (read.opcode, read.fin) == (Opcode.TEXT, True)
    return bytes(read.data).decode()


def handler_in(chat: Workspace, *, begun: threading.Event, slow: threading.Event) -> PromptHandler:
    """A handler with a command that says when it has ``begun``, and answers when ``slow`` is set."""
    app = App(
        client=WebClient(chat.tokens.bot, base_url=chat.api_url),
        signing_secret=chat.tokens.signing_secret,
        process_before_response=True,
    )

    def echo(ack: Ack, command: dict[str, str]) -> None:
        begun.set()
        slow.wait(10)
        ack(text=command["text"])

    app.command("/echo")(echo)
    return PromptHandler(app, chat.tokens.app, WebClient(chat.tokens.app, base_url=chat.api_url))


@pytest.mark.parametrize("how", ["silent", "pings"])
def test_a_deaf_socket_is_left_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: Deafness) -> None:
    monkeypatch.setattr("bot.sockets._PING_SECONDS", 0.1)
    monkeypatch.setattr(f"bot.hearing.{'DEAF' if how == 'silent' else 'QUIET'}_SECONDS", 1.0)
    with Workspace(tmp_path / "chat.db", reference("demo", "workspace.toml")) as chat:
        at_once = threading.Event()
        at_once.set()
        handler = handler_in(chat, begun=threading.Event(), slow=at_once)
        try:
            handler.client.connect_to_new_endpoint()
            assert chat.wait_online()
            chat.deafen(how)
            assert not chat.command("he.jing", "#客服", "/echo 在")["acknowledged"]
            person(chat.url, "he.jing").wait_for(lambda: answers(chat), 20)
            assert handler.hearing().opened >= 2
            assert handler.hearing().is_connected
        finally:
            handler.close()


def answers(chat: Workspace) -> bool:
    return bool(chat.command("he.jing", "#客服", "/echo 在")["acknowledged"])


def test_what_was_taken_is_acknowledged_before_the_end_and_nothing_is_taken_after(tmp_path: Path) -> None:
    begun, slow = threading.Event(), threading.Event()
    with Workspace(tmp_path / "chat.db", reference("demo", "workspace.toml")) as chat, ThreadPoolExecutor(2) as people:
        handler = handler_in(chat, begun=begun, slow=slow)
        try:
            handler.client.connect_to_new_endpoint()
            assert chat.wait_online()
            first = people.submit(answers, chat)
            assert begun.wait(10)
            assert not handler.finish(0)
            late = people.submit(answers, chat)
            slow.set()
            assert handler.finish(10)
            assert (first.result(), late.result()) == (True, False)
        finally:
            handler.close()
