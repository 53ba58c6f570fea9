"""What is asked back when words without a slash are not clear, or when they need a form that only a click opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.cards.blocks import actions, button, section
from bot.cards.message import Message
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import Phrase, Words, phrase

# A button that says a line of words; its value is the line.
RUN: Final = "words.run"
# As many as there are commands.
RUNS: Final = 5
# What a button's value holds.
LINE_MOST: Final = 1_900
NAMES: Final[Mapping[str, Phrase]] = {
    "campaign": phrase("活动"),
    "draft": phrase("稿件"),
    "complaint": phrase("投诉"),
    "rally": phrase("一起转发"),
    "weibo": phrase("官微"),
}


def which(word: str, lines: Sequence[str], t: Words) -> Message:
    """A word that several commands have, with a button for each of them (its line)."""
    said = t("“{word}”是指哪一种？", word=escape(cut(word, 40)))
    choices = [button(t(NAMES[line.partition(" ")[0]]), f"{RUN}.{n}", line[:LINE_MOST]) for n, line in enumerate(lines)]
    return Message(said, [section(said), actions(*choices)])


def form_behind(line: str, t: Words) -> Message:
    """That a form is needed, with the button that opens it; a text too long for the button goes by another way."""
    if len(line) > LINE_MOST:
        said = t("文字太长，这里带不过去。请在那条消息的“更多”菜单里选“送审”或“登记为投诉”，文字会填好。")
        return Message(said, [section(said)])
    said = t("这一步要填一张表单。")
    return Message(said, [section(said, accessory=button(t("打开表单"), f"{RUN}.0", line, style="primary"))])
