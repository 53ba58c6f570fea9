"""The engine's errors, told as those of `bot.errors`: what is wrong with the file, and how to put it right."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType

from bot.errors import CorruptDatabase, FullDisk, LockedDatabase, ReadOnlyDatabase, StoreError
from bot.store import room
from bot.text.words import phrase


class Errors:
    """A block in which the engine's errors become those of `bot.errors`; any number of threads may be in it."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(raised, sqlite3.DatabaseError):
            error = as_store_error(raised, self._path)
            if error is not raised:
                raise error from raised


def as_store_error(error: sqlite3.DatabaseError, path: Path) -> StoreError | sqlite3.DatabaseError:
    """What an error of the engine says of the file at ``path``; itself, where it says nothing of it."""
    # A broken constraint or wrong SQL is a fault of the program: it must be seen as what it is.
    if isinstance(error, sqlite3.IntegrityError):
        return error
    text = str(error)
    if "locked" in text or "busy" in text:
        return LockedDatabase(
            phrase("数据库 {path} 正被另一个程序占用。", path=path),
            phrase("请关闭占用它的程序后再试一次。"),
        )
    if "full" in text or ("I/O" in text and room.is_gone(path)):
        return FullDisk(
            phrase("数据库 {path} 无法写入：磁盘已满。", path=path),
            phrase("请腾出磁盘空间；已经保存的数据没有受影响。不要删数据库旁边的 -wal 和 -shm：里面有数据。"),
        )
    if "I/O" in text:
        return ReadOnlyDatabase(
            phrase("读写数据库 {path} 时磁盘出错。", path=path),
            phrase("请检查磁盘和剩余空间，再试一次。"),
        )
    if "readonly" in text or "unable to open" in text:
        return ReadOnlyDatabase(
            phrase("数据库 {path} 无法写入。", path=path),
            phrase("请检查文件和所在文件夹的写入权限，或用 GUANWEI_DB 换一个位置。"),
        )
    if "malformed" in text or "not a database" in text or "Could not decode" in text:
        return corrupt(path)
    return error


def corrupt(path: Path) -> CorruptDatabase:
    """What is said of a file that is no database of ours, or is damaged."""
    return CorruptDatabase(
        phrase("数据库 {path} 已损坏。", path=path), phrase("请从备份恢复这个文件，或先把它移走再启动。")
    )
