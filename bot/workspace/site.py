"""The place itself: who is here, which channels there are, who is in them, and everything the ways in share."""

from __future__ import annotations

import random
import sqlite3
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.workspace.company import SLACKBOT, Company, Person
from bot.workspace.former import Former
from bot.workspace.kinds import Json, Refused, ident
from bot.workspace.live import Live
from bot.workspace.manifest import Manifest
from bot.workspace.pace import Counter, Pace
from bot.workspace.state import State
from bot.workspace.triggers import ResponseUrls, Triggers


@dataclass(frozen=True, slots=True)
class Tokens:
    """The secrets the app is given: bot token (xoxb), app token (xapp), and what HTTP requests are signed with."""

    bot: str
    app: str
    signing_secret: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Web API, for tests: when (epoch seconds), with what, and what came of it."""

    method: str
    at: float
    args: Json
    ok: bool
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as it is now. ``kind``: public, private or im."""

    id: str
    name: str
    kind: str
    topic: str
    is_general: bool
    is_archived: bool
    created: int
    members: tuple[str, ...]

    @property
    def is_im(self) -> bool:
        """Whether this is a direct message."""
        return self.kind == "im"

    def other(self, user: str) -> str | None:
        """The other end of a direct message, as ``user`` sees it (oneself where one talks to oneself)."""
        if not self.is_im:
            return None
        return next((member for member in self.members if member != user), user)


@dataclass(slots=True)
class Site:
    """Everything the Web API, the page and the dispatcher share. Used on the server's thread only."""

    company: Company
    manifest: Manifest
    state: State
    tokens: Tokens
    clock: Callable[[], float]
    ticks: Callable[[], float]
    chance: random.Random
    language: str
    pace: Pace
    url: str = ""
    are_tokens_revoked: bool = False
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=20_000))
    live: Live = field(default_factory=Live)
    people: dict[str, Person] = field(init=False)
    app_id: str = field(init=False)
    bot_id: str = field(init=False)
    bot_user: str = field(init=False)
    triggers: Triggers = field(init=False)
    response_urls: ResponseUrls = field(init=False)
    counter: Counter = field(init=False)
    former: Former = field(init=False)

    def __post_init__(self) -> None:
        domain = self.company.domain
        self.app_id = ident("A", domain, "app")
        self.bot_id = ident("B", domain, "bot")
        self.bot_user = ident("U", domain, "bot user")
        self.triggers = Triggers(self.ticks, self.chance)
        self.response_urls = ResponseUrls(self.ticks, self.chance)
        self.counter = Counter(self.pace, self.ticks)
        self.former = Former(self.ticks)
        self.people = {person.id: person for person in self.company.people}
        for user, name in ((self.bot_user, self.manifest.name), (SLACKBOT, "Slackbot")):
            self.people[user] = Person(user, name.lower(), name, is_bot=True, email="", color="1f6f54")
        with self.state.change():
            self._settle()

    def _settle(self) -> None:
        """Make the company's channels where they are not yet; who has left one since stays out."""
        for room in self.company.rooms:
            kind = "private" if room.is_private else "public"
            made = self.state.run(
                "INSERT INTO channels VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (room.id, room.name, kind, room.topic, room.is_general, room.is_archived, int(self.clock())),
            )
            if made:
                for user in (*room.members, *([self.bot_user] if room.bot else [])):
                    self.state.run("INSERT INTO members VALUES (?, ?)", (room.id, user))

    @property
    def api_url(self) -> str:
        """Where the Web API is; ends with ``/api/``."""
        return f"{self.url}/api/"

    def name(self, prefix: str, *parts: str) -> str:
        """An id made from parts, or a random one where there are none."""
        return ident(prefix, *(parts or (f"{self.chance.getrandbits(80):x}",)))

    def person(self, who: str | None) -> Person:
        """A person by id or handle. Raises Refused ``user_not_found``."""
        found = self.people.get(who or "")
        if found is None:
            found = next((one for one in self.people.values() if one.handle == who), None)
        if found is None:
            raise Refused("user_not_found")
        return found

    def channel(self, name: str | None) -> Channel:
        """A channel by id, ``#name`` or name. Raises Refused ``channel_not_found``."""
        row = self.state.one(
            "SELECT * FROM channels WHERE id = :n OR (kind <> 'im' AND name = ltrim(:n, '#'))", {"n": name or ""}
        )
        if row is None:
            raise Refused("channel_not_found")
        return self._channel(row)

    def _channel(self, row: sqlite3.Row) -> Channel:
        members = self.state.all("SELECT user FROM members WHERE channel = ?", (row["id"],))
        return Channel(
            row["id"],
            row["name"],
            row["kind"],
            row["topic"],
            bool(row["is_general"]),
            bool(row["is_archived"]),
            row["created"],
            tuple(member["user"] for member in members),
        )

    def channels(self) -> list[Channel]:
        """All channels and direct messages, in the order they were made."""
        return [self._channel(row) for row in self.state.all("SELECT * FROM channels ORDER BY rowid")]

    def visible_to(self, channel: Channel, user: str) -> bool:
        """Whether a person may know that the channel exists."""
        return channel.kind == "public" or user in channel.members

    def im(self, one: str, other: str) -> Channel:
        """The direct message between two people, made if need be; its id is always the same."""
        pair = sorted({one, other})
        name = ident("D", self.company.domain, *pair)
        row = self.state.one("SELECT * FROM channels WHERE id = ?", (name,))
        if row is None:
            with self.state.change():
                self.state.run("INSERT INTO channels VALUES (?, '', 'im', '', 0, 0, ?)", (name, int(self.clock())))
                for user in pair:
                    self.state.run("INSERT INTO members VALUES (?, ?)", (name, user))
        return self.channel(name)

    def join(self, channel: Channel, user: str) -> bool:
        """Put somebody in a channel; False where they are in already."""
        with self.state.change():
            sql = "INSERT INTO members VALUES (?, ?) ON CONFLICT DO NOTHING"
            return self.state.run(sql, (channel.id, user)) == 1

    def leave(self, channel: Channel, user: str) -> bool:
        """Take somebody out of a channel; False where they are not in."""
        with self.state.change():
            sql = "DELETE FROM members WHERE channel = ? AND user = ?"
            return self.state.run(sql, (channel.id, user)) == 1
