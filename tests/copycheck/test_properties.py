"""Any text at all: spans cut exactly the words they name, and another width or script changes nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.copycheck import Finding, Passed, check, mark
from bot.copycheck.normal import normal
from bot.text.simplified import simplified
from tests.copycheck.cases import claims, innocents

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=200)
LINES = st.lists(st.sampled_from([c.text for c in claims()] + innocents()), min_size=1, max_size=4).map("".join)
NOISE = st.sampled_from(
    ["\u200b", "\ud800", "👨‍👩‍👧", "\u202e", "\ufeff", "\u0301", "·", " ", "\n", "[doge]", "ﷺ", "½", ""]
)
MIXED = st.lists(st.one_of(LINES, NOISE, ANYTHING), max_size=6).map("".join)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@given(MIXED)
@settings(max_examples=150, deadline=None)
def test_spans_cut_exactly_the_words_they_name(text: str) -> None:
    report = check(text)
    found: list[Finding | Passed] = [*report.findings, *report.passed]
    for one in found:
        assert 0 <= one.start <= one.end <= len(text)
        assert text[one.start : one.end] == one.words
    assert "".join(piece.text for piece in mark(text, report)) == text


@given(LINES)
@settings(max_examples=100, deadline=None)
def test_full_width_gives_the_same_findings(text: str) -> None:
    # A link in full width is no link any more.
    text = text.replace("http", "")
    assert _found(_wide(text)) == _found(text)


@given(LINES)
@settings(max_examples=100, deadline=None)
def test_traditional_characters_give_the_same_findings(text: str) -> None:
    back = {simple: traditional for traditional, simple in simplified().items() if simple not in simplified()}
    assert _found("".join(back.get(c, c) for c in text)) == _found(text)


@given(MIXED)
@settings(max_examples=150, deadline=None)
def test_every_tight_character_comes_from_somewhere_in_order(text: str) -> None:
    made = normal(text)
    places = [made.span(i, i + 1) for i in range(len(made.text))]
    assert all(0 <= a < b <= len(text) for a, b in places)
    assert [a for a, _ in places] == sorted(a for a, _ in places)


@given(ANYTHING)
@settings(max_examples=100, deadline=None)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normal(normal(text).text).text
    assert normal(once).text == once


def test_a_draft_of_ten_thousand_characters_is_taken() -> None:
    report = check("全网最低价，" * 1700)
    assert len([f for f in report.findings if f.level == "block"]) >= 1700


def _found(text: str) -> list[tuple[str, int, int]]:
    return [(f.rule, f.start, f.end) for f in check(text).findings]
