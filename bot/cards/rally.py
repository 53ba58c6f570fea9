"""Rallies drawn for the chat: the card in the channel, its history lines, lists and details."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.cards.blocks import actions, button, confirm, context, header, section, sections
from bot.cards.message import Block, Message
from bot.cards.paper import Paper
from bot.cards.rich import copyable
from bot.store.events import Event
from bot.store.rallies import EVERYONE, Rally, Tally
from bot.text.mrkdwn import escape, escaped, mention, quoted
from bot.text.words import Phrase, phrase, series

_LIST_MOST: Final = 15
_THANKED_MOST: Final = 40
_NAME_MOST: Final = 60

Listed = Sequence[tuple[Rally, Tally]]


def card(rally: Rally, tally: Tally, paper: Paper, *, ring: bool) -> Message:
    """The card in a channel. While the rally is open the named leaders stand on it, whatever they answered, and with
    ``ring`` they are rung when it is posted; afterwards nobody is named."""
    t = paper.t
    is_open = rally.state == "open"
    title = (
        t("{case} · 一起转发：{title}", case=rally.id, title=rally.title)
        if is_open
        else t("{case} · 已结束：{title}", case=rally.id, title=rally.title)
    )
    blocks: list[Block] = [header(title), section(asks(rally, paper))]
    if is_open:
        blocks.append(section(t("邀请：{whom}", whom=_invited(rally, paper, ring=ring))))
    if is_open and rally.held:
        blocks.append(section(held(paper)))
    blocks.append(context(tallied(tally, paper), _facts(rally, paper)))
    if is_open and not rally.held:
        blocks.append(
            actions(
                button(t("我来参加"), "rally.join", rally.id, style="primary"),
                button(t("已转发，贴链接"), "rally.done", rally.id),
            )
        )
    return Message(escape(title), blocks)


def details(
    rally: Rally, tally: Tally, thanks: Sequence[str], line: str, free: int, paper: Paper, *, manages: bool
) -> Message:
    """A rally for the person who asked: ``line`` is theirs, if they take part. Only of one that is over those who joined are
    named. Who ``manages`` it sees how many lines are free, and may add some or end it."""
    t = paper.t
    drawn = card(rally, tally, paper, ring=False)
    blocks = list(drawn.blocks)
    if thanks and rally.state != "open":
        blocks.insert(-1, section(_thanked(thanks, paper)))
    if line:
        blocks += [section(t("您的那一句：")), copyable(line)]
    if manages and rally.state == "open":
        blocks.append(context(t("还有 {n} 句没有人领。", n=free)))
        ask = confirm(t("结束 {case}？", case=rally.id), t("会在讨论串里总结并致谢。"), t("结束"), t("再等等"))
        blocks.append(
            actions(
                button(t("补充几句"), "rally.lines", rally.id),
                button(t("结束"), "rally.close", rally.id, style="danger", confirm=ask),
            )
        )
    return Message(drawn.text, blocks)


def listing(title: str, listed: Listed, paper: Paper) -> Message:
    """A list, those that end first in front."""
    t = paper.t
    if not listed:
        return Message(title, [section(f"*{title}*\n{t('现在没有。领导和编辑可以用 `/rally` 发起。')}")])
    lines = [row(rally, tally, paper) for rally, tally in listed[:_LIST_MOST]]
    if len(listed) > _LIST_MOST:
        lines.append(t("只列出 {n} 次。", n=_LIST_MOST))
    return Message(title, [section(f"*{title}*"), *sections(lines)])


def row(rally: Rally, tally: Tally, paper: Paper) -> str:
    """One rally in one line: id, title, until when, what came of it."""
    t = paper.t
    when = (
        t("到 {at} 为止", at=paper.moment(rally.until))
        if rally.state == "open"
        else t("{at} 结束", at=paper.moment(rally.closed_at))
    )
    return t(
        "*{case}* {title} — {when} · {tally}",
        case=rally.id, title=escape(rally.title), when=when, tally=tallied(tally, paper),
    )  # fmt: skip


def line(event: Event, paper: Paper) -> str:
    """One event of the record as a sentence without its subject."""
    t, data = paper.t, event.data
    sentences: dict[str, Callable[[], str]] = {
        "open": lambda: t("发起了这次转发"),
        "add_lines": lambda: t("补充了 {n} 句起头的话", n=data["lines"]),
        "join": lambda: t("参加了"),
        "repost": lambda: t("转发了"),
        "replies": lambda: t("更新了转发的数据"),
        "close": lambda: _summary(data, paper),
    }
    return sentences[event.action]()


def asks(rally: Rally, paper: Paper) -> str:
    """Who asks for what, why, and until when; of a rally that is over, what it was for."""
    t = paper.t
    if rally.state != "open":
        told = t("*{who}* 请大家转发了 <{url}|这条微博>。", who=paper.who(rally.opened_by), url=rally.url)
        return f"{told}\n{quoted(rally.why)}"
    asked = t("*{who}* 想请大家转发 <{url}|这条微博>：", who=paper.who(rally.opened_by), url=rally.url)
    until = t("到 {at} 为止", at=paper.moment(rally.until))
    return f"{asked}\n{quoted(rally.why)}\n{until}"


def held(paper: Paper) -> str:
    """What is said while promotions stand still."""
    return paper.t("⏸ *暂停中*：请先不要转发，恢复后这里会更新。")


def tallied(tally: Tally, paper: Paper) -> str:
    """What came of it so far, in one line."""
    t = paper.t
    said = t("参加 {joined} 人 · 转发 {n} 条", joined=tally.joined, n=tally.reposts)
    return said + (t(" · 带来 {n} 条回复", n=tally.replies) if tally.replies else "")


def _invited(rally: Rally, paper: Paper, *, ring: bool) -> Phrase:
    shown: list[object] = [mention(user) if ring else paper.who(user) for user in rally.named]
    shown += [escape(paper.department(key)) for key in rally.departments]
    shown += [mention(group) for group in rally.groups] if ring else []
    if EVERYONE in rally.whom:
        shown.append(phrase("全公司"))
    elif rally.groups and not ring:
        shown.append(phrase("{n} 个用户组", n=len(rally.groups)))
    return series(shown)


def _facts(rally: Rally, paper: Paper) -> str:
    t = paper.t
    about = rally.campaign_id or rally.draft_id
    said = t("{at} 发起", at=paper.moment(rally.opened_at))
    if rally.closed_at:
        said = t("{at} 结束", at=paper.moment(rally.closed_at))
    return t("{said} · 属于 {case}", said=said, case=about) if about else said


def _summary(data: Mapping[str, object], paper: Paper) -> str:
    t = paper.t
    numbers = {name: int(str(data.get(name, 0))) for name in ("joined", "reposts", "verbatim", "replies")}
    said = t("这次转发结束了：{tally}", tally=tallied(Tally(**numbers), paper))
    if numbers["verbatim"]:
        said += "\n" + t("其中 {n} 条没有改过起头的话。", n=numbers["verbatim"])
    thanks = data.get("thanks")
    joined = [str(user) for user in thanks] if isinstance(thanks, list) else []
    return f"{said}\n{_thanked(joined, paper)}" if joined else said


def _thanked(people: Sequence[str], paper: Paper) -> str:
    t = paper.t
    named = t(series(escaped(paper.name(user), _NAME_MOST) for user in people[:_THANKED_MOST]))
    if len(people) > _THANKED_MOST:
        return t("谢谢 {people} 等 {n} 位同事！", people=named, n=len(people))
    return t("谢谢 {people}！", people=named)
