"""How alike texts are: the same said otherwise is alike, other things are not. The sentences are our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.likeness import all_of, any_of, apart, cleaned, likeness, pairs, together

WORDS = "昨天订的鲜奶到今天还没有送到，打电话给客服一直没有人接"


def alike(one: str, other: str) -> float:
    return likeness(pairs(cleaned(one)), pairs(cleaned(other)))


@pytest.mark.parametrize(
    "other",
    [
        "昨天订的鲜奶到今天还没有送到,打电话给客服一直没有人接!!!",
        "@山茶乳业 昨天订的鲜奶到今天还没有送到，打电话给客服一直没有人接[怒] https://weibo.com/1/Qx",
        "昨天訂的鮮奶到今天還沒有送到，打電話給客服一直沒有人接",
        "昨天定的鲜奶到今天还没送到，打电话给客服一直没人接",
        "打电话给客服一直没有人接，昨天订的鲜奶到今天还没有送到",
        "昨天订的鲜奶到今天还没有送到，订单 202611240012",
        "昨天订的鲜\u200b奶到今天还没有送到，打 电 话 给客服一直没有人接",
    ],
)
def test_the_same_said_otherwise_is_alike(other: str) -> None:
    assert alike(WORDS, other) >= 0.40


@pytest.mark.parametrize("other", ["酸奶发霉了，要求退款", "优惠券领不到", "昨天买的面包很好吃", ""])
def test_other_things_are_not(other: str) -> None:
    assert alike(WORDS, other) < 0.33


def test_names_faces_links_and_long_numbers_are_not_compared() -> None:
    assert cleaned("@小满 坏了[泪] http://t.cn/A6 订单 20261124001，第 3 次。") == "坏了订单第3次"


@given(st.text(max_size=120), st.text(max_size=120))
def test_likeness_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)
    assert 0.0 <= alike(one, other) <= 1.0


@given(st.text(max_size=120))
def test_a_text_is_wholly_like_itself_unless_nothing_of_it_is_left(text: str) -> None:
    assert alike(text, text) == (1.0 if cleaned(text) else 0.0)


@given(st.text(max_size=60))
def test_what_the_index_is_asked_is_only_what_it_holds(text: str) -> None:
    clean = cleaned(text)
    assert apart(text).replace(" ", "") == clean
    for query in (any_of(clean, 24), all_of(text)):
        assert set(query.replace(" OR ", " ").replace(" AND ", " ")) <= {'"', " ", *clean}


@given(st.text())
def test_what_was_set_apart_is_together_again(text: str) -> None:
    assert together(apart(text)) == cleaned(text)
