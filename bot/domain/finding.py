"""Whom and which department a person meant: mentions, handles, names and keys as they are typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from bot.domain.people import Company, Department
from bot.errors import Invalid
from bot.text.mrkdwn import escape, mentioned_users
from bot.text.simplified import as_simplified
from bot.text.width import cut, key_of
from bot.text.words import Phrase, phrase, series

_SHOWN: Final = 40
_MARKS: Final = "，。、；：,.;:"
_AT: Final = ("@", "＠")
_TO: Final = re.compile(r"^(?:给|到|至|转给|to )\s*(?=\S)")
_MARK: Final = re.compile(f"[{_MARKS}]")


def person_in(company: Company, typed: str) -> tuple[str, str]:
    """The id of the person named at the start of ``typed``, and what follows: ``<@U…>``, ``<@U…|name>``, a handle or a
    name, with @ or without. Raises Invalid, naming the nearest, where nobody or more than one is meant."""
    word, rest = _named_first(typed, {name for one in company.people.values() for name in (one.handle, one.name)})
    if not word:
        raise Invalid(phrase("还没有写是哪位同事。"), phrase("请在编号后面写 @同事。"))
    mentioned = mentioned_users(word)
    if mentioned and mentioned[0] in company.people:
        return mentioned[0], rest
    wanted = _key(word)
    everyone = company.people.values()
    found = [one for one in everyone if wanted in (one.id.casefold(), _key(one.handle), _key(one.name))]
    if len(found) == 1:
        return found[0].id, rest
    shown = escape(cut(word, _SHOWN))
    if found:
        handles = series(escape(f"@{one.handle}") for one in found)
        raise Invalid(phrase("有几位同事叫“{name}”。", name=shown), phrase("请写清是哪一位：{names}", names=handles))
    named = {_key(name): one for one in everyone for name in (one.handle, one.name)}
    near = get_close_matches(wanted[:_SHOWN], named, n=1, cutoff=0.5)
    advice = phrase("请用 @ 选一位同事。")
    if near:
        one = named[near[0]]
        advice = phrase("是不是 @{handle}（{name}）？", handle=escape(one.handle), name=escape(one.name))
    raise Invalid(phrase("没有找到“{name}”这位同事。", name=shown), advice)


def department_in(company: Company, typed: str) -> tuple[Department, str]:
    """The department named at the start of ``typed`` by its key or its name, and what follows. A name may be left
    unfinished where no other begins so. Raises Invalid, naming the nearest, where there is none."""
    named = {name for one in company.departments.values() for name in (one.key, one.name)}
    typed = " ".join(_named_first(typed, named))
    words = typed.split()
    if not words:
        raise Invalid(phrase("还没有写哪个部门。"), _departments(company))
    # A department's name may have spaces in it.
    for count in range(len(words), 0, -1):
        found = _department(company, " ".join(words[:count]))
        if found:
            return found, _after(typed, count)
    begun = [one for one in company.departments.values() if _key(one.name).startswith(_key(words[0]) or "\0")]
    if len(begun) == 1:
        return begun[0], _after(typed, 1)
    by_name = {_key(name): one for one in company.departments.values() for name in (one.key, one.name)}
    near = get_close_matches(_key(words[0])[:_SHOWN], by_name, n=1, cutoff=0.4)
    shown = escape(cut(words[0], _SHOWN))
    if near:
        one = by_name[near[0]]
        advice = phrase("是不是“{name}”（{key}）？", name=escape(one.name), key=escape(one.key))
        raise Invalid(phrase("没有“{name}”这个部门。", name=shown), advice)
    raise Invalid(phrase("没有“{name}”这个部门。", name=shown), _departments(company))


def departments_named(company: Company, text: str) -> list[Department]:
    """The departments that are mentioned by name (or by key, as a word of its own) anywhere in ``text``."""
    whole, words = _key(text), {_key(word.strip(_MARKS)) for word in text.split()}
    return [one for one in company.departments.values() if _key(one.name) in whole or _key(one.key) in words]


def people_named(company: Company, text: str) -> list[str]:
    """The ids of the people who are mentioned (``<@U…>`` or @ with a handle or name) anywhere in ``text``."""
    handles = {_key(name): one.id for one in company.people.values() for name in (one.handle, one.name)}
    typed = (handles.get(_key(word.strip(_MARKS))) for word in text.split() if word[:1] in _AT)
    mentioned = (user for user in mentioned_users(text) if user in company.people)
    return list(dict.fromkeys([*mentioned, *(user for user in typed if user)]))


def _department(company: Company, name: str) -> Department | None:
    wanted = _key(name)
    every: Iterable[Department] = company.departments.values()
    return next((one for one in every if wanted in (_key(one.key), _key(one.name))), None)


def _departments(company: Company) -> Phrase:
    names = series(escape(one.name) for one in company.departments.values())
    return phrase("部门有：{names}", names=names)


def _key(name: str) -> str:
    """The form in which names are compared: as `key_of`, and in simplified characters."""
    return as_simplified(key_of(name))


def _first(typed: str) -> tuple[str, str]:
    word, rest = [*typed.split(maxsplit=1), "", ""][:2]
    return word, rest.strip()


def _named_first(typed: str, names: Iterable[str]) -> tuple[str, str]:
    """The first word and the rest; one of ``names`` is a word of its own although ``给`` stands before it, or a mark and more
    behind it: ``给销售部，请查``."""
    word, rest = _first(_TO.sub("", typed.strip()))
    head = _MARK.split(word, maxsplit=1)
    known = {_key(name) for name in names}
    if len(head) == 2 and _key(word) not in known and _key(head[0]) in known:
        return head[0], f"{head[1]} {rest}".strip()
    return word, rest


def _after(typed: str, count: int) -> str:
    return " ".join(typed.split(maxsplit=count)[count:]).strip()
