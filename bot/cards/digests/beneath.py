"""What stands beneath a digest in a person's direct messages: not today any more, and not any more at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.cards.blocks import actions, button
from bot.cards.message import Message
from bot.cards.paper import Paper

SNOOZE: Final = "me.snooze"
STOP: Final = "me.stop"


def beneath(digest: Message, name: str, paper: Paper) -> Message:
    """The digest (of at most 49 blocks) with the two buttons."""
    t = paper.t
    snooze, stop = button(t("明天再说"), SNOOZE, name), button(t("以后不发了"), STOP, name)
    return replace(digest, blocks=[*digest.blocks, actions(snooze, stop)])
