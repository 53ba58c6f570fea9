"""One catalogue of messages, said in the reader's language."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bot.text.packing import pack, unpack
from bot.text.words import Phrase, Typed, phrase, series, words

ZH, EN, HANT = words("zh"), words("en"), words("zh-Hant")


def test_chinese_is_said_as_it_stands_in_the_code() -> None:
    said = phrase("{case} 由您处理。请在 {due} 前回复顾客。", case="C-31", due="11:00")
    assert ZH(said) == "C-31 由您处理。请在 11:00 前回复顾客。"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("P0", "C-1 定为 P0，请 IT 部门接单"),
        (phrase("配送物流"), "C-1 定为配送物流，请 IT 部门接单"),
        ("“P0”", "C-1 定为“P0”，请 IT 部门接单"),
        ("", "C-1 定为，请 IT 部门接单"),
    ],
)
def test_between_chinese_and_letters_that_are_filled_in_stands_a_space(what: object, said: str) -> None:
    told = phrase("{case} 定为{what}，请{who}部门接单", case="C-1", what=what, who="IT")
    assert ZH(told) == said
    assert HANT(phrase("升级到{what}级", what="P0")) == "升級到 P0 級"
    assert EN(phrase("{case} 定为{what}。", case="C-1", what="P0")) == "C-1 is now: P0."


def test_english_is_said_from_the_catalogue() -> None:
    said = phrase("{case} 由您处理。请在 {due} 前回复顾客。", case="C-31", due="11:00")
    assert EN(said) == "C-31 is yours. Please reply to the customer by 11:00."


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("en_GB", "en"),
        ("EN", "en"),
        ("zh-CN", "zh"),
        ("zh-TW", "zh-Hant"),
        ("zh_HK", "zh-Hant"),
        ("zh-Hant-MO", "zh-Hant"),
        ("zh-Hans", "zh"),
        ("tw", "zh"),
        ("zh", "zh"),
        ("de", "zh"),
        ("", "zh"),
    ],
)
def test_a_chat_locale_will_do_and_chinese_where_there_is_no_translation(locale: str, language: str) -> None:
    assert words(locale).language == language


def test_traditional_chinese_is_made_from_the_words_and_not_from_what_people_wrote() -> None:
    said = phrase("{who} 受理了活动通知，之后发布。", who="发布组的后小干")
    assert HANT(said) == "发布组的后小干 受理了活動通知，之後發佈。"
    assert HANT(phrase("{n} 张", n=2)) == "2 張"
    assert HANT(series(["复盘", phrase("审稿人")])) == "复盘、審稿人"
    assert HANT("") == ""


def test_the_dictionaries_of_traditional_chinese_are_loaded_for_who_reads_it_only() -> None:
    said = "import sys; from bot.text.words import words; words('zh-TW'); words('zh')('好'); print('opencc' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_message_that_no_catalogue_knows_is_said_as_it_is() -> None:
    unknown = Phrase("一句谁也没写过的话 {who}", {"who": "何静"})
    assert EN(unknown) == "一句谁也没写过的话 何静"


def test_nothing_is_nothing_and_not_the_catalogues_header() -> None:
    assert EN(Phrase("")) == ""
    assert EN("") == ""


@pytest.mark.parametrize(("n", "said"), [(0, "0 pictures"), (1, "1 picture"), (2, "2 pictures"), (21, "21 pictures")])
def test_a_number_has_its_own_form(n: int, said: str) -> None:
    assert EN(phrase("{n} 张", n=n)) == said
    assert ZH(phrase("{n} 张", n=n)) == f"{n} 张"


def test_what_is_typed_in_the_place_of_a_number_is_said_too() -> None:
    assert EN(phrase("粉丝数“{n}”不是数字。", n="多")) == "The number of followers “多” is not a number."


def test_a_phrase_within_a_phrase_is_said_in_the_same_language() -> None:
    said = phrase(
        "只有{roles}可以{to_do}。", roles=series([phrase("审稿人"), phrase("法务")]), to_do=phrase("通过稿件")
    )
    assert ZH(said) == "只有审稿人、法务可以通过稿件。"
    assert EN(said) == "Only these people can approve drafts: reviewers, legal."


def test_a_word_that_is_typed_is_said_as_its_reader_types_it() -> None:
    typed = phrase("{command} {word}", command="/complaint", word=Typed("认领", "claim"))
    assert [t(typed) for t in (ZH, HANT, EN)] == ["/complaint 认领", "/complaint 認領", "/complaint claim"]
    kept = unpack(json.loads(json.dumps(pack(typed))))
    assert [t(kept) for t in (ZH, HANT, EN)] == [t(typed) for t in (ZH, HANT, EN)]


def test_a_series_is_divided_as_the_language_divides_it() -> None:
    assert ZH(series("甲乙丙")) == "甲、乙、丙"
    assert EN(series("甲乙丙")) == "甲, 乙, 丙"
    assert EN(series([phrase("法务")])) == "legal"
    assert EN(series([])) == ""


def test_braces_that_people_typed_are_left_alone() -> None:
    said = phrase("{case} 已退回，已告诉 {who}。", case="N-1", who="{who} {n} {")
    assert EN(said) == "N-1 is returned, and {who} {n} { knows."


def test_a_phrase_is_said_in_chinese_where_nobody_says_otherwise() -> None:
    assert str(phrase("{case} 已撤回。", case="D-7")) == "D-7 已撤回。"


def test_a_stored_phrase_is_said_in_the_language_of_whoever_reads_it() -> None:
    stored = json.loads(json.dumps(pack(series([phrase("法务"), "D-7"]))))
    assert EN(unpack(stored)) == "legal, D-7"
    assert ZH(unpack(stored)) == "法务、D-7"
