"""Numbers that belong to a person, hidden where outsiders read: phones, identity cards, orders, e-mail addresses.

A masked text is as long as it was, with × for each sign taken away. Anything like a number of a person is masked: an
amount of seven digits is hidden now and then, a telephone number never stays. Dates, times, prices and short numbers are
left as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

MARK: Final = "×"
# What stands where words, a name or a number were taken out for good.
FORGOTTEN: Final = MARK * 2
# This many digits in a row, and more, are never left to be read.
LONGEST_RUN: Final = 6
# Digits in groups: from this many on, they are a number of a person, whatever its kind.
_GROUPED: Final = 13
_CARD: Final = 15
_TAIL: Final = 4

# What people put between the digits of one number: spaces of any width, hyphens, dots, brackets, characters that nobody
# sees; at most three in a row.
_BETWEEN: Final = (
    "[ \t\u00a0\u2000-\u200a\u202f\u3000\u00ad\u200b-\u200f\u2060-\u2064\ufeff._/()·•\u2010-\u2015\u2212-]{1,3}"
)
_CHAIN: Final = re.compile(rf"[0-9]+(?:{_BETWEEN}[0-9]+)*(?:[Xx](?![0-9A-Za-z]))?")
_DATE: Final = re.compile(r"(?<![0-9])20[0-9]{2}([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])")
_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")
# SF1234567, DD202611: letters and at least six digits in one word.
_CODE: Final = re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Za-z]*[A-Za-z])(?=(?:[A-Za-z]*[0-9]){6})[0-9A-Za-z]+")
# 1024X600 is a size.
_SIZE: Final = re.compile("[0-9]{1,6}[Xx][0-9]{1,6}")
# After these words a shorter number is somebody's all the same.
_NAMED: Final = re.compile(
    r"(?:订单编?号?|单号|编号|运单|电话|電話|手机|手機|座机|号码|身份证|联系方式|(?<![A-Za-z])(?:tel|phone|order|qq))"
    r"(?:号|码|(?:no|number)\b)?[^0-9A-Za-z\n]{0,4}",
    re.IGNORECASE,
)
_AFTER_NAME: Final = re.compile(rf"[0-9A-Za-z]+(?:{_BETWEEN}[0-9]+)*")
_NAMED_LEAST: Final = 5
# 一三八零零…: a telephone number in words.
_SPOKEN: Final = re.compile("[〇零○幺一二三四五六七八九壹贰叁肆伍陆柒捌玖]{11,}")


def mask(text: str, known: Iterable[str] = ()) -> str:
    """``text`` with the numbers of persons masked, and each text of ``known`` (an order number) wherever it stands.

    Of a mobile number the first three and the last four digits stay, of an identity card the first and the last, of any
    other the last four or two. Masking a masked text changes nothing.
    """
    for number in known:
        if len(number) >= _TAIL:
            text = text.replace(number, mask_number(number))
    return _masked(text)


def mask_number(number: str) -> str:
    """An order number where it may not be read: its last four signs, or two of a short one."""
    signs = [at for at, sign in enumerate(number) if sign.isalnum()]
    return _hidden(number, signs[: len(signs) - _tail(len(signs))])


@lru_cache(maxsize=2_048)
def _masked(text: str) -> str:
    # What is left beside a masked number may be a number itself; each round takes digits away, so there is a last one.
    while (after := _round(text)) != text:
        text = after
    return text


def _round(text: str) -> str:
    shadow = _shadow(text)
    hidden: set[int] = set()
    for found in _SPOKEN.finditer(shadow):
        hidden.update(range(found.start() + 3, found.end() - _TAIL))
    for found in _EMAIL.finditer(shadow):
        name = found[0].index("@")
        hidden.update(range(found.start() + (1 if name > 2 else 0), found.start() + name))
    if not any(sign.isdigit() for sign in shadow):
        return _hidden(text, hidden)
    dates = [found.span() for found in _DATE.finditer(shadow)]
    # A date ends one number and begins another.
    for start, end in dates:
        shadow = shadow[:start] + "|" * (end - start) + shadow[end:]
    for found in _NAMED.finditer(shadow):
        number = _AFTER_NAME.match(shadow, found.end())
        if number and sum(map(str.isdigit, number[0])) >= _NAMED_LEAST:
            signs = [at for at in range(*number.span()) if shadow[at].isalnum()]
            hidden.update(_mobile(shadow, signs) or signs[: len(signs) - _tail(len(signs))])
    for found in _CODE.finditer(shadow):
        signs = list(range(*found.span()))
        if not (_is_card(found[0]) or _SIZE.fullmatch(found[0]) or hidden.intersection(signs)):
            hidden.update(signs[: len(signs) - _tail(len(signs))])
    for found in _CHAIN.finditer(shadow):
        if not hidden.intersection(range(*found.span())):
            hidden.update(_of_chain(shadow, *found.span()))
    return _hidden(text, hidden)


def _of_chain(shadow: str, start: int, end: int) -> list[int]:
    """The places to hide of digits in groups, which may hold several numbers."""
    signs = [at for at in range(start, end) if shadow[at].isalnum()]
    groups = [found.span() for found in re.finditer("[0-9]+", shadow[start:end])]
    spans = [(start + first, start + last) for first, last in groups]
    if len(signs) in (15, 18) and _is_card("".join(shadow[at] for at in signs)):
        return signs[1:-1]
    if len(signs) < _CARD:
        for found in _within(shadow, spans):
            before = _of_chain(shadow, start, found[0]) if found[0] > start else []
            after = _of_chain(shadow, found[-1] + 1, end) if found[-1] + 1 < end else []
            hidden = _mobile(shadow, found) or found[: len(found) - _TAIL]
            return [*before, *hidden, *after]
    if len(signs) >= _GROUPED:
        return signs[: len(signs) - _TAIL]
    long = [range(first, last) for first, last in spans if last - first > LONGEST_RUN]
    return [at for run in long for at in run[: len(run) - _tail(len(run))]]


def _within(shadow: str, spans: list[tuple[int, int]]) -> Iterable[list[int]]:
    """The telephone numbers that begin and end with a group."""
    for first in range(len(spans)):
        places: list[int] = []
        for span in spans[first:]:
            places += range(*span)
            if len(places) > _GROUPED:
                break
            if _is_phone("".join(shadow[at] for at in places)):
                yield places


def _is_phone(digits: str) -> bool:
    if len(digits) in (11, 13):
        return bool(re.fullmatch("(?:86)?1[3-9][0-9]{9}|0[1-9][0-9]{9}", digits))
    return bool(re.fullmatch("0[1-9][0-9]{8}|0[1-9][0-9]{10}|[48]00[0-9]{7}", digits))


def _mobile(shadow: str, places: list[int]) -> list[int]:
    """The middle of a mobile number; nothing where it is none."""
    digits = "".join(shadow[at] for at in places)
    found = re.fullmatch("(?:86)?(1[3-9][0-9]{9})", digits)
    return places[-8:-_TAIL] if found else []


def _is_card(digits: str) -> bool:
    return bool(re.fullmatch("[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14}", digits))


def _tail(length: int) -> int:
    """How much of a number may be read."""
    return _TAIL if length >= 2 * _TAIL else 2 if length >= _TAIL else 0


def _hidden(text: str, places: Iterable[int]) -> str:
    signs = list(text)
    for at in places:
        signs[at] = MARK
    return "".join(signs)


def _shadow(text: str) -> str:
    """``text`` sign by sign in half width, digits of any script as 0–9."""
    return "".join(sign if sign < "\x80" else _half(sign) for sign in text)


@lru_cache(maxsize=8_192)
def _half(sign: str) -> str:
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKC", sign)
    # A sign that would become several keeps its place.
    return folded if len(folded) == 1 else sign
