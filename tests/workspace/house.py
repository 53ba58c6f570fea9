"""A small company, a manifest, clocks that stand still, and a tiny real Bolt app, for the workspace's tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.workspace.client import Client, Person
from bot.workspace.pace import Pace
from bot.workspace.server import Workspace

COMPANY: dict[str, Any] = {
    "team": {"name": "小店", "domain": "shop"},
    "people": [
        {"handle": "an.ning", "name": "安宁", "department": "官微组", "title": "编辑", "admin": True},
        {"handle": "bai.lu", "name": "白露", "department": "客服部"},
        {"handle": "cui.yu", "name": "崔宇", "department": "销售部"},
        {"handle": "dan.lee", "name": "Dan Lee", "department": "销售部", "locale": "en-US", "tz": "Europe/London"},
        {"handle": "fu.gui", "name": "富贵", "active": False},
    ],
    "usergroups": [{"handle": "desk", "name": "官微组", "members": ["an.ning", "bai.lu"]}],
    "channels": [
        {"name": "全员", "general": True, "bot": True, "members": ["*"]},
        {"name": "官微", "bot": True, "members": ["an.ning", "bai.lu"]},
        {"name": "销售", "members": ["department:销售部"]},
        {"name": "秘密", "private": True, "members": ["an.ning", "cui.yu"]},
        {"name": "旧档", "archived": True, "bot": True, "members": ["an.ning"]},
    ],
}

SCOPES = [
    *("chat:write", "commands", "im:write", "channels:join", "usergroups:read", "reactions:write"),
    *("channels:read", "groups:read", "im:read", "channels:history", "groups:history", "im:history"),
    *("users:read", "users:read.email", "files:write", "files:read"),
]
EVENTS = [
    *("app_home_opened", "app_mention", "message.channels", "message.im"),
    *("reaction_added", "member_joined_channel"),
]


def manifest(
    *, scopes: list[str] | None = None, events: list[str] | None = None, escape: bool = True, home: bool = True
) -> dict[str, Any]:
    """A manifest as Slack takes it."""
    return {
        "display_information": {"name": "guanwei"},
        "features": {
            "bot_user": {"display_name": "guanwei"},
            "app_home": {"home_tab_enabled": home, "messages_tab_enabled": True},
            "slash_commands": [
                {"command": "/echo", "description": "说一遍", "usage_hint": "[words]", "should_escape": escape},
                {"command": "/form", "description": "打开表单", "should_escape": escape},
            ],
            "shortcuts": [
                {"type": "message", "name": "记为投诉", "callback_id": "log", "description": "x"},
                {"type": "global", "name": "新表单", "callback_id": "new", "description": "x"},
            ],
        },
        "oauth_config": {"scopes": {"bot": SCOPES if scopes is None else scopes}},
        "settings": {"event_subscriptions": {"bot_events": EVENTS if events is None else events}},
    }


class Ticks:
    """A steady clock that moves only when told."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class House:
    """A workspace with its clocks in hand."""

    def __init__(self, folder: Path, source: Mapping[str, Any] | None, **settings: Any) -> None:
        self.ticks = Ticks()
        self.workspace = Workspace(
            folder / "workspace.db",
            COMPANY,
            source,
            **{"ticks": self.ticks, "pace": Pace.unlimited(), **settings},
        ).start()
        self.client = WebClient("xoxb-workspace", base_url=self.workspace.api_url, retry_handlers=[])

    def person(self, handle: str) -> Person:
        return Client(self.workspace.url).person(handle)

    def stop(self) -> None:
        self.workspace.stop()


@contextmanager
def connected(house: House, app: App) -> Iterator[SocketModeHandler]:
    """A Bolt app connected to a workspace over a real socket."""
    web = WebClient("xapp-workspace", base_url=house.workspace.api_url)
    handler = SocketModeHandler(app, "xapp-workspace", web_client=web)
    before = house.workspace.connections
    handler.connect()
    try:
        assert house.workspace.wait_online(connections=before + 1)
        yield handler
    finally:
        handler.close()


def bolt(house: House) -> App:
    """A Bolt app of this workspace without listeners."""
    return App(client=house.client, process_before_response=True, signing_secret="workspace-signing-secret")


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "x") -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text)}


def button(action_id: str = "go", text: str = "走", **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def field(block_id: str = "words", **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "value", **more}
    return {"type": "input", "block_id": block_id, "label": plain("字"), "element": element}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("表单"),
        "submit": plain("提交"),
        "blocks": list(blocks) or [field()],
        **more,
    }
