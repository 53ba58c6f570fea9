"""`/weibo help`: first what the person needs, by their roles; all commands on demand."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Final

from bot.cards.guide import guide as draw
from bot.cards.help import help_message, overview
from bot.cards.message import Message
from bot.commands import campaign, complaint, draft, rally
from bot.domain.desk import Desk
from bot.domain.people import roles_of
from bot.text.verbs import split
from bot.text.words import Phrase, Words

_ALL: Final = ("all", "全部")
_HELPED: Final[Mapping[str, ModuleType]] = {
    **dict.fromkeys(("campaign", "活动", "活动通知"), campaign),
    **dict.fromkeys(("draft", "稿件", "草稿"), draft),
    **dict.fromkeys(("complaint", "投诉"), complaint),
    **dict.fromkeys(("rally", "转发"), rally),
}


def guide(desk: Desk, user: str, rest: str, own: Message, about: Phrase, t: Words) -> Message:
    """The help for a person, or with ``all`` every command, or for the command that is named; ``own`` is the help of `/weibo`
    itself and ``about`` what it is."""
    others = [(module.COMMAND, module.ABOUT) for module in (campaign, draft, complaint, rally)]
    word = split(rest)[0].removeprefix("/")
    if word in _ALL:
        return overview(own, others, t)
    if (asked := _HELPED.get(word)) is not None:
        return help_message(asked.COMMAND, asked.ABOUT, asked.VERBS, t)
    return draw(roles_of(desk.company, user), [*others, ("/weibo", about)], t)
