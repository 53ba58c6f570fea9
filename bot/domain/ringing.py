"""Whom a message really rings: the user groups the settings name for a role, and the people who are in none of them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.desk import Desk
from bot.domain.people import Role
from bot.store.database import Reader
from bot.store.people import every_group


def to_ring(desk: Desk, reader: Reader, role: Role) -> tuple[str, ...]:
    """The ids to mention, groups first: everyone who holds ``role`` is rung once."""
    return _groups_first(reader, getattr(desk.settings.roles, role), desk.company.roles[role])


def department_to_ring(desk: Desk, reader: Reader, key: str) -> tuple[str, ...]:
    """As `to_ring`, for a department: its head and its people."""
    department, written = desk.company.departments.get(key), desk.settings.departments.get(key)
    if department is None or written is None:
        return ()
    refs = (*written.members, *((written.group,) if written.group else ()))
    people = sorted(department.members | ({department.head} if department.head else set()))
    return _groups_first(reader, refs, people)


def _groups_first(reader: Reader, refs: Iterable[str], people: Iterable[str]) -> tuple[str, ...]:
    named = {ref.removeprefix("@").casefold() for ref in refs}
    groups = [group for group in every_group(reader) if {group.id.casefold(), group.handle.casefold()} & named]
    covered = {member for group in groups for member in group.members}
    return (*(group.id for group in groups), *(user for user in people if user not in covered))
