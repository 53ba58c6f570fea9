"""Whom a message really rings: the user groups the settings name for a role, and the people who are in none of them."""

from __future__ import annotations

from bot.domain.desk import Desk
from bot.domain.people import Role
from bot.store.database import Reader
from bot.store.people import every_group


def to_ring(desk: Desk, reader: Reader, role: Role) -> tuple[str, ...]:
    """The ids to mention, groups first: everyone who holds ``role`` is rung once."""
    refs: tuple[str, ...] = getattr(desk.settings.roles, role)
    named = {ref.removeprefix("@").casefold() for ref in refs}
    groups = [group for group in every_group(reader) if {group.id.casefold(), group.handle.casefold()} & named]
    covered = {member for group in groups for member in group.members}
    people = (user for user in desk.company.roles[role] if user not in covered)
    return (*(group.id for group in groups), *people)
