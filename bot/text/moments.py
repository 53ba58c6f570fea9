"""Times as people say them: ``15:30``, ``明天 9:30``, ``12-03 20:00``, ``下午三点半``, ``周五 10:00``, ``now``, ``next``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from bot.text.numerals import NUMERALS, counted, in_digits
from bot.text.simplified import as_simplified
from bot.text.width import plain

_DAY: Final = timedelta(days=1)
_WORDS: Final[dict[str, Literal["now", "next"]]] = {
    "now": "now",
    "现在": "now",
    "马上": "now",
    "立即": "now",
    "next": "next",
    "下一个": "next",
    "下个空档": "next",
    "下一个空档": "next",
}
_DAYS: Final = {
    "今天": 0, "今日": 0, "今早": 0, "今晚": 0, "today": 0, "tonight": 0,
    "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "tomorrow": 1,
    "后天": 2, "大后天": 3,
}  # fmt: skip
_WEEKDAYS: Final = "一二三四五六日"
_ENGLISH_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DAY_WORD: Final = "|".join(sorted(_DAYS, key=len, reverse=True))
_DATE: Final = re.compile(
    rf"(?P<word>{_DAY_WORD})"
    r"|(?:(?P<next>下个?)|本|这个?)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
    r"|(?P<english>next +)?(?P<name>mon|tue|wed|thu|fri|sat|sun)[a-z]*"
    r"|(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?",
)
_CLOCK: Final = re.compile(
    r"(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|午后|傍晚|晚上|晚间|早|晚)?\s*"
    r"(?:(?P<hour>\d{1,2})[::](?P<minute>\d{2})(?::00)?"
    r"|(?P<hour2>\d{1,2})(?:点钟?|时)(?:整|(?P<half>半)|(?P<quarter>[13])刻|(?P<minute2>\d{1,2})分?)?)"
    r"\s*(?P<meridiem>am|pm)?",
)
_AFTERNOON: Final = ("下午", "午后", "傍晚", "晚上", "晚间", "晚")
# Numbers as they are said: in front of their unit, or behind the hour or the month. The day of a week is none.
_SPOKEN: Final = re.compile(
    r"(?<![周期拜])[〇零一二两三四五六七八九十]+(?=[点时月日号])|(?<=[点时月])[〇零一二两三四五六七八九十]+"
)
# 两小时后, 半小时以后, 90 分钟后
_LATER: Final = re.compile(
    rf"(?P<n>[0-9]{{1,3}}|[{NUMERALS}]{{1,3}}|半)\s*个?(?P<half>半)?(?P<unit>小时|钟头|刻钟|分钟)(?:以后|之后|后)"
)
_MINUTES: Final = {"小时": 60, "钟头": 60, "刻钟": 15, "分钟": 1}


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall-clock time on a day."""

    day: date
    at: time


def read_moment(text: str, now: datetime) -> Moment | Literal["now", "next"] | None:
    """What a person meant, read at ``now`` (in the company's zone); None when it is no time.

    A time without a day is today's. A day without a year is the next one that comes. Whether it has passed is not
    looked at here.
    """
    said = as_simplified(plain(text).casefold().strip("。.!?"))
    if found := _LATER.fullmatch(said):
        later = now + _later(found)
        return Moment(later.date(), later.time().replace(second=0, microsecond=0))
    said = _SPOKEN.sub(in_digits, said)
    if said in _WORDS:
        return _WORDS[said]
    day, rest, evening = now.date(), said, False
    if found := _DATE.match(said):
        known = _day(found, now.date())
        if known is None:
            return None
        day, rest = known, said[found.end() :].lstrip(" t,的")
        evening = (found["word"] or "").endswith(("晚", "night"))
    clock = _CLOCK.fullmatch(rest)
    at = _time(clock, evening=evening) if clock else None
    return Moment(day, at) if at is not None else None


def day_alone(text: str, now: datetime) -> bool:
    """Whether a text says a day and no time of it."""
    return bool(plain(text)) and read_moment(text, now) is None and isinstance(read_moment(f"{text} 0:00", now), Moment)


def _later(found: re.Match[str]) -> timedelta:
    unit = _MINUTES[found["unit"]]
    half = unit / 2 if found["half"] or found["n"] == "半" else 0
    return timedelta(minutes=unit * (counted(found["n"]) or 0) + half)


def _day(found: re.Match[str], today: date) -> date | None:
    if found["word"]:
        return today + _DAYS[found["word"]] * _DAY
    if found["weekday"] or found["name"]:
        wanted = (
            _WEEKDAYS.index(found["weekday"].replace("天", "日"))
            if found["weekday"]
            else _ENGLISH_WEEKDAYS.index(found["name"])
        )
        monday = today - today.weekday() * _DAY
        if found["next"] or found["english"]:
            return monday + (7 + wanted) * _DAY
        this = monday + wanted * _DAY
        return this if this >= today else this + 7 * _DAY
    month, day = int(found["month"]), int(found["day"])
    years = (int(found["year"]),) if found["year"] else range(today.year, today.year + 5)
    for year in years:
        try:
            known = date(year, month, day)
        except ValueError:
            continue
        if found["year"] or known >= today:
            return known
    return None


def _time(found: re.Match[str], *, evening: bool) -> time | None:
    hour = int(found["hour"] or found["hour2"])
    minute = 30 if found["half"] else int(found["minute"] or found["minute2"] or 15 * int(found["quarter"] or 0))
    late = evening or found["part"] in _AFTERNOON or found["meridiem"] == "pm"
    if (late and hour < 12) or (found["part"] == "中午" and hour < 3):
        hour += 12
    elif found["meridiem"] == "am" and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None
