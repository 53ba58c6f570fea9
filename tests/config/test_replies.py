"""The company's own replies in guanwei.toml."""

from __future__ import annotations

import pytest

from bot.config import read_settings
from bot.config.replies import kind_of
from tests.config.good import GOOD, only


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("属实 商品质量", ("confirmed", "quality")),
        ("商品质量　属实", ("confirmed", "quality")),
        ("confirmed delivery", ("confirmed", "delivery")),
        ("不属实", ("not_confirmed", "any")),
        ("配送", ("any", "delivery")),
        ("未核实", ("none", "any")),
        ("none price", ("none", "price")),
    ],
)
def test_a_key_names_verdict_and_category(key: str, kind: tuple[str, str]) -> None:
    assert kind_of(key) == kind


def test_one_text_or_several_are_taken() -> None:
    found = read_settings(GOOD + '[replies.texts]\n"属实" = "一"\n"配送" = ["二", "三"]\n').replies
    assert found.by_kind() == {("confirmed", "any"): ("一",), ("any", "delivery"): ("二", "三")}
    assert found.shipped


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('"大概" = "一"', "“大概”里的“大概”既不是核实结论也不是类别"),
        ('"" = "一"', "要写明这些回复用于哪种核实结论或类别"),
        ('"属实" = [" "]', "“属实”下面有一条是空的"),
        ('"属实" = "' + "长" * 501 + '"', "“属实”下面有一条太长，最多 500 字"),
        ('"属实" = "打 {phone}"', "没有 {phone} 可以填，只有 {customer} 和 {order}"),
    ],
)
def test_what_is_wrong_is_told(line: str, why: str) -> None:
    problem = only(f"{GOOD}[replies.texts]\n{line}\n")
    assert why in str(problem.what)
