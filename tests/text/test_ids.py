"""Case ids, read as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.ids import KINDS, case_id, read_id


@pytest.mark.parametrize(
    "word",
    [
        "C-31",
        "c-31",
        "c31",
        "31",
        "ｃ－３１",
        "Ｃ—３１",
        "C–31",
        " C-31 ",
        "c_31",
        "C-031",
        "C-3\u200b1",
        "#31",
        "31号",
    ],
)
def test_an_id_is_read_in_any_case_and_any_width(word: str) -> None:
    assert read_id(word, "C") == "C-31"


@pytest.mark.parametrize(
    "word", ["D-31", "C-", "C-x", "", "C-0", "c-0", "0", "三十一", "C-31-2", "31.5", "C" * 40, "9" * 40]
)
def test_what_is_no_id_is_none(word: str) -> None:
    assert read_id(word, "C") is None


@given(st.sampled_from(KINDS), st.integers(1, 10**9))
def test_an_id_as_it_is_written_is_read_back(kind: str, number: int) -> None:
    written = case_id(kind, number)  # type: ignore[arg-type]  # sampled from the kinds
    assert read_id(written, kind) == written  # type: ignore[arg-type]  # sampled from the kinds


@given(st.text())
def test_any_text_at_all_is_an_id_or_none(word: str) -> None:
    found = read_id(word, "D")
    assert found is None or found.startswith("D-")
