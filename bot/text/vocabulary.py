"""The words by which people name verdicts, categories and severities, in Chinese and English, short and whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.text.simplified import as_simplified
from bot.text.width import plain

VERDICTS: Final[Mapping[str, tuple[str, ...]]] = {
    "confirmed": ("属实", "confirmed", "true", "yes"),
    "partly": ("部分属实", "部分", "partly", "partial"),
    "not_confirmed": ("不属实", "查无", "not_confirmed", "unconfirmed", "no"),
    "confused": ("新顾客误会", "误会", "误解", "confused", "misunderstanding"),
    "duplicate": ("重复投诉", "重复", "duplicate"),
    "unreachable": ("联系不上", "失联", "unreachable"),
}
CATEGORIES: Final[Mapping[str, tuple[str, ...]]] = {
    "quality": ("商品质量", "质量", "quality"),
    "delivery": ("配送物流", "配送", "物流", "delivery"),
    "refund": ("退换与赔付", "退换", "赔付", "退款", "refund"),
    "service": ("服务态度", "态度", "服务", "service"),
    "price": ("价格", "price"),
    "campaign": ("活动与优惠", "活动", "优惠", "campaign"),
    "other": ("其他", "other"),
}
SEVERITIES: Final[Mapping[str, tuple[str, ...]]] = {
    "P0": ("p0", "紧急"),
    "normal": ("普通", "normal"),
}


def read(word: str, among: Mapping[str, tuple[str, ...]]) -> str | None:
    """The key that a word names, however wide or high it is written, in simplified or traditional characters; None when it
    names none."""
    wanted = as_simplified(plain(word).casefold().replace(" ", ""))
    return next((key for key, names in among.items() if wanted in names or wanted == key.casefold()), None)
