"""Brings a database to the shape of `bot.store.schema`, each file once and in one transaction with its being remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlite_utils import Database, Migrations

from bot.store import schema

MIGRATIONS: Final = Migrations("guanwei")


def _applies(name: str) -> Callable[[Database], None]:
    def apply(db: Database) -> None:
        # executescript() would commit the transaction the migration runs in.
        for statement in schema.statements(name):
            db.execute(statement)

    return apply


for _name in schema.NAMES:
    MIGRATIONS(name=_name)(_applies(_name))
