"""What a draft's words propose: its kind, and what makes it risky."""

from __future__ import annotations

import pytest

from bot.domain.draft_kind import propose, risks
from bot.store.drafts import KINDS


@pytest.mark.parametrize(
    ("text", "kind", "because"),
    [
        ("秋天的鲜奶到店了，本周五前下单减 20 元。", "promotion", "下单"),
        ("全场满100减20，买一送一", "promotion", "满100减"),
        ("转发本条微博，抽3位送出全年鲜奶，到店购买", "lottery", "抽3位"),
        ("中奖名单公布啦", "lottery", "中奖名单"),
        ("就昨日配送延误向大家致歉", "crisis", "致歉"),
        ("关于召回部分批次产品的声明", "crisis", "召回"),
        ("@小满 您反映的问题我们已经核实", "reply", "@小满"),
        ("国庆期间营业时间调整为 10:00–20:00", "information", "营业时间"),
        ("凌晨四点的牧场，有人已经开始挤奶。", "brand", ""),
    ],
)
def test_the_words_propose_a_kind_and_say_which_words_did(text: str, kind: str, because: str) -> None:
    found = propose(text)
    assert (found.kind, found.because) == (kind, because)
    assert found.kind in KINDS


@pytest.mark.parametrize(
    ("kind", "text", "categories", "expected"),
    [
        ("brand", "凌晨四点的牧场，有人已经开始挤奶。", (), ()),
        ("promotion", "鲜奶到店，周五前下单减 20 元", ("price",), ()),
        ("lottery", "来玩", (), ("lottery",)),
        # A draw does not pass as promotion because somebody chose so.
        ("promotion", "转发抽3位送鲜奶", (), ("lottery",)),
        ("brand", "喝出免疫力", (), ("health",)),
        ("brand", "x", ("medical",), ("health",)),
        ("promotion", "零添加，高钙", (), ("food",)),
        ("crisis", "抽3位，零添加", (), ("lottery", "food", "crisis")),
        ("brand", "向各位致歉", (), ("crisis",)),
    ],
)
def test_what_makes_a_draft_risky(kind: str, text: str, categories: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert risks(kind, text, categories) == expected
