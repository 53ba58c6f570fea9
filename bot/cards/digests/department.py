"""A department's digest drawn for its channel: what it owes first, then what it awaits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, Protocol

from bot.cards.blocks import section
from bot.cards.digests.fold import Lines, fold
from bot.cards.digests.opening import opening, summary
from bot.cards.digests.titles import title
from bot.cards.message import Message
from bot.cards.paper import Paper
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import Phrase, phrase

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
    called = t("{department}日报 {day}", department=name, day=paper.day(digest.day.isoformat()))
    above = opening(called, paper, late=late)
    if digest.empty:
        above.append(section(t("现在没有要{department}处理或等待的事。", department=escape(name))))
    between = [len(digest.owed)] if digest.owed and digest.awaited else []
    told = fold([*digest.owed, *digest.awaited], lambda part: title(part, t), paper, beside=above, dividers=between)
    said = [_BRIEFLY[part.name](part.total) for part in digest.owed]
    if waits := sum(part.total for part in digest.awaited):
        said.append(phrase("{n} 件在等别人", n=waits))
    return Message(summary(escape(called), said, t), [*above, *told])


_BRIEFLY: Final[Mapping[str, Callable[[int], Phrase]]] = {
    "complaints": lambda n: phrase("{n} 条投诉要处理", n=n),
    "returned": lambda n: phrase("{n} 份活动通知要补充", n=n),
    "revise": lambda n: phrase("{n} 份稿件要修改", n=n),
    "results": lambda n: phrase("{n} 个活动要填结果", n=n),
}
