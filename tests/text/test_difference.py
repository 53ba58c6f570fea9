"""What changed between two texts: nothing is lost, and what is shown can be read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.text.difference import Piece, difference

WORDS = st.text(st.sampled_from("全网最低价新品到店，今天 ab！\n😀"), max_size=60)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_the_pieces(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new


@given(WORDS)
def test_the_same_text_has_no_change(text: str) -> None:
    assert all(piece.kind == "same" for piece in difference(text, text))


def test_a_word_that_was_exchanged_stands_beside_the_one_it_replaces() -> None:
    assert difference("今天全网最低价开抢", "今天新品八折开抢") == (
        Piece("same", "今天"),
        Piece("gone", "全网最低价"),
        Piece("new", "新品八折"),
        Piece("same", "开抢"),
    )


def test_two_changes_with_a_single_character_between_them_are_read_as_one() -> None:
    assert difference("买一送一的牛奶", "买三送三的牛奶") == (
        Piece("same", "买"),
        Piece("gone", "一送一"),
        Piece("new", "三送三"),
        Piece("same", "的牛奶"),
    )


def test_a_text_of_two_thousand_like_characters_is_compared_by_paragraphs() -> None:
    old, new = "哈嘿" * 1_000 + "\n旧", "嘿哈哈" * 700 + "\n新"
    assert [piece.kind for piece in difference(old, new)] == ["gone", "new"]
