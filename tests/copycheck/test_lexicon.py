"""The lexicon: every file parses, every term has a source, and no rule of the code is missing in the
manual.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.copycheck.families import all_families
from bot.copycheck.guards import GUARD
from bot.copycheck.lexicon import lexicon, read_guards, read_terms
from bot.copycheck.manual import table
from bot.copycheck.model import CATEGORIES
from bot.copycheck.rules import compiled
from bot.copycheck.sources import sources
from bot.copycheck.whole import whole_rules
from bot.reference import reference

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


def test_every_family_has_a_source_a_category_and_patterns_that_compile() -> None:
    for one in all_families():
        for pattern in (one.pattern, one.needs, one.unless):
            compiled(pattern)
        assert one.anchors
        if one.rule is not GUARD:
            assert one.rule.category in CATEGORIES and one.rule.source in sources()


def test_rules_have_one_id_each() -> None:
    ids = [one.rule.id for one in all_families() if one.rule is not GUARD] + [rule.id for rule in whole_rules()]
    assert len(ids) == len(set(ids))


def test_the_manual_lists_every_rule_with_its_source() -> None:
    assert table() in MANUAL.read_text("utf-8"), "run: python -m bot.copycheck.manual"
