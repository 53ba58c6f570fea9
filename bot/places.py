"""Where somebody acted, and what is said to them there alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cards.message import Message
from bot.domain.desk import Desk
from bot.store import outbox
from bot.store.times import epoch_ms


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody acted. ``channel`` is empty where they are with the bot alone (the App Home, a form, direct messages);
    ``thread`` where it was not in one."""

    channel: str
    thread: str


def place_of(body: Mapping[str, object]) -> Place:
    """Where the payload of a command, a click or a shortcut, or an event in which somebody said something, is from."""
    channel, message = body.get("channel"), body.get("message")
    where = str(channel["id"]) if isinstance(channel, Mapping) else str(body.get("channel_id") or channel or "")
    thread = message.get("thread_ts") if isinstance(message, Mapping) else body.get("thread_ts")
    return Place("" if body.get("channel_type") == "im" else where, str(thread or ""))


def whisper(desk: Desk, body: Mapping[str, object], user: str, shown: Message, *, key: str, replaces: str = "") -> None:
    """Owe a message that only ``user`` sees where they acted (from the App Home, which has none, a direct one);
    ``replaces`` is the address of the one whose place it takes."""
    place = place_of(body)
    what, to = ("ephemeral", place.channel) if place.channel else ("direct", user)
    with desk.store.transaction() as tx:
        now = epoch_ms(desk.now())
        told: dict[str, object] = {"text": shown.text, "blocks": shown.blocks, "user": user}
        if place.thread:
            told["thread"] = place.thread
        outbox.owe(tx, what, to, now=now, body={**told, "replaces": replaces} if replaces else told, key=key)
