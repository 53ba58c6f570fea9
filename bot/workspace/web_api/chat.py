"""chat.*: messages posted, changed and taken away by the bot."""

from __future__ import annotations

from bot.workspace import answers, messages, modals
from bot.workspace.kinds import Json, Refused
from bot.workspace.messages import Message
from bot.workspace.pictures import check_pictures
from bot.workspace.site import Channel, Site
from bot.workspace.walls import check_message, check_metadata
from bot.workspace.walls.messages import UPDATE_CHARACTERS
from bot.workspace.web_api.call import Api, Method, Methods, flag, known_channel, needed, structure, word


def _target(site: Site, name: str) -> Channel:
    """Where a message goes: a channel, or a person's id for their direct message with the bot."""
    if name in site.people:
        return _direct(site, name)
    channel = known_channel(site, name)
    if channel.is_archived:
        raise Refused("is_archived")
    if site.bot_user not in channel.members and not site.manifest.grants("chat:write.public"):
        raise Refused("not_in_channel")
    if channel.is_im and not site.manifest.has_messages:
        raise Refused("messages_tab_disabled")
    return channel


def _direct(site: Site, user: str) -> Channel:
    person = site.people[user]
    if not person.active:
        raise Refused("user_disabled")
    if person.is_bot:
        raise Refused("cannot_dm_bot")
    if not site.manifest.has_messages:
        raise Refused("messages_tab_disabled")
    return site.im(site.bot_user, user)


def _post(api: Api, args: Json) -> Json:
    site = api.site
    channel = _target(site, needed(args, "channel"))
    site.counter.post(channel.id)
    text, blocks = word(args, "text") or "", structure(args, "blocks", "invalid_blocks_format")
    check_message(text, blocks)
    check_pictures(site, blocks)
    metadata = structure(args, "metadata", "invalid_metadata_format")
    check_metadata(metadata)
    thread = messages.thread_parent(site, channel.id, word(args, "thread_ts"))
    body: Json = {"text": text}
    if blocks:
        body["blocks"] = modals.named_blocks(blocks, f"{site.chance.getrandbits(40)}")
    if metadata:
        body["metadata"] = metadata
    if thread and flag(args, "reply_broadcast"):
        body |= {"is_broadcast": True, "subtype": "thread_broadcast"}
    message = messages.post(site, channel, site.bot_user, body, thread_ts=thread)
    api.events.posted(channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": messages.for_api(site, message)}


def _own(site: Site, args: Json, refusal: str) -> tuple[Channel, Message]:
    channel = known_channel(site, needed(args, "channel"))
    message = messages.find(site, channel.id, needed(args, "ts"))
    if message is None or message.is_deleted:
        raise Refused("message_not_found")
    if message.author != site.bot_user:
        raise Refused(refusal)
    return channel, message


def _update(api: Api, args: Json) -> Json:
    site = api.site
    channel, message = _own(site, args, "cant_update_message")
    blocks = structure(args, "blocks", "invalid_blocks_format")
    given = word(args, "text")
    check_message(given or "", blocks, most=UPDATE_CHARACTERS)
    check_pictures(site, blocks)
    metadata = structure(args, "metadata", "invalid_metadata_format")
    check_metadata(metadata)
    body = dict(message.body)
    # As on Slack: a text without blocks takes the blocks away, blocks without a text keep the text.
    if given is not None:
        body["text"] = given
    if blocks is not None or given is not None:
        body.pop("blocks", None)
    if blocks:
        body["blocks"] = modals.named_blocks(blocks, f"{site.chance.getrandbits(40)}")
    if metadata is not None:
        body["metadata"] = metadata
    body["edited"] = {"user": site.bot_user, "ts": f"{int(site.clock())}.000000"}
    changed = messages.change(site, message, body)
    return {
        "channel": channel.id,
        "ts": changed.ts,
        "text": str(body["text"]),
        "message": messages.for_api(site, changed),
    }


def _delete(api: Api, args: Json) -> Json:
    channel, message = _own(api.site, args, "cant_delete_message")
    messages.delete(api.site, message)
    return {"channel": channel.id, "ts": message.ts}


def _post_ephemeral(api: Api, args: Json) -> Json:
    site = api.site
    channel = _target(site, needed(args, "channel"))
    user = needed(args, "user")
    if user not in site.people:
        raise Refused("user_not_found")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    said = {"text": word(args, "text") or "", "blocks": structure(args, "blocks", "invalid_blocks_format")}
    body = answers.body_of(site, said, seed=f"{site.chance.getrandbits(40)}")
    return {"message_ts": answers.whisper(site, user, channel, body, thread_ts=word(args, "thread_ts"))}


def _permalink(api: Api, args: Json) -> Json:
    channel = known_channel(api.site, needed(args, "channel"))
    message = messages.find(api.site, channel.id, needed(args, "message_ts"))
    if message is None:
        raise Refused("message_not_found")
    link = f"{api.site.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


METHODS: Methods = {
    "chat.postMessage": Method(_post, ("chat:write",)),
    "chat.update": Method(_update, ("chat:write",)),
    "chat.delete": Method(_delete, ("chat:write",)),
    "chat.postEphemeral": Method(_post_ephemeral, ("chat:write",)),
    "chat.getPermalink": Method(_permalink),
}
