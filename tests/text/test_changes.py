"""A difference as a person reads it: added, removed, moved; punctuation is no noise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.changes import Change, around, changes

WORDS = st.text(st.sampled_from("全网最低价新品到店，今天 ab！。.5\n😀"), max_size=60)


@given(WORDS, WORDS)
def test_the_new_text_can_be_read_from_the_pieces(old: str, new: str) -> None:
    assert "".join(piece.text for piece in changes(old, new).pieces if piece.kind not in ("gone", "from")) == new


@pytest.mark.parametrize(
    ("old", "new", "marks"),
    [
        ("快来,鲜奶到店!!!", "快来，鲜奶到店！", 2),
        ("鲜奶到店 周五前下单", "鲜奶到店，周五前下单", 1),
        ("“鲜奶”到店", "鲜奶到店", 2),
        ("鲜奶到店", "鲜奶到店。", 1),
        ("ｍｉｌｋ到店", "milk到店", 1),
    ],
)
def test_where_only_punctuation_changed_no_word_did(old: str, new: str, marks: int) -> None:
    found = changes(old, new)
    assert (found.none, found.marks) == (True, marks)


@pytest.mark.parametrize(("old", "new"), [("减5.0元", "减50元"), ("12:30到店", "1230到店"), ("1,5折", "15折")])
def test_a_mark_within_a_number_is_a_change(old: str, new: str) -> None:
    assert not changes(old, new).none


def test_words_that_went_here_and_came_there_were_moved() -> None:
    old = "本周五前下单减二十元。秋天的鲜奶到店了，快来尝一口吧。"
    new = "秋天的鲜奶到店了，快来尝一口吧。本周五前下单减二十元。"
    found = changes(old, new)
    kinds = {piece.kind for piece in found.pieces}
    assert kinds == {"from", "same", "to"}
    moved = [piece.text for piece in found.pieces if piece.kind in ("from", "to")]
    assert moved[0].strip("。") == moved[1].strip("。")


def test_what_was_exchanged_is_gone_and_new() -> None:
    assert changes("今天全网最低价开抢！", "今天新品八折开抢。").pieces == (
        Change("same", "今天"),
        Change("gone", "全网最低价"),
        Change("new", "新品八折"),
        Change("same", "开抢。"),
    )


def test_long_runs_that_stayed_are_cut_around_the_changes() -> None:
    found = around(changes("甲" * 50 + "旧的" + "乙" * 50, "甲" * 50 + "新的" + "乙" * 50).pieces, 3)
    assert [piece.text for piece in found] == ["…甲甲甲", "旧", "新", "的乙乙…"]
