"""Block Kit, the pieces the cards are made of; texts are cut to what the chat allows (docs: Block Kit reference)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from bot.cards.message import Block
from bot.store.times import from_store
from bot.text.mrkdwn import shorten
from bot.text.offers import Offer
from bot.text.width import cut
from bot.text.words import Words

SECTION: Final = 3_000
FIELD: Final = 2_000
FIELDS: Final = 10
HEADER: Final = 150
BUTTON: Final = 75
ACTIONS: Final = 25
CONTEXT: Final = 10
OPTION: Final = 75
# All the text of one message together; the chat refuses at about 11,300 characters.
MESSAGE: Final = 10_000

Style = Literal["primary", "danger"]


def mrkdwn(text: str, most: int = SECTION) -> Block:
    """A text object in Slack's markup. What people wrote in it must have been escaped.

    It is taken verbatim: otherwise the chat would look for names and mentions of its own in what people wrote.
    """
    return {"type": "mrkdwn", "text": shorten(text, most) or " ", "verbatim": True}


def plain_text(text: str, most: int) -> Block:
    """A text object without markup."""
    return {"type": "plain_text", "text": cut(text, most) or " ", "emoji": True}


def header(text: str) -> Block:
    """A title in large letters, without markup."""
    return {"type": "header", "text": plain_text(text, HEADER)}


def section(text: str, *, accessory: Block | None = None, block_id: str | None = None) -> Block:
    """A paragraph in Slack's markup; ``accessory`` stands at its right."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory:
        block["accessory"] = accessory
    if block_id:
        block["block_id"] = block_id
    return block


def sections(lines: Sequence[str]) -> list[Block]:
    """Lines, in as many sections as they need."""
    blocks: list[Block] = []
    held: list[str] = []
    for line in lines:
        if held and sum(map(len, held)) + len(held) + len(line) > SECTION:
            blocks.append(section("\n".join(held)))
            held = []
        held.append(line)
    return [*blocks, section("\n".join(held))] if held else blocks


def written(value: object) -> int:
    """How many characters of text stand in blocks, all together; `MESSAGE` is the most one message may have."""
    if isinstance(value, list):
        return sum(map(written, value))
    if not isinstance(value, dict):
        return 0
    own = value.get("text")
    return (len(own) if isinstance(own, str) else 0) + sum(map(written, value.values()))


def fields(pairs: Sequence[tuple[str, str]]) -> Block:
    """A section of labelled values, two in a row; at most ten."""
    return {
        "type": "section",
        "fields": [mrkdwn(f"*{label}*\n{value}", FIELD) for label, value in pairs[:FIELDS]],
    }


def context(*lines: str) -> Block:
    """Small grey text under a card."""
    return {"type": "context", "elements": [mrkdwn(line) for line in lines[:CONTEXT]]}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def button(text: str, action_id: str, value: str, *, style: Style | None = None, confirm: Block | None = None) -> Block:
    """A button; ``value`` carries the case id (and its version where an old card must be noticed)."""
    block: Block = {
        "type": "button",
        "text": plain_text(text, BUTTON),
        "action_id": action_id,
        "value": value,
    }
    if style:
        block["style"] = style
    if confirm:
        block["confirm"] = confirm
    return block


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """The question asked before a button acts."""
    return {
        "title": plain_text(title, 100),
        "text": mrkdwn(text, 300),
        "confirm": plain_text(yes, 30),
        "deny": plain_text(no, 30),
    }


def actions(*elements: Block, block_id: str | None = None) -> Block:
    """Buttons and choices in a row; as many as the chat takes."""
    block: Block = {"type": "actions", "elements": list(elements[:ACTIONS])}
    if block_id:
        block["block_id"] = block_id
    return block


def offered(offers: Sequence[Offer], t: Words) -> list[Block]:
    """The buttons offered beside a message; none, no block."""
    return [actions(*(button(t(one.label), one.action, one.value) for one in offers))] if offers else []


def option(text: str, value: str) -> Block:
    """One of a menu's entries: what is read, and what is handed over when it is chosen."""
    return {"text": plain_text(text, OPTION), "value": value}


