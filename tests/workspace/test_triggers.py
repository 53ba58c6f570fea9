"""Triggers live three seconds and work once; response URLs five times in thirty minutes."""

from __future__ import annotations

import random

import pytest

from bot.workspace.kinds import Refused
from bot.workspace.triggers import ResponseUrls, Triggers
from tests.workspace.house import Ticks


def code(use: object, *args: object) -> str:
    with pytest.raises(Refused) as caught:
        use(*args)  # type: ignore[operator]  # a method of what is tested
    return caught.value.code


def test_a_trigger_works_once() -> None:
    triggers = Triggers(Ticks(), random.Random(1))
    name = triggers.issue("U1")
    assert triggers.exchange(name).user == "U1"
    assert code(triggers.exchange, name) == "exchanged_trigger_id"


def test_a_trigger_lives_three_seconds() -> None:
    ticks = Ticks()
    triggers = Triggers(ticks, random.Random(1))
    first, second = triggers.issue("U1"), triggers.issue("U1")
    ticks.now += 3.0
    triggers.exchange(first)
    ticks.now += 0.001
    assert code(triggers.exchange, second) == "expired_trigger_id"


def test_a_trigger_nobody_was_given_is_told_apart() -> None:
    assert code(Triggers(Ticks(), random.Random(1)).exchange, "1.2") == "invalid_trigger_id"


def test_the_same_key_is_the_same_trigger_alive_again() -> None:
    ticks = Ticks()
    triggers = Triggers(ticks, random.Random(1))
    first = triggers.issue("U1", key="step-4")
    triggers.exchange(first)
    ticks.now += 60
    assert triggers.issue("U1", key="step-4") == first
    assert triggers.exchange(first).key == "step-4"


def test_a_response_url_works_five_times() -> None:
    urls = ResponseUrls(Ticks(), random.Random(1))
    token = urls.issue("U1", "C1")
    for _ in range(5):
        urls.use(token)
    assert code(urls.use, token) == "used_url"


def test_a_response_url_lives_thirty_minutes() -> None:
    ticks = Ticks()
    urls = ResponseUrls(ticks, random.Random(1))
    token = urls.issue("U1", "C1")
    ticks.now += 1800
    urls.use(token)
    ticks.now += 0.001
    assert code(urls.use, token) == "expired_url"


def test_what_is_long_over_is_forgotten() -> None:
    ticks = Ticks()
    triggers = Triggers(ticks, random.Random(1))
    old = triggers.issue("U1")
    ticks.now += 61
    triggers.issue("U1")
    assert code(triggers.exchange, old) == "invalid_trigger_id"
