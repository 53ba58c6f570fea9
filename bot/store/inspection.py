"""A close look at a database file: every page read, nothing changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from bot.errors import CorruptDatabase, StoreError
from bot.store.engine_errors import as_store_error
from bot.store.health import open_untouched, refuse_unusable
from bot.text.words import phrase


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found. ``size`` and ``log_size`` (the -wal beside it) are bytes; ``pending`` migrations are applied at the
    next start; ``parked`` messages are refused by the chat for good; ``backup_at`` is when the latest nightly backup was whole
    (UTC text, or empty)."""

    size: int
    log_size: int = 0
    pending: tuple[str, ...] = ()
    is_write_ahead: bool = True
    parked: int = 0
    backup_at: str = ""


def inspect(path: Path, known_migrations: Set[str]) -> Inspection | None:
    """Look at the database at ``path``; None where there is none yet. Takes as long as reading all of it.

    Raises NewerDatabase, LockedDatabase, ReadOnlyDatabase or CorruptDatabase.
    """
    applied = refuse_unusable(path, known_migrations)
    if not path.exists() or not path.stat().st_size:
        return None
    log = path.with_name(path.name + "-wal")
    try:
        connection = open_untouched(path)
        try:
            found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            parked = connection.execute("SELECT count(*) FROM outbox WHERE state = 'parked'").fetchone()[0]
            backup_at = _backup_at(connection)
            mode = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        told = as_store_error(error, path)
        is_damaged = isinstance(told, CorruptDatabase) or not isinstance(told, StoreError)
        raise (_damaged(path, str(error)) if is_damaged else told) from error
    if found != "ok":
        raise _damaged(path, found)
    return Inspection(
        size=path.stat().st_size,
        log_size=log.stat().st_size if log.exists() else 0,
        pending=tuple(sorted(known_migrations - applied)),
        is_write_ahead=mode == "wal",
        parked=int(parked),
        backup_at=backup_at,
    )


def _backup_at(connection: sqlite3.Connection) -> str:
    # A database of an older version has no such table.
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'backups'").fetchone():
        return ""
    row = connection.execute("SELECT done_at FROM backups WHERE done_at <> '' ORDER BY night DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def _damaged(path: Path, found: str) -> CorruptDatabase:
    return CorruptDatabase(
        phrase("数据库 {path} 已损坏（{found}）。", path=path, found=found),
        phrase("请停下机器人，用 guanwei restore 从备份恢复。"),
    )
