"""Numbers as they are said: ``三十一`` is 31, ``一百零五`` is 105, ``二〇三`` is 203."""

from __future__ import annotations

from typing import Final

NUMERALS: Final = "〇零一二两三四五六七八九十百千"
_DIGITS: Final = "零一二三四五六七八九"
_UNITS: Final = {"十": 10, "百": 100, "千": 1_000}


def counted(said: str) -> int:
    """The number that a text says, in digits or in words (simplified); 0 for what is no number."""
    if said.isascii():
        return int(said) if said.isdecimal() else 0
    said = said.replace("两", "二").replace("〇", "零")
    if not said or any(one not in _DIGITS and one not in _UNITS for one in said):
        return 0
    if not any(unit in said for unit in _UNITS):
        return int("".join(str(_DIGITS.index(one)) for one in said))
    total = digit = 0
    for one in said:
        if one in _UNITS:
            total += (digit or 1) * _UNITS[one]
            digit = 0
        else:
            digit = _DIGITS.index(one)
    return total + digit
