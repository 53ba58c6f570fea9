"""Category and severity as proposed: with the words that led to them, and giving way to what a person decides."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk, Outcome
from tests.company import EDITOR, SERVICE, ask


def log(desk: Desk, words: str, **more: Any) -> Outcome:
    return complaints.log(desk, ask(desk, EDITOR), Report(words=words, customer="小满", **more))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("酸奶漏了", "按“漏了”、“酸奶”判为商品质量。"),
        ("酸奶变质了", "已登记 C-1，定为 P0，等待认领。按“酸奶…变质”判为 P0。按“变质”、“酸奶”判为商品质量。"),
        ("你们的新包子铺在哪里开", "看不出类别，先记为其他"),
    ],
)
def test_the_answer_says_by_which_words(desk: Desk, words: str, said: str) -> None:
    assert said in str(log(desk, words).said)


def test_what_was_chosen_in_the_form_is_a_decision(desk: Desk) -> None:
    assert "判为" not in str(log(desk, "酸奶变质了", category="delivery", severity="normal").said)
    case = complaints.show(desk.store, "C-1")
    assert (case.category, case.severity) == ("delivery", "normal")
    assert (case.category_by, case.severity_by) == (EDITOR, EDITOR)


def test_severity_decided_moves_the_clocks_both_ways_and_stands(desk: Desk) -> None:
    log(desk, "酸奶变质了")
    short = complaints.show(desk.store, "C-1").resolve_due
    complaints.sort(desk, ask(desk, SERVICE), "C-1", severity="normal")
    usual = complaints.show(desk.store, "C-1").resolve_due
    assert usual > short
    # What comes later does not overrule a person.
    log(desk, "孩子喝了上吐下泻，在医院")
    assert complaints.show(desk.store, "C-1").severity == "normal"
    complaints.sort(desk, ask(desk, SERVICE), "C-1", severity="P0")
    assert complaints.show(desk.store, "C-1").resolve_due < usual


def test_later_words_are_heard_where_nobody_decided(desk: Desk) -> None:
    log(desk, "你们的新包子铺在哪里开")
    outcome = log(desk, "配送的人态度很差")
    assert complaints.show(desk.store, "C-1").category == "service"
    outcome = log(desk, "孩子吃了拉肚子")
    case = complaints.show(desk.store, "C-1")
    assert (case.severity, case.category) == ("P0", "service")
    assert "已升为 P0。按“拉肚子”判为 P0。" in str(outcome.said)
    assert "拉肚子" in complaints.beside(desk.store, case).severity_words[0]
