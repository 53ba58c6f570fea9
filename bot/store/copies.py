"""Copies of a whole database: made while it is in use, checked, and put in place in one step."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.errors import BackupError
from bot.store import events
from bot.store.database import Store, Transaction
from bot.store.engine_errors import corrupt
from bot.store.health import open_untouched
from bot.text.words import phrase

# What SQLite keeps beside a database that is open, or was when its program died.
_BESIDE: Final = ("-wal", "-shm", "-journal")
# Numbers that are passed over where nobody knows which were given after the copy was made.
_CASES_PASSED_OVER: Final = 100
_MESSAGES_PASSED_OVER: Final = 100_000


def copy(source: Path, target: Path) -> int:
    """Copy the database at ``source``, as it is at this moment, to ``target``; the copy's bytes. Others go on reading and
    writing meanwhile. ``target`` is there only when the copy is whole and on disk. Raises BackupError."""
    if not source.is_file():
        raise BackupError(phrase("没有数据库 {path}。", path=source), phrase("请检查 GUANWEI_DB，或先启动一次机器人。"))
    partial = target.with_name(f".{target.name}.partial")
    try:
        remove(partial)
        # For its owner only: it holds what customers wrote.
        partial.touch(mode=0o600)
        with closing(open_untouched(source)) as live, closing(sqlite3.connect(partial)) as made:
            live.backup(made)
            # One file, which can be copied as it is.
            made.execute("PRAGMA journal_mode=DELETE")
            found = str(made.execute("PRAGMA quick_check(1)").fetchone()[0])
        if found != "ok":
            raise BackupError(
                phrase("数据库 {path} 已损坏，备份没有完成（{found}）。", path=source, found=found),
                phrase("以前的备份没有动过；请停下机器人，用 guanwei restore 从那里恢复。"),
            )
        put_in_place(partial, target)
        return target.stat().st_size
    except (sqlite3.Error, OSError) as error:
        raise BackupError(
            phrase("备份到 {path} 没有完成：{reason}", path=target, reason=_reason(error)),
            phrase("请检查文件夹在不在、能不能写、磁盘满没满。以前的备份没有动过。"),
        ) from error
    finally:
        with contextlib.suppress(OSError):
            remove(partial)


def put_in_place(partial: Path, target: Path) -> None:
    """Make ``partial`` be ``target``, in one step and on disk. Raises OSError."""
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def remove(path: Path) -> None:
    """Delete the database at ``path``, if there is one, with what stands beside it. Raises OSError."""
    for name in ("", *_BESIDE):
        path.with_name(path.name + name).unlink(missing_ok=True)


def _reason(error: Exception) -> str:
    return str(error.strerror or error) if isinstance(error, OSError) else str(error)


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a database has come: whose it is (``instance``), the number, the time and the hash of the record's last row,
    the last number of each kind of case, and of the messages."""

    instance: str
    events: int
    at: str
    hash: str
    counters: Mapping[str, int]
    messages: int


def extent(path: Path) -> Extent:
    """How far the database at ``path`` has come. Raises CorruptDatabase where it is none of ours, or damaged."""
    with _read_whole(path), closing(open_untouched(path)) as found:
        instance = found.execute("SELECT name FROM instance").fetchone()
        last = found.execute("SELECT seq, at, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone() or (0, "", "")
        counters = dict(found.execute("SELECT kind, last FROM counters").fetchall())
        messages = found.execute("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").fetchone()
    return Extent(
        instance[0] if instance else "",
        int(last[0]),
        str(last[1]),
        str(last[2]),
        counters,
        messages[0] if messages else 0,
    )


def hash_at(path: Path, seq: int) -> str:
    """The hash of one row of the record; empty where there is none. Raises CorruptDatabase."""
    with _read_whole(path), closing(open_untouched(path)) as found:
        row = found.execute("SELECT hash FROM events WHERE seq = ?", (seq,)).fetchone()
    return str(row[0]) if row else ""


def settle(path: Path) -> bool:
    """Write what stands beside the database into it, so that it is one file; False when another program has it open.
    Raises CorruptDatabase where it cannot be read."""
    with _read_whole(path), closing(sqlite3.connect(path, timeout=1.0, isolation_level=None)) as found:
        try:
            # Only who is alone with a database can take it out of write-ahead mode.
            found.execute("PRAGMA journal_mode=DELETE")
            found.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                return False
            raise
    return True


@contextlib.contextmanager
def _read_whole(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise corrupt(path) from error


def prepare(path: Path, after: Extent | None, *, at: str, source: str) -> int:
    """Make a copy ready to be gone on from, after ``after`` was lost (None: nobody knows what was): brings it up to date,
    reads the whole record, and sees to it that nothing is sent twice and no number given twice. The record's length.

    Raises StoreError, or BackupError where the record does not verify.
    """
    store = Store(path)
    try:
        verdict = events.verify(store)
        if verdict.broken is not None:
            raise BackupError(
                phrase("备份里的记录第 {n} 行不对，被改动过。", n=verdict.broken),
                phrase("请换一份更早的备份。"),
            )
        with store.transaction() as tx:
            _pass_over(tx, after)
            events.append(tx, at=at, actor="", case_id="", action="restored", data={"from": source})
        return verdict.rows
    finally:
        store.close()


def _pass_over(tx: Transaction, after: Extent | None) -> None:
    # What was owed then may have been sent since: whoever takes it up looks in the chat first. Nobody waits for a sender
    # that had just leased a message when the copy was made.
    tx.execute("UPDATE outbox SET uncertain = 1, lease_until = 0 WHERE state IN ('waiting', 'sending')")
    if after is None:
        tx.execute("UPDATE counters SET last = last + :more WHERE kind <> 'events'", {"more": _CASES_PASSED_OVER})
        tx.execute(
            "UPDATE sqlite_sequence SET seq = seq + :more WHERE name = 'outbox'", {"more": _MESSAGES_PASSED_OVER}
        )
        return
    for kind, last in after.counters.items():
        if kind != "events":
            tx.execute(
                "INSERT INTO counters (kind, last) VALUES (:kind, :last) "
                "ON CONFLICT (kind) DO UPDATE SET last = max(last, excluded.last)",
                {"kind": kind, "last": last},
            )
    tx.execute(
        "UPDATE sqlite_sequence SET seq = max(seq, :messages) WHERE name = 'outbox'", {"messages": after.messages}
    )


def set_aside(path: Path, aside: Path) -> None:
    """Keep the database at ``path`` as ``aside`` too; ``path`` itself stays until another takes its place. What stands
    beside it is moved. Raises OSError."""
    for name in _BESIDE:
        beside = path.with_name(path.name + name)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + name))
    try:
        os.link(path, aside)
    except OSError:
        # A file system without links: for a moment there is no database.
        path.replace(aside)
