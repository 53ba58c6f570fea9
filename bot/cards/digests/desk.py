"""The desk's digest drawn for the chat; each line can be acted on where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, Protocol

from bot.cards import day as day_cards
from bot.cards.blocks import actions, button, context, header, section
from bot.cards.digests.fold import Lines, fold
from bot.cards.message import Block, Message
from bot.cards.paper import Paper
from bot.store.slots import Hold, Taken
from bot.text.mrkdwn import escaped
from bot.text.words import Phrase, Words, phrase, series

TODAY: Final = "weibo.today"
_REASON_MOST: Final = 200


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
    ``plan`` (the day's slots, drawn) takes the place of the day's line."""
    t = paper.t
    title = t("官微日报 {day}", day=paper.day(digest.day.isoformat()))
    above: list[Block] = [header(title)]
    if late:
        above.append(context(t("补发：到点时机器人没有在运行。")))
    if digest.hold:
        above.append(section(held(digest.hold, paper)))
    if digest.empty:
        above.append(section(t("今天没有待办：没有要发的稿件、未办结的投诉和待受理的活动。")))
    above += plan if plan is not None else _posts(digest, paper)
    below = []
    if not digest.announced:
        below.append(context(t("{year} 年节假日尚未公布，工作日按周一至周五计算。", year=digest.day.year)))
    # The drawn plan names the slots that nobody wrote for; they need not stand there twice.
    parts = [part for part in digest.parts if plan is None or part.name != "gaps"]
    told = fold(parts, lambda part: _title(part, digest, t), paper, beside=[*above, *below], ring=ring)
    return Message(summary(title, _briefly(digest), t), [*above, *told, *below])


def preview(digest: Desk, paper: Paper) -> Message:
    """The digest for one person to look at, with a button that sends it to the desk's channel."""
    drawn = draw(digest, paper, ring=False)
    send = button(paper.t("发到官微频道"), "weibo.post_digest", digest.day.isoformat())
    return Message(drawn.text, drawn.blocks if digest.empty else [*drawn.blocks, actions(send)])


def summary(title: str, said: Sequence[Phrase], t: Words) -> str:
    """What notifications and screen readers say of a digest: its title, and what stands in it in a sentence."""
    return t("{title}：{said}。", title=title, said=series(said)) if said else title


def held(hold: Hold, paper: Paper) -> str:
    """That promotions stand still, why and until when."""
    t, reason = paper.t, escaped(hold.reason, _REASON_MOST)
    if hold.until:
        return t("⏸ *促销内容暂停发布*：{reason}，到 {at} 为止", reason=reason, at=paper.moment(hold.until))
    return t("⏸ *促销内容暂停发布*：{reason}", reason=reason)


def _posts(digest: Desk, paper: Paper) -> list[Block]:
    t = paper.t
    if digest.empty:
        return []
    if not digest.posts:
        return [section(t("*今天的发布*：还没有排定的时间。"))]
    said = t("*今天的发布*（{n}）", n=len(digest.posts)) + "\n" + day_cards.line(digest.posts, paper)
    return [section(said, accessory=button(t("今天的安排"), TODAY, digest.day.isoformat()))]


_TITLES: Final[Mapping[str, Callable[[Words, int], str]]] = {
    "notices": lambda t, n: t("*活动通知等待受理*（{n}）", n=n),
    "gaps": lambda t, n: t("*今天排了时间、还没写的*（{n}）", n=n),
    "review": lambda t, n: t("*等待审稿*（{n}，最早的在前）", n=n),
    "approved": lambda t, n: t("*已通过、还没排上时间*（{n}）", n=n),
    "results": lambda t, n: t("*活动结果一直没有填*（{n}）", n=n),
    "rallies": lambda t, n: t("*正在进行的转发*（{n}）", n=n),
    "starting": lambda t, n: t("*近七天的活动*（{n}）", n=n),
}


def _title(part: Lines, digest: Desk, t: Words) -> str:
    if part.name != "complaints":
        return _TITLES[part.name](t, part.total)
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
