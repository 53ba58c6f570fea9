"""The page's API: what one person sees and does (contract: docs/workspace-page-api.md)."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.workspace import messages, modals
from bot.workspace.company import Person
from bot.workspace.dispatch import Dispatcher
from bot.workspace.kinds import Json, Refused
from bot.workspace.live import Live
from bot.workspace.modals import View
from bot.workspace.site import Channel, Site
from bot.workspace.typed import as_sent
from bot.workspace.web_api import conversations
from bot.workspace.web_api.call import Api
from bot.workspace.web_api.reactions import react

POST_CHARACTERS = 12_000
_BUILT_IN = re.compile(r"/(invite|remove|leave|join)(?:\s+[@#]?(\S+))?\s*")


def person_for_page(person: Person) -> Json:
    """A person as the page draws them."""
    return {
        "id": person.id,
        "name": person.handle,
        "real_name": person.real_name,
        "title": person.title,
        "department": person.department,
        "locale": person.locale,
        "tz": person.tz,
        "is_bot": person.is_bot,
        "is_admin": person.is_admin,
        "color": f"#{person.color}",
        "initials": person.initials,
    }


class Pages:
    """Every call of the page. Raises Refused; each method's answer is a JSON object."""

    def __init__(self, api: Api, dispatcher: Dispatcher, is_online: Callable[[], bool]) -> None:
        self._api = api
        self._site: Site = api.site
        self._dispatcher = dispatcher
        self._is_online = is_online

    @property
    def live(self) -> Live:
        """The streams of open pages."""
        return self._site.live

    def reads(self) -> Mapping[str, Callable[[Json], Json]]:
        """The calls that only look, by the last part of their address."""
        return {
            "state": self._state,
            "messages": self._messages,
            "thread": self._thread,
            "views": self._views,
            "ephemerals": self._ephemerals,
        }

    def acts(self) -> Mapping[str, Callable[[Json], Awaitable[Json]]]:
        """The calls that do something, by the last part of their address."""
        return {
            "post": self._post,
            "command": self._command,
            "action": self._action,
            "options": self._options,
            "submit": self._submit,
            "close": self._close,
            "shortcut": self._shortcut,
            "home": self._home,
            "read": self._read,
            "dm": self._dm,
            "react": self._react,
            "dismiss": self._dismiss,
        }

    def me(self, body: Json) -> Person:
        """Who acts (``as``: an id or a handle). Raises Refused ``user_not_found``; nobody acts as the bot."""
        person = self._site.person(str(body.get("as") or ""))
        if person.is_bot or not person.active:
            raise Refused("user_not_found", status=404)
        return person

    def _channel_of(self, body: Json, me: Person, *, inside: bool = False) -> Channel:
        channel = self._site.channel(str(body.get("channel") or ""))
        if not self._site.visible_to(channel, me.id):
            raise Refused("channel_not_found", status=404)
        if inside and me.id not in channel.members:
            raise Refused("not_in_channel", status=403)
        return channel

    def channel_for_page(self, channel: Channel, me: Person) -> Json:
        """A channel as the page draws it."""
        count, mentions = messages.unread(self._site, channel, me.id)
        drawn: Json = {
            "id": channel.id,
            "name": channel.name,
            "is_private": channel.kind == "private",
            "is_im": channel.is_im,
            "members": list(channel.members),
            "unread": count,
            "mentions": mentions,
            "topic": channel.topic,
        }
        other = channel.other(me.id)
        return drawn | ({"user": other} if other else {})

    def _state(self, body: Json) -> Json:
        site = self._site
        # A page opened without a name begins as the first person of the company.
        me = self.me(body if body.get("as") else {"as": site.company.people[0].id})
        seen = [c for c in site.channels() if site.visible_to(c, me.id)]
        return {
            "team": {"id": site.company.team_id, "name": site.company.name},
            "me": person_for_page(me),
            "people": [person_for_page(one) for one in site.people.values()],
            "channels": [self.channel_for_page(channel, me) for channel in seen],
            "commands": [
                {"command": one.command, "description": one.description, "usage_hint": one.usage_hint}
                for one in site.manifest.commands.values()
            ],
            "shortcuts": [
                {
                    "type": one.kind,
                    "name": one.name,
                    "callback_id": one.callback_id,
                    "description": one.description,
                }
                for one in site.manifest.shortcuts
            ],
            "app": {
                "bot_user_id": site.bot_user,
                "name": site.people[site.bot_user].real_name,
                "online": self._is_online(),
            },
            "usergroups": [
                {"id": group.id, "handle": group.handle, "name": group.name, "users": list(group.users)}
                for group in site.company.groups
            ],
        }

    def _messages(self, body: Json) -> Json:
        channel = self._channel_of(body, self.me(body))
        asked = str(body.get("limit") or "")
        limit = min(max(1, int(asked)), 500) if asked.isdecimal() else 50
        rows = messages.history(self._site, channel.id, before=body.get("before") or None, limit=limit + 1)
        shown = [messages.for_page(self._site, one) for one in rows[:limit][::-1]]
        return {"messages": shown, "has_more": len(rows) > limit}

    def _thread(self, body: Json) -> Json:
        channel = self._channel_of(body, self.me(body))
        parent = messages.find(self._site, channel.id, str(body.get("ts")))
        if parent is None:
            raise Refused("message_not_found", status=404)
        rows = [parent, *messages.replies(self._site, parent)]
        return {"messages": [messages.for_page(self._site, one) for one in rows]}

    def _views(self, body: Json) -> Json:
        me = self.me(body)
        home = modals.home(self._site, me.id)
        return {
            "views": [view.body for view in modals.stack(self._site, me.id)],
            "home": home.body if home else None,
        }

    def _ephemerals(self, body: Json) -> Json:
        return {"ephemerals": self.live.whispered(self.me(body).id)}

    async def _post(self, body: Json) -> Json:
        me = self.me(body)
        channel = self._channel_of(body, me, inside=True)
        typed = str(body.get("text") or "")
        if not typed.strip():
            raise Refused("no_text", status=400)
        if len(typed) > POST_CHARACTERS:
            raise Refused("msg_too_long", status=400)
        key = f"{me.id}:{body['key']}" if body.get("key") else None
        message = messages.by_key(self._site, key) if key else None
        if message is None:
            thread = messages.thread_parent(self._site, channel.id, body.get("thread_ts") or None)
            said = {"text": as_sent(self._site, typed)}
            message = messages.post(self._site, channel, me.id, said, thread_ts=thread, key=key)
        self._dispatcher.events.posted(channel, message, key=key)
        return {"ok": True, "ts": message.ts}

    async def _command(self, body: Json) -> Json:
        me = self.me(body)
        channel = self._channel_of(body, me)
        if body.get("thread_ts"):
            raise Refused("command_in_thread", status=400)
        typed = str(body.get("text") or "")
        if not typed.startswith("/"):
            raise Refused("invalid_arguments", status=400, extra={"what": "text"})
        if built_in := _BUILT_IN.fullmatch(typed):
            return self._built_in(me, channel, built_in[1], built_in[2])
        return await self._dispatcher.command(me, channel, typed, body.get("key"))

    def _built_in(self, me: Person, channel: Channel, name: str, whom: str | None) -> Json:
        """Slack's own commands that change who is in a channel."""
        done = {"ok": True, "acknowledged": True, "elapsed_ms": 0.0}
        if channel.is_im:
            raise Refused("channel_not_found", status=400)
        if name == "join":
            target = self._site.channel(whom) if whom else channel
            if target.kind != "public":
                raise Refused("channel_not_found", status=404)
            conversations.enter(self._api, target, me.id)
        elif name == "leave":
            conversations.exit_from(self._api, channel, me.id)
        else:
            if me.id not in channel.members:
                raise Refused("not_in_channel", status=403)
            person = self._site.person(_cut_token(whom or ""))
            if name == "invite":
                conversations.enter(self._api, channel, person.id)
            else:
                conversations.exit_from(self._api, channel, person.id)
        self.tell_channel(channel)
        return done

    def tell_channel(self, channel: Channel) -> None:
        """Show who is in a channel now."""
        now = self._site.channel(channel.id)
        for user in self.live.watching():
            if self._site.visible_to(now, user):
                drawn = self.channel_for_page(now, self._site.people[user])
                self.live.tell([user], {"type": "channel", "channel": drawn})

    def _place(self, body: Json, me: Person) -> tuple[Channel, str] | View:
        """The container that was acted in: a channel with a message's ts, or a view."""
        container: Any = body.get("container")
        if not isinstance(container, dict):
            raise Refused("invalid_arguments", status=400, extra={"what": "container"})
        if container.get("type") == "view":
            return self._view_of({"view_id": container.get("view_id")}, me)
        channel = self._channel_of(container, me)
        return channel, str(container.get("ts") or "")

    def _view_of(self, body: Json, me: Person) -> View:
        view = modals.find(self._site, str(body.get("view_id") or ""))
        if view is None or view.user != me.id:
            raise Refused("view_not_found", status=404)
        return view

    async def _action(self, body: Json) -> Json:
        me = self.me(body)
        place = self._place(body, me)
        if isinstance(place, View):
            return await self._dispatcher.view_action(me, place, body)
        return await self._dispatcher.message_action(me, *place, body)

    async def _options(self, body: Json) -> Json:
        me = self.me(body)
        place = self._place(body, me)
        if isinstance(place, View):
            told: Json = {"container": {"type": "view", "view_id": place.id}, "view": place.body}
            return await self._dispatcher.options(me, told, place.blocks, body)
        channel, ts = place
        message = messages.find(self._site, channel.id, ts)
        if message is None:
            raise Refused("message_not_found", status=404)
        told = {
            "container": {"type": "message", "message_ts": ts, "channel_id": channel.id},
            "channel": {"id": channel.id, "name": channel.name},
            "message": messages.for_api(self._site, message),
        }
        return await self._dispatcher.options(me, told, message.body.get("blocks", []), body)

    async def _submit(self, body: Json) -> Json:
        me = self.me(body)
        filled = body.get("values")
        if filled is not None and not isinstance(filled, dict):
            raise Refused("invalid_arguments", status=400, extra={"what": "values"})
        return await self._dispatcher.submit(
            me, self._view_of(body, me), filled or {}, body.get("key"), str(body.get("lang", ""))
        )

    async def _close(self, body: Json) -> Json:
        me = self.me(body)
        return await self._dispatcher.close(me, self._view_of(body, me), everything=bool(body.get("all")))

    async def _shortcut(self, body: Json) -> Json:
        me = self.me(body)
        channel = self._channel_of(body, me) if body.get("channel") else None
        ts = body.get("ts") or None
        return await self._dispatcher.shortcut(me, str(body.get("callback_id")), channel, ts, body.get("key"))

    async def _home(self, body: Json) -> Json:
        me, site = self.me(body), self._site
        if not site.manifest.has_home:
            return {"ok": True, "view": None}
        view = modals.home(site, me.id)
        channel = site.im(site.bot_user, me.id)
        self._dispatcher.events.home_opened(me.id, channel.id, view.body if view else None, key=body.get("key"))
        return {"ok": True, "view": view.body if view else None}

    async def _read(self, body: Json) -> Json:
        me = self.me(body)
        channel = self._channel_of(body, me)
        ts = str(body.get("ts") or "")
        if not re.fullmatch(r"\d{1,12}\.\d{6}", ts, re.ASCII):
            raise Refused("invalid_arguments", status=400, extra={"what": "ts"})
        messages.mark_read(self._site, channel.id, me.id, ts)
        count, mentions = messages.unread(self._site, channel, me.id)
        told = {"type": "unread", "channel": channel.id, "count": count, "mentions": mentions}
        self.live.tell([me.id], told)
        return {"ok": True}

    async def _dm(self, body: Json) -> Json:
        me = self.me(body)
        person = self._site.person(str(body.get("user") or ""))
        channel = self._site.im(me.id, person.id)
        self.live.tell([me.id], {"type": "channel", "channel": self.channel_for_page(channel, me)})
        return {"ok": True, "channel": channel.id}

    async def _react(self, body: Json) -> Json:
        me = self.me(body)
        channel = self._channel_of(body, me, inside=True)
        message = messages.find(self._site, channel.id, str(body.get("ts") or ""))
        if message is None:
            raise Refused("message_not_found", status=404)
        name = str(body.get("name") or "").strip(":")
        entry = next((r for r in message.body.get("reactions", []) if r["name"] == name), None)
        # Pressing one's own reaction again takes it away, as in Slack's client.
        add = not (entry and me.id in entry["users"])
        changed = react(self._site, message, me.id, name, add=add)
        event = "reaction_added" if add else "reaction_removed"
        self._dispatcher.events.reacted(event, channel, changed, me.id, name)
        return {"ok": True}

    async def _dismiss(self, body: Json) -> Json:
        me = self.me(body)
        self.live.drop_whisper(me.id, str(body.get("channel")), str(body.get("ts")))
        return {"ok": True}


def _cut_token(whom: str) -> str:
    match = re.fullmatch(r"<@(\w+)(?:\|[^>]*)?>", whom)
    return match[1] if match else whom
