"""A post's length is what Weibo's own input box counts."""

from __future__ import annotations

import pytest

from bot.copycheck.length import weibo_length


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", 0),
        ("早安", 2),
        ("ab", 1),
        ("abc", 2),
        ("😀", 2),
        ("[doge]", 3),
        ("\u200b", 1),
        ("https://example.org/a/very/long/path", 10),
        ("http://t.cn/A6abc123", 10),
        ("https://weibo.com/u/1", 11),
        ("https://weibo.com/1234567890/status/abcdefghijklmn", 10),
        ("看 http://example.org 这里", 14),
    ],
)
def test_units(text: str, units: int) -> None:
    assert weibo_length(text).units == units


def test_the_fold_and_the_limit() -> None:
    assert not weibo_length("字" * 140).over_fold
    assert weibo_length("字" * 141).over_fold
    assert not weibo_length("字" * 2000).over_limit
    assert weibo_length("字" * 2001).over_limit
