"""The desk's digest drawn for the chat; each line can be acted on where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, Protocol

from bot.cards import day as day_cards
from bot.cards.blocks import actions, button, context, section
from bot.cards.digests.fold import Lines, fold
from bot.cards.digests.opening import opening, summary
from bot.cards.digests.titles import title
from bot.cards.message import Block, Message
from bot.cards.paper import Paper
from bot.store.slots import Hold, Taken
from bot.text.words import Phrase, Words, phrase

TODAY: Final = "weibo.today"


class Desk(Protocol):
    """What the drawing needs of a gathered digest (`bot.domain.digests.desk.DeskDigest`)."""

    @property
    def day(self) -> date: ...
    @property
    def posts(self) -> tuple[Taken, ...]: ...
    @property
    def hold(self) -> Hold | None: ...
    @property
    def counts(self) -> Mapping[str, int]: ...
    @property
    def parts(self) -> tuple[Lines, ...]: ...
    @property
    def announced(self) -> bool: ...
    @property
    def empty(self) -> bool: ...


def draw(
    digest: Desk, paper: Paper, *, late: bool = False, ring: bool = True, plan: Sequence[Block] | None = None
) -> Message:
    """The digest as one message. ``ring`` off shows the leaders' names without ringing them (somebody only looks).
    ``plan`` (the day's slots, drawn) takes the place of the day's lines."""
    t = paper.t
    called = t("官微日报 {day}", day=paper.day(digest.day.isoformat()))
    above = opening(called, paper, late=late, hold=digest.hold)
    if digest.empty:
        above.append(section(t("今天没有待办：没有要发的稿件、未办结的投诉和待受理的活动。")))
    above += plan if plan is not None else _posts(digest, paper)
    below = []
    if not digest.announced:
        below.append(context(t("{year} 年节假日尚未公布，工作日按周一至周五计算。", year=digest.day.year)))
    # The drawn plan names the slots that nobody wrote for; they need not stand there twice.
    parts = [part for part in digest.parts if plan is None or part.name != "gaps"]
    told = fold(parts, lambda part: _title(part, digest, t), paper, beside=[*above, *below], ring=ring)
    return Message(summary(called, _briefly(digest), t), [*above, *told, *below])


def preview(digest: Desk, paper: Paper) -> Message:
    """The digest for one person to look at, with a button that sends it to the desk's channel."""
    drawn = draw(digest, paper, ring=False)
    send = button(paper.t("发到官微频道"), "weibo.post_digest", digest.day.isoformat())
    return Message(drawn.text, drawn.blocks if digest.empty else [*drawn.blocks, actions(send)])


def posts_of(posts: Sequence[Taken], day: date, paper: Paper) -> Block:
    """What stands in the day's slots, with the button that opens them one by one."""
    t = paper.t
    said = t("*今天的发布*（{n}）", n=len(posts)) + "\n" + day_cards.lines(posts, paper)
    return section(said, accessory=button(t("今天的安排"), TODAY, day.isoformat()))


def _posts(digest: Desk, paper: Paper) -> list[Block]:
    t = paper.t
    if digest.empty:
        return []
    if not digest.posts:
        return [section(t("*今天的发布*：还没有排定的时间。"))]
    return [posts_of(digest.posts, digest.day, paper)]


def _title(part: Lines, digest: Desk, t: Words) -> str:
    if part.name != "complaints":
        return title(part, t)
    counts = {name: digest.counts[name] for name in ("open", "unclaimed", "overdue", "waiting")}
    return t("*投诉*：未办结 {open}，待认领 {unclaimed}，超时 {overdue}，等顾客 {waiting}", **counts)


_BRIEFLY: Final[Mapping[str, Callable[[int], Phrase]]] = {
    "complaints": lambda n: phrase("{n} 条投诉没有办结", n=n),
    "notices": lambda n: phrase("{n} 份活动通知等受理", n=n),
    "review": lambda n: phrase("{n} 份稿件等审", n=n),
}


def _briefly(digest: Desk) -> list[Phrase]:
    said = [phrase("今天有 {n} 个发布时段", n=len(digest.posts))] if digest.posts else []
    return said + [_BRIEFLY[part.name](part.total) for part in digest.parts if part.name in _BRIEFLY]
