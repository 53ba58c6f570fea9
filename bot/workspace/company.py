"""The people of a workspace: reads the company (people, channels, user groups) from a TOML file or a mapping."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.workspace.kinds import ident

SLACKBOT = "USLACKBOT"
_COLORS = ("2f6f4f", "8c4a2f", "35557a", "7a3b69", "5b6b1f", "996515", "356e78", "6b4b9a", "a03c44", "4a5a6a")


class CompanyError(ValueError):
    """The company cannot be read; the message lists everything that is wrong with it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the workspace. ``handle`` is what follows the @; ``active`` is false for who has left."""

    id: str
    handle: str
    real_name: str
    title: str = ""
    department: str = ""
    email: str = ""
    locale: str = "zh-CN"
    tz: str = "Asia/Shanghai"
    is_admin: bool = False
    is_bot: bool = False
    active: bool = True
    color: str = _COLORS[0]

    @property
    def initials(self) -> str:
        """What stands for a picture: a given name's two characters, or the first letters of a Latin name."""
        if self.real_name.isascii():
            return "".join(word[0] for word in self.real_name.split()[:2]).upper()
        return self.real_name[-2:]


@dataclass(frozen=True, slots=True)
class Room:
    """A channel the company starts with; ``members`` are ids of people, the bot's among them where it is in."""

    id: str
    name: str
    topic: str
    is_private: bool
    is_general: bool
    is_archived: bool
    members: tuple[str, ...]
    bot: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A user group, rung with ``@handle``."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """Everything the workspace is told about the company."""

    team_id: str
    name: str
    domain: str
    people: tuple[Person, ...]
    rooms: tuple[Room, ...]
    groups: tuple[Group, ...]


def read_company(source: Mapping[str, Any] | Path) -> Company:
    """The company in a TOML file or an equal mapping (schema: docs/workspace.md).

    Raises CompanyError with every problem found, one to a line.
    """
    data: Mapping[str, Any]
    data = tomllib.loads(source.read_text("utf-8")) if isinstance(source, Path) else source
    problems: list[str] = []
    team = data.get("team", {})
    name = str(team.get("name", "Workspace"))
    domain = str(team.get("domain", "workspace"))
    people = _people(data.get("people", []), team, problems)
    by_handle = {person.handle: person for person in people}
    groups = tuple(
        Group(
            ident("S", domain, str(row["handle"])),
            str(row["handle"]),
            str(row.get("name", row["handle"])),
            _members(row.get("members", []), by_handle, (), f"usergroup {row['handle']}", problems),
        )
        for row in data.get("usergroups", [])
    )
    rooms = tuple(_room(row, domain, by_handle, groups, problems) for row in data.get("channels", []))
    for word, names in (("channel", [room.name for room in rooms]), ("usergroup", [g.handle for g in groups])):
        problems += [f"{word} {one}: named twice" for one in sorted(set(names)) if names.count(one) > 1]
    if problems:
        raise CompanyError("\n".join(problems))
    return Company(ident("T", domain), name, domain, people, rooms, groups)


def _people(rows: Sequence[Mapping[str, Any]], team: Mapping[str, Any], problems: list[str]) -> tuple[Person, ...]:
    people: dict[str, Person] = {}
    for number, row in enumerate(rows):
        handle = str(row.get("handle", ""))
        if not handle or handle != handle.lower() or " " in handle or handle in people:
            problems.append(f"people[{number}]: handle {handle!r} must be lower case, without spaces, used once")
            continue
        people[handle] = Person(
            id=str(row.get("id") or ident("U", str(team.get("domain", "workspace")), handle)),
            handle=handle,
            real_name=str(row.get("name", handle)),
            title=str(row.get("title", "")),
            department=str(row.get("department", "")),
            email=str(row.get("email", f"{handle}@example.com")),
            locale=str(row.get("locale", team.get("locale", "zh-CN"))),
            tz=str(row.get("tz", team.get("tz", "Asia/Shanghai"))),
            is_admin=bool(row.get("admin", False)),
            active=bool(row.get("active", True)),
            color=_COLORS[number % len(_COLORS)],
        )
    if not people:
        problems.append("people: there is nobody")
    return tuple(people.values())


def _room(
    row: Mapping[str, Any],
    domain: str,
    by_handle: Mapping[str, Person],
    groups: Sequence[Group],
    problems: list[str],
) -> Room:
    name = str(row.get("name", ""))
    return Room(
        id=str(row.get("id") or ident("C", domain, name)),
        name=name,
        topic=str(row.get("topic", "")),
        is_private=bool(row.get("private", False)),
        is_general=bool(row.get("general", False)),
        is_archived=bool(row.get("archived", False)),
        members=_members(row.get("members", ["*"]), by_handle, groups, f"channel {name}", problems),
        bot=bool(row.get("bot", False)),
    )


def _members(
    words: Sequence[str],
    by_handle: Mapping[str, Person],
    groups: Sequence[Group],
    where: str,
    problems: list[str],
) -> tuple[str, ...]:
    """Ids of the people that handles, ``@group``, ``department:name`` and ``*`` (everyone) stand for, each once."""
    found: dict[str, None] = {}
    for word in words:
        users: Sequence[str]
        if word == "*":
            users = [person.id for person in by_handle.values()]
        elif word.startswith("@"):
            users = next((group.users for group in groups if group.handle == word[1:]), ())
        elif word.startswith("department:"):
            department = word.removeprefix("department:")
            users = [person.id for person in by_handle.values() if person.department == department]
        else:
            users = [by_handle[word].id] if word in by_handle else []
        if not users:
            problems.append(f"{where}: nobody is called {word!r}")
        found.update(dict.fromkeys(users))
    return tuple(found)
