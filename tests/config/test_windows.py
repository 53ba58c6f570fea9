"""Times of day and windows of time, as people write them."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config.windows import Window, overlapping, parse_time, parse_window

times = st.integers(0, 1439).map(lambda minute: time(*divmod(minute, 60)))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("08:45", time(8, 45)),
        ("8:45", time(8, 45)),
        ("０８：４５", time(8, 45)),
        (" 00:00 ", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_time_is_read_in_any_width(written: str, meant: time) -> None:
    assert parse_time(written) == meant


@pytest.mark.parametrize("written", ["24:00", "25:00", "12:60", "9点", "0845", "8:5", "", "08:45:00", "-1:00"])
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"not a (time|window)"):
        parse_time(written)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("09:00-21:00", time(9), time(21)),
        ("21:00-02:00", time(21), time(2)),
        ("09:00 － 21:00", time(9), time(21)),
        ("09:00~21:00", time(9), time(21)),
        ("18:00-24:00", time(18), time(0)),
        ("00:00-24:00", time(0), time(0)),
    ],
)
def test_a_window_is_read(written: str, start: time, end: time) -> None:
    assert parse_window(written) == Window(start, end)


@pytest.mark.parametrize(
    "written", ["09:00", "09:00-", "-09:00", "09:00-09:00", "24:00-01:00", "09:00-12:00-13:00", "09:00-24:01"]
)
def test_what_is_no_window_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"not a (time|window)"):
        parse_window(written)


@given(times, times)
def test_a_window_reads_back_as_it_is_shown(start: time, end: time) -> None:
    if start == end != time():
        return
    window = Window(start, end)

    assert parse_window(str(window)) == window


@pytest.mark.parametrize(
    ("windows", "clash"),
    [
        (["09:00-12:00", "12:00-18:00"], False),
        (["09:00-12:00", "11:59-18:00"], True),
        (["21:00-02:00", "02:00-09:00"], False),
        (["21:00-02:00", "01:00-03:00"], True),
        (["00:00-24:00", "12:00-12:01"], True),
        (["09:00-21:00", "09:00-21:00"], True),
        (["21:00-02:00", "09:00-21:00"], False),
    ],
)
def test_overlap_is_found_also_over_midnight(windows: list[str], clash: bool) -> None:
    parsed = [parse_window(each) for each in windows]

    assert (overlapping(parsed) is not None) is clash
    assert (overlapping(parsed[::-1]) is not None) is clash
