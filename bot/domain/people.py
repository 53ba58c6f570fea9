"""Who is who: departments and roles of `guanwei.toml`, resolved to the people the chat knows, and who may do what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.config import Settings
from bot.errors import NotAllowed
from bot.store.people import Channel, Group, Person
from bot.text.mrkdwn import escape
from bot.text.words import Phrase, language_of, phrase, series

Role = Literal["editor", "reviewer", "legal", "service", "leader", "admin"]
ROLES: Final[tuple[Role, ...]] = ("editor", "reviewer", "legal", "service", "leader", "admin")


def role_name(role: Role) -> Phrase:
    """What the role is called."""
    names: dict[Role, Phrase] = {
        "editor": phrase("官微编辑"),
        "reviewer": phrase("审稿人"),
        "legal": phrase("法务"),
        "service": phrase("客服"),
        "leader": phrase("领导"),
        "admin": phrase("管理员"),
    }
    return names[role]


@dataclass(frozen=True, slots=True)
class Department:
    """A department with its people's ids. ``channel`` is as in the settings (a name or an id)."""

    key: str
    name: str
    channel: str
    head: str
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Company:
    """The people of the company, by id. Made anew whenever the directory was looked up; never changed."""

    people: Mapping[str, Person]
    departments: Mapping[str, Department]
    roles: Mapping[Role, tuple[str, ...]]
    channels: Mapping[str, Channel]
    unresolved: tuple[str, ...] = ()

    def has(self, user: str, role: Role) -> bool:
        """Whether a person holds a role."""
        return user in self.roles[role]

    def department_of(self, user: str) -> Department | None:
        """The first department a person belongs to, in the settings' order."""
        return next((d for d in self.departments.values() if user in d.members or user == d.head), None)

    def known_as(self, ref: str) -> str:
        """The id of the person with this id or e-mail address; empty where nobody has it."""
        wanted = ref.casefold()
        known = (one.id for one in self.people.values() if wanted in (one.email.casefold(), one.id.casefold()))
        return next(known, "") if wanted else ""

    def name(self, user: str) -> str:
        """A person's display name; their id where they are not known yet."""
        person = self.people.get(user)
        return person.name if person else user

    def language(self, user: str, default: str) -> str:
        """The language of a person's chat, or ``default``."""
        person = self.people.get(user)
        if person is None or not person.locale:
            return default
        return language_of(person.locale)

    def department_name(self, key: str) -> str:
        """A department's display name."""
        department = self.departments.get(key)
        return department.name if department else key

    def channel_id(self, ref: str) -> str:
        """The id of a channel named in the settings as ``#name`` or by id. Raises LookupError when it is not known."""
        wanted = ref.removeprefix("#")
        for channel in self.channels.values():
            if wanted in (channel.name, channel.id):
                return channel.id
        if ref.startswith(("C", "G", "D")):
            return ref
        raise LookupError(ref)

    def must_hold(self, user: str, *roles: Role, to_do: Phrase) -> None:
        """Raise NotAllowed, naming who can, unless a person holds one of ``roles``."""
        if any(self.has(user, role) for role in roles):
            return
        able = [escape(self.name(person)) for role in roles for person in self.roles[role]]
        raise NotAllowed(
            phrase("只有{roles}可以{to_do}。", roles=series(map(role_name, roles)), to_do=to_do),
            phrase("请找：{people}", people=series(dict.fromkeys(able[:6]))) if able else None,
        )


def roles_of(company: Company, user: str) -> tuple[str, ...]:
    """A person's roles, those first by which they work most; ``head`` for who answers for a department, ``staff`` for
    whoever has none."""
    held: list[str] = [role for role in ROLES if company.has(user, role)]
    if any(user == one.head for one in company.departments.values()):
        held.insert(len(held) - ("admin" in held), "head")
    return tuple(held) or ("staff",)


def company(
    settings: Settings, people: Iterable[Person], groups: Iterable[Group], channels: Iterable[Channel]
) -> Company:
    """Resolve the settings' references (ids, e-mails, group handles) against what the chat told."""
    everyone = {person.id: person for person in people}
    lookup = _Lookup(everyone.values(), tuple(groups))
    departments = {
        key: Department(
            key=key,
            name=department.name,
            channel=department.channel,
            head=next(iter(lookup.people(department.head)), "") if department.head else "",
            members=frozenset(
                user
                for ref in (*department.members, *((department.group,) if department.group else ()))
                for user in lookup.people(ref)
            ),
        )
        for key, department in settings.departments.items()
    }
    roles: dict[Role, tuple[str, ...]] = {
        role: tuple(dict.fromkeys(user for ref in getattr(settings.roles, role) for user in lookup.people(ref)))
        for role in ROLES
    }
    return Company(
        people=everyone,
        departments=departments,
        roles=roles,
        channels={channel.id: channel for channel in channels},
        unresolved=tuple(dict.fromkeys(lookup.missing)),
    )


class _Lookup:
    def __init__(self, people: Iterable[Person], groups: tuple[Group, ...]) -> None:
        self._by_email = {person.email.casefold(): person.id for person in people if person.email}
        self._groups = {name: group for group in groups for name in (group.id, group.handle.casefold())}
        self.missing: list[str] = []

    def people(self, ref: str) -> tuple[str, ...]:
        if "@" in ref[1:]:
            found = self._by_email.get(ref.casefold())
            users: tuple[str, ...] = (found,) if found else ()
        elif ref.startswith("@") or ref.startswith("S"):
            group = self._groups.get(ref.removeprefix("@").casefold()) or self._groups.get(ref)
            users = group.members if group else ()
        else:
            return (ref,)
        if not users:
            self.missing.append(ref)
        return users
