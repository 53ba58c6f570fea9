"""Whether a database file can be used, found out without changing a byte of it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Set
from pathlib import Path
from typing import Final

from bot.errors import CorruptDatabase, NewerDatabase, ReadOnlyDatabase, StoreError
from bot.store.engine_errors import as_store_error
from bot.store.locking import begin
from bot.text.words import phrase

_MAGIC: Final = b"SQLite format 3\x00"
# A full check reads every page. Up to this size it costs a fraction of a second; beyond, the length and the schema are
# checked at start and `guanwei audit verify` reads the rest.
_FULL_CHECK_BYTES: Final = 32 * 1024 * 1024
_LOCK_SECONDS: Final = 2.0


def refuse_unusable(path: Path, known_migrations: Set[str]) -> Set[str]:
    """Raise the StoreError that fits when the file at ``path`` cannot be used; a missing file can.

    ``known_migrations`` are the names this program knows: a file that has had any other is newer. Gives those that the
    file has had.
    """
    _refuse_unwritable(path)
    if not path.exists() or path.stat().st_size == 0:
        return frozenset()
    with path.open("rb") as file:
        header = file.read(100)
    if header[:16] != _MAGIC:
        raise _corrupt(path)
    try:
        applied = _look_inside(path, known_migrations)
        _try_lock(path)
        return applied
    except sqlite3.DatabaseError as error:
        told = as_store_error(error, path)
        raise (told if isinstance(told, StoreError) else _corrupt(path)) from error


def _refuse_unwritable(path: Path) -> None:
    folder = path.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if path.is_dir():
        raise CorruptDatabase(
            phrase("{path} 是文件夹，不是数据库。", path=path), phrase("请把 GUANWEI_DB 指向一个文件。")
        )
    if not (folder.is_dir() and _writable(folder) and (not path.exists() or _writable(path))):
        raise ReadOnlyDatabase(
            phrase("数据库 {path} 无法写入。", path=path),
            phrase("请检查文件和所在文件夹的写入权限，或用 GUANWEI_DB 换一个位置。"),
        )


def _writable(path: Path) -> bool:
    # Where the program runs as root, the mode bits are what the administrator meant.
    return os.access(path, os.W_OK) and bool(path.stat().st_mode & 0o222)


def _look_inside(path: Path, known: Set[str]) -> Set[str]:
    connection = open_untouched(path)
    applied: Set[str] = frozenset()
    try:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "_sqlite_migrations" in tables:
            applied = {
                row[0]
                for row in connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'guanwei'")
            }
            if applied - known:
                raise NewerDatabase(
                    phrase("数据库 {path} 是由更新版本的 Guanwei 写的。", path=path),
                    phrase("请升级程序后再启动；数据没有被改动。"),
                )
        elif tables:
            raise CorruptDatabase(
                phrase("{path} 不是 Guanwei 的数据库。", path=path),
                phrase("请检查 GUANWEI_DB 是否指错了文件。"),
            )
        if path.stat().st_size <= _FULL_CHECK_BYTES:
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise _corrupt(path)
        else:
            _refuse_short(path, connection)
        return applied
    finally:
        connection.close()


def open_untouched(path: Path) -> sqlite3.Connection:
    """A connection to read by; neither opening nor closing it changes a file. Raises sqlite3.Error."""
    # The last connection to close writes what a crash left in the -wal into the file, unless it may only read. Without
    # a -wal there is nothing to write, and a connection that may only read would leave empty files behind.
    wal = path.with_name(path.name + "-wal")
    mode = "ro" if wal.exists() and wal.stat().st_size else "rw"
    address = f"{path.resolve().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=_LOCK_SECONDS, isolation_level=None)


def _try_lock(path: Path) -> None:
    # Whoever holds the write lock for longer than a commit takes is not a second bot but a program gone wrong.
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        begin(connection, _LOCK_SECONDS)
        connection.execute("ROLLBACK")
    finally:
        connection.close()


def _refuse_short(path: Path, connection: sqlite3.Connection) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    wal = path.with_name(path.name + "-wal")
    if not wal.exists() and path.stat().st_size < pages * size:
        raise _corrupt(path)


def _corrupt(path: Path) -> CorruptDatabase:
    return CorruptDatabase(
        phrase("数据库 {path} 已损坏。", path=path), phrase("请从备份恢复这个文件，或先把它移走再启动。")
    )
