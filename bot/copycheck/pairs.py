"""Neighbouring characters as numbers: the quickest way to see which of many words may stand in a text."""

from __future__ import annotations

import sys
from typing import Final

_ENCODING: Final = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"
_UNIT: Final = 2


def pairs(text: str) -> frozenset[int]:
    """Every two neighbouring characters of the text, each two as one number. Any string is taken."""
    units = text.encode(_ENCODING, "surrogatepass")
    even = len(units) // (2 * _UNIT) * (2 * _UNIT)
    odd = (len(units) - _UNIT) // (2 * _UNIT) * (2 * _UNIT)
    found = set(memoryview(units)[:even].cast("I"))
    if odd > 0:
        found.update(memoryview(units)[_UNIT : _UNIT + odd].cast("I"))
    return frozenset(found)


_FIRST, _SECOND = (0, 16) if sys.byteorder == "little" else (16, 0)
_ONE_UNIT: Final = 0x10000


def pair(two: str) -> int:
    """The number of two characters."""
    first, second = ord(two[0]), ord(two[1])
    if first < _ONE_UNIT and second < _ONE_UNIT:
        return first << _FIRST | second << _SECOND
    return memoryview(two.encode(_ENCODING, "surrogatepass")).cast("I")[0]
