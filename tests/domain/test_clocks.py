"""Time that counts: service hours, office hours, quiet hours."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.config.windows import overlapping, parse_window
from bot.domain.calendar import Calendar
from bot.domain.clocks import (
    ServiceHours,
    in_quiet,
    office_hours,
    round_the_clock,
)
from tests.company import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def hours(*written: str, zone: ZoneInfo = SHANGHAI, calendar: Calendar | None = None) -> ServiceHours:
    return ServiceHours(tuple(parse_window(each) for each in written), zone, calendar)


DAILY = hours("09:00-21:00")


def at(text: str, zone: ZoneInfo = SHANGHAI, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        ("2026-11-24 10:00", 15 * MINUTE, "2026-11-24 10:15"),
        ("2026-11-24 20:50", 15 * MINUTE, "2026-11-25 09:05"),
        ("2026-11-24 23:30", 15 * MINUTE, "2026-11-25 09:15"),
        ("2026-11-24 03:00", 15 * MINUTE, "2026-11-24 09:15"),
        ("2026-11-24 10:00", 24 * HOUR, "2026-11-26 10:00"),
        # What ends with the window is due at its end, not at the next opening.
        ("2026-11-24 20:00", HOUR, "2026-11-24 21:00"),
        ("2026-11-24 21:00", HOUR, "2026-11-25 10:00"),
        ("2026-11-24 22:00", timedelta(), "2026-11-24 22:00"),
    ],
)
def test_a_due_time_counts_service_time_only(start: str, amount: timedelta, due: str) -> None:
    assert DAILY.add(at(start), amount) == at(due)


def test_a_pause_at_noon_stops_the_clock() -> None:
    split = hours("13:00-18:00", "09:00-12:00")

    assert split.add(at("2026-11-24 11:30"), HOUR) == at("2026-11-24 13:30")
    assert split.elapsed(at("2026-11-24 11:00"), at("2026-11-24 14:00")) == 2 * HOUR
    assert split.pauses(at("2026-11-24 11:30"), at("2026-11-24 19:00")) == (
        (at("2026-11-24 12:00"), at("2026-11-24 13:00")),
        (at("2026-11-24 18:00"), at("2026-11-24 19:00")),
    )


def test_a_window_over_midnight_counts_on_both_sides() -> None:
    night = hours("21:00-02:00")

    assert night.add(at("2026-11-24 23:00"), 2 * HOUR) == at("2026-11-25 01:00")
    assert night.add(at("2026-11-25 01:30"), HOUR) == at("2026-11-25 21:30")
    assert night.elapsed(at("2026-11-24 12:00"), at("2026-11-25 12:00")) == 5 * HOUR


def test_the_whole_day_is_round_the_clock() -> None:
    whole = hours("00:00-24:00")

    assert whole.round_the_clock
    assert whole.add(at("2026-11-24 23:00"), 30 * HOUR) == at("2026-11-26 05:00")
    assert whole.pauses(at("2026-11-24 23:00"), at("2026-11-26 05:00")) == ()
    assert not DAILY.round_the_clock


def test_service_time_before_its_start_is_negative() -> None:
    assert DAILY.elapsed(at("2026-11-25 10:00"), at("2026-11-24 20:00")) == -2 * HOUR


def test_a_moment_is_in_service_from_the_opening_up_to_the_close() -> None:
    assert DAILY.covers(at("2026-11-24 09:00"))
    assert DAILY.covers(at("2026-11-24 20:59"))
    assert not DAILY.covers(at("2026-11-24 21:00"))
    assert not DAILY.covers(at("2026-11-24 08:59"))


def test_hours_that_overlap_or_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        hours("09:00-12:00", "11:00-13:00")
    with pytest.raises(ValueError, match="at least one"):
        ServiceHours((), SHANGHAI)
    with pytest.raises(ValueError, match="not an amount"):
        DAILY.add(at("2026-11-24 10:00"), -MINUTE)


def test_working_hours_skip_weekends_and_holidays_and_count_make_up_days() -> None:
    office = office_hours(settings(), Calendar(off=frozenset({date(2026, 11, 30)})))

    assert office.add(at("2026-11-27 16:00"), 4 * HOUR) == at("2026-12-01 11:00")
    # The Spring Festival of 2026: Saturday the 14th is worked, the 15th to the 23rd are off.
    assert office.add(at("2026-02-13 17:00"), 2 * HOUR) == at("2026-02-14 10:00")
    assert office.add(at("2026-02-14 17:00"), 2 * HOUR) == at("2026-02-24 10:00")


def test_a_night_window_belongs_to_the_working_day_it_starts_on() -> None:
    friday_night = hours("22:00-02:00", calendar=Calendar())

    assert friday_night.covers(at("2026-11-28 01:00"))
    assert not friday_night.covers(at("2026-11-29 01:00"))


def test_a_window_that_begins_when_the_clocks_are_put_forward_begins_at_the_change() -> None:
    # 2026-03-08: 02:00 becomes 03:00.
    gap = hours("02:30-04:00", zone=NEW_YORK)

    assert gap.elapsed(at("2026-03-08 00:00", NEW_YORK), at("2026-03-08 12:00", NEW_YORK)) == HOUR
    assert gap.add(at("2026-03-08 00:00", NEW_YORK), MINUTE) == at("2026-03-08 03:01", NEW_YORK)


def test_a_window_inside_the_hour_that_is_skipped_is_empty_that_day() -> None:
    gone = hours("02:10-02:50", zone=NEW_YORK)

    assert gone.add(at("2026-03-08 00:00", NEW_YORK), MINUTE) == at("2026-03-09 02:11", NEW_YORK)


def test_an_hour_that_comes_twice_is_counted_twice_when_the_window_is_open_through_it() -> None:
    # 2026-11-01: 02:00 becomes 01:00.
    night = hours("00:00-03:00", zone=NEW_YORK)

    assert night.elapsed(at("2026-11-01 00:00", NEW_YORK), at("2026-11-01 12:00", NEW_YORK)) == 4 * HOUR
    assert night.add(at("2026-11-01 01:30", NEW_YORK), HOUR) == at("2026-11-01 01:30", NEW_YORK, fold=1)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [("22:59", False), ("23:00", True), ("03:00", True), ("07:29", True), ("07:30", False), ("12:00", False)],
)
def test_quiet_hours_reach_over_midnight(moment: str, quiet: bool) -> None:
    assert in_quiet(parse_window("23:00-07:30"), SHANGHAI, at(f"2026-11-24 {moment}")) is quiet


def test_quiet_hours_within_one_day_are_possible_too() -> None:
    noon = parse_window("12:00-14:00")

    assert in_quiet(noon, SHANGHAI, at("2026-11-24 12:00"))
    assert in_quiet(noon, SHANGHAI, at("2026-11-24 13:59"))
    assert not in_quiet(noon, SHANGHAI, at("2026-11-24 14:00"))


zones = st.sampled_from([SHANGHAI, NEW_YORK, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Africa/Casablanca")])
minutes = st.integers(0, 1439).map(lambda minute: time(*divmod(minute, 60)))
# Around the changes of the clocks of 2026 and the holidays of its beginning.
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
amounts = st.timedeltas(timedelta(), timedelta(hours=90))


@st.composite
def any_hours(draw: st.DrawFn) -> ServiceHours:
    edges = draw(st.lists(minutes, min_size=2, max_size=6, unique=True).filter(lambda found: len(found) % 2 == 0))
    edges.sort()
    if draw(st.booleans()):
        edges = [*edges[1:], edges[0]]
    windows = tuple(zip(edges[::2], edges[1::2], strict=True))
    return ServiceHours(windows, draw(zones), draw(st.sampled_from([None, Calendar()])))


@given(any_hours(), moments, amounts)
def test_exactly_the_amount_has_passed_when_it_is_due(
    service: ServiceHours, start: datetime, amount: timedelta
) -> None:
    assert service.elapsed(start, service.add(start, amount)) == amount


@given(any_hours(), moments, amounts)
def test_just_before_it_is_due_less_has_passed(service: ServiceHours, start: datetime, amount: timedelta) -> None:
    assume(amount)
    due = service.add(start, amount)

    assert service.elapsed(start, due - timedelta.resolution) < amount


@given(any_hours(), moments, amounts, amounts)
def test_two_amounts_after_each_other_are_their_sum(
    service: ServiceHours, start: datetime, one: timedelta, other: timedelta
) -> None:
    assert service.add(service.add(start, one), other) == service.add(start, one + other)


@given(any_hours(), moments, moments, amounts)
def test_who_starts_later_is_never_due_earlier(
    service: ServiceHours, one: datetime, other: datetime, amount: timedelta
) -> None:
    assert service.add(min(one, other), amount) <= service.add(max(one, other), amount)


@given(any_hours(), st.lists(moments, min_size=3, max_size=3))
def test_service_time_adds_up_and_is_never_more_than_real_time(service: ServiceHours, three: list[datetime]) -> None:
    first, middle, last = sorted(three)
    whole = service.elapsed(first, last)

    assert service.elapsed(first, middle) + service.elapsed(middle, last) == whole
    assert timedelta() <= whole <= last - first
    assert service.elapsed(last, first) == -whole


@given(any_hours(), moments, st.timedeltas(timedelta(), timedelta(days=9)))
def test_spans_and_pauses_tile_the_time_between(service: ServiceHours, start: datetime, length: timedelta) -> None:
    spans = [*service.spans(start, start + length), *service.pauses(start, start + length)]
    spans.sort()

    assert all(opened < closed for opened, closed in spans)
    assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))
    assert sum((closed - opened for opened, closed in spans), timedelta()) == length


@given(any_hours(), moments)
def test_a_moment_counts_when_the_wall_clock_stands_in_a_window(service: ServiceHours, moment: datetime) -> None:
    # Where the clocks never change, the wall clock alone decides.
    plain = ServiceHours(service.windows, SHANGHAI)
    wall = moment.astimezone(SHANGHAI).time()
    inside = any(start <= wall < end if start < end else wall >= start or wall < end for start, end in service.windows)

    assert plain.covers(moment) is inside


@given(moments, amounts)
def test_round_the_clock_is_real_time(start: datetime, amount: timedelta) -> None:
    always = round_the_clock(NEW_YORK)

    assert always.add(start, amount) == start + amount
    assert always.elapsed(start, start + amount) == amount


@given(st.lists(st.tuples(minutes, minutes).filter(lambda window: window[0] != window[1]), min_size=1, max_size=4))
def test_hours_take_exactly_the_windows_that_do_not_overlap(windows: list[tuple[time, time]]) -> None:
    parsed = [parse_window(f"{start:%H:%M}-{end:%H:%M}") for start, end in windows]

    if overlapping(parsed):
        with pytest.raises(ValueError, match="overlap"):
            ServiceHours(tuple(parsed), SHANGHAI)
    else:
        assert ServiceHours(tuple(parsed), SHANGHAI).windows == tuple(sorted(parsed))
