"""The page's words and modules: every sentence has its English, every module says what it is for."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "bot" / "workspace" / "page"
SCRIPTS = sorted(PAGE.glob("js/**/*.js"))
_USED = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)+)"')
_KNOWN = re.compile(r'^  "([^"]+)":\s*"([^"]+)"', re.MULTILINE)


def english() -> dict[str, str]:
    text = (PAGE / "js" / "words_en.js").read_text("utf-8")
    return dict(_KNOWN.findall(re.sub(r":\n\s+", ": ", text)))


def test_every_sentence_on_the_page_has_its_english_and_none_is_left_over() -> None:
    used = {words for script in SCRIPTS for words in _USED.findall(script.read_text("utf-8"))}
    assert used == set(english())


def test_the_english_names_the_same_places() -> None:
    def places(text: str) -> list[str]:
        return sorted(re.findall(r"\{(\w+)\}", text))

    assert [one for one, other in english().items() if places(one) != places(other)] == []


def test_every_module_is_small_and_says_what_it_is_for() -> None:
    for script in SCRIPTS:
        lines = script.read_text("utf-8").splitlines()
        assert lines[0].startswith("// ") and lines[0].endswith("."), script.name
        assert len(lines) < 300, script.name


def test_no_markup_is_made_from_strings() -> None:
    for script in SCRIPTS:
        code = script.read_text("utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", code), script.name
