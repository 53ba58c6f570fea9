"""When a rally may speak to a person: by day, on working days, twice, before its end."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.desk import Desk
from bot.domain.rallies.times import LATER, Later, is_day, later_at, may_remind, next_allowed, next_reminder
from tests.rallies import local

AT = st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-11-30"))


def shown(desk: Desk, at: datetime | None) -> str:
    return f"{at.astimezone(desk.zone):%m-%d %H:%M}" if at else ""


@pytest.mark.parametrize(
    ("day", "clock", "allowed"),
    [
        ("2026-11-24", "09:00", "11-24 09:00"),  # a Tuesday, the first minute
        ("2026-11-24", "20:59", "11-24 20:59"),
        ("2026-11-24", "21:00", "11-25 09:00"),  # night
        ("2026-11-24", "03:00", "11-24 09:00"),
        ("2026-11-27", "22:00", "11-30 09:00"),  # Friday night: Monday
        ("2026-11-28", "10:00", "11-30 09:00"),  # a Saturday
        ("2026-10-01", "10:00", "10-08 09:00"),  # National Day's week
        ("2026-09-20", "10:00", "09-20 10:00"),  # a Sunday worked for it
    ],
)
def test_a_person_is_reminded_by_day_on_working_days(desk: Desk, day: str, clock: str, allowed: str) -> None:
    assert shown(desk, next_allowed(desk, local(desk, day, clock))) == allowed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(AT)
def test_the_next_allowed_moment_is_allowed_and_none_before_it_is(desk: Desk, naive: datetime) -> None:
    at = naive.replace(tzinfo=desk.zone)
    found = next_allowed(desk, at)
    assert found >= at
    assert may_remind(desk, found)
    if found > at:
        assert not may_remind(desk, at)
        assert not may_remind(desk, found - timedelta(minutes=1))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(AT, st.integers(1, 30 * 24 * 60))
def test_there_are_two_reminders_at_most_each_allowed_and_before_the_end(
    desk: Desk, naive: datetime, minutes: int
) -> None:
    since = naive.replace(tzinfo=desk.zone)
    until, count = since + timedelta(minutes=minutes), 0
    while at := next_reminder(desk, since, until, count):
        assert since < at < until
        assert may_remind(desk, at)
        since, count = at, count + 1
    assert count <= 2


def test_a_short_rally_reminds_half_way_and_a_very_short_one_not_at_all(desk: Desk) -> None:
    at = local(desk, "2026-11-24", "10:00")
    assert shown(desk, next_reminder(desk, at, at + timedelta(days=3), 0)) == "11-24 14:00"
    assert shown(desk, next_reminder(desk, at, at + timedelta(hours=4), 0)) == "11-24 12:00"
    assert next_reminder(desk, at, at + timedelta(minutes=90), 0) is None
    assert shown(desk, next_reminder(desk, at, at + timedelta(days=3), 1)) == "11-25 10:00"


@pytest.mark.parametrize(
    ("choice", "clock", "reminded"),
    [
        ("hour", "10:00", "11-24 11:00"),
        ("hour", "20:30", "11-25 09:00"),
        ("tonight", "10:00", "11-24 19:00"),
        ("tonight", "19:30", "11-24 20:30"),
        ("tonight", "20:30", "11-25 09:00"),
        ("tomorrow", "10:00", "11-25 09:00"),
    ],
)
def test_later_is_when_it_says_or_the_next_morning(desk: Desk, choice: Later, clock: str, reminded: str) -> None:
    at = local(desk, "2026-11-24", clock)
    assert shown(desk, later_at(desk, choice, at, at + timedelta(days=9))) == reminded


def test_tomorrow_said_on_a_friday_is_monday(desk: Desk) -> None:
    at = local(desk, "2026-11-27", "15:00")
    assert shown(desk, later_at(desk, "tomorrow", at, at + timedelta(days=9))) == "11-30 09:00"
    assert later_at(desk, "tomorrow", at, at + timedelta(days=2)) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(AT, st.sampled_from(LATER), st.integers(1, 20 * 24))
def test_later_never_rings_at_night_nor_after_the_end(desk: Desk, naive: datetime, choice: Later, hours: int) -> None:
    at = naive.replace(tzinfo=desk.zone)
    found = later_at(desk, choice, at, at + timedelta(hours=hours))
    assert found is None or (is_day(desk, found) and at < found < at + timedelta(hours=hours))
