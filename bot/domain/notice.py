"""What a campaign notice says: reading what the contact typed, and what makes it whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, TypeVar
from urllib.parse import urlsplit

from bot.cards.campaign_lines import prize_text, question_text
from bot.domain.record import need_text
from bot.errors import Invalid
from bot.store import campaigns as rows
from bot.store.campaigns import Details, Prize, Question
from bot.text.width import cut, plain
from bot.text.words import phrase

_FAR: Final = timedelta(days=3 * 366)
_LINES_MOST: Final = 30
_LINE_MOST: Final = 300
_LINK_MOST: Final = 1_000
_CODE_MOST: Final = 40
# Ten billion yuan: beyond it somebody held a key down.
_FEN_MOST: Final = 10**12

_NUMBER: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,13})(?:\.[0-9]{1,6})?"
_Read = TypeVar("_Read")

_MONEY: Final = rf"[¥$]?\s*(?P<yuan>{_NUMBER})\s*(?P<unit>[万千]?)\s*(?:元|块钱?|rmb|cny)?"
_BUDGET: Final = re.compile(_MONEY, re.IGNORECASE)
# "× 100,390" may be a hundred worth 390 or a hundred thousand: such a line is asked about, not guessed.
_PRIZE: Final = re.compile(
    r"(?P<name>.+?)\s*[x×✕*]\s*(?P<count>[0-9]{1,9})(?![0-9])(?!,[0-9]{3}(?![0-9]))\s*[份个件名张套台盒箱瓶位部]?"
    rf"(?:[\s,、;:/]+(?:价值|单价|每份|各|约)?\s*{_MONEY})?",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"[\s,，、;；]+")
_PAIR: Final = re.compile(r"(?P<question>.*?)\s*[|｜\t]\s*(?P<answer>.*)|(?P<asked>.*?[?？])\s*(?P<said>.*)")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a contact gives notice of. Days are in the company's zone; ``department`` is a key of the settings."""

    title: str
    department: str
    promotion_from: date
    first_day: date
    last_day: date
    details: Details


def read_notice(typed: Mapping[str, object]) -> Notice:
    """The notice from a form's values by block id. Raises Invalid, naming the field, for what cannot be read."""
    text = {name: str(value) for name, value in typed.items() if isinstance(value, str)}
    several = {
        name: tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()
        for name, value in typed.items()
    }
    return Notice(
        title=text.get("title", ""),
        department=text.get("department", ""),
        promotion_from=_day(text, "promotion"),
        first_day=_day(text, "first_day"),
        last_day=_day(text, "last_day"),
        details=Details(
            where=text.get("where", ""),
            what=text.get("what", ""),
            offer=text.get("offer", ""),
            codes=read_codes(text.get("codes", "")),
            budget=read_money(text.get("budget", "")),
            prizes=read_prizes(text.get("prizes", "")),
            audience=text.get("audience", ""),
            questions=read_questions(text.get("questions", "")),
            links=read_links(text.get("links", "")),
            asks=several.get("asks", ()),
            leaders=several.get("leaders", ()),
        ),
    )


def checked(notice: Notice, today: date, departments: Mapping[str, object]) -> Notice:
    """The notice with its texts trimmed. Raises Invalid, naming the field, for what is missing, too long or cannot be:
    days in the past or in the wrong order, an unknown department."""
    details = notice.details
    title = " ".join(need_text(notice.title, phrase("活动名称"), rows.TITLE_MOST, field="title").split())
    if notice.department not in departments:
        raise Invalid(phrase("请选择部门。"), field="department")
    _check_days(notice, today)
    if len(details.leaders) > rows.LEADERS_MOST:
        raise Invalid(phrase("最多邀请 {most} 位领导。", most=rows.LEADERS_MOST), field="leaders")
    whole = replace(
        details,
        where=_short(details.where, rows.WHERE_MOST, "where"),
        what=need_text(details.what, phrase("活动内容"), rows.WHAT_MOST, field="what"),
        offer=_short(details.offer, rows.OFFER_MOST, "offer"),
        audience=_short(details.audience, rows.AUDIENCE_MOST, "audience"),
        asks=tuple(ask for ask in rows.ASKS if ask in details.asks),
    )
    return replace(notice, title=title, details=whole)


def _check_days(notice: Notice, today: date) -> None:
    days = {"promotion": notice.promotion_from, "first_day": notice.first_day, "last_day": notice.last_day}
    for field, day in days.items():
        if day < today:
            raise Invalid(phrase("{day} 已经过去了，请选今天或以后的日期。", day=day), field=field)
        if day - today > _FAR:
            raise Invalid(phrase("{day} 太远了，请选三年以内的日期。", day=day), field=field)
    if notice.last_day < notice.first_day:
        raise Invalid(phrase("最后一天不能早于第一天（{day}）。", day=notice.first_day), field="last_day")
    if notice.promotion_from > notice.last_day:
        raise Invalid(phrase("宣传开始不能晚于活动最后一天（{day}）。", day=notice.last_day), field="promotion")


