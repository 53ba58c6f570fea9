"""The words of a command: sub-commands with their Chinese aliases, read from what a person typed."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.errors import Invalid, UnknownWord
from bot.text.ids import Kind, read_id
from bot.text.mrkdwn import escape
from bot.text.offers import Offer
from bot.text.simplified import as_simplified
from bot.text.width import cut, plain
from bot.text.words import Phrase, Typed, phrase

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
    return next((verb for verb in verbs if word == verb.word or word in verb.aliases), None)


def apart(text: str, kind: Kind, verbs: Sequence[Verb]) -> str:
    """What was typed with its words apart, as people type it who do not think of the space: ``认领31`` → ``认领 31``; a
    case's id alone shows it, ``31`` → ``show 31``; ``31 认领`` → ``认领 31``. Anything else stays as it is."""
    word, rest = split(text)
    if find(word, verbs) is not None:
        return text
    if (run := run_together(word, kind, verbs)) is not None:
        return f"{run[0]} {run[1]} {rest}".rstrip()
    if read_id(word, kind) is None:
        return text
    if not rest:
        return f"show {word}"
    second, after = split(rest)
    verb = find(second, verbs)
    return f"{verb.word} {word} {after}".rstrip() if verb and _takes_id(verb, kind) else text


def run_together(word: str, kind: Kind, verbs: Sequence[Verb]) -> tuple[str, str] | None:
    """The sub-command and the id that ``word`` (as `split` gives it) is made of; None where it is not of both."""
    for verb in verbs:
        for name in (verb.word, *verb.aliases):
            after = word.removeprefix(name)
            if after != word and _takes_id(verb, kind) and read_id(after, kind) is not None:
                return verb.word, after
    return None


def _takes_id(verb: Verb, kind: Kind) -> bool:
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
    if found is None:
        raise Invalid(
            phrase("“{word}”不是有效的编号。", word=escape(cut(word, 40))),
            phrase("请这样输入：`{usage}`", usage=verb.usage(command)),
        )
    return found, after.strip()
