"""One digest asked for by name from a terminal: for whom, as they are named there, and how they stand with it today."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from bot.domain.desk import Desk
from bot.domain.digests.kinds import Digest, Name, Recipient
from bot.errors import NotFound
from bot.store import digests_settled
from bot.store.database import Reader
from bot.store.digests_settled import How
from bot.store.people import Person
from bot.text.width import cut, plain
from bot.text.words import phrase, series

_NAMES: Final[dict[str, Name]] = {
    **dict.fromkeys(("desk", "官微", "官微日报"), "desk"),
    **dict.fromkeys(("department", "departments", "部门", "部门日报"), "department"),
    **dict.fromkeys(("leaders", "leader", "领导", "领导日报"), "leaders"),
    **dict.fromkeys(("personal", "me", "个人", "我", "个人日报"), "personal"),
    **dict.fromkeys(("weekly", "week", "周报"), "weekly"),
}
_NAMED: Final = 8


def name_of(word: str) -> Name | None:
    """The digest that a word names."""
    return _NAMES.get(plain(word).casefold())


def recipients_named(desk: Desk, reader: Reader, digest: Digest, who: str, at: datetime) -> tuple[Recipient, ...]:
    """Those of whom ``who`` is the name, handle, e-mail or id, the channel or the department (its key or name); all
    recipients where it is empty. Of a digest that goes to people it may be anybody whom the directory knows: whether they
    have it is another question. Raises NotFound."""
    every = digest.recipients(desk, reader, at)
    if not who.strip():
        return every
    wanted = plain(who).casefold().removeprefix("@").removeprefix("#")
    found = [to for to in every if wanted in _channel_names(desk, to)]
    if digest.name not in ("desk", "department"):
        found += [Recipient("person", one.id) for one in desk.company.people.values() if wanted in _names(one)]
    if found:
        return tuple(dict.fromkeys(found))
    able = [said(desk, to) for to in every[:_NAMED]]
    raise NotFound(
        phrase("没有找到“{who}”。", who=cut(who, 40)),
        phrase("这份日报发给：{who}", who=series(able)) if able else phrase("现在没有人收这份日报。"),
    )


def said(desk: Desk, to: Recipient) -> str:
    """A recipient by name."""
    if to.department:
        return desk.company.department_name(to.department)
    return to.id if to.place == "channel" else desk.company.name(to.id)


def standing(reader: Reader, digest: Digest, day: date, to: Recipient) -> How | None:
    """How a recipient was settled on a day; None: not yet."""
    return digests_settled.how(reader, day.isoformat(), digest.name).get(to.key)


def _channel_names(desk: Desk, to: Recipient) -> set[str]:
    if to.place == "person":
        return set()
    names = {to.id.removeprefix("#"), to.department, said(desk, to).removeprefix("#")}
    return {plain(name).casefold() for name in names if name}


def _names(person: Person) -> set[str]:
    names = (person.id, person.handle, person.name, person.email)
    return {plain(name).casefold() for name in names if name}
