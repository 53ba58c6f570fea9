"""The limits of an app manifest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.workspace.walls.measure import count, length, one_of, optional

_COMMAND = re.compile(r"/[a-z0-9_\-]{1,31}")


def manifest_problems(manifest: Mapping[str, Any]) -> list[str]:
    """Everything Slack would refuse in a manifest (or that is known to be unsafe), with where it is."""
    return list(_problems(manifest))


def _problems(manifest: Mapping[str, Any]) -> Iterator[str]:
    shown = dict(manifest.get("display_information", {}))
    yield from length(shown.get("name"), 35, "/display_information/name")
    yield from optional(shown, "description", 140, "/display_information")
    features = manifest.get("features", {})
    if "bot_user" in features:
        yield from length(features["bot_user"].get("display_name"), 80, "/features/bot_user/display_name")
    commands = features.get("slash_commands", [])
    yield from count(commands, 50, "/features/slash_commands", least=0)
    names = [str(command.get("command")) for command in commands]
    for number, command in enumerate(commands):
        at = f"/features/slash_commands/{number}"
        if not _COMMAND.fullmatch(names[number]):
            yield f"must be a slash and 1 to 31 lower-case letters and digits [json-pointer:{at}/command]"
        if names.count(names[number]) > 1:
            yield f"command is there twice [json-pointer:{at}/command]"
        yield from length(command.get("description"), 2_000, f"{at}/description")
        yield from optional(command, "usage_hint", 1_000, at)
    shortcuts = features.get("shortcuts", [])
    yield from count(shortcuts, 10, "/features/shortcuts", least=0)
    for number, shortcut in enumerate(shortcuts):
        at = f"/features/shortcuts/{number}"
        yield from one_of(shortcut.get("type"), ("message", "global"), f"{at}/type")
        yield from length(shortcut.get("name"), 24, f"{at}/name")
        yield from length(shortcut.get("callback_id"), 255, f"{at}/callback_id")
        yield from length(shortcut.get("description"), 150, f"{at}/description")
    events = manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
    yield from count(events, 100, "/settings/event_subscriptions/bot_events", least=0)
