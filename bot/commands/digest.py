"""`/weibo digest`: any of the digests to look at, as it would be sent now; and the lists and the day behind their buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.cards import day as day_cards
from bot.cards.digests import DRAWN, weekly
from bot.cards.digests.desk import preview
from bot.cards.digests.fold import MOST, ListName
from bot.cards.digests.listed import page
from bot.cards.message import Message
from bot.cards.report import Report
from bot.commands.complaint_list import of_department
from bot.domain import digests, posting
from bot.domain.desk import Desk
from bot.domain.digests.department import must_belong
from bot.domain.digests.lists import LISTED, lines, must_be_own
from bot.domain.finding import department_in, departments_named
from bot.domain.paper import paper
from bot.domain.people import Department
from bot.domain.slot_moves import may_plan
from bot.errors import Invalid
from bot.text.mrkdwn import escape
from bot.text.verbs import split
from bot.text.width import cut
from bot.text.words import Words, phrase, series

_WHICH: Final[Mapping[str, digests.Name]] = {
    "": "desk",
    "desk": "desk",
    "官微": "desk",
    "me": "personal",
    "我": "personal",
    "我的": "personal",
    "department": "department",
    "部门": "department",
    "leaders": "leaders",
    "领导": "leaders",
    "week": "weekly",
    "周": "weekly",
    "周报": "weekly",
}


def look(desk: Desk, user: str, text: str, t: Words) -> Message:
    """The digest that was asked for, as of now. Raises Invalid, or NotAllowed where it is not theirs to see."""
    word, rest = split(text)
    name = _WHICH.get(word)
    if name is None and departments_named(desk.company, text):
        name, rest = "department", text
    if name is None:
        raise Invalid(
            phrase("没有“{word}”这种日报。", word=escape(cut(word, 40))),
            phrase("可以用：`/weibo 日报 我`、`官微`、`领导`、`部门`、`周`"),
        )
    to = _recipient(desk, user, name, rest)
    gathered = digests.named(name).gather(desk, desk.store, to, desk.now())
    if isinstance(gathered, digests.DeskDigest):
        return preview(gathered, paper(desk, t))
    if isinstance(gathered, Report):
        return weekly.preview(gathered, paper(desk, t))
    reader = user if to.place == "person" else ""
    return DRAWN[name](gathered, paper(desk, t, reader), ring=False)


def _recipient(desk: Desk, user: str, name: digests.Name, rest: str) -> digests.Recipient:
    match name:
        case "desk" | "weekly":
            return digests.to_desk(desk)
        case "department":
            department = _department(desk, user, rest)
            must_belong(desk, user, department.key)
            return digests.Recipient("channel", department.channel, department.key)
        case "leaders":
            desk.company.must_hold(user, "leader", "admin", to_do=phrase("看给领导的日报"))
    return digests.Recipient("person", user)


def _department(desk: Desk, user: str, typed: str) -> Department:
    if typed:
        return department_in(desk.company, typed)[0]
    own = desk.company.department_of(user)
    if own is None:
        names = series(escape(one.name) for one in desk.company.departments.values())
        raise Invalid(
            phrase("您不在任何部门里，请写明看哪个部门的日报：{names}", names=names),
            phrase("例如：`/weibo 日报 部门 销售部`"),
        )
    return own


def listing(desk: Desk, user: str, value: str, t: Words) -> Message:
    """The page of a list that a button's value asks for. Raises NotAllowed for a list that is somebody else's."""
    name, of, number = value.split(":")
    found = _NAMES[name]
    must_be_own(user, found, of)
    if found == "complaints":
        return of_department(desk, user, of, t)
    turned = max(int(number), 1)
    shown = lines(desk, desk.store, found, desk.now(), of=of, skip=(turned - 1) * MOST)
    return page(shown, turned, paper(desk, t, user))


def today(desk: Desk, user: str, t: Words) -> Message:
    """The slots of today, with what the person may do to them."""
    day = desk.now().astimezone(desk.zone).date()
    blocks = day_cards.blocks(posting.taken_on(desk, desk.store, day), day, paper(desk, t), acts=may_plan(desk, user))
    return Message(t("今天的安排"), blocks)


_NAMES: Final[Mapping[str, ListName]] = {name: name for name in LISTED}
