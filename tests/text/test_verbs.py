"""Sub-commands, read from whatever is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import campaign, complaint, draft, rally, weibo
from bot.commands.complaint import COMMAND, VERBS
from bot.errors import Refusal
from bot.text.verbs import find, split, take_id, unknown
from bot.text.vocabulary import CATEGORIES, SEVERITIES, VERDICTS, read
from bot.text.words import words


@pytest.mark.parametrize(
    ("typed", "verb", "rest"),
    [
        ("claim C-31", "claim", "C-31"),
        ("认领 31", "claim", "31"),
        ("認領 31", "claim", "31"),
        ("退單 31 後面再說", "refuse", "31 後面再說"),
        ("ＣＬＡＩＭ　ｃ－３１", "claim", "ｃ－３１"),
        ("  note   C-1  第一行\n第二行 ", "note", "C-1  第一行\n第二行"),
        ("reply\nC-1 您好", "reply", "C-1 您好"),
    ],
)
def test_a_word_and_its_alias_name_the_same_verb(typed: str, verb: str, rest: str) -> None:
    word, after = split(typed)
    found = find(word, VERBS)
    assert found is not None
    assert (found.word, after) == (verb, rest)


def test_an_unknown_word_is_answered_with_the_nearest() -> None:
    assert "`/complaint claim C-31`" in str(unknown("cliam", COMMAND, VERBS))
    assert "`/complaint help`" in str(unknown("xyzzy", COMMAND, VERBS))


def test_an_unknown_word_cannot_ring_the_channel() -> None:
    assert "<!channel>" not in str(unknown("<!channel>", COMMAND, VERBS))


@given(st.text() | st.tuples(st.text(), st.sampled_from(["31", "C-31", "c31", "D-7"]), st.text()).map(" ".join))
def test_any_text_at_all_is_a_verb_or_a_clear_refusal(text: str) -> None:
    word, rest = split(text)
    if find(word, VERBS) is None:
        assert str(unknown(word, COMMAND, VERBS))
    try:
        case, _ = take_id(rest, "C", VERBS[2], COMMAND)
    except Refusal as refusal:
        assert refusal.advice is not None
    else:
        assert case.startswith("C-")


def test_what_traditional_chinese_shows_can_be_typed_as_it_is_shown() -> None:
    shown = words("zh-Hant")
    for module in (campaign, complaint, draft, rally, weibo):
        for verb in module.VERBS:
            for alias in verb.aliases:
                assert find(split(f"{shown(alias)} 31")[0], module.VERBS) == verb
    for among in (VERDICTS, CATEGORIES, SEVERITIES):
        for key, names in among.items():
            assert [read(shown(name), among) for name in names] == [key] * len(names)
