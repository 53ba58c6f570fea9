"""Looking up in the chat who is who: people, user groups and channels, at the start and once an hour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.domain.desk import Desk, known_company
from bot.store import people as rows
from bot.store.people import Channel, Group, Person
from bot.store.times import to_store

_PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class Told:
    """What the chat tells of its people, user groups and channels; ``archived`` are the ids of channels that are."""

    people: tuple[Person, ...]
    groups: tuple[Group, ...]
    channels: tuple[Channel, ...]
    archived: frozenset[str] = frozenset()


def ask(client: WebClient) -> Told:
    """Ask the chat for everyone. Raises slack_sdk's SlackApiError."""
    people = tuple(
        _person(member) for member in _pages(client.users_list, "members", include_locale=True) if _is_person(member)
    )
    groups = tuple(
        Group(group["id"], group["handle"], tuple(group.get("users", ())))
        for group in client.usergroups_list(include_users=True)["usergroups"]
    )
    channels = list(_pages(client.conversations_list, "channels", types="public_channel,private_channel"))
    return Told(
        people,
        groups,
        tuple(Channel(channel["id"], channel["name"], bool(channel.get("is_member"))) for channel in channels),
        frozenset(channel["id"] for channel in channels if channel.get("is_archived")),
    )


def look_up(client: WebClient, desk: Desk) -> None:
    """Ask the chat for everyone, keep it, and let the desk see it. Raises slack_sdk's SlackApiError."""
    told = ask(client)
    with desk.store.transaction() as tx:
        rows.save_people(tx, told.people, to_store(desk.now()))
        rows.save_groups(tx, told.groups)
        rows.save_channels(tx, told.channels)
    desk.directory.company = known_company(desk.settings, desk.store)


def _pages(method: Callable[..., SlackResponse], name: str, **asked: object) -> Iterator[Mapping[str, Any]]:
    cursor = ""
    while True:
        page = method(limit=_PAGE, cursor=cursor, **asked)
        yield from page[name]
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return


def _is_person(member: Mapping[str, Any]) -> bool:
    return not (member.get("is_bot") or member.get("deleted") or member["id"] == "USLACKBOT")


def _person(member: Mapping[str, Any]) -> Person:
    profile = member.get("profile", {})
    # The real name first: cards and records are read by people of other departments, who know no nicknames.
    name = profile.get("real_name") or member.get("real_name") or profile.get("display_name") or member["name"]
    return Person(member["id"], member["name"], name, profile.get("email", ""), member.get("locale", ""))


def join_channels(client: WebClient, desk: Desk) -> None:
    """Join the public channels that messages go to: a message can only be looked up from inside."""
    settings = desk.settings
    for ref in (settings.channels.desk, settings.channels.complaints, settings.channels.announcements):
        channel = next((c for c in desk.company.channels.values() if ref in (c.id, f"#{c.name}")), None)
        if channel is not None and not channel.member:
            client.conversations_join(channel=channel.id)
