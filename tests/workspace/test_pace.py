"""One message a second and channel after a short burst; the other methods by their tiers."""

from __future__ import annotations

import pytest

from bot.workspace.kinds import Refused
from bot.workspace.pace import Counter, Pace
from tests.workspace.house import Ticks


def test_a_channel_takes_a_burst_and_then_one_a_second() -> None:
    ticks = Ticks()
    counter = Counter(Pace(), ticks)
    for _ in range(3):
        counter.post("C1")
    with pytest.raises(Refused) as caught:
        counter.post("C1")
    assert (caught.value.code, caught.value.status, caught.value.retry_after) == ("ratelimited", 429, 1)
    ticks.now += 1.0
    counter.post("C1")
    with pytest.raises(Refused):
        counter.post("C1")


def test_channels_are_counted_apart() -> None:
    counter = Counter(Pace(post_burst=1), Ticks())
    counter.post("C1")
    counter.post("C2")


def test_waiting_as_long_as_told_is_enough() -> None:
    ticks = Ticks()
    counter = Counter(Pace(posts_per_second=0.4, post_burst=1), ticks)
    counter.post("C1")
    with pytest.raises(Refused) as caught:
        counter.post("C1")
    assert caught.value.retry_after == 3
    ticks.now += 3
    counter.post("C1")


def test_updates_may_come_a_minutes_worth_at_once() -> None:
    counter = Counter(Pace(), Ticks())
    for _ in range(50):
        counter.call("chat.update")
    with pytest.raises(Refused):
        counter.call("chat.update")


def test_what_has_no_tier_is_not_counted() -> None:
    counter = Counter(Pace(), Ticks())
    for _ in range(1_000):
        counter.call("auth.test")


def test_tests_may_have_no_pace_at_all() -> None:
    counter = Counter(Pace.unlimited(), Ticks())
    for _ in range(1_000):
        counter.post("C1")
        counter.call("users.list")
