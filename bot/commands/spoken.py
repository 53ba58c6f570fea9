"""Words that come without a slash: a mention, a direct message, a button. Which command they are, and doing it.

A sub-command's word is enough where only one command has it (``认领 31``); the command's name may stand in front
(``complaint claim 31``, ``投诉 认领 31``). In a case's thread its id may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Final

from bot.cards.message import Message
from bot.commands import campaign, complaint, draft, me, rally, weibo
from bot.commands.meant import aloud, unheard
from bot.domain.desk import Desk, Outcome
from bot.forms import Opens
from bot.text.ids import KINDS, Kind, read_id
from bot.text.mrkdwn import unescape
from bot.text.verbs import Verb, apart, find, run_together, split, takes_id
from bot.text.width import plain
from bot.text.words import Typed, Words

KINDS_OF: Final[Mapping[Kind, ModuleType]] = {"N": campaign, "D": draft, "C": complaint, "R": rally}
MODULES: Final = {module.COMMAND: module for module in (campaign, draft, complaint, rally, weibo)}
_NAMES: Final[Mapping[str, ModuleType]] = {
    **{module.COMMAND.removeprefix("/"): module for module in MODULES.values()},
    "活动": campaign,
    "活动通知": campaign,
    "稿件": draft,
    "草稿": draft,
    "投诉": complaint,
    "转发": rally,
    "官微": weibo,
}
# Whoever says no more than this is told how to go on.
_GREETINGS: Final = ("你好", "您好", "在吗", "在么", "hi", "hello", "嗨", "谢谢", "thanks")
_EXAMPLE: Final = re.compile(r"[NDCR]-\d+")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A command and what follows it, as the chat hands it over (mentions still have their ids)."""

    command: str
    text: str

    @property
    def line(self) -> str:
        """As it can be said again: ``complaint claim C-31``."""
        return f"{self.command.removeprefix('/')} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Unclear:
    """A word that several commands have, and what each of them would do."""

    word: str
    choices: tuple[Spoken, ...]


def read(text: str, case: str = "") -> Spoken | Unclear:
    """What was said, in the thread of ``case`` where it was said in one. Raises UnknownWord, naming the nearest."""
    first, rest = [*text.split(maxsplit=1), "", ""][:2]
    word = split(unescape(first))[0].removeprefix("/")
    if not word or (word.strip("，。,.！!？?~") in _GREETINGS and not rest):
        return Spoken(weibo.COMMAND, "help")
    if word in _NAMES:
        return _of(_NAMES[word], rest, case)
    if (kind := _lettered(word)) is not None:
        return _about(kind, word, rest, text)
    able = [(module, verb) for module in MODULES.values() if (verb := find(word, module.VERBS))]
    if not able and (run := _run_together(word)):
        return read(f"{run[0]} {run[1]} {rest}".rstrip(), case)
    if not able and (alone := _alone(word, rest)):
        return alone[0] if len(alone) == 1 else Unclear(word, alone)
    if not able:
        raise unheard(unescape(text))
    if able[0][1].word == "help":
        return Spoken(weibo.COMMAND, f"help {rest}".strip())
    meant = _lettered(rest.partition(" ")[0]) or _kind_of(case)
    narrowed = [one for one in able if meant is not None and one[0] is KINDS_OF[meant]] or able
    spoken = tuple(Spoken(module.COMMAND, _filled(module, verb, rest, case)) for module, verb in narrowed)
    return spoken[0] if len(spoken) == 1 else Unclear(word, spoken)


def _alone(word: str, rest: str) -> tuple[Spoken, ...]:
    """What a word says that is no sub-command: something about oneself (``外出 到 周五``), what is to be listed (``待认领``), a
    case's number."""
    if me.understands(word):
        return (Spoken(weibo.COMMAND, f"me {word} {rest}".strip()),)
    if rest:
        return ()
    read_as = [(module, apart(word, kind, module.VERBS)) for kind, module in KINDS_OF.items()]
    return tuple(Spoken(module.COMMAND, line) for module, line in read_as if line != word)


def _about(kind: Kind, word: str, rest: str, text: str) -> Spoken:
    """A case that is named first: shown, or what is said behind it done. Raises UnknownWord for a sentence about it."""
    module, case = KINDS_OF[kind], read_id(word, kind)
    second, after = split(unescape(rest))
    verb = find(second, module.VERBS)
    if verb is not None and takes_id(verb, kind):
        return Spoken(module.COMMAND, f"{verb.word} {case} {after}".strip())
    if rest and any(way.verb.word != "show" for way in aloud(unescape(text))):
        raise unheard(unescape(text))
    return Spoken(module.COMMAND, f"show {case}")


def run(desk: Desk, spoken: Spoken, user: str, trigger: str, t: Words, opens: Opens) -> Outcome | Message | None:
    """Do it as the slash command does; ``trigger`` is by what the request is known if it comes again. None where a form was
    handed to ``opens``. Raises a Refusal."""
    module = _NAMES[spoken.command.removeprefix("/")]
    asked = {"command": spoken.command, "text": spoken.text, "user_id": user, "trigger_id": trigger}
    done: Outcome | Message | None = module.answer(desk, asked, t, opens)
    return done


def _of(module: ModuleType, rest: str, case: str) -> Spoken:
    word = split(unescape(rest))[0]
    verb = find(word, module.VERBS)
    after = rest[len(rest.split(maxsplit=1)[0]) :].strip() if verb else ""
    return Spoken(module.COMMAND, _filled(module, verb, after, case) if verb else rest)


def _filled(module: ModuleType, verb: Verb, rest: str, case: str) -> str:
    """The sub-command and what follows it, with the id of the thread's case where none is said."""
    wanted = _EXAMPLE.findall(verb.after.message)
    kind = _kind_of(case)
    if kind is None or KINDS_OF[kind] is not module or not wanted:
        return f"{verb.word} {rest}".strip()
    first, *others = unescape(rest).split() or [""]
    # A bare number is an id where nothing else can follow; else it may be what is said ("3 boxes").
    is_id = _lettered(first) is not None or (verb.after.message == wanted[0] and read_id(first, kind) is not None)
    given = is_id + sum(_lettered(word) is not None for word in others)
    return f"{verb.word} {rest}" if is_id and given >= len(wanted) else f"{verb.word} {case} {rest}".strip()


def _run_together(word: str) -> tuple[str, str] | None:
    """``认领31``: the sub-command and the id of any kind of case that a word is made of."""
    return next((run for kind, module in KINDS_OF.items() if (run := run_together(word, kind, module.VERBS))), None)


def name_of(module: ModuleType) -> Typed:
    """What a command is called without its slash: ``投诉``, ``complaint``."""
    own = [name for name, named in _NAMES.items() if named is module]
    return Typed(next(name for name in own if not name.isascii()), own[0])


def _lettered(word: str) -> Kind | None:
    """The kind of a case id that is written with its letter."""
    if not plain(word)[:1].isalpha():
        return None
    return next((kind for kind in KINDS if read_id(word, kind)), None)


def _kind_of(case: str) -> Kind | None:
    return next((kind for kind in KINDS if case.startswith(f"{kind}-")), None)
