"""conversations.*: channels, who is in them, and what was said there."""

from __future__ import annotations

from bot.workspace import messages
from bot.workspace.kinds import Json, Refused
from bot.workspace.says import say
from bot.workspace.site import Channel, Site
from bot.workspace.web_api.call import (
    Api,
    Method,
    Methods,
    cursor,
    cursor_of,
    cut,
    flag,
    known_channel,
    needed,
    number,
    require,
    several,
    word,
)

_FAMILY = {"public": "channels", "private": "groups", "im": "im"}
_TYPES = {"public_channel": "public", "private_channel": "private", "im": "im"}
_READ = ("channels:read", "groups:read", "im:read")
_HISTORY = ("channels:history", "groups:history", "im:history")


def draw(site: Site, channel: Channel, viewer: str) -> Json:
    """A channel as Slack gives it to ``viewer``."""
    drawn: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": channel.is_im,
        "is_mpim": False,
        "is_private": channel.kind != "public",
        "is_general": channel.is_general,
        "context_team_id": site.company.team_id,
    }
    if channel.is_im:
        return drawn | {"user": channel.other(viewer), "is_open": True}
    return drawn | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_member": viewer in channel.members,
        "num_members": len(channel.members),
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def _list(api: Api, args: Json) -> Json:
    site = api.site
    types = several(args, "types") or ["public_channel"]
    if not set(types) <= {*_TYPES, "mpim"}:
        raise Refused("invalid_types")
    kinds = [_TYPES[one] for one in types if one in _TYPES]
    for kind in kinds:
        require(site, f"{_FAMILY[kind]}:read")
    rows = [
        channel
        for channel in site.channels()
        if channel.kind in kinds
        and site.visible_to(channel, site.bot_user)
        and not (channel.is_archived and flag(args, "exclude_archived"))
    ]
    page, more = cut(rows, args)
    return {"channels": [draw(site, one, site.bot_user) for one in page], "response_metadata": more}


def _info(api: Api, args: Json) -> Json:
    site = api.site
    channel = known_channel(site, needed(args, "channel"))
    require(site, f"{_FAMILY[channel.kind]}:read")
    return {"channel": draw(site, channel, site.bot_user)}


def _members(api: Api, args: Json) -> Json:
    site = api.site
    channel = known_channel(site, needed(args, "channel"))
    require(site, f"{_FAMILY[channel.kind]}:read")
    page, more = cut(sorted(channel.members), args)
    return {"members": page, "response_metadata": more}


def _readable(site: Site, args: Json) -> Channel:
    channel = known_channel(site, needed(args, "channel"))
    require(site, f"{_FAMILY[channel.kind]}:history")
    if site.bot_user not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _history(api: Api, args: Json) -> Json:
    site = api.site
    channel = _readable(site, args)
    limit = number(args, "limit", 100, 999)
    rows = messages.history(
        site,
        channel.id,
        before=cursor_of(args) or word(args, "latest"),
        oldest=word(args, "oldest"),
        inclusive=flag(args, "inclusive") and word(args, "cursor") is None,
        limit=limit + 1,
    )
    shown = rows[:limit]
    with_metadata = flag(args, "include_all_metadata")
    return {
        "messages": [messages.for_api(site, one, with_metadata=with_metadata) for one in shown],
        "has_more": len(rows) > limit,
        "response_metadata": {"next_cursor": cursor(shown[-1].ts) if len(rows) > limit else ""},
    }


def _replies(api: Api, args: Json) -> Json:
    site = api.site
    channel = _readable(site, args)
    parent = messages.find(site, channel.id, needed(args, "ts"))
    if parent is None:
        raise Refused("thread_not_found")
    rows = [parent, *([] if parent.is_reply else messages.replies(site, parent))]
    oldest, latest = word(args, "oldest"), word(args, "latest")
    kept = [
        one
        for one in rows
        if one is parent or ((oldest is None or one.ts > oldest) and (latest is None or one.ts < latest))
    ]
    page, more = cut(kept, args, usual=1000)
    with_metadata = flag(args, "include_all_metadata")
    return {
        "messages": [messages.for_api(site, one, with_metadata=with_metadata) for one in page],
        "has_more": bool(more["next_cursor"]),
        "response_metadata": more,
    }


def _open(api: Api, args: Json) -> Json:
    site = api.site
    if name := word(args, "channel"):
        channel = known_channel(site, name)
        return {"channel": {"id": channel.id} if not flag(args, "return_im") else draw(site, channel, site.bot_user)}
    users = several(args, "users")
    if len(users) != 1:
        # Direct messages of several people are not kept here (docs/workspace.md).
        raise Refused("users_list_not_supplied" if not users else "method_not_supported_for_channel_type")
    person = site.people.get(users[0])
    if person is None:
        raise Refused("user_not_found")
    if not person.active:
        raise Refused("user_disabled")
    if person.is_bot:
        raise Refused("cannot_dm_bot")
    channel = site.im(site.bot_user, person.id)
    return {"channel": draw(site, channel, site.bot_user) if flag(args, "return_im") else {"id": channel.id}}


def _join(api: Api, args: Json) -> Json:
    site = api.site
    channel = known_channel(site, needed(args, "channel"))
    if channel.kind != "public":
        raise Refused("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refused("is_archived")
    enter(api, channel, site.bot_user)
    return {"channel": draw(site, site.channel(channel.id), site.bot_user)}


def _leave(api: Api, args: Json) -> Json:
    site = api.site
    channel = known_channel(site, needed(args, "channel"))
    if channel.is_general:
        raise Refused("cant_leave_general")
    if channel.is_im:
        raise Refused("method_not_supported_for_channel_type")
    if not exit_from(api, channel, site.bot_user):
        return {"not_in_channel": True}
    return {}


def enter(api: Api, channel: Channel, user: str) -> bool:
    """Somebody comes into a channel; all in it see it and the bot is told. False where they are in already."""
    if not api.site.join(channel, user):
        return False
    now = api.site.channel(channel.id)
    body = {"text": say(api.site.language, "joined", what=user), "subtype": "channel_join"}
    messages.post(api.site, now, user, body)
    api.events.joined(now, user)
    return True


def exit_from(api: Api, channel: Channel, user: str) -> bool:
    """Somebody leaves a channel. False where they are not in."""
    if user not in channel.members:
        return False
    body = {"text": say(api.site.language, "left", what=user), "subtype": "channel_leave"}
    messages.post(api.site, channel, user, body)
    api.site.leave(channel, user)
    api.events.left(channel, user)
    return True


METHODS: Methods = {
    "conversations.list": Method(_list, _READ),
    "conversations.info": Method(_info, _READ),
    "conversations.members": Method(_members, _READ),
    "conversations.history": Method(_history, _HISTORY),
    "conversations.replies": Method(_replies, _HISTORY),
    "conversations.open": Method(_open, ("im:write", "mpim:write", "groups:write", "channels:manage")),
    "conversations.join": Method(_join, ("channels:join",)),
    "conversations.leave": Method(_leave, ("channels:manage", "channels:join", "groups:write")),
}
