"""Numbers as they are said."""

from __future__ import annotations

import pytest

from bot.text.numerals import counted


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("31", 31),
        ("三十一", 31),
        ("十", 10),
        ("十二", 12),
        ("两百", 200),
        ("一百零五", 105),
        ("二〇三", 203),
        ("一千零二十", 1_020),
        ("", 0),
        ("三箱", 0),
        ("c31", 0),
    ],
)
def test_a_number_is_counted_and_anything_else_is_none(said: str, number: int) -> None:
    assert counted(said) == number
