"""A department's digest drawn for its channel: what it owes first, then what it awaits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, Protocol

from bot.cards.blocks import context, header, section
from bot.cards.digests.desk import summary
from bot.cards.digests.fold import Lines, fold
from bot.cards.message import Block, Message
from bot.cards.paper import Paper
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import Phrase, Words, phrase

_NAME_MOST: Final = 60


class Department(Protocol):
    """What the drawing needs of a gathered digest (`bot.domain.digests.department.DepartmentDigest`)."""

    @property
    def day(self) -> date: ...
    @property
    def department(self) -> str: ...
    @property
    def owed(self) -> tuple[Lines, ...]: ...
    @property
    def awaited(self) -> tuple[Lines, ...]: ...
    @property
    def empty(self) -> bool: ...


def draw(digest: Department, paper: Paper, *, late: bool = False, ring: bool = True) -> Message:
    """The digest as one message. It rings nobody, with ``ring`` or without."""
    t = paper.t
    name = cut(paper.department(digest.department), _NAME_MOST)
    title = t("{department}日报 {day}", department=name, day=paper.day(digest.day.isoformat()))
    above: list[Block] = [header(title)]
    if late:
        above.append(context(t("补发：到点时机器人没有在运行。")))
    if digest.empty:
        above.append(section(t("现在没有要{department}处理或等待的事。", department=escape(name))))
    between = [len(digest.owed)] if digest.owed and digest.awaited else []
    told = fold([*digest.owed, *digest.awaited], lambda part: title_of(part, t), paper, beside=above, dividers=between)
    said = [_BRIEFLY[part.name](part.total) for part in digest.owed]
    if waits := sum(part.total for part in digest.awaited):
        said.append(phrase("{n} 件在等别人", n=waits))
    return Message(summary(escape(title), said, t), [*above, *told])


def title_of(part: Lines, t: Words) -> str:
    """What a department's list is called."""
    if part.name == "complaints" and part.late:
        return t("*要处理的投诉*（{n}，超时 {late}）", n=part.total, late=part.late)
    return _TITLES[part.name](t, part.total)


_TITLES: Final[Mapping[str, Callable[[Words, int], str]]] = {
    "complaints": lambda t, n: t("*要处理的投诉*（{n}）", n=n),
    "returned": lambda t, n: t("*退回的活动通知，等补充*（{n}）", n=n),
    "revise": lambda t, n: t("*退回的稿件，等修改*（{n}）", n=n),
    "results": lambda t, n: t("*活动结束了，等填写结果*（{n}）", n=n),
    "handed": lambda t, n: t("*转交给别的部门，等对方接单*（{n}）", n=n),
    "notices": lambda t, n: t("*等官微组受理的活动通知*（{n}）", n=n),
    "review": lambda t, n: t("*在等审的稿件*（{n}）", n=n),
}

_BRIEFLY: Final[Mapping[str, Callable[[int], Phrase]]] = {
    "complaints": lambda n: phrase("{n} 条投诉要处理", n=n),
    "returned": lambda n: phrase("{n} 份活动通知要补充", n=n),
    "revise": lambda n: phrase("{n} 份稿件要修改", n=n),
    "results": lambda n: phrase("{n} 个活动要填结果", n=n),
}
