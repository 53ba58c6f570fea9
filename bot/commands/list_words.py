"""The words after `/campaign list`, `/draft list` and `/rally list`: a kind of list, a department, a month, in any order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Generic, TypeVar

from bot.domain.campaigns.month import is_month, read_month
from bot.domain.desk import Desk
from bot.domain.finding import department_in
from bot.errors import Invalid
from bot.text.mrkdwn import escape
from bot.text.simplified import as_simplified
from bot.text.width import cut, plain
from bot.text.words import Phrase, phrase, series

Kind = TypeVar("Kind", bound=str)
# `12 月` is one word.
_APART: Final = re.compile(r"(?<=\d)\s+(?=月)")
_BETWEEN: Final = re.compile(r"[\s,，、]+")


@dataclass(frozen=True, slots=True)
class Listed(Generic[Kind]):
    """What somebody wants listed: which kind, of which department (its key, empty where none was named), and of which month
    (its first day)."""

    which: Kind
    department: str
    month: date | None


def read_listed(
    desk: Desk, text: str, kinds: Mapping[str, Kind], usual: Kind, advice: Phrase, *, months: bool = False
) -> Listed[Kind]:
    """What is to be listed: ``市场部 全部``, ``12月``; ``usual`` where no kind is named. Raises Invalid for a word that is none
    of it, with ``advice`` (the kinds there are) and the departments."""
    words = [word for word in _BETWEEN.split(_APART.sub("", text)) if plain(word)]
    which, department = usual, ""
    month: date | None = None
    while words:
        word = as_simplified(plain(words[0]).casefold())
        if word in kinds:
            which, words = kinds[word], words[1:]
        elif months and is_month(word):
            month, words = read_month(word, desk.now().astimezone(desk.zone).date()), words[1:]
        else:
            try:
                found, rest = department_in(desk.company, " ".join(words))
            except Invalid:
                raise _none_such(desk, words[0], advice) from None
            department, words = found.key, rest.split()
    return Listed(which, department, month)


def _none_such(desk: Desk, word: str, advice: Phrase) -> Invalid:
    names = series(escape(one.name) for one in desk.company.departments.values())
    return Invalid(
        phrase("没有“{word}”这种列表。", word=escape(cut(word, 40))),
        phrase("{advice}也可以写部门：{names}", advice=advice, names=names),
    )
