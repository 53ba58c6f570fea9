"""`/weibo`: help for all commands, what is on today, and the digest."""

from __future__ import annotations

from typing import Final

from slack_bolt import Ack, App

from bot.cards import day as day_cards
from bot.cards import digest as cards
from bot.cards.help import help_message, overview
from bot.cards.message import Message
from bot.commands import campaign, complaint, draft
from bot.domain import digests, posting
from bot.domain.desk import Desk
from bot.domain.slot_moves import may_plan
from bot.edge import answer_command, paper
from bot.errors import Invalid
from bot.text.mrkdwn import escape, unescape
from bot.text.verbs import Verb, find, split, unknown
from bot.text.width import cut
from bot.text.words import Words, phrase

COMMAND: Final = "/weibo"
ABOUT: Final = phrase("查看全部命令")
VERBS: Final = (
    Verb("today", ("今天",), phrase(""), phrase("今天要发什么、谁在等什么")),
    Verb("digest", ("日报",), phrase("[desk]"), phrase("看官微日报，可发到频道")),
    Verb("help", ("帮助",), phrase(""), phrase("查看全部命令")),
)


def register(app: App, desk: Desk) -> None:
    """Listen to `/weibo`."""

    def listen(ack: Ack, command: dict[str, str]) -> None:
        answer_command(
            ack, desk, command, lambda t: _answer(desk, command["user_id"], unescape(command.get("text", "")), t)
        )

    app.command(COMMAND)(listen)


def _answer(desk: Desk, user: str, text: str, t: Words) -> Message:
    word, rest = split(text)
    verb = find(word or "help", VERBS)
    if verb is None:
        raise unknown(word, COMMAND, VERBS)
    if verb.word == "help":
        others = ((module.COMMAND, module.ABOUT) for module in (campaign, draft, complaint))
        return overview(help_message(COMMAND, ABOUT, VERBS, t), others, t)
    which, _ = split(rest)
    if verb.word == "digest" and which not in ("", "desk", "官微"):
        raise Invalid(
            phrase("没有“{word}”这种日报。", word=escape(cut(which, 40))), phrase("可以用：`/weibo digest desk`")
        )
    gathered = digests.desk_digest(desk, desk.store, desk.now())
    if verb.word == "today":
        plan = day_cards.blocks(
            posting.taken_on(desk, desk.store, gathered.day), gathered.day, paper(desk, t), acts=may_plan(desk, user)
        )
        return cards.desk(gathered, paper(desk, t), ring=False, plan=plan)
    return cards.preview(gathered, paper(desk, t))
