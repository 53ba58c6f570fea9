"""What a person needs first, by the roles they hold: three things with a button each, and the rest folded behind buttons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Final

from bot.cards.blocks import actions, button, context, header, section
from bot.cards.message import Block, Message
from bot.cards.spoken import RUN
from bot.text.words import Phrase, Words, phrase

_FIRST: Final = 3


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to do: what for, and the line that does it, which is also what is typed; an ``example`` has to be typed
    with a case or words of one's own."""

    what: Phrase
    line: Phrase
    example: bool = False


# What each role needs first, the most wanted in front. `head` is whoever answers for a department, `staff` everybody.
_THINGS: Final[Mapping[str, tuple[Thing, ...]]] = {
    "editor": (
        Thing(phrase("今天发什么、谁在等什么"), phrase("weibo 今天")),
        Thing(phrase("受理各部门的活动通知"), phrase("campaign 列表 即将")),
        Thing(phrase("认领还没人管的投诉"), phrase("complaint 列表 待认领")),
    ),
    "reviewer": (
        Thing(phrase("审稿：谁的稿件在等"), phrase("draft 列表 待审")),
        Thing(phrase("看已通过、还没发布的稿件"), phrase("draft 列表 已通过")),
        Thing(phrase("只检查一段文字，不送审"), phrase("draft 检查 今晚八点，新品开售"), example=True),
    ),
    "legal": (
        Thing(phrase("审要法务通过的稿件"), phrase("draft 列表 待审")),
        Thing(phrase("确有依据的，写明理由放行"), phrase("draft 放行 D-7 理由"), example=True),
        Thing(phrase("看本公司允许和禁用的词"), phrase("draft 词表")),
    ),
    "service": (
        Thing(phrase("认领投诉，最急的在前"), phrase("complaint 列表 待认领")),
        Thing(phrase("我手上的投诉"), phrase("complaint 列表 我的")),
        Thing(phrase("按核实结论给出参考回复"), phrase("complaint 参考回复 C-31"), example=True),
    ),
    "leader": (
        Thing(phrase("看今天的日报"), phrase("weibo 日报")),
        Thing(phrase("参加正在进行的转发"), phrase("rally 列表")),
        Thing(phrase("请大家一起转发一条微博"), Phrase("rally")),
    ),
    "head": (
        Thing(phrase("把活动告诉官微组，越早越好"), Phrase("campaign")),
        Thing(phrase("接下转交给本部门的投诉"), phrase("complaint 接单 C-31"), example=True),
        Thing(phrase("看本部门报过的活动"), phrase("campaign 列表 我的")),
    ),
    "staff": (
        Thing(phrase("登记一条顾客投诉"), Phrase("complaint")),
        Thing(phrase("把活动告诉官微组"), Phrase("campaign")),
        Thing(phrase("写一条微博，送审"), Phrase("draft")),
    ),
    "admin": (
        Thing(phrase("管理允许和禁用的词"), phrase("draft 词表")),
        Thing(phrase("看时间都用在哪些部门"), phrase("weibo 报告")),
        Thing(phrase("看官微日报，可发到频道"), phrase("weibo 日报")),
    ),
}
ROLES: Final = tuple(_THINGS)


def first_things(roles: Sequence[str]) -> tuple[Thing, ...]:
    """The three things that somebody with these roles needs first: of several roles in turn."""
    by_role = (_THINGS[role] for role in roles)
    in_turn = (one for one in chain.from_iterable(zip_longest(*by_role)) if one)
    return tuple(islice({one.line.message: one for one in in_turn}.values(), _FIRST))


def guide(roles: Sequence[str], commands: Iterable[tuple[str, Phrase]], t: Words) -> Message:
    """The help of `/weibo` for a person: three things, then each command's help behind its button."""
    title = t("您最常用的三件事")
    rows = [_row(thing, number, t) for number, thing in enumerate(first_things(roles))]
    folded = [
        button(command, f"{RUN}.{number}", f"{command.removeprefix('/')} help{' all' if command == '/weibo' else ''}")
        for number, (command, _) in enumerate(commands)
    ]
    return Message(
        title,
        [
            header(title),
            *rows,
            section(t("*其他*：每个命令的全部用法")),
            actions(*folded),
            context(t("讨论串里不能用斜杠命令，可以 @ 机器人说，例如“认领 31”；私信里直接说也行。")),
        ],
    )


def _row(thing: Thing, number: int, t: Words) -> Block:
    line = t(thing.line)
    accessory = None if thing.example else button(t("去看看"), f"{RUN}.{number}", line)
    return section(f"{t(thing.what)}\n`/{line}`", accessory=accessory)
