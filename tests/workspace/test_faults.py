"""Faults on demand: tests of what talks to the chat need errors, full queues and broken connections."""

from __future__ import annotations

import random
from http.client import HTTPException, RemoteDisconnected
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError

from bot.workspace.faults import Fault
from tests.workspace.house import House, bolt, connected


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


def test_half_an_answer_is_no_answer_but_the_effect_is_there(house: House) -> None:
    house.workspace.fail_next("chat.postMessage", drop="drop_within")
    with pytest.raises((URLError, HTTPException, ConnectionError)):
        house.client.chat_postMessage(channel="#官微", text="x")
    assert texts(house) == ["x"]


def test_an_answer_may_come_later_than_anybody_waits_for_it(house: House) -> None:
    house.workspace.fail_next("chat.postMessage", stall=30.0)
    house.client.timeout = 1
    with pytest.raises(OSError):
        house.client.chat_postMessage(channel="#官微", text="taken")
    assert texts(house) == ["taken"]
    house.workspace.fail_next("chat.postMessage", late=1.5)
    with pytest.raises(OSError):
        house.client.chat_postMessage(channel="#官微", text="late")
    assert texts(house) == ["taken"]
    an = house.person("an.ning")
    assert an.wait_for(lambda: texts(house) == ["taken", "late"])


def test_tokens_are_refused_while_they_are_revoked(house: House) -> None:
    house.workspace.revoke_tokens()
    with pytest.raises(SlackApiError, match="token_revoked"):
        house.client.chat_postMessage(channel="#官微", text="x")
    house.workspace.revoke_tokens(False)
    house.client.chat_postMessage(channel="#官微", text="x")
    assert texts(house) == ["x"]


def test_a_share_of_all_calls_may_fail(house: House) -> None:
    fault = Fault(http_status=500)
    house.workspace.fail_sometimes(0.5, [fault], random.Random(3), but=["users.list"])
    failed = 0
    for _ in range(40):
        house.client.users_list()
        try:
            house.client.chat_postMessage(channel="#官微", text="x")
        except SlackApiError:
            failed += 1
    assert 5 < failed < 35
    assert (failed, len(texts(house))) == (house.workspace.faults_met, 40 - failed)
    house.workspace.fail_sometimes(0, [], random.Random())
    house.client.chat_postMessage(channel="#官微", text="x")


def test_an_envelope_may_come_twice_under_its_id(house: House) -> None:
    app, seen = bolt(house), list[str]()

    @app.command("/echo")
    def echo(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body["trigger_id"])
        ack("在")

    with connected(house, app):
        house.workspace.disorder(twice=1.0)
        assert house.person("an.ning").command("#官微", "/echo")["acknowledged"]
        house.workspace.disorder()
        assert house.person("an.ning").command("#官微", "/echo")["acknowledged"]
    assert len(seen) == 3
    assert len(set(seen)) == 2