def read_money(text: str, field: str = "budget") -> int | None:
    """An amount in fen: ``12,000``, ``¥39.9``, ``1.5 万元``; None for nothing. Raises Invalid."""
    if not plain(text):
        return None
    found = _BUDGET.fullmatch(plain(text))
    fen = _fen(found) if found else None
    if fen is None:
        raise Invalid(phrase("金额请填数字，例如 12000 或 1.5 万。"), field=field)
    return fen


def read_prizes(text: str) -> tuple[Prize, ...]:
    """Prizes, one a line: ``保温杯 × 100，39 元``; the worth may be left out. Raises Invalid, naming the line."""
    prizes = []
    for number, line in _lines(text, "prizes"):
        found = _PRIZE.fullmatch(plain(line.replace("，", "; ")))
        value = _fen(found) if found and found["yuan"] else None
        if found is None or (found["yuan"] and value is None) or not int(found["count"]):
            raise Invalid(
                phrase("奖品第 {n} 行看不懂：“{line}”。请写成：保温杯 × 100，39 元", n=number, line=cut(line, 40)),
                field="prizes",
            )
        prizes.append(Prize(found["name"], int(found["count"]), value))
    return _fitting(tuple(prizes), "\n".join(prize_text(prize) for prize in prizes), "prizes")


def read_questions(text: str) -> tuple[Question, ...]:
    """Questions with their answers, one pair a line: ``能叠加吗？不能``, or with ``|`` between them. Raises Invalid."""
    pairs = []
    for number, line in _lines(text, "questions"):
        found = _PAIR.fullmatch(line)
        question = (found["question"] if found["question"] is not None else found["asked"]) if found else ""
        answer = (found["answer"] if found["question"] is not None else found["said"]) if found else ""
        if not question.strip() or not answer.strip():
            raise Invalid(
                phrase(
                    "问答第 {n} 行缺少问题或答案：“{line}”。请写成：能叠加优惠券吗？不能",
                    n=number,
                    line=cut(line, 40),
                ),
                field="questions",
            )
        pairs.append(Question(question.strip(), answer.strip()))
    return _fitting(tuple(pairs), "\n".join(question_text(pair) for pair in pairs), "questions")


def read_codes(text: str) -> tuple[str, ...]:
    """Coupon codes between spaces, commas or lines, each once. Raises Invalid."""
    codes = tuple(dict.fromkeys(code for code in _BETWEEN.split(text) if code))
    long = next((code for code in codes if len(code) > _CODE_MOST), None)
    if long:
        raise Invalid(
            phrase(
                "优惠码“{code}”太长，最多 {most} 字。多个之间用空格或逗号分开。",
                code=cut(long, 40),
                most=_CODE_MOST,
            ),
            field="codes",
        )
    return _fitting(codes, " ".join(codes), "codes")


def read_links(text: str) -> tuple[str, ...]:
    """Links to material, one a line. Raises Invalid for one that is no web address."""
    links = []
    for number, line in _lines(text, "links", _LINK_MOST):
        if not _is_link(line):
            raise Invalid(
                phrase(
                    "链接第 {n} 行不是网址：“{line}”。网址以 http:// 或 https:// 开头。",
                    n=number,
                    line=cut(line, 40),
                ),
                field="links",
            )
        links.append(line)
    return _fitting(tuple(links), "\n".join(links), "links")


def _is_link(text: str) -> bool:
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    return address.scheme in ("http", "https") and bool(address.netloc) and not re.search(r"[\s<>|]", text)


def _lines(text: str, field: str, most: int = _LINE_MOST) -> list[tuple[int, str]]:
    found = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(found) > _LINES_MOST:
        raise Invalid(phrase("太多了：{n} 行，最多 {most} 行。", n=len(found), most=_LINES_MOST), field=field)
    for number, line in found:
        if len(line) > most:
            raise Invalid(phrase("第 {n} 行太长，最多 {most} 字。", n=number, most=most), field=field)
    return found


def _fitting(read: _Read, back: str, field: str) -> _Read:
    # Written back into the form they are a little longer than they were typed, and must fit it again.
    if len(back) > rows.LINES_MOST:
        raise Invalid(phrase("太长：{n} 字，最多 {most} 字。", n=len(back), most=rows.LINES_MOST), field=field)
    return read


def _day(text: Mapping[str, str], field: str) -> date:
    try:
        return date.fromisoformat(text.get(field, ""))
    except ValueError:
        raise Invalid(phrase("请选择日期。"), field=field) from None


def _fen(found: re.Match[str]) -> int | None:
    scale = {"": 100, "千": 100_000, "万": 1_000_000}[found["unit"] or ""]
    fen = Decimal(found["yuan"].replace(",", "")) * scale
    return int(fen) if fen == fen.to_integral_value() and fen <= _FEN_MOST else None


def _short(text: str, most: int, field: str) -> str:
    found = text.strip()
    if len(found) > most:
        raise Invalid(phrase("太长：{n} 字，最多 {most} 字。", n=len(found), most=most), field=field)
    return found
