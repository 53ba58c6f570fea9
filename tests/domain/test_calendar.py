"""Working days: China's official calendar, the company's changes, and the lead time counted in them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Calendar, calendar_of, lead_days
from tests.company import settings

DAY = timedelta(days=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")
CLOSE = time(18)
OFFICIAL = Calendar()

# From before the official calendar begins to after the last announced year.
days = st.dates(date(2003, 11, 1), date(2031, 3, 1))
near = st.dates(date(2025, 12, 1), date(2027, 3, 1))
some_days = st.frozensets(near, max_size=6)
calendars = st.builds(lambda working, off: Calendar(working, off - working), some_days, some_days)


def on(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI).astimezone(UTC)


def test_every_announced_day_is_as_the_official_calendar_has_it() -> None:
    day, wrong = date(2004, 1, 1), []
    while OFFICIAL.announced(day.year):
        if OFFICIAL.is_working(day) != chinese_calendar.is_workday(day):
            wrong.append(day)
        day += DAY

    assert day >= date(2027, 1, 1)
    assert wrong == []


def test_the_spring_festival_is_off_and_its_make_up_saturday_is_worked() -> None:
    assert not OFFICIAL.is_working(date(2026, 2, 17))
    assert OFFICIAL.is_working(date(2026, 2, 14))


def test_the_companys_own_days_win_over_the_official_calendar() -> None:
    calendar = Calendar(working=frozenset({date(2026, 2, 17)}), off=frozenset({date(2026, 2, 14), date(2026, 11, 24)}))

    assert calendar.is_working(date(2026, 2, 17))
    assert not calendar.is_working(date(2026, 2, 14))
    assert not calendar.is_working(date(2026, 11, 24))


def test_the_settings_own_days_make_the_calendar() -> None:
    calendar = calendar_of(settings(calendar={"working": ["2026-11-28"], "off": ["2026-11-27"]}))

    assert calendar.next_working_day(date(2026, 11, 26)) == date(2026, 11, 28)


def test_a_year_that_was_not_announced_is_monday_to_friday_and_says_so() -> None:
    assert OFFICIAL.announced(2026)
    assert not OFFICIAL.announced(2035)
    assert not OFFICIAL.is_working(date(2035, 10, 6))
    assert OFFICIAL.is_working(date(2035, 10, 1))
    assert OFFICIAL.unannounced(date(2034, 12, 30), date(2036, 1, 1)) == (2034, 2035)
    assert OFFICIAL.unannounced(date(2026, 1, 1), date(2027, 1, 1)) == ()
    assert OFFICIAL.unannounced(date(2026, 1, 1), date(2026, 1, 1)) == ()


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2026, 11, 23), date(2026, 11, 27), 4),
        (date(2026, 11, 27), date(2026, 11, 30), 1),
        (date(2026, 11, 28), date(2026, 11, 30), 0),
        # Friday 13 and the make-up Saturday, nine days off, Tuesday 24.
        (date(2026, 2, 13), date(2026, 2, 25), 3),
        # New Year's Day 2026 with its Friday and Saturday off and Sunday the 4th worked.
        (date(2025, 12, 31), date(2026, 1, 6), 3),
        (date(2026, 11, 27), date(2026, 11, 23), 0),
    ],
)
def test_working_days_are_counted_from_the_first_up_to_the_last(start: date, end: date, count: int) -> None:
    assert OFFICIAL.working_days_between(start, end) == count


@given(calendars, st.one_of(near, days), st.integers(0, 400))
def test_the_count_is_what_counting_day_by_day_gives(calendar: Calendar, start: date, length: int) -> None:
    counted = sum(calendar.is_working(start + DAY * n) for n in range(length))

    assert calendar.working_days_between(start, start + DAY * length) == counted


@given(calendars, st.lists(near, min_size=3, max_size=3))
def test_counts_of_two_stretches_add_up(calendar: Calendar, three: list[date]) -> None:
    first, middle, last = sorted(three)
    parts = calendar.working_days_between(first, middle) + calendar.working_days_between(middle, last)

    assert calendar.working_days_between(first, last) == parts


@given(calendars, near)
def test_the_next_working_day_is_the_first_one_after(calendar: Calendar, day: date) -> None:
    following = calendar.next_working_day(day)

    assert following > day
    assert calendar.is_working(following)
    assert calendar.working_days_between(day + DAY, following) == 0


def test_a_day_in_the_far_future_is_counted_at_once() -> None:
    assert OFFICIAL.working_days_between(date(2026, 1, 1), date.max) > 2_000_000


@pytest.mark.parametrize(
    ("submitted", "promotion", "lead"),
    [
        # Monday noon: for Friday, for Tuesday, for the same day.
        (on(date(2026, 11, 23), 12), date(2026, 11, 27), 4),
        (on(date(2026, 11, 23), 12), date(2026, 11, 24), 1),
        (on(date(2026, 11, 23), 12), date(2026, 11, 23), 0),
        # After the office has closed the day is over.
        (on(date(2026, 11, 23), 18), date(2026, 11, 24), 0),
        (on(date(2026, 11, 23), 23), date(2026, 11, 27), 3),
        # On a Saturday for Monday, and for a day that has passed.
        (on(date(2026, 11, 28), 10), date(2026, 11, 30), 0),
        (on(date(2026, 11, 28), 10), date(2026, 11, 20), 0),
        # The make-up Saturday before the Spring Festival is a day to work on.
        (on(date(2026, 2, 13), 10), date(2026, 2, 15), 2),
        (on(date(2026, 2, 14), 10), date(2026, 2, 24), 1),
    ],
)
def test_lead_time_counts_the_days_that_the_desk_has(submitted: datetime, promotion: date, lead: int) -> None:
    assert lead_days(OFFICIAL, submitted, promotion, zone=SHANGHAI, close=CLOSE) == lead


def test_the_day_of_submission_is_the_day_in_the_companys_zone() -> None:
    # 17:00 on Sunday in UTC is already Monday in Shanghai.
    submitted = datetime(2026, 11, 22, 17, tzinfo=UTC)

    assert lead_days(OFFICIAL, submitted, date(2026, 11, 24), zone=SHANGHAI, close=CLOSE) == 1


@given(calendars, st.datetimes(datetime(2025, 12, 1), datetime(2027, 3, 1), timezones=st.just(UTC)), near)  # noqa: DTZ001
def test_a_later_promotion_never_has_less_lead_and_a_later_notice_never_more(
    calendar: Calendar, submitted: datetime, promotion: date
) -> None:
    lead = lead_days(calendar, submitted, promotion, zone=SHANGHAI, close=CLOSE)

    assert lead <= lead_days(calendar, submitted, promotion + DAY, zone=SHANGHAI, close=CLOSE) <= lead + 1
    assert lead >= lead_days(calendar, submitted + timedelta(hours=7), promotion, zone=SHANGHAI, close=CLOSE) >= 0
