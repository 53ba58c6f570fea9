"""Until when, typed before other words."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.until import read_until

# A Tuesday.
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("周五 出差", (date(2026, 11, 27), None, "出差")),
        ("friday travelling far", (date(2026, 11, 27), None, "travelling far")),
        ("12-05 14:00 开会", (date(2026, 12, 5), time(14), "开会")),
        ("12月5日", (date(2026, 12, 5), None, "")),
        ("明天 下午3点 看病", (date(2026, 11, 25), time(15), "看病")),
        ("明天", (date(2026, 11, 25), None, "")),
        ("18:00", (date(2026, 11, 24), time(18), "")),
        ("01-02", (date(2027, 1, 2), None, "")),
        ("２０２６－１２－０５ 休假", (date(2026, 12, 5), None, "休假")),
    ],
)
def test_it_is_read_with_what_follows(typed: str, found: object) -> None:
    assert read_until(typed, NOW) == found


@pytest.mark.parametrize("typed", ["", "   ", "出差", "13-45", "now", "周八"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_until(typed, NOW) is None


@given(st.text(max_size=30))
def test_anything_may_be_typed(typed: str) -> None:
    read_until(typed, NOW)
