"""How each slash command is listened to: what was typed is done in the person's language, a form is opened at the chat."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards.message import Message
from bot.domain.desk import Desk, Outcome
from bot.edge import answer_command
from bot.forms import Opens, open_form
from bot.text.words import Words

# Does what was typed after a command. None where a form is opened instead. Raises a Refusal.
Answer = Callable[[Desk, Mapping[str, str], Words, Opens], Outcome | Message | None]


def listen_to(app: App, desk: Desk, name: str, answer: Answer) -> None:
    """Have the command of this name (``/draft``) answered by ``answer``."""

    def listen(ack: Ack, command: dict[str, str], client: WebClient) -> None:
        def work(t: Words) -> Outcome | Message | None:
            return answer(desk, command, t, lambda view: open_form(client, command, view))

        answer_command(ack, desk, command, work)

    app.command(name)(listen)
