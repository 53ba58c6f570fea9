"""The clocks' policies by severity and department, and the hours that they count in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.config import Settings
from bot.domain.calendar import calendar_of
from bot.domain.policies import Policies
from tests.company import settings

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OFFICE = {"service": ["09:00-17:00"], "service_days": "working"}


def policies(**changes: Any) -> Policies:
    found: Settings = settings(**changes)
    return Policies(found, calendar_of(found))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def test_a_complaint_has_the_times_of_the_product_in_service_hours() -> None:
    policy = policies().of("normal", "service")

    assert (policy.claim, policy.reply, policy.resolve) == (15 * MINUTE, HOUR, 24 * HOUR)
    assert policy.hours.add(at("2026-11-24 20:50"), policy.claim) == at("2026-11-25 09:05")


def test_the_severest_has_a_third_of_the_time_round_the_clock() -> None:
    policy = policies().of("P0", "service")

    assert (policy.claim, policy.reply, policy.resolve) == (5 * MINUTE, 20 * MINUTE, 8 * HOUR)
    assert policy.hours.add(at("2026-11-24 22:00"), policy.resolve) == at("2026-11-25 06:00")


def test_a_severity_says_its_own_times_and_whether_nights_count() -> None:
    own = {"severity": {"P0": {"reply_minutes": 30, "round_the_clock": False}}}
    policy = policies(policy={"complaint": own}).of("P0", "service")

    assert (policy.claim, policy.reply) == (5 * MINUTE, 30 * MINUTE)
    assert policy.hours.add(at("2026-11-24 20:50"), policy.reply) == at("2026-11-25 09:20")


def test_a_department_says_its_own_times_and_hours_and_the_others_keep_theirs() -> None:
    own = {"department": {"sales": {"claim_minutes": 30, "service": ["10:00-18:00"], "days": "working"}}}
    found = policies(policy={"complaint": own})

    # A Saturday.
    assert found.of("normal", "sales").claim == 30 * MINUTE
    assert found.of("normal", "sales").reply == HOUR
    assert found.of("normal", "sales").hours.add(at("2026-11-28 12:00"), HOUR) == at("2026-11-30 11:00")
    assert found.of("normal", "service").claim == 15 * MINUTE
    assert found.of("normal", "service").hours.add(at("2026-11-28 12:00"), HOUR) == at("2026-11-28 13:00")
    assert found.of("P0", "sales").claim == 10 * MINUTE


@pytest.mark.parametrize(
    ("hours", "start", "amount", "due"),
    [
        (OFFICE, "2026-11-27 16:45", 30 * MINUTE, "2026-11-30 09:15"),
        ({**OFFICE, "service": ["09:00-12:00", "13:00-18:00"]}, "2026-11-24 11:30", 2 * HOUR, "2026-11-24 14:30"),
        # 10 October 2026 is a Saturday on which China works; 1 October to 7 October it does not.
        (OFFICE, "2026-10-09 16:45", 30 * MINUTE, "2026-10-10 09:15"),
        (OFFICE, "2026-09-30 16:45", 30 * MINUTE, "2026-10-08 09:15"),
        # Service is every day unless the settings say otherwise.
        ({"service": ["09:00-17:00"]}, "2026-09-30 16:45", 30 * MINUTE, "2026-10-01 09:15"),
    ],
)
def test_known_answers_hold(hours: dict[str, Any], start: str, amount: timedelta, due: str) -> None:
    assert policies(hours=hours).of("normal", "service").hours.add(at(start), amount) == at(due)


def test_the_companys_own_days_win_over_the_official_calendar() -> None:
    own = {"working": ["2026-11-28"], "off": ["2026-11-30"]}
    found = policies(hours=OFFICE, calendar=own).of("normal", "service").hours

    assert found.add(at("2026-11-27 16:45"), 30 * MINUTE) == at("2026-11-28 09:15")
    assert found.add(at("2026-11-28 16:45"), 30 * MINUTE) == at("2026-12-01 09:15")
