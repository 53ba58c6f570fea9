"""What the bot is sent, in Slack's own shapes."""

from __future__ import annotations

from bot.workspace import messages
from bot.workspace.company import Person
from bot.workspace.kinds import Json
from bot.workspace.messages import Message
from bot.workspace.modals import View
from bot.workspace.site import Channel, Site
from bot.workspace.values import FIELDS

# Slack still sends it; it is a fixed word here because nobody should check it (signatures are what counts).
_TOKEN = "workspace"  # noqa: S105  # a name


def _channel_name(channel: Channel) -> str:
    return {"public": channel.name, "private": "privategroup", "im": "directmessage"}[channel.kind]


def _user(site: Site, person: Person) -> Json:
    return {"id": person.id, "username": person.handle, "name": person.handle, "team_id": site.company.team_id}


def _common(site: Site, person: Person) -> Json:
    return {
        "team": {"id": site.company.team_id, "domain": site.company.domain},
        "user": _user(site, person),
        "api_app_id": site.app_id,
        "token": _TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def response_url(
    site: Site,
    person: Person,
    channel: Channel,
    *,
    ts: str | None = None,
    is_ephemeral: bool = False,
    thread_ts: str | None = None,
) -> str:
    """A new response URL for answers to this person in this channel."""
    token = site.response_urls.issue(person.id, channel.id, ts=ts, is_ephemeral=is_ephemeral, thread_ts=thread_ts)
    return f"{site.url}/response/{token}"


def slash_command(site: Site, person: Person, channel: Channel, command: str, text: str, trigger_id: str) -> Json:
    """A slash command."""
    return {
        "token": _TOKEN,
        "team_id": site.company.team_id,
        "team_domain": site.company.domain,
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": person.id,
        "user_name": person.handle,
        "command": command,
        "text": text,
        "api_app_id": site.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(site, person, channel),
        "trigger_id": trigger_id,
    }


def action_of(element: Json, block: Json, given: Json, now: float) -> Json:
    """The entry of ``actions`` for an element: its own words and value, and what was chosen in it."""
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": f"{now:.6f}",
    }
    if element["type"] == "button":
        action["text"] = element["text"]
        action |= {name: element[name] for name in ("value", "style", "url") if name in element}
    elif element["type"] == "overflow":
        action["selected_option"] = given.get("selected_option")
    else:
        name, initial = FIELDS[element["type"]]
        action[name] = given.get(name)
        if initial in element:
            action[initial] = element[initial]
    return action


def message_actions(
    site: Site,
    person: Person,
    channel: Channel,
    message: Message | None,
    ts: str,
    action: Json,
    state: Json,
    trigger_id: str,
) -> Json:
    """A click in a message; ``message`` is None where it is ephemeral (Slack sends none along)."""
    thread_ts = message.thread_ts if message else None
    container: Json = {
        "type": "message",
        "message_ts": ts,
        "channel_id": channel.id,
        "is_ephemeral": message is None,
    }
    if thread_ts:
        container["thread_ts"] = thread_ts
    body = {
        "type": "block_actions",
        **_common(site, person),
        "container": container,
        "trigger_id": trigger_id,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "state": state,
        "response_url": response_url(site, person, channel, ts=ts, is_ephemeral=message is None, thread_ts=thread_ts),
        "actions": [action],
    }
    if message:
        body["message"] = messages.for_api(site, message)
    return body


def view_actions(site: Site, person: Person, view: View, action: Json, trigger_id: str) -> Json:
    """A click in a modal or in the App Home."""
    return {
        "type": "block_actions",
        **_common(site, person),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": trigger_id,
        "view": view.body,
        "actions": [action],
    }


def suggestion(site: Site, person: Person, place: Json, element: Json, block: Json, typed: str) -> Json:
    """A menu asks for its options; ``place`` is the container with the view or message in it."""
    return {
        "type": "block_suggestion",
        **_common(site, person),
        **place,
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "value": typed,
    }


def submission(site: Site, person: Person, view: View, trigger_id: str) -> Json:
    """A modal is submitted."""
    return {
        "type": "view_submission",
        **_common(site, person),
        "trigger_id": trigger_id,
        "view": view.body,
        "response_urls": [],
    }


def closed(site: Site, person: Person, view: View, *, is_cleared: bool) -> Json:
    """A modal is closed without being submitted."""
    return {"type": "view_closed", **_common(site, person), "view": view.body, "is_cleared": is_cleared}


def shortcut(site: Site, person: Person, callback_id: str, trigger_id: str) -> Json:
    """A global shortcut."""
    return {
        "type": "shortcut",
        **_common(site, person),
        "action_ts": f"{site.clock():.6f}",
        "callback_id": callback_id,
        "trigger_id": trigger_id,
    }


def message_shortcut(
    site: Site, person: Person, callback_id: str, channel: Channel, message: Message, trigger_id: str
) -> Json:
    """A shortcut on a message."""
    return {
        "type": "message_action",
        **_common(site, person),
        "action_ts": f"{site.clock():.6f}",
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "message_ts": message.ts,
        "message": messages.for_api(site, message),
        "response_url": response_url(site, person, channel, thread_ts=message.thread_ts),
    }


def event(site: Site, body: Json, event_id: str) -> Json:
    """An event, in the envelope of the Events API."""
    now = int(site.clock())
    return {
        "token": _TOKEN,
        "team_id": site.company.team_id,
        "api_app_id": site.app_id,
        "type": "event_callback",
        "event": body,
        "event_id": event_id,
        "event_time": now,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": site.company.team_id,
                "user_id": site.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }
