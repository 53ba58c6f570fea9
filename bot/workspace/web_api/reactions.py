"""reactions.*: a small sign under a message."""

from __future__ import annotations

import re

from bot.workspace import messages
from bot.workspace.kinds import Json, Refused
from bot.workspace.messages import Message
from bot.workspace.site import Site
from bot.workspace.web_api.call import Api, Method, Methods, known_channel, needed


def react(site: Site, message: Message, user: str, name: str, *, add: bool) -> Message:
    """Put or take a reaction. Raises Refused ``invalid_name``, ``already_reacted``, ``no_reaction``."""
    if not re.fullmatch(r"[\w+\-':]{1,100}", name):
        raise Refused("invalid_name")
    reactions: list[Json] = [
        {**one, "users": list(one["users"])} for one in message.body.get("reactions", []) if one["users"]
    ]
    entry = next((one for one in reactions if one["name"] == name), None)
    if add:
        if entry is None:
            reactions.append(entry := {"name": name, "users": []})
        if user in entry["users"]:
            raise Refused("already_reacted")
        entry["users"].append(user)
    else:
        if entry is None or user not in entry["users"]:
            raise Refused("no_reaction")
        entry["users"].remove(user)
    kept = [{**one, "count": len(one["users"])} for one in reactions if one["users"]]
    return messages.change(site, message, {**message.body, "reactions": kept})


def _target(site: Site, args: Json) -> Message:
    channel = known_channel(site, needed(args, "channel"))
    message = messages.find(site, channel.id, needed(args, "timestamp"))
    if message is None:
        raise Refused("message_not_found")
    if site.bot_user not in channel.members:
        raise Refused("not_in_channel" if channel.kind == "public" else "channel_not_found")
    return message


def _add(api: Api, args: Json) -> Json:
    message = _target(api.site, args)
    react(api.site, message, api.site.bot_user, needed(args, "name"), add=True)
    return {}


def _remove(api: Api, args: Json) -> Json:
    message = _target(api.site, args)
    react(api.site, message, api.site.bot_user, needed(args, "name"), add=False)
    return {}


METHODS: Methods = {
    "reactions.add": Method(_add, ("reactions:write",)),
    "reactions.remove": Method(_remove, ("reactions:write",)),
}
