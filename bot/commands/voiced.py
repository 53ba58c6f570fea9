"""Sentences as they are said aloud, `帮我认领三十一号投诉`: which case is named in them, which sub-command, and what follows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.text.ids import Kind, case_id
from bot.text.numerals import NUMERALS, counted
from bot.text.simplified import as_simplified
from bot.text.verbs import Verb, takes_id
from bot.text.width import plain

_NOUNS: Final[Mapping[str, Kind]] = {
    "活动通知": "N",
    "通知": "N",
    "活动": "N",
    "稿件": "D",
    "稿子": "D",
    "草稿": "D",
    "文案": "D",
    "投诉": "C",
    "客诉": "C",
    "转发": "R",
}
_NOUN: Final = rf"(?P<noun>{'|'.join(_NOUNS)})"
_NUMBER: Final = rf"(?P<number>[0-9]{{1,9}}|[{NUMERALS}]{{1,9}})"
_CASES: Final = (
    re.compile(r"(?<![a-z])(?P<letter>[ndcr])\s*-?\s*(?P<number>[0-9]{1,9})(?![0-9])"),
    re.compile(rf"第?{_NUMBER}\s*(?:号|件|条|份|个|场|次)?\s*(?:的)?{_NOUN}"),
    re.compile(rf"{_NOUN}\s*第?{_NUMBER}(?=号|$|[^0-9一二两三四五六七八九十百千点月日天箱盒瓶元块折个小分])"),
    re.compile(rf"第?{_NUMBER}\s*号"),
)
# What stands between what is done and the words that go with it.
_BETWEEN: Final = re.compile(r"^(?:[\s，。,.、：:；;！!？?]|给|到|为|成|一下|吧|了|的|号|原因是?|理由是?|说)+")


@dataclass(frozen=True, slots=True)
class Heard:
    """A sub-command that a sentence may have meant, for a case of ``kind``: ``rest`` is the case's id and what follows."""

    kind: Kind
    verb: Verb
    rest: str


def voiced(text: str, verbs: Mapping[Kind, Sequence[Verb]]) -> list[Heard]:
    """What a sentence may have meant, one for each kind of case that has the sub-command; a case that is named with what it
    is and nothing to do is shown. Nothing where no case is named."""
    typed = plain(text)
    said = as_simplified(typed).casefold()
    found = next((match for each in _CASES if (match := each.search(said))), None)
    number = counted(found["number"]) if found else None
    if found is None or not number or len(said) != len(typed):
        return []
    named = found.groupdict()
    known = _NOUNS.get(named.get("noun") or "") or _letter(named.get("letter"))
    around = said[: found.start()] + "\n" * (found.end() - found.start()) + said[found.end() :]
    kinds: Sequence[Kind] = [known] if known else [*verbs]
    every = [(len(name), kind, verb, name) for kind in kinds for verb in verbs[kind] for name in _names(verb, kind)]
    able = [one for one in every if one[3] in around]
    longest = max((one[0] for one in able), default=0)
    if not able and known:
        return [Heard(known, verb, case_id(known, number)) for verb in verbs[known] if verb.word == "show"]
    heard = []
    for _, kind, verb, name in (one for one in able if one[0] == longest):
        end = max(found.end(), around.index(name) + len(name))
        words = _BETWEEN.sub("", typed[end:]).strip() if " " in verb.after.message else ""
        heard.append(Heard(kind, verb, f"{case_id(kind, number)} {words}".strip()))
    return heard


def _names(verb: Verb, kind: Kind) -> list[str]:
    """What a sub-command is called in a sentence: in Chinese, where it takes a case."""
    return [name for name in verb.aliases if not name.isascii()] if takes_id(verb, kind) else []


def _letter(letter: str | None) -> Kind | None:
    kinds: Mapping[str, Kind] = {"n": "N", "d": "D", "c": "C", "r": "R"}
    return kinds.get(letter or "")
