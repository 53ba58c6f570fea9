"""Times as people type them into a command."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.moments import Moment, day_alone, read_moment

# A Tuesday.
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def read(text: str) -> str | None:
    found = read_moment(text, NOW)
    return f"{found.day} {found.at:%H:%M}" if isinstance(found, Moment) else found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15:30", "2026-11-24 15:30"),
        ("１５：３０", "2026-11-24 15:30"),
        ("9:05", "2026-11-24 09:05"),
        ("今天15:30", "2026-11-24 15:30"),
        ("明天 9:30", "2026-11-25 09:30"),
        ("明天上午9点半", "2026-11-25 09:30"),
        ("今晚8点", "2026-11-24 20:00"),
        ("后天 20点15分", "2026-11-26 20:15"),
        ("後天 20點15分", "2026-11-26 20:15"),
        ("下午3点", "2026-11-24 15:00"),
        ("中午12点", "2026-11-24 12:00"),
        ("中午1点", "2026-11-24 13:00"),
        ("明天下午三点", "2026-11-25 15:00"),
        ("早上八点半", "2026-11-24 08:30"),
        ("今晚八点", "2026-11-24 20:00"),
        ("晚8点", "2026-11-24 20:00"),
        ("后天早九点整", "2026-11-26 09:00"),
        ("上午十点二十", "2026-11-24 10:20"),
        ("二十点零五分", "2026-11-24 20:05"),
        ("下午两点三刻", "2026-11-24 14:45"),
        ("中午十二点一刻", "2026-11-24 12:15"),
        ("十二月五号下午三点", "2026-12-05 15:00"),
        ("下周三三点钟", "2026-12-02 03:00"),
        ("下个周日十点", "2026-12-06 10:00"),
        ("本周五 10:00", "2026-11-27 10:00"),
        ("这周六晚上7点", "2026-11-28 19:00"),
        ("12-03 20:00", "2026-12-03 20:00"),
        ("12/3 20:00", "2026-12-03 20:00"),
        ("12月3日20:00", "2026-12-03 20:00"),
        ("1-5 9:00", "2027-01-05 09:00"),
        ("2026-12-03 20:00", "2026-12-03 20:00"),
        ("2026-12-03T20:00", "2026-12-03 20:00"),
        ("2099-01-01 9:00", "2099-01-01 09:00"),
        ("周五 10:00", "2026-11-27 10:00"),
        ("周二 10:00", "2026-11-24 10:00"),
        ("周一 10:00", "2026-11-30 10:00"),
        ("下周一10:00", "2026-11-30 10:00"),
        ("tomorrow 3:30pm", "2026-11-25 15:30"),
        ("tonight 8:00", "2026-11-24 20:00"),
        ("Friday 10:00", "2026-11-27 10:00"),
        ("12:15am", "2026-11-24 00:15"),
        ("now", "now"),
        ("两小时后", "2026-11-24 12:00"),
        ("半小时后", "2026-11-24 10:30"),
        ("一个半小时以后", "2026-11-24 11:30"),
        ("90 分钟后", "2026-11-24 11:30"),
        ("三刻钟后", "2026-11-24 10:45"),
        ("現在", "now"),
        ("现在", "now"),
        ("NEXT", "next"),
        ("下一个空档", "next"),
    ],
)
def test_it_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "25:00",
        "12:60",
        "13-40 10:00",
        "2-30 10:00",
        "明天",
        "快点",
        "15",
        "明天 25:00",
        "24:00",
        "D-7",
        "早点",
        "晚点",
        "有一点",
        "三十二点",
        "十十点",
        "周三",
    ],
)
def test_what_is_no_time_is_none(typed: str) -> None:
    assert read(typed) is None


@pytest.mark.parametrize("typed", ["下周三", "12/5", "明天", "十二月五号", "Friday"])
def test_a_day_alone_is_known_for_one(typed: str) -> None:
    assert day_alone(typed, NOW)


@pytest.mark.parametrize("typed", ["", "15:00", "明天 9:30", "改天", "now", "2-30"])
def test_what_has_a_time_or_no_day_is_no_day_alone(typed: str) -> None:
    assert not day_alone(typed, NOW)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_not_and_never_fails(text: str) -> None:
    read_moment(text, NOW)


@given(st.integers(0, 340 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes)))
def test_a_date_and_time_written_out_is_read_back(moment: datetime) -> None:
    assert read(f"{moment:%Y-%m-%d %H:%M}") == f"{moment:%Y-%m-%d %H:%M}"
    assert read(f"{moment:%m-%d %H:%M}") == f"{moment:%Y-%m-%d %H:%M}"
