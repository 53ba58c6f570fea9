"""`/weibo help`: first what the person needs, by their roles; all commands on demand."""

from __future__ import annotations

from typing import Final

from bot.cards.guide import guide as draw
from bot.cards.help import overview
from bot.cards.message import Message
from bot.commands import campaign, complaint, draft, rally
from bot.domain.desk import Desk
from bot.domain.people import roles_of
from bot.text.verbs import split
from bot.text.words import Phrase, Words

_ALL: Final = ("all", "全部")


def guide(desk: Desk, user: str, rest: str, own: Message, about: Phrase, t: Words) -> Message:
    """The help for a person, or with ``all`` every command; ``own`` is the help of `/weibo` itself and ``about`` what it is."""
    others = [(module.COMMAND, module.ABOUT) for module in (campaign, draft, complaint, rally)]
    if split(rest)[0] in _ALL:
        return overview(own, others, t)
    return draw(roles_of(desk.company, user), [*others, ("/weibo", about)], t)
