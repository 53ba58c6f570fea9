"""From a row of a monitoring tool to a report: what tools call their columns, and what they write in them.

Shared by the two ways in for such rows, the file (`bot.transfer.complaints`) and the signed request (`bot.transfer.signed`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from bot.domain.complaints import Report
from bot.errors import Invalid
from bot.store.complaints import PLACES
from bot.text.mrkdwn import escape
from bot.text.width import cut, plain
from bot.text.words import phrase

# The first that a row has is taken.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "mid", "编号", "序号"),
    "words": ("words", "text", "content", "内容", "原话", "评论", "正文"),
    "customer": ("customer", "user", "nickname", "screen_name", "昵称", "用户", "微博名", "作者"),
    "time": ("time", "at", "created_at", "date", "时间", "发布时间", "评论时间", "日期"),
    "link": ("link", "url", "链接", "地址"),
    "order": ("order", "order_number", "订单号", "订单"),
    "followers": ("followers", "fans", "粉丝数", "粉丝"),
    "category": ("category", "类别", "分类"),
    "place": ("place", "来源类型", "位置"),
}
_PLACES: Final = {
    "评论": "comment",
    "提及": "mention",
    "@我们": "mention",
    "私信": "private",
    "其他": "other",
}
_WORDS_FOR: Final = {"万": 10_000, "亿": 100_000_000, "w": 10_000, "W": 10_000}
_COUNT: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)([万亿wW]?)")
_EPOCH: Final = re.compile(r"[0-9]{10}(?:[0-9]{3})?")
_WRITTEN_DAY: Final = re.compile(r"([0-9]{4})\s*[年/.-]\s*([0-9]{1,2})\s*[月/.-]\s*([0-9]{1,2})\s*日?")
_WRITTEN_TIME: Final = re.compile(
    r"\s*T?\s*([0-9]{1,2})[:时点]([0-9]{1,2})分?(?::?([0-9]{1,2})(?:\.[0-9]+)?秒?)?\s*(.*)"
)
# As Weibo's own interface writes it: `Tue Nov 24 10:00:00 +0800 2026`.
_WEIBO_TIME: Final = "%a %b %d %H:%M:%S %z %Y"
# A clock that is a little fast is no reason to refuse a customer.
_AHEAD: Final = timedelta(minutes=10)
_FIRST_YEAR: Final = 2009


def report_of(values: Mapping[str, str], zone: tzinfo, now: datetime, *, always_known: bool) -> Report:
    """The report that a row stands for; ``values`` by our names.

    ``always_known``: two rows that say the same are one, with a number of their own or without; else only rows with
    one. A time without a zone is the company's (``zone``). Raises Invalid, naming what is wrong.
    """
    words, customer, number = (values.get(name, "").strip() for name in ("words", "customer", "id"))
    if not words:
        raise Invalid(phrase("没有顾客原话。"), field="words")
    place, link = values.get("place", "").strip(), values.get("link", "").strip()
    key = json.dumps([number, customer, words, link], ensure_ascii=False)
    return Report(
        words=words,
        customer=customer,
        # Each tool has words of its own for where; one that is not known is no reason to refuse a customer.
        place=place if place in PLACES else _PLACES.get(place, "other"),
        link=link,
        order_number=values.get("order", "").strip(),
        followers=_followers(values.get("followers", "")),
        category=values.get("category", "").strip(),
        written_at=written_time(values.get("time", ""), zone, now),
        source_key=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        if number or always_known
        else None,
    )


def _followers(written: str) -> int | None:
    text = plain(written).replace(",", "").replace(" ", "")
    if not text:
        return None
    found = _COUNT.fullmatch(text)
    if found is None or len(text) > 12:
        raise Invalid(phrase("粉丝数“{n}”不是数字。", n=cut(text, 40)), field="followers")
    return int(float(found[1]) * _WORDS_FOR.get(found[2], 1))


def written_time(written: str, zone: tzinfo, now: datetime) -> datetime | None:
    """When the customer wrote, in UTC, or None where nothing is said.

    Taken: ISO 8601, ``2026/11/24 9:05``, ``2026年11月24日 9:05``, Weibo's own form, and epoch seconds or milliseconds.
    Raises Invalid for anything else, and for a time before Weibo or in the future.
    """
    text = plain(written)
    if not text:
        return None
    try:
        found = _moment(text, zone)
        if found is not None and found.year >= _FIRST_YEAR and found <= now + _AHEAD:
            return found
    except (ValueError, OverflowError, OSError):
        found = None
    shown = escape(cut(text, 40))
    if found is None:
        raise Invalid(phrase("时间“{time}”看不懂。", time=shown), phrase("请写成 2026-11-24 09:05。"), field="time")
    raise Invalid(phrase("时间“{time}”不对：早于微博，或在将来。", time=shown), field="time")


def _moment(text: str, zone: tzinfo) -> datetime | None:
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    if text[:1].isalpha():
        return datetime.strptime(text, _WEIBO_TIME).astimezone(UTC)
    day = _WRITTEN_DAY.match(text)
    if day is None:
        return None
    clock = _WRITTEN_TIME.fullmatch(rest) if (rest := text[day.end() :].strip()) else None
    if rest and clock is None:
        return None
    hour, minute, second, offset = (clock[1], clock[2], clock[3] or "0", clock[4]) if clock else ("0", "0", "0", "")
    iso = f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}"
    found = datetime.fromisoformat(f"{iso}{offset}")
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
