"""The help of a command, made from its verbs, so that it cannot say less or more than the command does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.cards.blocks import context, header, section
from bot.cards.message import Message
from bot.text.verbs import Verb
from bot.text.words import Phrase, Words, phrase


def help_message(command: str, about: Phrase, verbs: Sequence[Verb], t: Words) -> Message:
    """Every way to use ``command``, a line each."""
    title = t(phrase("{command} 怎么用", command=command))
    lines = [f"`{command}`  {t(about)}", *(f"`{t(verb.usage(command))}`  {t(verb.does)}" for verb in verbs)]
    return Message(
        title,
        [
            header(title),
            section("\n".join(lines)),
            context(t("编号大小写、全角半角都可以，也可以只写数字。")),
        ],
    )


def overview(own: Message, others: Iterable[tuple[str, Phrase]], t: Words) -> Message:
    """The help of `/weibo` with the other commands named in front."""
    lines = [
        t("`{command}`  {about}；`{command} 帮助` 看全部用法", command=command, about=about)
        for command, about in others
    ]
    return Message(own.text, [own.blocks[0], section("\n".join(lines)), *own.blocks[1:]])
