"""The App Home: a person's own desk, drawn a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Protocol

from bot.cards import day
from bot.cards.blocks import actions, button, context, divider, header, section
from bot.cards.lines import Called, Line, row, said, step_button
from bot.cards.message import Block
from bot.cards.paper import Paper
from bot.cards.spoken import RUN
from bot.store.slots import Taken
from bot.store.times import from_store
from bot.text.mrkdwn import escape

# The buttons that turn pages: each list has its own, with the pages of both in its value (``waiting:awaited``).
TURN: Final = "home.turn"
TURNS: Final = ("waiting.previous", "waiting.next", "awaited.previous", "awaited.next")
SETTINGS: Final = "home.settings"


class Page(Protocol):
    """What the drawing needs of a page of lines (`bot.domain.waiting.Page`)."""

    @property
    def lines(self) -> tuple[Line, ...]: ...
    @property
    def number(self) -> int: ...
    @property
    def pages(self) -> int: ...
    @property
    def total(self) -> int: ...


class Coming(Protocol):
    """What the drawing needs of the next days (`bot.domain.waiting.Coming`)."""

    @property
    def lines(self) -> tuple[Line, ...]: ...
    @property
    def more(self) -> int: ...


class MyDesk(Protocol):
    """What the drawing needs (`bot.domain.home.MyDesk`)."""

    @property
    def waiting(self) -> Page: ...
    @property
    def awaited(self) -> Page: ...
    @property
    def coming(self) -> Coming: ...
    @property
    def day(self) -> date: ...
    @property
    def posts(self) -> tuple[Taken, ...]: ...
    @property
    def plans(self) -> bool: ...


def view(desk: MyDesk, paper: Paper) -> Block:
    """The home view. It says nothing of when it was drawn: the same desk gives the same view."""
    t = paper.t
    blocks: list[Block] = [
        header(t("我的工作台")),
        actions(
            button(t("新建活动通知"), "campaign.open", "new"),
            button(t("新建稿件"), "draft.open", "new"),
            button(t("登记投诉"), "complaint.open", "new"),
        ),
    ]
    pages = (desk.waiting.number, desk.awaited.number)
    blocks += _list(t("*等我处理*（{n}，最急的在前）", n=desk.waiting.total), desk.waiting, "waiting", pages, paper)
    if not desk.waiting.total:
        blocks.append(section(t("现在没有等您处理的事。")))
    if desk.awaited.total:
        blocks.append(divider())
        blocks += _list(t("*我在等*（{n}）", n=desk.awaited.total), desk.awaited, "awaited", pages, paper)
    blocks.append(divider())
    blocks += day.blocks(desk.posts, desk.day, paper, acts=desk.plans)
    if desk.coming.lines:
        blocks.append(section(t("*近七天*")))
        blocks += [_coming(line, paper) for line in desk.coming.lines]
        if desk.coming.more:
            blocks.append(context(t("还有 {n} 项：`/campaign 列表`、`/rally 列表`", n=desk.coming.more)))
    blocks += [divider(), actions(button(t("我的设置"), SETTINGS, "me"), button(t("怎么用"), f"{RUN}.0", "weibo help"))]
    return {"type": "home", "blocks": blocks}


def _list(title: str, page: Page, name: str, pages: tuple[int, int], paper: Paper) -> list[Block]:
    if not page.total:
        return []
    if page.pages > 1:
        title += " · " + paper.t("第 {number} 页，共 {pages} 页", number=page.number, pages=page.pages)
    return [section(title), *(row(line, paper) for line in page.lines), *_turns(page, name, pages, paper)]


def _turns(page: Page, name: str, pages: tuple[int, int], paper: Paper) -> Sequence[Block]:
    waiting, awaited = pages

    def to(way: str, label: str, step: int) -> Block:
        value = f"{waiting + step}:{awaited}" if name == "waiting" else f"{waiting}:{awaited + step}"
        return button(label, f"{TURN}.{name}.{way}", value)

    ways = [to("previous", paper.t("上一页"), -1)] if page.number > 1 else []
    ways += [to("next", paper.t("下一页"), 1)] if page.number < page.pages else []
    return [actions(*ways)] if ways else []


def _coming(line: Line, paper: Paper) -> Block:
    match line.case:
        case Taken() as taken:
            on = from_store(taken.slot.at).astimezone(paper.zone).date()
            words = f"{paper.day(on.isoformat())} {said(line, paper)}"
        case Called() as called:
            # Without its tally, which moves all day.
            until = paper.moment(called.rally.until)
            title = escape(called.rally.title)
            words = paper.t("*{case}* {title} — 转发到 {at} 为止", case=called.rally.id, title=title, at=until)
        case _:
            words = said(line, paper)
    return section(words, accessory=step_button(line, paper))
