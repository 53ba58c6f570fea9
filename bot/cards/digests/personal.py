"""A person's own digest drawn for their direct messages: what waits for them first."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from bot.cards.blocks import section
from bot.cards.digests.desk import posts_of
from bot.cards.digests.fold import Lines, fold
from bot.cards.digests.opening import opening, summary
from bot.cards.digests.titles import title
from bot.cards.message import Message
from bot.cards.paper import Paper
from bot.store.slots import Taken
from bot.text.words import phrase


class Personal(Protocol):
    """What the drawing needs of a gathered digest (`bot.domain.digests.personal.PersonalDigest`)."""

    @property
    def day(self) -> date: ...
    @property
    def waits(self) -> Lines: ...
    @property
    def awaited(self) -> Lines: ...
    @property
    def coming(self) -> Lines: ...
    @property
    def posts(self) -> tuple[Taken, ...]: ...
    @property
    def empty(self) -> bool: ...


def draw(digest: Personal, paper: Paper, *, late: bool = False, ring: bool = True) -> Message:
    """The digest as one message. It rings nobody but its reader, with ``ring`` or without."""
    t = paper.t
    called = t("我的日报 {day}", day=paper.day(digest.day.isoformat()))
    above = opening(called, paper, late=late)
    if not digest.waits.total:
        above.append(section(t("现在没有等您处理的事。")))
    posts = [posts_of(digest.posts, digest.day, paper)] if digest.posts else []
    parts = [part for part in (digest.waits, digest.awaited, digest.coming) if part.total]
    told = fold(parts, lambda part: title(part, t), paper, beside=[*above, *posts])
    said = [phrase("{n} 件事等您处理", n=digest.waits.total)] if digest.waits.total else []
    if digest.awaited.total:
        said.append(phrase("{n} 件在等别人", n=digest.awaited.total))
    return Message(summary(called, said, t), [*above, *told, *posts])
