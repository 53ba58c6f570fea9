"""What the app may do here: reads Slack's app manifest (commands, shortcuts, scopes, events, tabs)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

EVERYTHING = frozenset({"*"})


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A slash command as the manifest registers it; ``escapes`` turns ``@name`` into ``<@U1|name>``."""

    command: str
    description: str = ""
    usage_hint: str = ""
    escapes: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut; ``kind`` is ``message`` or ``global``."""

    kind: str
    name: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The app as it was installed. ``EVERYTHING`` as scopes or events: nothing is refused for lack of them."""

    name: str = "guanwei"
    commands: Mapping[str, SlashCommand] = field(default_factory=dict)
    any_command: bool = False
    shortcuts: tuple[Shortcut, ...] = ()
    scopes: frozenset[str] = EVERYTHING
    events: frozenset[str] = EVERYTHING
    has_home: bool = True
    has_messages: bool = True

    def command(self, name: str) -> SlashCommand | None:
        """The command called ``name`` (with its slash), or None where the app has none of that name."""
        found = self.commands.get(name)
        return SlashCommand(name) if found is None and self.any_command else found

    def grants(self, scope: str) -> bool:
        """Whether the bot's token has the scope."""
        return "*" in self.scopes or scope in self.scopes

    def hears(self, event: str) -> bool:
        """Whether the app subscribes to the event (``message.channels``, ``app_mention`` …)."""
        return "*" in self.events or event in self.events


def read_manifest(source: Mapping[str, Any] | None) -> Manifest:
    """The manifest in Slack's own shape; None is an app that may do everything and answers to every command."""
    if source is None:
        return Manifest(any_command=True)
    features = source.get("features", {})
    home = features.get("app_home", {})
    settings = source.get("settings", {})
    return Manifest(
        name=str(
            features.get("bot_user", {}).get("display_name")
            or source.get("display_information", {}).get("name")
            or "guanwei"
        ),
        commands={
            str(row["command"]): SlashCommand(
                str(row["command"]),
                str(row.get("description", "")),
                str(row.get("usage_hint", "")),
                bool(row.get("should_escape", False)),
            )
            for row in features.get("slash_commands", [])
        },
        shortcuts=tuple(
            Shortcut(str(row["type"]), str(row["name"]), str(row["callback_id"]), str(row.get("description", "")))
            for row in features.get("shortcuts", [])
        ),
        scopes=frozenset(map(str, source.get("oauth_config", {}).get("scopes", {}).get("bot", []))),
        events=frozenset(map(str, settings.get("event_subscriptions", {}).get("bot_events", []))),
        has_home=bool(home.get("home_tab_enabled", False)),
        has_messages=bool(home.get("messages_tab_enabled", True)),
    )
