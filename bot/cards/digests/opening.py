"""How every digest begins: its title, that it comes late, that promotions stand still; and what it says in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.cards.blocks import context, header, section
from bot.cards.message import Block
from bot.cards.paper import Paper
from bot.store.slots import Hold
from bot.text.mrkdwn import escaped
from bot.text.words import Phrase, Words, series

_REASON_MOST: Final = 200


def opening(called: str, paper: Paper, *, late: bool, hold: Hold | None = None) -> list[Block]:
    """The first blocks of a digest that is ``called`` so."""
    blocks: list[Block] = [header(called)]
    if late:
        blocks.append(context(paper.t("补发：到点时没能发出。")))
    if hold:
        blocks.append(section(_held(hold, paper)))
    return blocks


def summary(called: str, said: Sequence[Phrase], t: Words) -> str:
    """What notifications and screen readers say of a digest: its title, and what stands in it in a sentence."""
    return t("{title}：{said}。", title=called, said=series(said)) if said else called


def _held(hold: Hold, paper: Paper) -> str:
    t, reason = paper.t, escaped(hold.reason, _REASON_MOST)
    if hold.until:
        return t("⏸ *促销内容暂停发布*：{reason}，到 {at} 为止", reason=reason, at=paper.moment(hold.until))
    return t("⏸ *促销内容暂停发布*：{reason}", reason=reason)
