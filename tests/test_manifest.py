"""The manifest says exactly what the program does: its commands, shortcuts, events, and the scopes of what it calls."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

import bot
from bot.app import build
from bot.domain.desk import Desk
from bot.manifest import EVENTS, METHODS, SHORTCUTS, manifest, scopes
from bot.workspace.manifest import read_manifest
from bot.workspace.walls import manifest_problems
from bot.workspace.web_api import METHODS as SERVED
from tests.chat import SECRET, Chat, Ways
from tests.company import EDITOR

ROOT = Path(bot.__file__).parent


class Heard:
    """Takes the place of a Bolt app while listeners are registered, and keeps what they listen to."""

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {}

    def __getattr__(self, kind: str) -> Any:
        def listen(name: Any, *_: Any) -> Any:
            self.names.setdefault(kind, []).append(name if isinstance(name, str) else json.dumps(name))
            return lambda function: function

        return listen


@pytest.fixture
def heard(desk: Desk) -> dict[str, list[str]]:
    from bot import commands, handlers

    found = Heard()
    commands.register(found, desk)  # type: ignore[arg-type]  # it only listens
    handlers.register(found, desk)  # type: ignore[arg-type]  # it only listens
    return found.names


def test_every_command_is_in_the_manifest_and_none_else(heard: dict[str, list[str]]) -> None:
    named = [command["command"] for command in manifest()["features"]["slash_commands"]]
    assert sorted(named) == sorted(heard["command"])


def test_every_shortcut_is_in_the_manifest_and_none_else(heard: dict[str, list[str]]) -> None:
    named = [shortcut["callback_id"] for shortcut in manifest()["features"]["shortcuts"]]
    assert sorted(named) == sorted(heard["shortcut"])
    assert len(SHORTCUTS) == len(named)


def test_every_event_is_in_the_manifest_and_none_else(heard: dict[str, list[str]]) -> None:
    # Of the messages, those to the bot alone are subscribed to; all are told of under one name.
    named = [name.partition(".")[0] for name in manifest()["settings"]["event_subscriptions"]["bot_events"]]
    assert sorted(named) == sorted(heard["event"])


def test_nothing_is_listened_to_twice(heard: dict[str, list[str]]) -> None:
    for kind, names in heard.items():
        assert sorted(set(names)) == sorted(names), kind


def test_each_command_and_shortcut_is_answered_by_the_app(desk: Desk, chat: Chat) -> None:
    ways = Ways(desk, chat)
    ways.app = build(desk, WebClient("xoxb-tests", base_url=chat.url), SECRET)
    for command in manifest()["features"]["slash_commands"]:
        assert ways.command(EDITOR, command["command"], "help")
    for shortcut in manifest()["features"]["shortcuts"]:
        if shortcut["type"] == "global":
            ways.shortcut(EDITOR, shortcut["callback_id"])
        else:
            ways.message_shortcut(EDITOR, shortcut["callback_id"], "送来的酸奶是坏的")


def calls() -> Iterator[str]:
    """The Web API methods that the program's code names, by what slack_sdk calls them."""
    names = {name for name in vars(WebClient) if "_" in name and not name.startswith("_")}
    for path in ROOT.rglob("*.py"):
        if "workspace" in path.relative_to(ROOT).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in names:
                yield node.attr


def test_every_method_that_is_called_has_its_scopes_named_and_no_other() -> None:
    assert sorted(set(calls())) == sorted(METHODS)


def test_the_built_in_workspace_serves_every_method_that_is_called_under_those_scopes() -> None:
    for name, needed in METHODS.items():
        method = SERVED[name.replace("_", ".", 1)]
        assert set(method.scopes) & set(needed) or not method.scopes, name


def test_every_scope_is_asked_for_by_something() -> None:
    assert set(scopes()) - {"commands"} == {
        scope for needed in (*METHODS.values(), *EVENTS.values()) for scope in needed
    }


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("url", [None, "https://guanwei.example.com/slack/events"])
def test_it_is_within_what_the_chat_takes(language: str, url: str | None) -> None:
    made = manifest(language, request_url=url)
    assert manifest_problems(made) == []
    assert json.loads(json.dumps(made)) == made


def test_over_sockets_there_is_no_address_and_over_http_everything_has_it() -> None:
    url = "https://guanwei.example.com/slack/events"
    assert "url" not in json.dumps(manifest()).replace('"request_url"', "url")
    assert manifest()["settings"]["socket_mode_enabled"] is True
    made = manifest(request_url=url)
    assert made["settings"]["socket_mode_enabled"] is False
    assert {command["url"] for command in made["features"]["slash_commands"]} == {url}
    assert made["settings"]["interactivity"]["request_url"] == url
    assert made["settings"]["event_subscriptions"]["request_url"] == url


def test_names_are_handed_over_as_names() -> None:
    assert all(command["should_escape"] for command in manifest()["features"]["slash_commands"])


def test_the_sub_commands_are_hinted_at_as_they_are_typed_in_its_language() -> None:
    hints = {
        language: {each["command"]: each["usage_hint"] for each in manifest(language)["features"]["slash_commands"]}
        for language in ("zh", "en")
    }
    assert hints["zh"]["/rally"] == "列表 | 查看 | 参与 | 稍后 | 不参加 | 结束 | 帮助"
    assert hints["en"]["/rally"] == "list | show | join | later | decline | close | help"


def test_the_workspace_reads_the_manifest() -> None:
    assert read_manifest(manifest()).has_home
