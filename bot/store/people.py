"""What the chat told of people, user groups and channels, kept so that a start needs no look-up."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from bot.store.database import Reader, Transaction


@dataclass(frozen=True, slots=True)
class Person:
    """One person as the chat knows them. ``handle`` has no @; ``locale`` such as ``zh-CN``; ``direct`` is the channel of
    the direct messages with them, once it was asked for."""

    id: str
    handle: str
    name: str
    email: str
    locale: str
    direct: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A user group: its id, its handle without @, its members' ids."""

    id: str
    handle: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel: its id, its name without #, and whether the bot is in it."""

    id: str
    name: str
    member: bool


def save_people(tx: Transaction, people: Iterable[Person], at: str) -> None:
    """Put down people; their direct channel is kept where it is known."""
    for person in people:
        tx.execute(
            "INSERT INTO people (id, handle, name, email, locale, seen_at) "
            "VALUES (:id, :handle, :name, :email, :locale, :at) ON CONFLICT (id) DO UPDATE SET "
            "handle = excluded.handle, name = excluded.name, email = excluded.email, locale = excluded.locale, "
            "seen_at = excluded.seen_at",
            {
                "id": person.id,
                "handle": person.handle,
                "name": person.name,
                "email": person.email,
                "locale": person.locale,
                "at": at,
            },
        )


def save_groups(tx: Transaction, groups: Iterable[Group]) -> None:
    """Put down every user group; those not named are gone."""
    tx.execute("DELETE FROM people_groups")
    for group in groups:
        tx.execute(
            "INSERT INTO people_groups (id, handle, members) VALUES (:id, :handle, :members)",
            {"id": group.id, "handle": group.handle, "members": json.dumps(group.members)},
        )


def save_channels(tx: Transaction, channels: Iterable[Channel]) -> None:
    """Put down every channel; those not named are gone."""
    tx.execute("DELETE FROM channels")
    for channel in channels:
        tx.execute(
            "INSERT INTO channels (id, name, member) VALUES (:id, :name, :member)",
            {"id": channel.id, "name": channel.name, "member": int(channel.member)},
        )


def save_direct(tx: Transaction, user: str, channel: str) -> None:
    """Remember the channel of the direct messages with a person."""
    tx.execute("UPDATE people SET direct = :channel WHERE id = :id", {"channel": channel, "id": user})


def direct_channel(reader: Reader, user: str) -> str:
    """The channel of the direct messages with a person, or empty."""
    row = reader.one("SELECT direct FROM people WHERE id = :id", {"id": user})
    return str(row["direct"]) if row else ""


def every_person(reader: Reader) -> list[Person]:
    """Everyone known."""
    return [
        Person(*(str(row[name]) for name in ("id", "handle", "name", "email", "locale", "direct")))
        for row in reader.all("SELECT * FROM people")
    ]


def every_group(reader: Reader) -> list[Group]:
    """Every user group known."""
    return [
        Group(str(row["id"]), str(row["handle"]), tuple(json.loads(str(row["members"]))))
        for row in reader.all("SELECT * FROM people_groups")
    ]


def every_channel(reader: Reader) -> list[Channel]:
    """Every channel known."""
    return [
        Channel(str(row["id"]), str(row["name"]), bool(row["member"])) for row in reader.all("SELECT * FROM channels")
    ]
