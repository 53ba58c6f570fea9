"""The Slack app manifest, made from what the program registers and calls, so that the two cannot part ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.commands import campaign, complaint, draft, rally, weibo
from bot.text.words import DEFAULT_LANGUAGE, Phrase, phrase, words

NAME: Final = "官微 Guanwei"
HANDLE: Final = "guanwei"
# What the chat tells of, with the scopes that it needs for that.
EVENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "message.im": ("im:history",),
}

# Web API method → the scopes it needs, for each method the code calls (a test looks for others).
METHODS: Final[Mapping[str, tuple[str, ...]]] = {
    "auth_test": (),
    "chat_postMessage": ("chat:write", "chat:write.public"),
    "chat_update": ("chat:write",),
    "chat_delete": ("chat:write",),
    "chat_postEphemeral": ("chat:write",),
    "chat_getPermalink": (),
    "conversations_history": ("channels:history", "groups:history", "im:history"),
    "conversations_replies": ("channels:history", "groups:history", "im:history"),
    "conversations_join": ("channels:join",),
    "conversations_list": ("channels:read", "groups:read"),
    "conversations_open": ("im:write",),
    "files_getUploadURLExternal": ("files:write",),
    "files_completeUploadExternal": ("files:write",),
    "usergroups_list": ("usergroups:read",),
    "users_list": ("users:read", "users:read.email"),
    "views_open": (),
    "views_push": (),
    "views_update": (),
    "views_publish": (),
}


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut as the chat offers it: on a message, or from anywhere."""

    callback_id: str
    type: Literal["message", "global"]
    name: Phrase
    does: Phrase


SHORTCUTS: Final = (
    Shortcut("campaign.new", "global", phrase("新建活动通知"), phrase("告诉官微组一场活动")),
    Shortcut("draft.new", "global", phrase("新建稿件"), phrase("写一条微博，送审")),
    Shortcut("complaint.new", "global", phrase("登记投诉"), phrase("登记一条顾客投诉")),
    Shortcut("rally.new", "global", phrase("发起转发"), phrase("请大家一起转发一条微博")),
    Shortcut("complaint.from_message", "message", phrase("登记为投诉"), phrase("把这条消息登记为投诉")),
    Shortcut("draft.from_message", "message", phrase("送审"), phrase("把这条消息作为稿件送审")),
    Shortcut("draft.check_message", "message", phrase("检查文案"), phrase("检查这条消息能不能发")),
)


def manifest(language: str = DEFAULT_LANGUAGE, *, request_url: str | None = None) -> dict[str, Any]:
    """The manifest in ``language``. With ``request_url`` for signed HTTP, without for Socket Mode."""
    t = words(language)
    url = {"url": request_url} if request_url else {}
    commands: list[dict[str, Any]] = [
        {
            "command": module.COMMAND,
            "description": t(module.ABOUT),
            "usage_hint": " | ".join(t(verb.name) for verb in module.VERBS),
            "should_escape": True,
            **url,
        }
        for module in (campaign, draft, complaint, rally, weibo)
    ]
    interactivity: dict[str, Any] = {"is_enabled": True}
    events: dict[str, Any] = {"bot_events": list(EVENTS)}
    if request_url:
        interactivity["request_url"] = events["request_url"] = request_url
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": t("官微团队与全公司一起工作：活动通知、稿件审核、投诉认领、每日日报。"),
            "background_color": "#8c2f39",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": HANDLE, "always_online": True},
            "shortcuts": [
                {"name": t(s.name), "type": s.type, "callback_id": s.callback_id, "description": t(s.does)}
                for s in SHORTCUTS
            ],
            "slash_commands": commands,
        },
        "oauth_config": {"scopes": {"bot": scopes()}},
        "settings": {
            "event_subscriptions": events,
            "interactivity": interactivity,
            "org_deploy_enabled": False,
            "socket_mode_enabled": request_url is None,
            "token_rotation_enabled": False,
        },
    }


def scopes() -> list[str]:
    """Every scope the code needs: one for the commands, those of the methods it calls and of the events it hears."""
    needed = (*METHODS.values(), *EVENTS.values())
    return sorted({"commands", *(scope for scopes in needed for scope in scopes)})
