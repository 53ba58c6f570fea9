"""What is typed as plain lines in a notice: amounts, prizes, questions, coupon codes, links. Tolerant of width and of
what stands between; a line that cannot be read is named by its number, and all such lines at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final, TypeVar
from urllib.parse import urlsplit

from bot.cards.campaign_lines import orders_text, prize_text, question_text
from bot.errors import Invalid
from bot.store import campaigns as rows
from bot.store.campaigns import CodeResult, Prize, Question
from bot.text.width import cut, plain
from bot.text.words import phrase, series

_LINES_MOST: Final = 30
_LINE_MOST: Final = 300
_LINK_MOST: Final = 1_000
_CODE_MOST: Final = 40
_NAMED_MOST: Final = 3
# Ten billion yuan: beyond it somebody held a key down.
_FEN_MOST: Final = 10**12
# What nobody's code brought.
_UNATTRIBUTED: Final = ("其他", "其它", "未归因", "无码", "other", "others", "unattributed")

_NUMBER: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,13})(?:\.[0-9]{1,6})?"
_Read = TypeVar("_Read")

_MONEY: Final = rf"[¥$]?\s*(?P<yuan>{_NUMBER})\s*(?P<unit>[万千]?)\s*(?:元|块钱?|rmb|cny)?"
_BUDGET: Final = re.compile(_MONEY, re.IGNORECASE)
_COUNTED: Final = r"(?P<count>[0-9]{1,9})(?![0-9])(?!,[0-9]{3}(?![0-9]))\s*[份个件名张套台盒箱瓶位部单笔]?"
# "× 100,390" may be a hundred worth 390 or a hundred thousand: such a line is asked about, not guessed.
_TIMES: Final = re.compile(
    rf"(?P<name>.+?)\s*[x×✕*]\s*{_COUNTED}(?:[\s,、;:/]+(?:价值|单价|每份|各|约|共)?\s*{_MONEY})?",
    re.IGNORECASE,
)
# 一等奖 | 保温杯 | 3 | 199
_COLUMNS: Final = re.compile(rf"(?P<name>.+?)\s*\|\s*{_COUNTED}(?:\s*\|\s*{_MONEY})?", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[\s,，、;；]+")
_PAIR: Final = re.compile(
    r"(?:问|[Qq])\s*[:：]\s*(?P<q>.*?)\s*[|｜\t]?\s*(?:答|[Aa])\s*[:：]\s*(?P<a>.*)"
    r"|(?P<question>.*?)\s*[|｜\t]\s*(?P<answer>.*)|(?P<asked>.*?[?？])\s*(?P<said>.*)"
)


def read_money(text: str, field: str = "budget") -> int | None:
    """An amount in fen: ``12,000``, ``¥39.9``, ``1.5 万元``; None for nothing. Raises Invalid."""
    if not plain(text):
        return None
    found = _BUDGET.fullmatch(plain(text))
    fen = _fen(found) if found else None
    if fen is None:
        raise Invalid(phrase("金额请填数字，例如 12000 或 1.5 万。"), field=field)
    return fen


def read_number(text: str, field: str) -> int | None:
    """A whole number: ``12,000``, ``1.5 万``; None for nothing. Raises Invalid."""
    try:
        hundredths = read_money(text.rstrip("人次单位"), field)
    except Invalid:
        hundredths = -1
    if hundredths is not None and (hundredths < 0 or hundredths % 100):
        raise Invalid(phrase("请填整数，例如 12000 或 1.5 万。"), field=field)
    return None if hundredths is None else hundredths // 100


def read_prizes(text: str) -> tuple[Prize, ...]:
    """Prizes, one a line: ``保温杯 × 100，39 元`` or ``一等奖 | 保温杯 | 100 | 39``; the worth may be left out. Raises
    Invalid, naming the lines."""

    def prize(line: str) -> Prize | None:
        found = _counted(line)
        return Prize(*found) if found else None

    prizes = _each(text, "prizes", prize, phrase("保温杯 × 100，39 元"))
    return _fitting(prizes, "\n".join(prize_text(one) for one in prizes), "prizes")


def read_questions(text: str) -> tuple[Question, ...]:
    """Questions with their answers, one pair a line: ``能叠加吗？不能``, with ``|`` between them, or ``问：… 答：…``.
    Raises Invalid, naming the lines."""

    def pair(line: str) -> Question | None:
        found = _PAIR.fullmatch(line)
        if found is None:
            return None
        for question, answer in (("q", "a"), ("question", "answer"), ("asked", "said")):
            if found[question] is not None:
                both = found[question].strip(), found[answer].strip()
                return Question(*both) if all(both) else None
        return None

    pairs = _each(text, "questions", pair, phrase("能叠加优惠券吗？不能"))
    return _fitting(pairs, "\n".join(question_text(one) for one in pairs), "questions")


def read_orders(text: str) -> tuple[tuple[CodeResult, ...], int | None]:
    """Orders by coupon code, one a line: ``NAI12 × 320，25600 元``, the amount may be left out; a line 其他 × 50 gives
    those of no code. Each code once. Raises Invalid, naming the lines."""

    def order(line: str) -> CodeResult | None:
        found = _counted(line, least=0)
        return CodeResult(*found) if found and len(found[0]) <= _CODE_MOST else None

    found = _each(text, "orders", order, phrase("NAI12 × 320，25600 元"))
    twice = next((one.code for one in found if sum(one.code == other.code for other in found) > 1), None)
    if twice is not None:
        raise Invalid(phrase("“{code}”写了不止一次，请合成一行。", code=cut(twice, 40)), field="orders")
    codes = tuple(one for one in found if one.code.casefold() not in _UNATTRIBUTED)
    rest = [one.orders for one in found if one.code.casefold() in _UNATTRIBUTED]
    unattributed = sum(rest) if rest else None
    return _fitting((codes, unattributed), orders_text(codes, unattributed), "orders")


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
    found = _each(
        text, "links", lambda line: line if _is_link(line) else None, "https://example.com/kv.zip", _LINK_MOST
    )
    return _fitting(found, "\n".join(found), "links")


def _is_link(text: str) -> bool:
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    return address.scheme in ("http", "https") and bool(address.netloc) and not re.search(r"[\s<>|]", text)


def _counted(line: str, least: int = 1) -> tuple[str, int, int | None] | None:
    """A name, how many, and an amount in fen; of columns before the number the name is made."""
    text = plain(line.replace("，", "; ").replace("\t", "|"))
    found = _TIMES.fullmatch(text) or _COLUMNS.fullmatch(text)
    if found is None or int(found["count"]) < least:
        return None
    value = _fen(found) if found["yuan"] else None
    if found["yuan"] and value is None:
        return None
    name = ":".join(piece.strip() for piece in found["name"].split("|") if piece.strip())
    return (name, int(found["count"]), value) if name else None


def _each(
    text: str, field: str, read: Callable[[str], _Read | None], like: object, most: int = _LINE_MOST
) -> tuple[_Read, ...]:
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > _LINES_MOST:
        raise Invalid(phrase("太多了：{n} 行，最多 {most} 行。", n=len(lines), most=_LINES_MOST), field=field)
    for number, line in lines:
        if len(line) > most:
            raise Invalid(phrase("第 {n} 行太长，最多 {most} 字。", n=number, most=most), field=field)
    found = [(number, line, read(line)) for number, line in lines]
    wrong = [
        phrase("第 {number} 行“{line}”", number=number, line=cut(line, 40))
        for number, line, value in found
        if value is None
    ]
    if wrong:
        listed = series(wrong[:_NAMED_MOST])
        if len(wrong) > _NAMED_MOST:
            listed = phrase("{lines}等 {n} 行", lines=listed, n=len(wrong))
        raise Invalid(phrase("{lines}看不懂。", lines=listed), phrase("每行请写成：{like}", like=like), field=field)
    return tuple(value for _, _, value in found if value is not None)


def _fitting(read: _Read, back: str, field: str) -> _Read:
    # Written back into the form they are a little longer than they were typed, and must fit it again.
    if len(back) > rows.LINES_MOST:
        raise Invalid(phrase("太长：{n} 字，最多 {most} 字。", n=len(back), most=rows.LINES_MOST), field=field)
    return read


def _fen(found: re.Match[str]) -> int | None:
    scale = {"": 100, "千": 100_000, "万": 1_000_000}[found["unit"] or ""]
    fen = Decimal(found["yuan"].replace(",", "")) * scale
    return int(fen) if fen == fen.to_integral_value() and fen <= _FEN_MOST else None
