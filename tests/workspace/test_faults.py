"""Faults on demand: tests of what talks to the chat need errors, full queues and broken connections."""

from __future__ import annotations

from http.client import RemoteDisconnected
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError

from tests.workspace.house import House


def texts(house: House) -> list[str]:
    return [one["text"] for one in house.person("an.ning").messages("#官微")]


def test_a_status_a_code_and_then_all_is_well(house: House) -> None:
    house.workspace.fail_next("chat.postMessage", http_status=503)
    house.workspace.fail_next("chat.postMessage", http_status=429, retry_after=7)
    house.workspace.fail_next("chat.postMessage", error="account_inactive", times=2)
    seen = []
    for _ in range(5):
        try:
            house.client.chat_postMessage(channel="#官微", text="x")
        except SlackApiError as error:
            response = error.response
            seen.append((response.status_code, response["error"], response.headers.get("Retry-After")))
    assert seen == [
        (503, "internal_error", None),
        (429, "ratelimited", "7"),
        (200, "account_inactive", None),
        (200, "account_inactive", None),
    ]
    assert texts(house) == ["x"]


def test_a_connection_that_breaks_before_has_no_effect(house: House) -> None:
    house.workspace.fail_next("chat.postMessage", drop="drop_before")
    with pytest.raises((URLError, RemoteDisconnected, ConnectionError)):
        house.client.chat_postMessage(channel="#官微", text="x")
    assert texts(house) == []


def test_a_connection_that_breaks_after_has_the_effect(house: House) -> None:
    house.workspace.fail_next("*", drop="drop_after")
    with pytest.raises((URLError, RemoteDisconnected, ConnectionError)):
        house.client.chat_postMessage(channel="#官微", text="x")
    assert texts(house) == ["x"]
