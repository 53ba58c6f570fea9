"""The kinds of values in guanwei.toml and the check of each: times, zones, channels, people, dates."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from bot.config.nearest import nearest
from bot.config.problems import Wrong
from bot.config.windows import Window, overlapping, parse_time, parse_window
from bot.text.width import cut, plain
from bot.text.words import phrase

_PERSON: Final = re.compile(r"[UW][A-Z0-9]{4,}")
_GROUP_ID: Final = re.compile(r"S[A-Z0-9]{4,}")
_GROUP: Final = re.compile(r"@[^\s@.]+")
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_CHANNEL: Final = re.compile(r"#[^\s#]{1,80}|[CG][A-Z0-9]{4,}")
_WEB: Final = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[\w./-]*)?", re.ASCII)
_DAY_OF_YEAR: Final = re.compile(r"(\d{4}-)?\d{2}-\d{2}")
# A leap year, so that 02-29 is a day.
_LEAP: Final = "2024-"


def as_time(value: object) -> time:
    """``"08:45"`` (or TOML's own 08:45:00)."""
    if isinstance(value, time) and value.second == value.microsecond == 0:
        return value.replace(tzinfo=None)
    try:
        return parse_time(_text(value))
    except ValueError:
        raise Wrong(phrase("“{value}”不是时间，要写成“时:分”，从 00:00 到 23:59。", value=_shown(value))) from None


def as_window(value: object) -> Window:
    """``"09:00-21:00"``."""
    if isinstance(value, Window):
        return value
    try:
        return parse_window(_text(value))
    except ValueError:
        raise Wrong(
            phrase(
                "“{value}”不是时间段，要写成“时:分-时:分”，开始和结束不能相同；全天写 00:00-24:00。",
                value=_shown(value),
            )
        ) from None


def as_day(value: object) -> date:
    """``2026-10-10`` with or without quotes."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(plain(_text(value)))
    except ValueError:
        raise Wrong(phrase("“{value}”不是日期，要写成“年-月-日”。", value=_shown(value))) from None


def _apart(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    if not windows:
        raise Wrong(phrase("至少要有一个时间段。"))
    if clash := overlapping(windows):
        raise Wrong(phrase("时间段 {first} 和 {second} 重叠了。", first=clash[0], second=clash[1]))
    return tuple(sorted(windows))


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        from zoneinfo import available_timezones

        near = nearest(name, available_timezones())
        if near:
            raise Wrong(phrase("没有“{value}”这个时区，是不是 {near}？", value=_shown(name), near=near)) from None
        raise Wrong(phrase("没有“{value}”这个时区，要写 IANA 时区名。", value=_shown(name))) from None
    return name


def _web_address(written: str) -> str:
    found = plain(written).rstrip("/")
    if not _WEB.fullmatch(found):
        raise Wrong(phrase("“{value}”不是网址，要写成 https://域名，后面不带参数。", value=_shown(written)))
    return found


def _channel(name: str) -> str:
    name = plain(name)
    if not _CHANNEL.fullmatch(name):
        raise Wrong(phrase("“{value}”不是频道，要写 #频道名 或以 C 开头的频道编号。", value=_shown(name)))
    return name


def _one_person(ref: str) -> str:
    ref = plain(ref)
    if not (_PERSON.fullmatch(ref) or _EMAIL.fullmatch(ref)):
        raise Wrong(phrase("“{value}”不是一个人，要写邮箱或以 U 开头的用户编号。", value=_shown(ref)))
    return ref


def _person(ref: str) -> str:
    ref = plain(ref)
    if not any(kind.fullmatch(ref) for kind in (_PERSON, _EMAIL, _GROUP, _GROUP_ID)):
        raise Wrong(
            phrase(
                "“{value}”不是人也不是用户组，要写邮箱、以 U 开头的用户编号、@用户组 或以 S 开头的用户组编号。",
                value=_shown(ref),
            )
        )
    return ref


def _group(ref: str) -> str:
    ref = plain(ref)
    if not (_GROUP.fullmatch(ref) or _GROUP_ID.fullmatch(ref)):
        raise Wrong(phrase("“{value}”不是用户组，要写 @用户组 或以 S 开头的用户组编号。", value=_shown(ref)))
    return ref


def _somebody(people: tuple[str, ...]) -> tuple[str, ...]:
    if not people:
        raise Wrong(phrase("这个角色还没有人，至少写一个人。"))
    return people


def _days_of_year(days: dict[str, str]) -> dict[str, str]:
    for day in days:
        if not _is_day_of_year(day):
            raise Wrong(phrase("“{value}”不是日子，要写成“月-日”（每年）或“年-月-日”（只那一年）。", value=_shown(day)))
    return days


def _is_day_of_year(text: str) -> bool:
    if not _DAY_OF_YEAR.fullmatch(text):
        return False
    try:
        date.fromisoformat(text if len(text) > len("12-13") else _LEAP + text)
    except ValueError:
        return False
    return True


def _shown(value: object) -> str:
    return cut(str(value), 40)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Number = Annotated[int, Field(strict=True)]
TimeOfDay = Annotated[time, BeforeValidator(as_time)]
OneWindow = Annotated[Window, BeforeValidator(as_window)]
Windows = Annotated[tuple[OneWindow, ...], AfterValidator(_apart)]
Day = Annotated[date, BeforeValidator(as_day)]
Zone = Annotated[str, AfterValidator(_zone)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
ChannelRef = Annotated[str, AfterValidator(_channel)]
OnePersonRef = Annotated[str, AfterValidator(_one_person)]
PersonRef = Annotated[str, AfterValidator(_person)]
GroupRef = Annotated[str, AfterValidator(_group)]
Holders = Annotated[tuple[PersonRef, ...], AfterValidator(_somebody)]
DaysOfYear = Annotated[dict[str, str], AfterValidator(_days_of_year)]
