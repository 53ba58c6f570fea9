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
        ("零", 0),
        ("", None),
        ("三箱", None),
        ("c31", None),
        ("十十", None),
        ("十百", None),
        ("二三十", None),
    ],
)
def test_a_number_is_counted_and_anything_else_is_none(said: str, number: int | None) -> None:
    assert counted(said) == number
