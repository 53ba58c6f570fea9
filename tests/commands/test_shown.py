"""The commands that texts show: in the reader's own words, the same in every language, and understood as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages import Message

from bot.commands import campaign, complaint, draft, rally, weibo
from bot.domain.desk import Desk
from bot.errors import Invalid, Refusal, UnknownWord
from bot.store import preferences
from bot.text.verbs import Verb, find, split
from bot.text.words import LANGUAGES, Words, words
from tests.chat import Ways, chatting, said
from tests.company import LEADER, SERVICE
from tests.rallies import POST
from tools.words import read, translations

MODULES = {module.COMMAND: module for module in (campaign, complaint, draft, rally, weibo)}
LETTERS = {"/campaign": "N", "/complaint": "C", "/draft": "D", "/rally": "R"}
# What stands for words of one's own, and what may stand in its place.
OWN = {
    **dict.fromkeys(("链接", "鏈接", "連結", "LINK"), POST),
    **dict.fromkeys(("时间", "時間", "TIME"), "15:30"),
    **dict.fromkeys(("@同事", "@colleague"), f"<@{SERVICE}>"),
    "{department}": "客服部",
    "{better}": "客服部",
    "sales": "销售部",
}
_SHOWN = re.compile(r"(/(?:campaign|complaint|draft|rally|weibo)|(?<=`)\{command\})(?: ([^`\s，。、；）]+))?")
_QUOTED = re.compile(r"`([^`]+)`")
# A choice of words: `[我的|待审]`.
_CHOICE = re.compile(r"\[([^\]]+\|[^\]]+)\]")


def messages() -> list[Message]:
    return [message for message in read() if message.id]


def own(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def named(text: str, t: Words) -> list[tuple[str, str, str]]:
    """The commands that a text shows with a sub-command: the command, the sub-command's word, and as it is shown."""
    found = []
    for command, shown in _SHOWN.findall(text):
        if shown and not shown.startswith("{"):
            verb = verb_of("/weibo" if command == "{command}" else command, shown)
            found.append((command, verb.word if verb else "", shown if verb and t(verb.name) == shown else f"{shown}!"))
    return sorted(found)


def verb_of(command: str, shown: str) -> Verb | None:
    return find(split(shown)[0], MODULES[command].VERBS)


def lines(text: str) -> Iterator[tuple[str, str]]:
    """What a text shows to be typed: each command and what follows it; `` `/draft 列表 我的`、`待审` `` are two of them."""
    command, before = "", ""
    for quoted in _QUOTED.findall(text):
        first, _, rest = quoted.partition(" ")
        if first in MODULES or first == "{command}":
            command, before = first, rest.rpartition(" ")[0]
            yield from ((one, rest) for one in (MODULES if first == "{command}" else (first,)))
        elif command and before:
            yield command, f"{before} {quoted}"


def filled(command: str, rest: str) -> str:
    """A line with a case's id and words of one's own in the places that are left for them."""
    case = f"{LETTERS.get(command, 'C')}-1"
    typed = re.sub(r"\{(?:case|id|into|root)\}", case, rest)
    return " ".join(OWN.get(word, word) for word in typed.split(" "))


def type_in(desk: Desk, command: str, text: str, t: Words) -> None:
    """Type it, as somebody of whom nothing else is known. What is refused because there is no such case is understood."""
    asked = {"command": command, "text": text, "user_id": SERVICE, "trigger_id": ""}
    try:
        MODULES[command].answer(desk, asked, t, lambda view: None)
    except (UnknownWord, Invalid):
        raise
    except Refusal:
        pass


def test_chinese_shows_the_chinese_word_and_english_the_english_one() -> None:
    wrong = {}
    for message in messages():
        chinese = named(own(message), words("zh"))
        for translation in translations(message):
            english = named(translation, words("en"))
            if [one[:2] for one in chinese] != [one[:2] for one in english] or "!" in str([*chinese, *english]):
                wrong[own(message)] = translation
    assert wrong == {}


def test_a_word_of_the_other_language_is_found() -> None:
    assert named("先认领：`/complaint claim C-1`", words("zh")) == [("/complaint", "claim", "claim!")]
    assert named("先认领：`/complaint 认领 C-1`", words("en")) == [("/complaint", "claim", "认领!")]
    assert named("先认领：`/complaint 收下 C-1`", words("zh")) == [("/complaint", "", "收下!")]
    assert named("先认领：`/complaint 认领 C-1`", words("zh")) == [("/complaint", "claim", "认领")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_that_is_shown_is_understood_as_it_stands(desk: Desk, language: str) -> None:
    t, tried = words(language), 0
    for message in messages():
        for text in translations(message) if language == "en" else (t(own(message)),):
            for command, rest in lines(text):
                if "{again}" not in rest:
                    type_in(desk, command, filled(command, rest), t)
                    tried += 1
    assert tried > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_that_help_shows_is_understood(desk: Desk, language: str) -> None:
    t, tried = words(language), 0
    for command, module in MODULES.items():
        for verb in module.VERBS:
            for choice in _CHOICE.finditer(t(verb.after)):
                before = t(verb.after)[: choice.start()]
                # All complaints there are, are too many without it.
                more = " 顾客 小满" if command == "/complaint" else ""
                for one in choice[1].split("|"):
                    if one != "…":
                        type_in(desk, command, f"{t(verb.name)} {filled(command, before)}{one}{more}", t)
                        tried += 1
    assert tried > 20


def test_lines_that_are_not_understood_are_found(desk: Desk) -> None:
    assert list(lines("用 `/draft 列表 我的`、`待审`")) == [("/draft", "列表 我的"), ("/draft", "列表 待审")]
    for command, rest in (("/complaint", "收下 C-1"), ("/draft", "列表 昨天"), ("/weibo", "我 语言 法文")):
        with pytest.raises((UnknownWord, Invalid)):
            type_in(desk, command, rest, words("zh"))


@pytest.mark.parametrize("language", ["zh", "zh-Hant", "en"])
@pytest.mark.parametrize("what", ["leaders", "weekly", "rally"])
def test_what_was_muted_is_wanted_again_by_what_the_answer_shows(desk: Desk, language: str, what: str) -> None:
    with chatting() as chat:
        ways = Ways(desk, chat, weibo.register)
        ways.command(LEADER, "/weibo", f"me language {language}")
        told = said(ways.command(LEADER, "/weibo", f"me mute {what}"))
        assert preferences.of(desk.store, LEADER).muted == (what,)
        again = _QUOTED.findall(told)[0]
        ways.command(LEADER, *again.split(" ", 1))
        assert preferences.of(desk.store, LEADER).muted == ()
        assert again.isascii() == (language == "en")
