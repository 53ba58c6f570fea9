"""The bot's answers to commands and through response URLs: to one person, to all, or in place of a message."""

from __future__ import annotations

from typing import Any

from bot.workspace import messages, modals
from bot.workspace.company import SLACKBOT
from bot.workspace.kinds import Json, Refused
from bot.workspace.site import Channel, Site
from bot.workspace.walls import check_message


def body_of(site: Site, said: Json, *, seed: str) -> Json:
    """What is kept of a message the bot wrote; refuses what Slack refuses (walls)."""
    text = said.get("text") or ""
    if not isinstance(text, str):
        raise Refused("invalid_arguments", messages=["text must be a string"])
    blocks = said.get("blocks")
    check_message(text, blocks)
    body: Json = {"text": text}
    if blocks:
        body["blocks"] = modals.named_blocks(blocks, seed)
    return body


def whisper(site: Site, user: str, channel: Channel, body: Json, *, thread_ts: str | None = None) -> str:
    """Show a message of the bot to one person only; its ts."""
    ts = site.state.next_ts(site.clock())
    message = {"ts": ts, "user": site.bot_user, "bot_id": site.bot_id, **body, "ephemeral": True, "app": True}
    if thread_ts:
        message["thread_ts"] = thread_ts
    site.live.whisper(user, channel.id, message)
    return ts


def slackbot_says(site: Site, user: str, channel: Channel, text: str) -> None:
    """The workspace itself tells one person something."""
    ts = site.state.next_ts(site.clock())
    message = {"ts": ts, "user": SLACKBOT, "text": text, "ephemeral": True, "app": True}
    site.live.whisper(user, channel.id, message)


def give(
    site: Site,
    user: str,
    channel: Channel,
    said: Json,
    *,
    ts: str | None = None,
    is_ephemeral: bool = False,
    thread_ts: str | None = None,
) -> None:
    """Do what an answer asks: ``delete_original``, ``replace_original``, ``response_type`` in_channel or ephemeral.

    ``ts`` is the message that was acted on. Raises Refused where the answer breaks a limit.
    """
    if said.get("delete_original") and ts:
        _delete(site, user, channel, ts, is_ephemeral)
        return
    body = body_of(site, said, seed=f"{channel.id}{site.chance.getrandbits(40)}")
    if said.get("replace_original") and ts:
        _replace(site, user, channel, ts, is_ephemeral, body)
    elif said.get("response_type") == "in_channel":
        thread = messages.thread_parent(site, channel.id, said.get("thread_ts"))
        messages.post(site, channel, site.bot_user, body, thread_ts=thread)
    else:
        whisper(site, user, channel, body, thread_ts=said.get("thread_ts") or thread_ts)


def _delete(site: Site, user: str, channel: Channel, ts: str, is_ephemeral: bool) -> None:
    if is_ephemeral:
        site.live.drop_whisper(user, channel.id, ts)
    elif message := messages.find(site, channel.id, ts):
        messages.delete(site, message)


def _replace(site: Site, user: str, channel: Channel, ts: str, is_ephemeral: bool, body: Json) -> None:
    if is_ephemeral:
        before = site.live.find_whisper(user, channel.id, ts) or {}
        site.live.drop_whisper(user, channel.id, ts)
        whisper(site, user, channel, body, thread_ts=before.get("thread_ts"))
        return
    message = messages.find(site, channel.id, ts)
    if message is None:
        raise Refused("message_not_found", status=404)
    kept: Json = {name: message.body[name] for name in ("metadata", "reactions") if name in message.body}
    messages.change(site, message, {**kept, **body})


def is_empty(payload: Any) -> bool:
    """Whether an acknowledgement says nothing to show."""
    return not isinstance(payload, dict) or not (payload.get("text") or payload.get("blocks"))
