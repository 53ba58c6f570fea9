"""Starter texts: proposed, made to say that the writer works here, checked, compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import copycheck
from bot.copycheck import Context
from bot.domain.rallies import starters
from bot.errors import Invalid
from bot.store.rally_lines import LINE_MOST, VOICES

COMPANY = "山茶乳业"
GOOD = {"leader": "我在山茶乳业工作，欢迎挑毛病。", "product": "我是员工，说产品。\n我是员工，说做法。"}


def proposed(**changes: int | bool) -> dict[str, tuple[str, ...]]:
    asked = {"turn": 7, "named": 1, "many": False, **changes}
    return starters.proposed(COMPANY, "冬至热牛奶", "天冷了，想请大家喝口热的。", **asked)  # type: ignore[arg-type]


def test_every_proposal_is_a_line_of_its_own_that_says_who_writes_and_that_nothing_speaks_against() -> None:
    lines = [line for of_voice in proposed(named=12, many=True).values() for line in of_voice]
    assert len(lines) == 36
    assert len({starters.key_of_words(line) for line in lines}) == 36
    for line in lines:
        assert starters.disclosed(line, COMPANY) == line
        assert len(line) <= LINE_MOST
        assert "{" not in line
        assert "。。" not in line
        assert copycheck.check(line).findings == ()


def test_there_is_a_leaders_line_for_each_who_is_named_and_three_of_the_others() -> None:
    assert [len(proposed(named=5)[voice]) for voice in VOICES] == [5, 3, 3, 3]
    assert len(proposed(named=0)["leader"]) == 2


def test_two_rallies_do_not_begin_alike() -> None:
    assert proposed(turn=7)["product"] != proposed(turn=8)["product"]


def test_a_line_that_does_not_say_so_is_made_to_say_that_the_writer_works_here() -> None:
    assert starters.disclosed("牛奶很暖", COMPANY) == "牛奶很暖（我是山茶乳业的员工）"
    for said in ("我是山茶乳业员工", "我在山茶乳业上班，转一下", "我就在这家公司工作"):
        assert starters.disclosed(said, COMPANY) == said


def test_rows_are_lines_whatever_stands_in_front_of_them() -> None:
    written = {"shop": "1. 我是员工，一。\n\n- 我是员工，二。\n  我是员工，三。 "}
    found = starters.checked(COMPANY, written, 3, Context())
    assert found == [("shop", "我是员工，一。"), ("shop", "我是员工，二。"), ("shop", "我是员工，三。")]


def test_what_is_blocked_is_refused_at_its_field_with_the_reason_all_fields_at_once() -> None:
    bad = {**GOOD, "leader": "我是员工。\n全网第一的国家级好奶，我是员工", "service": "我是员工，喝了能治疗失眠"}
    with pytest.raises(Invalid) as refused:
        starters.checked(COMPANY, bad, 3, Context())
    assert refused.value.field == "leader"
    assert "第 2 句" in str(refused.value)
    assert "不可发布" in str(refused.value)
    assert [other.field for other in refused.value.others] == ["service"]


@pytest.mark.parametrize(
    ("written", "field", "why"),
    [
        ({"leader": "我是员工。"}, "leader", "还差 2 句"),
        ({**GOOD, "shop": "我 是 员 工，说产品！"}, "shop", "和前面的一样"),
        ({**GOOD, "shop": "长" * 201}, "shop", "最多 200 字"),
        ({"shop": "\n".join(f"我是员工，第{n}句" for n in range(61))}, "leader", "最多 60 句"),
    ],
)
def test_what_is_missing_or_wrong_stands_under_its_field(written: dict[str, str], field: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        starters.checked(COMPANY, written, 3, Context())
    assert refused.value.field == field
    assert why in str(refused.value)


@given(st.text(max_size=80), st.sampled_from([" ", "\n", "！", "。", "，", "\u200b", "//@官微:转发微博"]))
def test_width_spaces_punctuation_and_the_chain_make_no_other_words(words: str, added: str) -> None:
    own = words.partition("//@")[0]
    assert starters.key_of_words(own) == starters.key_of_words(own + added)
