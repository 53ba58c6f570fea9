"""The lexicon: every file parses, every term has a source, and no rule of the code is missing in the
manual.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.copycheck.families import all_families
from bot.copycheck.forms import GUARD, all_forms, read_forms, read_guard_forms
from bot.copycheck.lexicon import lexicon, read_guards, read_terms
from bot.copycheck.manual import table
from bot.copycheck.model import CATEGORIES
from bot.copycheck.normal import normal
from bot.copycheck.rules import compiled
from bot.copycheck.sources import sources
from bot.copycheck.whole import whole_rules
from bot.reference import reference
from tests.copycheck.cases import claims, innocents

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "copycheck.md"
FILES = sorted(reference("lexicon", "terms").glob("*.tsv"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_file_parses_and_every_term_has_a_source(path: Path) -> None:
    assert path.stem in CATEGORIES
    terms = read_terms(path)
    assert terms and all(term.source in sources() for term in terms)


def test_no_term_stands_twice_and_none_is_also_a_guard() -> None:
    terms = [term.text for path in FILES for term in read_terms(path)]
    assert len(terms) == len(set(terms))
    assert not set(lexicon().terms) & set(lexicon().guards)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("顶好\tgrave\tad9-3\tfree\n", "level"),
        ("顶好\tblock\tnowhere\tfree\n", "sources.tsv"),
        ("顶好\tblock\tad9-3\tedge\n", "free, word or stem"),
        ("顶好\tblock\tad9-3\tfree\t换\t多\n", "columns"),
    ],
)
def test_a_wrong_line_is_named_with_its_number(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "absolute.tsv"
    path.write_text("# a comment\n" + line, "utf-8")
    with pytest.raises(ValueError, match=r"absolute\.tsv:2") as raised:
        read_terms(path)
    assert complaint in str(raised.value)


def test_a_guard_needs_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "guards.tsv"
    path.write_text("屋顶级别\n", "utf-8")
    with pytest.raises(ValueError, match="reason"):
        read_guards(path)


def test_every_family_has_a_source_and_a_category_and_at_least_one_form() -> None:
    formed = {form.family.rule.id for form in all_forms()}
    for one in all_families():
        assert one.rule.category in CATEGORIES and one.rule.source in sources()
        assert one.rule.id in formed


def test_every_form_stands_in_its_categorys_file_and_compiles() -> None:
    for path in sorted(reference("lexicon", "forms").glob("*.tsv")):
        for form in read_forms(path, all_families()):
            assert form.family.rule.category == path.stem
            compiled(form.pattern)


def test_a_form_finds_its_own_example() -> None:
    for form in all_forms():
        if form.family is not GUARD and form.example:
            text = normal(form.example).text
            match = compiled(form.pattern).search(text)
            assert match, f"{form.example} is not found by {form.pattern}"


def test_a_form_that_matches_holds_one_of_its_anchors() -> None:
    lines = [normal(text).text for text in (*(claim.text for claim in claims()), *innocents())]
    for form in all_forms():
        for text in lines:
            for match in compiled(form.pattern).finditer(text):
                assert any(anchor in text for anchor in form.anchors), (form.pattern, match.group())
                assert not form.also or any(word in text for word in form.also), (form.pattern, match.group())


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("nowhere.rule\t顶呱呱\t\t顶呱呱\n", "nowhere.rule"),
        ("absolute.king\t顶呱呱\t\t\n", "anchors"),
        ("absolute.king\t顶呱呱\t\t顶呱呱\t多\n", "columns"),
    ],
)
def test_a_wrong_form_is_named_with_its_number(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "absolute.tsv"
    path.write_text("# a comment\n" + line, "utf-8")
    with pytest.raises(ValueError, match=r"absolute\.tsv:2") as raised:
        read_forms(path, all_families())
    assert complaint in str(raised.value)


def test_an_innocent_form_needs_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "guard_forms.tsv"
    path.write_text("第一(?:次|步)\t\t第一\n", "utf-8")
    with pytest.raises(ValueError, match="reason"):
        read_guard_forms(path)


def test_rules_have_one_id_each() -> None:
    ids = [one.rule.id for one in all_families()] + [rule.id for rule in whole_rules()]
    assert len(ids) == len(set(ids))


def test_the_manual_lists_every_rule_with_its_source() -> None:
    assert table() in MANUAL.read_text("utf-8"), "run: python -m bot.copycheck.manual"
