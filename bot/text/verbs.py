"""The words of a command: sub-commands with their Chinese aliases, read from what a person typed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.errors import Invalid, UnknownWord
from bot.text.ids import Kind, case_id, read_id
from bot.text.mrkdwn import escape
from bot.text.numerals import NUMERALS, counted
from bot.text.offers import Offer
from bot.text.simplified import as_simplified
from bot.text.width import cut, plain
from bot.text.words import Phrase, Typed, phrase

# A case's number with what people put behind it without a space: `认领31，谢谢`.
_ID_AHEAD: Final = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]?\s?[-‐-—－#·_]?[0-9０-９]{1,12}号?(?=[\s，。,.、；;：:！!）)]|$)")
# A case as it is said: `第三十一号投诉`; what it is called says nothing more here.
_SAID_ID: Final = re.compile(
    rf"第?([0-9]{{1,9}}|[{NUMERALS}]{{1,9}})[号件条份个场次]?的?(?:投诉|客诉|稿件|稿子|草稿|活动|活动通知|通知|转发)?"
)
_QUOTES: Final = "“”‘’\"'「」『』【】()（）<>《》[]*_`"
_BETWEEN: Final = "，。,.、；;：:！!）) \t\n"
_ASKS_FOR_HELP: Final = ("?", "-h", "--help", "怎么用", "用法", "说明", "使用说明", "怎么写")
CARRIED: Final = "text:"
# What a button's value holds, less the word in front of it.
CARRIED_MOST: Final = 1_900


@dataclass(frozen=True, slots=True)
class Verb:
    """One sub-command: its word, its aliases, what follows it (``C-31 原因``) and what it does."""

    word: str
    aliases: tuple[str, ...]
    after: Phrase
    does: Phrase

    @property
    def name(self) -> Typed:
        """The word as its reader types it: the first alias in Chinese, ``word`` in English."""
        return Typed(self.aliases[0], self.word)

    def usage(self, command: str | Typed) -> Phrase:
        """How its reader types it: ``/complaint 认领 C-31`` in Chinese, ``/complaint claim C-31`` in English."""
        if not self.after.message:
            return phrase("{command} {word}", command=command, word=self.name)
        return phrase("{command} {word} {after}", command=command, word=self.name, after=self.after)


def split(text: str) -> tuple[str, str]:
    """The first word, half width, lower case and in simplified characters, and the rest as it was typed."""
    pieces = text.split(maxsplit=1)
    first, rest = [*pieces, "", ""][:2]
    return as_simplified(plain(first).casefold()), rest.strip()


def find(word: str, verbs: Sequence[Verb]) -> Verb | None:
    """The verb that ``word`` (as `split` gives it) names."""
    found = next((verb for verb in verbs if word == verb.word or word in verb.aliases), None)
    if found is None and word in _ASKS_FOR_HELP:
        return next((verb for verb in verbs if verb.word == "help"), None)
    return found


def apart(text: str, kind: Kind, verbs: Sequence[Verb]) -> str:
    """What was typed with its words apart, as people type it who do not think of the space: ``认领31`` → ``认领 31``,
    ``备注：31，已联系`` → ``备注 31 已联系``; a case's id alone shows it, ``31`` → ``show 31``; ``31 认领`` → ``认领 31``; what can
    be listed is listed, ``我的`` → ``list 我的``. Anything else stays as it is."""
    word, rest = split(text)
    if find(word, verbs) is not None:
        # As nearly everything is typed; nothing else need be looked for.
        return text
    if (run := run_together(word, kind, verbs)) is not None:
        return f"{run[0]} {run[1]} {rest}".rstrip()
    if read_id(word, kind) is None:
        if not rest and word in _listed(verbs):
            return f"list {word}"
        return _at_colon(text.strip(), kind, verbs) or text
    if not rest:
        return f"show {word}"
    second, after = split(rest)
    verb = find(second, verbs)
    return f"{verb.word} {word} {after}".rstrip() if verb and takes_id(verb, kind) else text


def run_together(word: str, kind: Kind, verbs: Sequence[Verb]) -> tuple[str, str] | None:
    """The sub-command and the id that ``word`` (as `split` gives it) is made of; None where it is not of both."""
    for verb in verbs:
        for name in (verb.word, *verb.aliases):
            after = word.removeprefix(name)
            if after != word and takes_id(verb, kind) and read_id(after, kind) is not None:
                return verb.word, after
    return None


def _at_colon(text: str, kind: Kind, verbs: Sequence[Verb]) -> str:
    """A sub-command with an id and words, or a colon and words, right behind it: ``备注31，已联系``, ``检查：…``; else empty."""
    said = as_simplified(text).casefold()
    if len(said) != len(text):
        return ""
    for verb in verbs:
        for name in (verb.word, *verb.aliases):
            if not said.startswith(name):
                continue
            after = text[len(name) :]
            found = _ID_AHEAD.match(after.lstrip("：:，,")) if takes_id(verb, kind) else None
            if found is not None:
                words = after.lstrip("：:，,")[found.end() :].lstrip(_BETWEEN)
                return f"{verb.word} {found[0]} {words}".rstrip()
            if verb.after.message and after[:1] in "：:" and not takes_id(verb, kind):
                return f"{verb.word} {after[1:].strip()}"
    return ""


def _listed(verbs: Sequence[Verb]) -> frozenset[str]:
    """The words for what can be listed, as the sub-command that lists shows them."""
    listing = next((verb for verb in verbs if verb.word == "list"), None)
    return frozenset(listing.after.message.strip("[]").split("|")) if listing else frozenset()


def takes_id(verb: Verb, kind: Kind) -> bool:
    """Whether the id of a case of ``kind`` follows a sub-command."""
    return verb.after.message.startswith(f"{kind}-")


def nearest(word: str, verbs: Sequence[Verb]) -> Verb | None:
    """The verb a person may have meant with a word that is none."""
    every = {name: verb for verb in verbs for name in (verb.word, *verb.aliases)}
    close = difflib.get_close_matches(word[:40], every, n=1, cutoff=0.5)
    return every[close[0]] if close else None


def to_form(label: Phrase, action: str, text: str) -> tuple[Offer, ...]:
    """The button that opens a form with what was typed filled in; none where it is longer than a button holds."""
    words = text.strip()
    return (Offer(label, action, f"{CARRIED}{words}"),) if len(words) <= CARRIED_MOST else ()


def carried(value: str) -> str:
    """The words that a button of `to_form` brings along; empty where it brings none."""
    return value.removeprefix(CARRIED) if value.startswith(CARRIED) else ""


def unknown(word: str, command: str, verbs: Sequence[Verb], offers: tuple[Offer, ...] = ()) -> UnknownWord:
    """The refusal of a word that is no sub-command, with the nearest one named; where none is near, it may be no command at
    all, and ``offers`` are what else can be done with it."""
    close = nearest(word, verbs)
    shown = escape(cut(word, 40))
    if close is None:
        advice = phrase("输入 `{command} 帮助` 查看全部用法。", command=command)
    else:
        advice = phrase(
            "您是不是想输入 `{usage}`？`{command} 帮助` 查看全部用法。",
            usage=close.usage(command),
            command=command,
        )
    return UnknownWord(phrase("没有“{word}”这个子命令。", word=shown), advice, offers=() if close else offers)


def take_id(rest: str, kind: Kind, verb: Verb, command: str) -> tuple[str, str]:
    """The case id at the start of ``rest`` and what follows it. Raises Invalid, showing how ``verb`` is typed."""
    pieces = rest.split(maxsplit=1)
    word, after = [*pieces, "", ""][:2]
    if not word:
        raise Invalid(phrase("还缺少编号。"), phrase("请这样输入：`{usage}`", usage=verb.usage(command)))
    found = read_id(word, kind)
    if found is None and (ahead := _ID_AHEAD.match(rest)):
        found, after = read_id(ahead[0], kind), rest[ahead.end() :].lstrip(_BETWEEN)
    if found is None:
        found = _said_id(word, kind)
    if found is None:
        raise Invalid(
            phrase("“{word}”不是有效的编号。", word=escape(cut(word, 40))),
            phrase("请这样输入：`{usage}`", usage=verb.usage(command)),
        )
    return found, after.strip()


def _said_id(word: str, kind: Kind) -> str | None:
    """The id in a word with quotation marks around it, or said as a number: ``“C-31”``, ``三十一号投诉``."""
    bare = word.strip(_QUOTES)
    if found := read_id(bare, kind):
        return found
    said = _SAID_ID.fullmatch(as_simplified(plain(bare)))
    number = counted(said[1]) if said else None
    return case_id(kind, number) if number else None
