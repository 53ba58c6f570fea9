"""The pace: a message a second in a channel, a bucket of changes, and what the chat asks to wait for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.pace import Pace


def test_a_channel_is_free_a_second_after_its_last_message() -> None:
    pace = Pace()
    assert pace.post_wait("C1", 100.0) == 0
    pace.posted("C1", 100.0)
    assert pace.post_wait("C1", 100.25) == 0.75
    assert pace.post_wait("C1", 101.0) == 0


def test_another_channel_does_not_wait() -> None:
    pace = Pace()
    pace.posted("C1", 100.0)
    assert pace.post_wait("C2", 100.0) == 0
    assert pace.busy(100.5) == {"C1": 0.5}
    assert pace.busy(101.0) == {}


def test_all_channels_together_have_a_pace_after_a_burst() -> None:
    pace = Pace(posts_a_minute=60, posts_at_once=3)
    for channel in ("C1", "C2", "C3"):
        assert pace.post_wait(channel, 100.0) == 0
        pace.posted(channel, 100.0)
    assert pace.posts_wait(100.0) == pace.post_wait("C4", 100.0) == pytest.approx(1.0)
    assert pace.posts_wait(101.0) == pytest.approx(0)
    assert pace.update_wait(100.0) == 0


def test_without_a_pace_of_messages_none_waits() -> None:
    pace = Pace(post_every=0)
    for _ in range(1_000):
        pace.posted("C1", 100.0)
    assert pace.post_wait("C1", 100.0) == pace.posts_wait(100.0) == 0


def test_a_hold_is_kept_and_a_shorter_one_does_not_cut_it_short() -> None:
    pace = Pace()
    pace.hold("C1", 130.0)
    pace.posted("C1", 100.0)
    assert pace.post_wait("C1", 110.0) == 20


def test_changes_go_in_a_burst_and_then_at_their_rate() -> None:
    pace = Pace(updates_a_minute=60, updates_at_once=3)
    for _ in range(3):
        assert pace.update_wait(100.0) == 0
        pace.updated(100.0)
    assert pace.update_wait(100.0) == pytest.approx(1.0)
    assert pace.update_wait(101.0) == 0


def test_all_changes_wait_when_the_chat_says_so() -> None:
    pace = Pace()
    pace.hold_updates(107.0)
    assert pace.update_wait(100.0) == 7
    assert pace.post_wait("C1", 100.0) == 0


def test_a_clock_that_steps_back_gives_no_changes_for_free() -> None:
    pace = Pace(updates_a_minute=60, updates_at_once=1)
    pace.updated(100.0)
    assert pace.update_wait(40.0) == pytest.approx(1.0)


def test_a_clock_that_is_set_back_makes_nobody_wait_for_the_time_to_come_round_again() -> None:
    pace = Pace()
    pace.hold_updates(4_007.0)
    assert pace.busy(4_000.0) == {}
    pace.posted("C1", 4_000.0)
    assert pace.post_wait("C1", 400.0) == 1
    assert pace.update_wait(400.0) == 7
    assert pace.busy(400.5) == {"C1": 0.5}


@given(steps=st.lists(st.floats(min_value=0, max_value=5), max_size=200))
def test_a_minute_never_sees_more_changes_than_the_burst_and_the_rate_allow(steps: list[float]) -> None:
    pace = Pace(updates_a_minute=50, updates_at_once=10)
    now, went = 1_000.0, []
    for step in steps:
        now += step
        if pace.update_wait(now) <= 0:
            pace.updated(now)
            went.append(now)
    for first in went:
        assert sum(first <= at < first + 60 for at in went) <= 50 + 10
