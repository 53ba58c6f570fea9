"""The words after `/complaint list`: what to list, in Chinese and English, in any order."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from bot.domain.complaints.lists import WHICH, Asked, Which
from bot.domain.desk import Desk
from bot.domain.periods import Unit, last_whole, so_far
from bot.errors import Invalid
from bot.text.mrkdwn import escape
from bot.text.simplified import as_simplified
from bot.text.vocabulary import CATEGORIES, SEVERITIES, read
from bot.text.width import cut, plain
from bot.text.words import Phrase, phrase, series

_WHICH: Final[Mapping[str, Which]] = {
    **{which: which for which in WHICH},
    "未办结": "open",
    "我的": "mine",
    "待认领": "unclaimed",
    "超时": "overdue",
    "等顾客": "waiting",
    "全部": "all",
}
_NAMES: Final[Mapping[str, str]] = {
    "department": "department",
    "部门": "department",
    "category": "category",
    "类别": "category",
    "severity": "severity",
    "严重程度": "severity",
    "级别": "severity",
    "customer": "customer",
    "顾客": "customer",
    "from": "first",
    "since": "first",
    "从": "first",
    "to": "last",
    "until": "last",
    "到": "last",
    "至": "last",
}
_NAMED: Final = re.compile(rf"({'|'.join(_NAMES)})[:=](.+)", re.IGNORECASE)
_DAYS_AGO: Final = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1}
_DAY: Final = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_SPANS: Final[Mapping[str, tuple[Unit, bool]]] = {
    **dict.fromkeys(("本周", "这周", "this-week"), ("week", False)),
    **dict.fromkeys(("上周", "last-week"), ("week", True)),
    **dict.fromkeys(("本月", "这个月", "this-month"), ("month", False)),
    **dict.fromkeys(("上月", "上个月", "last-month"), ("month", True)),
}
_MONTH: Final = re.compile(r"(?:(?P<year>20\d{2})[-/.年])?(?P<month>1[0-2]|0?[1-9])月")
_NAME_MOST: Final = 60
# Of all that ever was, what came in during so many days is listed where nothing narrows it.
_ALL_DAYS: Final = 30


def read_asked(desk: Desk, text: str) -> Asked:
    """What is to be listed: ``overdue department 客服部``, ``我的 P0``, ``顾客:小满 全部``, ``from 11-01 to 昨天``."""
    words = [word for word in re.split(r"[\s,，、]+", text.replace("：", ":").replace("＝", "=")) if plain(word)]
    which: set[Which] = set()
    found: dict[str, str] = {}
    at = 0
    while at < len(words):
        word, at = words[at], at + 1
        folded = as_simplified(plain(word).casefold())
        named = _named(word)
        if folded in _WHICH:
            which.add(_WHICH[folded])
        elif named is not None:
            found[named[0]] = named[1]
        elif folded in _NAMES:
            taken = _value_words(words[at:], several=_NAMES[folded] in ("department", "customer"))
            found[_NAMES[folded]] = " ".join(taken)
            at += len(taken)
        else:
            at += _bare(desk, words[at - 1 :], found) - 1
    return _read(desk, frozenset(which), found)


def _named(word: str) -> tuple[str, str] | None:
    """``顾客:小满``: what narrows the list, and its value as it was typed."""
    typed = plain(word)
    found = _NAMED.fullmatch(as_simplified(typed))
    return (_NAMES[found[1].casefold()], typed[found.start(2) :]) if found else None


def _value_words(words: list[str], *, several: bool) -> list[str]:
    # A name may have spaces in it; it ends where a word of ours stands.
    taken: list[str] = []
    for word in words if several else words[:1]:
        folded = as_simplified(plain(word).casefold())
        if taken and (folded in _WHICH or folded in _NAMES or _named(word)):
            break
        taken.append(word)
    return taken


def _bare(desk: Desk, words: list[str], found: dict[str, str]) -> int:
    """A word that says by itself what it is; how many words it took. Raises Invalid."""
    first = words[0]
    if read(first, SEVERITIES):
        found["severity"] = first
        return 1
    length = next((n for n in (3, 2, 1) if _department(desk, " ".join(words[:n]))), 0)
    category = read(first, CATEGORIES)
    if length and category and _department(desk, first):
        raise Invalid(
            phrase("“{word}”既是部门也是类别。", word=escape(cut(first, 40))),
            phrase("请写：`部门 {word}` 或 `类别 {word}`", word=escape(cut(first, 40))),
        )
    if length:
        found["department"] = " ".join(words[:length])
        return length
    if category:
        found["category"] = first
        return 1
    if first[:1] in ("@", "＠") and len(first) > 1:
        found["customer"] = first[1:]
        return 1
    if (span := _span(desk, first)) is not None:
        found["first"], found["last"] = (day.isoformat() for day in span)
        return 1
    if _day(desk, first):
        found.setdefault("first", first)
        found["last"] = first
        return 1
    raise Invalid(
        phrase("没有“{word}”这种列表。", word=escape(cut(first, 40))),
        phrase(
            "可以用：`/complaint 列表 我的`、`待认领`、`超时`、`等顾客`，再加部门、类别、`P0`、`顾客 小满`、`从 11-01`"
        ),
    )


def _read(desk: Desk, which: frozenset[Which], found: Mapping[str, str]) -> Asked:
    department = _department(desk, found["department"]) if "department" in found else ""
    if department is None:
        names = [escape(each.name) for each in desk.company.departments.values()]
        raise _unknown(phrase("没有“{word}”这个部门。", word=_shown(found["department"])), names)
    category = found.get("category", "")
    severity = read(found["severity"], SEVERITIES) if "severity" in found else ""
    if severity is None:
        raise _unknown(phrase("没有“{word}”这种严重程度。", word=_shown(found["severity"])), ["P0", phrase("普通")])
    first, last = (_must_be_day(desk, found[name]) if name in found else None for name in ("first", "last"))
    if "all" in which and not {"customer", "first", "last"} & set(found):
        first = desk.now().astimezone(desk.zone).date() - timedelta(days=_ALL_DAYS - 1)
    return Asked(
        which,
        department,
        # A category that came with an import is its own name.
        (read(category, CATEGORIES) or category)[:_NAME_MOST],
        severity,
        found.get("customer", "")[:_NAME_MOST],
        first,
        last,
    )


def _unknown(said: Phrase, able: Iterable[object]) -> Invalid:
    return Invalid(said, phrase("可以写：{names}", names=series(able)))


def _department(desk: Desk, name: str) -> str | None:
    wanted = as_simplified(plain(name).casefold())
    for key, department in desk.company.departments.items():
        if wanted in (plain(key).casefold(), as_simplified(plain(department.name).casefold())):
            return key
    return None


def _must_be_day(desk: Desk, text: str) -> date:
    found = _day(desk, text)
    if found is None:
        raise Invalid(
            phrase("“{word}”不是日期。", word=_shown(text)),
            phrase("例如：`2026-11-01`、`11-01`、`今天`、`昨天`"),
        )
    return found


def _day(desk: Desk, text: str) -> date | None:
    """A day that has passed; without a year the latest one of that name."""
    today = desk.now().astimezone(desk.zone).date()
    said = as_simplified(plain(text).casefold())
    if said in _DAYS_AGO:
        return today - timedelta(days=_DAYS_AGO[said])
    found = _DAY.fullmatch(said)
    if found is None:
        return None
    try:
        if found[1]:
            return date(int(found[1]), int(found[2]), int(found[3]))
        day = date(today.year, int(found[2]), int(found[3]))
        return day if day <= today else date(today.year - 1, int(found[2]), int(found[3]))
    except ValueError:
        return None


def _span(desk: Desk, text: str) -> tuple[date, date] | None:
    """The days of a week or a month that is named: ``本周``, ``上个月``, ``11月`` (the latest one of that name)."""
    said = as_simplified(plain(text).casefold())
    if said in _SPANS:
        unit, whole = _SPANS[said]
        period = (last_whole if whole else so_far)(unit, desk.now(), desk.zone)
        return period.first, period.last
    found = _MONTH.fullmatch(said)
    if found is None:
        return None
    today = desk.now().astimezone(desk.zone).date()
    month = int(found["month"])
    year = int(found["year"]) if found["year"] else today.year - (month > today.month)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _shown(text: str) -> str:
    return escape(cut(text, 40))
