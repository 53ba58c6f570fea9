"""Texts are cut into the words that jieba cuts them into, without its tables."""

from __future__ import annotations

import subprocess
import sys
import warnings
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.copycheck.lexicon import lexicon
from bot.text.cutting import Dictionary, everyday_words
from tests.copycheck.cases import claims, innocents

SIGNS = (
    "的一是不了在人有我他这中大来上国第个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心"
    "0a9Z+#.%-_ \r\n，。！~龘㐀"
)


@cache
def theirs() -> Any:
    """jieba with the copy check's terms, as it would be without `bot.text.cutting`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel("WARNING")
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for term in lexicon().terms:
        if len(term) > 1 and not tokenizer.FREQ.get(term):
            tokenizer.add_word(term)
    return tokenizer


@cache
def ours() -> Dictionary:
    dictionary = Dictionary(everyday_words())
    for term in lexicon().terms:
        if len(term) > 1 and not dictionary.often(term):
            dictionary.add(term)
    return dictionary


def test_every_word_is_as_frequent_as_jieba_has_it_with_those_that_were_added() -> None:
    assert [word for word, often in theirs().FREQ.items() if ours().often(word) != often] == []


def test_drafts_are_cut_as_jieba_cuts_them() -> None:
    texts = [*(claim.text for claim in claims()), *innocents()]
    assert [text for text in texts if [*ours().cut(text)] != [*theirs().cut(text, HMM=False)]] == []


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(alphabet=SIGNS, max_size=40), st.text(max_size=40)))
def test_any_text_is_cut_as_jieba_cuts_it(text: str) -> None:
    assert [*ours().cut(text)] == [*theirs().cut(text, HMM=False)]
    assert "".join(ours().cut(text)) == text


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text(alphabet="保本环子", min_size=1, max_size=4), max_size=12, unique=True),
    st.text(alphabet="保本环子a", max_size=20),
)
def test_words_that_are_added_one_by_one_are_cut_as_jieba_cuts_them(added: list[str], text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    other = jieba.Tokenizer()
    other.FREQ, other.total, other.initialized = {"本": 3, "环": 0, "环保": 5}, 8, True
    dictionary = Dictionary(["环保 5", "本 3"])
    for word in added:
        if not dictionary.often(word):
            dictionary.add(word)
            other.add_word(word)
    assert [*dictionary.cut(text)] == [*other.cut(text, HMM=False)]


def test_what_is_no_word_is_written_never() -> None:
    dictionary = Dictionary(["环保 5"])
    assert [dictionary.often(word) for word in ("环保", "环", "环保本", "", "保")] == [5, 0, 0, 0, 0]


def test_the_dictionary_is_loaded_without_jiebas_modules() -> None:
    code = (
        "import sys; from bot.copycheck.engine import engine; engine().cutter();"
        "sys.exit(any(name.startswith(('jieba', 'pkg_resources')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
