"""Numbers as they are said: ``三十一`` is 31, ``一百零五`` is 105, ``二〇三`` is 203."""

from __future__ import annotations

import re
from typing import Final

NUMERALS: Final = "〇零一二两三四五六七八九十百千"
_DIGITS: Final = "零一二三四五六七八九"
_UNITS: Final = {"十": 10, "百": 100, "千": 1_000}
_MOST: Final = 10_000


def counted(said: str) -> int | None:
    """The number that a text says, in digits or in words (simplified); None for what is no number, as ``十十``."""
    if said.isascii():
        return int(said) if said.isdecimal() else None
    said = said.replace("两", "二").replace("〇", "零")
    if not said or any(one not in _DIGITS and one not in _UNITS for one in said):
        return None
    if not any(unit in said for unit in _UNITS):
        return int("".join(str(_DIGITS.index(one)) for one in said))
    total, digit, least = 0, -1, _MOST
    for one in said:
        if one in _UNITS:
            unit = _UNITS[one]
            if unit >= least:
                return None
            total, digit, least = total + (1 if digit < 0 else digit) * unit, -1, unit
        elif digit > 0:
            return None
        else:
            digit = _DIGITS.index(one)
    return total + max(digit, 0)


def in_digits(found: re.Match[str]) -> str:
    """What a pattern over `NUMERALS` found, in digits; as it is where it is no number."""
    number = counted(found[0])
    return found[0] if number is None else str(number)
