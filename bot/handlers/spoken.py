"""Mentions, direct messages and the buttons that say a line: done as the slash commands are, and answered where they were said."""

from __future__ import annotations

import re
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards import spoken as cards
from bot.cards.message import Block, Message
from bot.commands.spoken import Unclear, read, run
from bot.domain.desk import Desk, Outcome
from bot.edge import answer_click, answer_event, said, user_of
from bot.forms import push_or_open_form
from bot.store import people, posted
from bot.store.own_cards import person_at
from bot.text.words import Words

Body = dict[str, Any]
_MENTION: Final = re.compile(r"\s*<@[UW][A-Z0-9]+(?:\|[^>]*)?>")


class _NeedsForm(Exception):
    """What was said opens a form, and nothing that was said opens one: only a click does."""


def register(app: App, desk: Desk) -> None:
    """Listen to them."""

    def mentioned(body: Body, event: dict[str, Any]) -> None:
        hear(body, event)

    def written(body: Body, event: dict[str, Any]) -> None:
        # In channels only what mentions the bot is meant for it; everything said to it alone is.
        if event.get("channel_type") == "im":
            hear(body, event)

    def hear(body: Body, event: dict[str, Any]) -> None:
        # What programs post, and what tells of a change or a deletion, is nobody's word.
        user = str(event.get("user", ""))
        if not user or event.get("bot_id") or event.get("subtype"):
            return
        key = f"event:{body['event_id']}"

        def work(t: Words) -> Message:
            return _answer(desk, _words_of(body, event), _case_of(desk, event), user, key, t)

        answer_event(desk, event, work, key=key)

    def pressed(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> Message | None:
            meant = read(str(body["actions"][0]["value"]))
            if isinstance(meant, Unclear):
                return cards.which(meant.word, [one.line for one in meant.choices], t)
            opens = _opening(client, body)
            done = run(desk, meant, user_of(body), str(body["trigger_id"]), t, opens)
            return said(t, done) if isinstance(done, Outcome) else done

        answer_click(ack, desk, body, work, in_place=True)

    app.event("app_mention")(mentioned)
    app.event("message")(written)
    for number in range(cards.RUNS):
        app.action(f"{cards.RUN}.{number}")(pressed)


def _opening(client: WebClient, body: Body) -> Any:
    def opens(view: Block) -> None:
        push_or_open_form(client, body, view)

    return opens


def _answer(desk: Desk, text: str, case: str, user: str, key: str, t: Words) -> Message:
    meant = read(text, case)
    if isinstance(meant, Unclear):
        return cards.which(meant.word, [one.line for one in meant.choices], t)
    try:
        done = run(desk, meant, user, key, t, _no_form)
    except _NeedsForm:
        return cards.form_behind(meant.line, t)
    assert done is not None, "a form was opened without a click"
    return said(t, done) if isinstance(done, Outcome) else done


def _no_form(view: Block) -> None:
    raise _NeedsForm


def _words_of(body: Body, event: dict[str, Any]) -> str:
    """What was said besides the bot's name, with whoever else is mentioned left as the chat writes them."""
    text = str(event.get("text", ""))
    for one in body.get("authorizations") or ():
        text = re.sub(rf"<@{re.escape(str(one['user_id']))}(?:\|[^>]*)?>", " ", text)
    if event.get("channel_type") == "im" or "<@" not in text:
        return text.strip()
    # A chat that does not say who the bot is: its name stands in front.
    return text.strip() if body.get("authorizations") else _MENTION.sub("", text, count=1).strip()


def _case_of(desk: Desk, event: dict[str, Any]) -> str:
    """The case in whose thread something was said; empty where it was in none."""
    for case_id, place in posted.cards_at(desk.store, str(event.get("thread_ts") or "")):
        person = person_at(place)
        try:
            channel = people.direct_channel(desk.store, person) if person else desk.company.channel_id(place)
        except LookupError:
            continue
        if channel == event.get("channel"):
            return case_id
    return ""
