"""`/campaign list`: what is coming, one's own or all of it; of a department, of a month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.cards import campaign as cards
from bot.cards.message import Message
from bot.commands.list_words import read_listed
from bot.domain.campaigns.lists import ALL_DAYS, Asked, Which, found
from bot.domain.desk import Desk
from bot.domain.paper import paper
from bot.store import campaigns as rows
from bot.text.mrkdwn import escape
from bot.text.words import Phrase, Words, phrase

_KINDS: Final[Mapping[str, Which]] = {
    "upcoming": "upcoming",
    "mine": "mine",
    "all": "all",
    "即将": "upcoming",
    "我的": "mine",
    "全部": "all",
}
_TITLES: Final[Mapping[Which, Phrase]] = {
    "": phrase("即将和正在进行的活动"),
    "upcoming": phrase("即将和正在进行的活动"),
    "mine": phrase("我的活动"),
    "all": phrase("全部活动"),
}


def listing(desk: Desk, user: str, text: str, t: Words) -> Message:
    """The list that was asked for in words. Raises Invalid, saying which word is not understood."""
    able = phrase("可以写：`即将`、`我的`、`全部`，或月份（`12月`）。")
    read = read_listed(desk, text, _KINDS, "", able, months=True)
    asked = Asked(read.which, read.department, read.month)
    cases, total = found(desk, user, asked, cards.LIST_MOST)
    # The counts are the company's: beneath what is somebody's they would be taken for theirs.
    narrowed = asked.which == "mine" or asked.department or asked.month
    return cards.listing(
        _title(desk, asked, t), cases, total, None if narrowed else rows.counts(desk.store), paper(desk, t, user)
    )


def _title(desk: Desk, asked: Asked, t: Words) -> str:
    parts = [t(_TITLES[asked.which])]
    if asked.month:
        # A month has more than what is still coming.
        parts = [
            t("{month} 的活动", month=f"{asked.month:%Y-%m}"),
            *(parts if asked.which in ("mine", "upcoming") else []),
        ]
    if asked.department:
        parts.append(escape(desk.company.department_name(asked.department)))
        if asked.which == "all" and not asked.month:
            parts.append(t("近 {n} 天", n=ALL_DAYS))
    return " · ".join(parts)
