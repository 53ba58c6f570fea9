"""Response URLs: five uses in thirty minutes, to one person or to all."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.workspace.house import House, bolt, connected, section


def send(url: str, body: Any) -> tuple[int, str]:
    data = json.dumps(body).encode() if not isinstance(body, bytes) else body
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, ""
    except urllib.error.HTTPError as error:
        with error:
            return error.code, str(json.load(error)["error"])


@pytest.fixture
def url(house: House) -> Iterator[str]:
    """The response URL of a command of an.ning in #官微."""
    app = bolt(house)
    seen: list[str] = []

    @app.command("/echo")
    def echo(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body["response_url"])
        ack()

    with connected(house, app):
        house.person("an.ning").command("#官微", "/echo")
        yield seen[0]


def test_an_answer_is_for_the_person_unless_it_says_for_all(house: House, url: str) -> None:
    assert send(url, {"text": "悄悄"}) == (200, "")
    assert send(url, {"text": "大家", "response_type": "in_channel"}) == (200, "")
    person = house.person("an.ning")
    assert [one["text"] for one in person.ephemerals()] == ["悄悄"]
    assert [one["text"] for one in person.messages("#官微")] == ["大家"]


def test_the_sixth_use_is_refused(url: str) -> None:
    assert [send(url, {"text": "x"}) for _ in range(6)] == [(200, "")] * 5 + [(404, "used_url")]


def test_after_thirty_minutes_it_is_over(house: House, url: str) -> None:
    house.ticks.now += 1_800
    assert send(url, {"text": "x"}) == (200, "")
    house.ticks.now += 1
    assert send(url, {"text": "x"}) == (404, "expired_url")


def test_an_answer_is_measured_like_a_message(url: str) -> None:
    assert send(url, {"text": "x", "blocks": [section()] * 51}) == (400, "invalid_blocks")
    assert send(url, {}) == (400, "no_text")
    assert send(url, b"no json") == (400, "invalid_payload")
