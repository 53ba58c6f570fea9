"""The workspace's memory: one SQLite file that every answer is durably written to before it is given."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS channels (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, topic TEXT NOT NULL DEFAULT '',
  is_general INTEGER NOT NULL DEFAULT 0, is_archived INTEGER NOT NULL DEFAULT 0, created INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS members (
  channel TEXT NOT NULL, user TEXT NOT NULL, PRIMARY KEY (channel, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS members_by_user ON members (user);
CREATE TABLE IF NOT EXISTS messages (
  channel TEXT NOT NULL, ts TEXT NOT NULL, thread_ts TEXT, author TEXT NOT NULL, body TEXT NOT NULL,
  is_deleted INTEGER NOT NULL DEFAULT 0, key TEXT UNIQUE, PRIMARY KEY (channel, ts)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS messages_by_thread ON messages (channel, thread_ts, ts);
CREATE INDEX IF NOT EXISTS messages_by_ts ON messages (ts);
CREATE TABLE IF NOT EXISTS reads (
  channel TEXT NOT NULL, user TEXT NOT NULL, ts TEXT NOT NULL, PRIMARY KEY (channel, user)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS views (
  id TEXT PRIMARY KEY, user TEXT NOT NULL, kind TEXT NOT NULL, root TEXT NOT NULL, previous TEXT,
  external_id TEXT, is_open INTEGER NOT NULL, opened INTEGER NOT NULL, is_keyed INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS views_by_user ON views (user, is_open);
CREATE TABLE IF NOT EXISTS files (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL, size INTEGER NOT NULL, content BLOB,
  title TEXT, created INTEGER NOT NULL, alt TEXT NOT NULL DEFAULT '', is_complete INTEGER NOT NULL DEFAULT 0
) STRICT;
"""
# What files made by an earlier version lack.
_ADDED = {"alt": "TEXT NOT NULL DEFAULT ''", "is_complete": "INTEGER NOT NULL DEFAULT 0"}


class StateError(RuntimeError):
    """The state file cannot be used: another workspace has it open, or it is no state file."""


class State:
    """A connection to the state file. Used by one thread at a time; every change is on disk when it returns."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The workspace opens the file in the thread that makes it and uses it in the thread that serves.
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=1.0)
        self._db.row_factory = sqlite3.Row
        try:
            # Two workspaces on one file would give out the same message twice: the second is refused.
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.executescript(_SCHEMA)
            known = {row["name"] for row in self.all("PRAGMA table_info(files)")}
            for name, kind in _ADDED.items():
                if name not in known:
                    self._db.execute(f"ALTER TABLE files ADD COLUMN {name} {kind}")
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise StateError(f"{path.name}: {error}") from error
        self._depth = 0
        last = self.one("SELECT max(ts) AS ts FROM messages")
        self._last_micros = _micros(last["ts"]) if last and last["ts"] else 0

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """All or nothing; nested uses join the outermost. On disk when the outermost ends."""
        if self._depth == 0:
            self._db.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
        except BaseException:
            # Whatever ended it, an interruption too, nothing of it stays.
            self._depth -= 1
            if self._depth == 0:
                self._db.execute("ROLLBACK")
            raise
        self._depth -= 1
        if self._depth == 0:
            self._db.execute("COMMIT")

    def run(self, sql: str, values: Mapping[str, object] | Sequence[object] = ()) -> int:
        """Execute one statement; the number of rows it changed."""
        return self._db.execute(sql, values).rowcount

    def one(self, sql: str, values: Mapping[str, object] | Sequence[object] = ()) -> sqlite3.Row | None:
        """The first row, or None."""
        row = self._db.execute(sql, values).fetchone()
        return row if isinstance(row, sqlite3.Row) else None

    def all(self, sql: str, values: Mapping[str, object] | Sequence[object] = ()) -> list[sqlite3.Row]:
        """All rows."""
        return self._db.execute(sql, values).fetchall()

    def next_ts(self, now: float) -> str:
        """A message's ts (seconds since 1970 with six places), later than any given before, whatever the clock says."""
        self._last_micros = max(self._last_micros + 1, round(now * 1_000_000))
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"


def _micros(ts: str) -> int:
    seconds, _, micros = ts.partition(".")
    return int(seconds) * 1_000_000 + int(micros or 0)


def dump(value: Any) -> str:
    """JSON as it is kept; lone surrogates are escaped, so that any text at all can be kept."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
