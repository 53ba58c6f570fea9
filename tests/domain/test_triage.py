"""What a complaint's words propose. The sentences are our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.triage import category_of, severity_of
from bot.store.complaints import CATEGORIES


@pytest.mark.parametrize(
    "words",
    [
        "孩子喝完上吐下泻，现在在急诊",
        "吃出一条虫子！",
        "牛奶里有玻璃渣",
        "已经联系记者，准备曝光你们",
        "我要打１２３１５",
        "等着315见",
        "律师函明天就到",
        "我\u200b要起\u200b诉你们",
        "喝了过\u200b敏，满身红点",
    ],
)
def test_harm_press_law_and_regulators_are_severe(words: str) -> None:
    assert severity_of(words) == "P0"


@pytest.mark.parametrize(
    "words",
    [
        "酸奶漏了半箱",
        "快递太慢，等了三天",
        "订单号 2031588 一直没动静",
        "一共 3155 元，什么时候退",
        "优惠券领不到",
        "",
    ],
)
def test_everyday_trouble_is_not(words: str) -> None:
    assert severity_of(words) == "normal"


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("箱子底下漏了，酸奶是坏的", "quality"),
        ("配送又晚了，快递小哥不接电话", "delivery"),
        ("说好三天退款，第七天了", "refund"),
        ("店员态度太差", "service"),
        ("昨天刚买今天就降价，退差价", "price"),
        ("优惠券一直领不到，抽奖也是", "campaign"),
        ("配\u200b送太慢", "delivery"),
        ("你们的小程序打不开", "other"),
        ("", "other"),
    ],
)
def test_the_category_is_what_most_of_the_words_are_about(words: str, category: str) -> None:
    assert category_of(words) == category


@given(st.text(max_size=300))
def test_any_words_have_a_category_and_a_severity(words: str) -> None:
    assert category_of(words) in CATEGORIES
    assert severity_of(words) in ("normal", "P0")
