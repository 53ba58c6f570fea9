"""Sub-commands, read from whatever is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import campaign, complaint, draft, rally, weibo
from bot.commands.complaint import COMMAND, VERBS
from bot.errors import Refusal
from bot.text.verbs import apart, carried, find, split, take_id, to_form, unknown
from bot.text.vocabulary import CATEGORIES, SEVERITIES, VERDICTS, read
from bot.text.words import phrase, words


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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("认领31", "claim 31"),
        ("認領Ｃ－３１", "claim c-31"),
        ("备注31 已请店长写经过", "note 31 已请店长写经过"),
        ("参考回复31", "replies 31"),
        ("claim31", "claim 31"),
        ("31", "show 31"),
        ("ｃ－３１", "show c-31"),
        ("31号", "show 31号"),
        ("31 认领", "claim 31"),
        ("C-31 备注 已请店长写经过", "note c-31 已请店长写经过"),
        ("备注31，已联系ABC，\n明天回", "note 31 已联系ABC，\n明天回"),
        ("回复：31 您好", "reply 31 您好"),
        ("认领31。", "claim 31"),
        ("備註：Ｃ－３１，已聯繫", "note Ｃ－３１ 已聯繫"),
        ("我的", "list 我的"),
        ("待認領", "list 待认领"),
        # As they were typed: no case, no sub-command, or one that takes no case.
        ("认领", "认领"),
        ("认领 31", "认领 31"),
        ("31 箱都坏了", "31 箱都坏了"),
        ("31 列表", "31 列表"),
        ("列表31", "列表31"),
        ("备注3箱", "备注3箱"),
        ("D-7", "D-7"),
    ],
)
def test_words_are_taken_apart_as_people_run_them_together(typed: str, meant: str) -> None:
    assert apart(typed, "C", VERBS) == meant


def test_a_colon_begins_the_words_of_a_sub_command_that_takes_no_case() -> None:
    assert apart("检查：全网最低价！", "D", draft.VERBS) == "check 全网最低价！"
    assert apart("检查全网最低价", "D", draft.VERBS) == "检查全网最低价"
    assert apart("待审", "D", draft.VERBS) == "list 待审"
    assert apart("今天 开业啦", "D", draft.VERBS) == "今天 开业啦"


@pytest.mark.parametrize("typed", ["?", "？", "-h", "--help", "怎么用", "用法"])
def test_whoever_asks_how_is_helped(typed: str) -> None:
    found = find(split(typed)[0], VERBS)
    assert found is not None
    assert found.word == "help"


@pytest.mark.parametrize(
    ("rest", "case", "after"),
    [
        ("31，已联系", "C-31", "已联系"),
        ("c‑31", "C-31", ""),
        ("C—31。", "C-31", ""),
        ("31号：改天", "C-31", "改天"),
        ("三十一", "C-31", ""),
        ("第三十一号 改天", "C-31", "改天"),
        ("一百零五号", "C-105", ""),
        ("“31”", "C-31", ""),
        ("【C-31】 改天", "C-31", "改天"),
        ("三十一号投诉", "C-31", ""),
    ],
)
def test_an_id_is_read_with_what_is_put_around_it(rest: str, case: str, after: str) -> None:
    assert take_id(rest, "C", VERBS[2], COMMAND) == (case, after)


@given(st.text())
def test_what_was_taken_apart_stays_as_it_is(text: str) -> None:
    once = apart(text, "C", VERBS)
    assert apart(once, "C", VERBS) == once


def test_words_that_are_near_no_sub_command_can_be_taken_to_a_form() -> None:
    offers = to_form(phrase("登记为投诉"), "complaint.open", " 酸奶胀包了 ")
    assert [carried(one.value) for one in unknown("酸奶胀包了", COMMAND, VERBS, offers).offers] == ["酸奶胀包了"]
    assert unknown("cliam", COMMAND, VERBS, offers).offers == ()
    assert to_form(phrase("登记为投诉"), "complaint.open", "长" * 2_000) == ()


def test_an_unknown_word_is_answered_with_the_nearest() -> None:
    assert "`/complaint 认领 C-31`" in str(unknown("cliam", COMMAND, VERBS))
    assert "`/complaint 帮助`" in str(unknown("xyzzy", COMMAND, VERBS))


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