def select(action_id: str, options: Sequence[tuple[str, str]], *, initial: str | None = None) -> Block:
    """A drop-down of (value, label); at most a hundred."""
    block: Block = {
        "type": "static_select",
        "action_id": action_id,
        "options": [option(label, value) for value, label in options[:100]],
    }
    chosen = [option(label, value) for value, label in options[:100] if value == initial]
    if chosen:
        block["initial_option"] = chosen[0]
    return block


def overflow(action_id: str, options: Sequence[tuple[str, str]]) -> Block:
    """A menu behind three dots, of (value, label); at most five."""
    return {
        "type": "overflow",
        "action_id": action_id,
        "options": [option(label, value) for value, label in options[:5]],
    }


def text_input(
    action_id: str,
    *,
    multiline: bool = False,
    initial: str = "",
    most: int = SECTION,
    placeholder: str = "",
    tell: bool = False,
) -> Block:
    """A field to type in. The chat takes at most 3,000 characters in one. ``tell``: where its `field` dispatches, the bot
    is told at every character."""
    block: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": multiline,
        "max_length": min(most, SECTION),
    }
    if initial:
        block["initial_value"] = initial[: min(most, SECTION)]
    if placeholder:
        block["placeholder"] = plain_text(placeholder, 150)
    if tell:
        block["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    return block


def date_picker(action_id: str, *, initial: str = "") -> Block:
    """A day to choose; ``initial`` is an ISO date."""
    block: Block = {"type": "datepicker", "action_id": action_id}
    if initial:
        block["initial_date"] = initial
    return block


def time_picker(action_id: str, *, initial: str = "") -> Block:
    """A time of day to choose; ``initial`` is ``08:30``."""
    block: Block = {"type": "timepicker", "action_id": action_id}
    if initial:
        block["initial_time"] = initial
    return block


def moment_picker(action_id: str, *, initial: str = "") -> Block:
    """A day and time to choose; ``initial`` is UTC text as the store writes it."""
    block: Block = {"type": "datetimepicker", "action_id": action_id}
    if initial:
        block["initial_date_time"] = int(from_store(initial).timestamp())
    return block


def date_time_picker(action_id: str, *, initial: int) -> Block:
    """A moment to choose; ``initial`` is in epoch seconds."""
    return {"type": "datetimepicker", "action_id": action_id, "initial_date_time": initial}


def checkboxes(action_id: str, options: Sequence[tuple[str, str]], *, initial: Sequence[str] = ()) -> Block:
    """Boxes to tick, of (value, label); at most ten."""
    block: Block = {
        "type": "checkboxes",
        "action_id": action_id,
        "options": [option(label, value) for value, label in options[:10]],
    }
    ticked = [option(label, value) for value, label in options[:10] if value in initial]
    if ticked:
        block["initial_options"] = ticked
    return block


def person_select(action_id: str) -> Block:
    """One person to choose, by id."""
    return {"type": "users_select", "action_id": action_id}


def people_select(action_id: str, *, initial: Sequence[str] = (), most: int) -> Block:
    """People to choose, by id."""
    block: Block = {"type": "multi_users_select", "action_id": action_id, "max_selected_items": most}
    if initial:
        block["initial_users"] = list(initial)
    return block


def field(
    block_id: str, label: str, element: Block, *, optional: bool = False, hint: str = "", dispatch: bool = False
) -> Block:
    """One labelled input of a form. ``block_id`` names the value when the form comes back; ``dispatch`` tells the bot
    of each change while the form is filled in."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, 2_000),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain_text(hint, 2_000)
    if dispatch:
        block["dispatch_action"] = True
    return block


def modal(callback_id: str, title: str, submit: str, close: str, blocks: list[Block], *, carried: str = "") -> Block:
    """A form; without ``submit`` it only shows. ``carried`` comes back with it unseen (`private_metadata`)."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain_text(title, 24),
        **({"submit": plain_text(submit, 24)} if submit else {}),
        "close": plain_text(close, 24),
        "private_metadata": carried,
        "blocks": blocks,
    }
