"""What a failed call means for the message."""

from __future__ import annotations

import socket
from http.client import IncompleteRead, RemoteDisconnected
from random import Random
from types import SimpleNamespace
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError

from bot.outbox.failures import BACKOFF_MOST, Failure, backoff, failure


def answered(error: str = "", *, status: int = 200, headers: dict[str, str] | None = None, **more: object) -> Failure:
    data = {"ok": False, "error": error, **more} if error else {"ok": False, **more}
    response = SimpleNamespace(status_code=status, data=data, headers=headers or {})
    return failure(SlackApiError("", response))


@pytest.mark.parametrize("name", ["Retry-After", "retry-after", "RETRY-AFTER"])
def test_too_fast_waits_as_long_as_the_chat_says(name: str) -> None:
    said = answered("ratelimited", status=429, headers={name: "17"})
    assert said == Failure("too_fast", "ratelimited", retry_after=17)


@pytest.mark.parametrize("value", ["soon", "", "-3", "Tue, 24 Nov 2026 02:30:00 GMT", "nan"])
def test_a_wait_that_is_no_number_is_half_a_minute(value: str) -> None:
    assert answered(status=429, headers={"Retry-After": value}).retry_after == 30


def test_too_fast_without_its_status_is_too_fast() -> None:
    assert answered("rate_limited").kind == "too_fast"


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_may_have_come_after_the_effect(status: int) -> None:
    assert answered(status=status) == Failure("passing", f"http_{status}", uncertain=True)


def test_the_chats_own_trouble_may_have_come_after_the_effect() -> None:
    assert answered("fatal_error") == Failure("passing", "fatal_error", uncertain=True)


def test_an_answer_in_no_form_the_chat_has_is_not_the_chats() -> None:
    said = answered("Received a response in a non-JSON format: <html>", status=404)
    assert said == Failure("passing", "http_404", uncertain=True)


@pytest.mark.parametrize(
    "error", ["channel_not_found", "not_in_channel", "is_archived", "invalid_auth", "msg_too_long", "never_heard_of"]
)
def test_what_the_chat_refuses_is_refused(error: str) -> None:
    assert answered(error) == Failure("refused", error)


def test_a_refusal_says_which_scope_or_which_block() -> None:
    assert answered("missing_scope", needed="chat:write").text == "missing_scope: chat:write"
    said = answered("invalid_blocks", response_metadata={"messages": ["[ERROR] too long [/blocks/0]"]})
    assert said.text == "invalid_blocks: [ERROR] too long [/blocks/0]"


@pytest.mark.parametrize(
    "error",
    [TimeoutError(), RemoteDisconnected(""), ConnectionResetError(), IncompleteRead(b""), URLError(TimeoutError())],
)
def test_a_broken_connection_leaves_the_message_uncertain(error: Exception) -> None:
    said = failure(error)
    assert (said.kind, said.uncertain) == ("passing", True)


@pytest.mark.parametrize("error", [URLError(ConnectionRefusedError()), URLError(socket.gaierror())])
def test_what_never_left_is_certain(error: Exception) -> None:
    said = failure(error)
    assert (said.kind, said.uncertain) == ("passing", False)


def test_waiting_doubles_up_to_five_minutes_with_the_upper_half_at_random() -> None:
    chance = Random(7)
    for attempts, most in [(1, 2), (2, 4), (5, 32), (8, 256), (9, BACKOFF_MOST), (5_000, BACKOFF_MOST)]:
        waits = [backoff(attempts, chance) for _ in range(50)]
        assert all(most / 2 <= wait <= most for wait in waits)
        assert len(set(waits)) > 40
