"""The one small interface over the database, and today's engine behind it: SQLite by way of sqlite-utils.

Whoever needs rows is handed a `Store` (or the `Transaction` it opened) and writes portable SQL with named parameters.
Values are text, integers and JSON as text; times are UTC ISO-8601 text (`bot.store.times`).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol

from bot.store import schema
from bot.store.engine_errors import Errors
from bot.store.health import refuse_unusable
from bot.store.locking import insist
from bot.store.writing import Writer

# A commit writes whole pages, each for a row or two: with half the usual size, a command writes 46 kB and not 83. A database keeps
# the size it was made with.
_PAGE_BYTES: Final = 2_048
# So much of the log beside the database before it is copied over: whoever commits then waits for it, and all others too. Most
# pages change again and again, so that copying them a tenth as often costs a tenth.
_LOG_BYTES: Final = 40_000_000
# What each connection that reads keeps of the file, in KiB; the system keeps the rest.
_CACHE_KIB: Final = 768

Row = Mapping[str, object]
Values = Mapping[str, object]


class Reader(Protocol):
    """What can be asked: a `Store` outside a transaction, or a `Transaction`."""

    def one(self, sql: str, values: Values | None = None) -> Row | None: ...

    def all(self, sql: str, values: Values | None = None) -> list[Row]: ...


class Transaction(Reader, Protocol):
    """What can be asked and done between BEGIN IMMEDIATE and COMMIT."""

    def execute(self, sql: str, values: Values | None = None) -> int:
        """Run a change; the number of rows it touched."""
        ...

    def undo(self) -> None:
        """Be as if nothing had been done in this transaction yet; it goes on from there."""
        ...


class Store:
    """SQLite, as many connections as read at once and one for all to write (`bot.store.writing`). Writers of one process
    queue on a lock and so never wait in SQLite's own busy loop, whose naps of up to 100 ms would be the slowest part of a
    command; another process that writes is asked for its turn again and again."""

    BUSY_SECONDS = 10.0

    def __init__(self, path: Path) -> None:
        """Open (or make) the database at ``path`` and bring it up to date.

        Raises NewerDatabase, LockedDatabase, ReadOnlyDatabase or CorruptDatabase before anything is changed.
        """
        self.path = path
        self._threads = threading.local()
        self._errors = Errors(path)
        self._connections: list[sqlite3.Connection] = []
        # Those that nobody reads with, the last used at the end: of twenty threads mostly one reads at a time, and it finds
        # the statements prepared and the pages read.
        self._idle: list[sqlite3.Connection] = []
        self._registry = threading.Lock()
        # Set after every commit, so that the outbox wakes at once instead of asking over and over.
        self.committed = threading.Event()
        self._writer = Writer(self._open, self._tell, patience=self.BUSY_SECONDS)
        if refuse_unusable(path, frozenset(schema.NAMES)) != frozenset(schema.NAMES):
            self._migrate()

    def _migrate(self) -> None:
        # Imported here: it takes as long as a tenth of the start, and most starts find the database up to date.
        import sqlite_utils

        from bot.store import migrations

        with self.errors(), self._reading() as connection:
            pending = migrations.MIGRATIONS.pending(sqlite_utils.Database(connection))
        if pending:
            with self.transaction(), self._reading() as connection:
                migrations.MIGRATIONS.apply(sqlite_utils.Database(connection))

    def one(self, sql: str, values: Values | None = None) -> Row | None:
        """The first row, or None."""
        with self._errors, self._reading() as connection:
            row: Row | None = connection.execute(sql, values or {}).fetchone()
            return row

    def all(self, sql: str, values: Values | None = None) -> list[Row]:
        """Every row."""
        with self._errors, self._reading() as connection:
            return connection.execute(sql, values or {}).fetchall()

    def transaction(self) -> AbstractContextManager[Transaction]:
        """BEGIN IMMEDIATE … COMMIT; ROLLBACK when anything is raised inside. On disk when the block has ended.

        Inside another of the same thread's it is a part of that one: undone by itself when something is raised inside, on
        disk when the other is.
        """
        outer: _Transaction | None = getattr(self._threads, "transaction", None)
        return outer.part() if outer is not None else _Whole(self._writer, self._threads, self.errors())

    def close(self) -> None:
        """Close every connection. The store must not be used afterwards."""
        with self._registry:
            for connection in self._connections:
                connection.close()
            self._connections.clear()

    def errors(self) -> AbstractContextManager[None]:
        """Turn the engine's errors into the family of `bot.errors`."""
        return self._errors

    def _tell(self) -> None:
        # Whoever waits for it clears it before they look.
        if not self.committed.is_set():
            self.committed.set()

    def _reading(self) -> AbstractContextManager[sqlite3.Connection]:
        return _Reading(self._threads, self._idle, self._open)

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # One thread at a time uses it; check_same_thread is off because it is handed from thread to thread.
        connection = sqlite3.connect(
            self.path,
            timeout=self.BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        connection.row_factory = sqlite3.Row
        connection.execute(f"PRAGMA page_size={_PAGE_BYTES}")
        # Where two programs make one file at the same moment, this change alone does not wait for the other.
        insist(connection, "PRAGMA journal_mode=WAL", self.BUSY_SECONDS)
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            f"wal_autocheckpoint={_LOG_BYTES // size}",
            f"cache_size={-_CACHE_KIB}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        with self._registry:
            self._connections.append(connection)
        return connection


class _Reading:
    """A block with a connection to read with: a transaction's own within one, else one that nobody reads with."""

    __slots__ = ("_borrowed", "_idle", "_open", "_threads")

    def __init__(
        self, threads: threading.local, idle: list[sqlite3.Connection], open_: Callable[[], sqlite3.Connection]
    ) -> None:
        self._threads = threads
        self._idle = idle
        self._open = open_
        self._borrowed: sqlite3.Connection | None = None

    def __enter__(self) -> sqlite3.Connection:
        # What a thread reads by way of the store in a transaction, it reads as it has changed it.
        own: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if own is not None:
            return own
        try:
            self._borrowed = self._idle.pop()
        except IndexError:
            self._borrowed = self._open()
        return self._borrowed

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._borrowed is not None:
            self._idle.append(self._borrowed)


class _Whole:
    """The block of a transaction that is no part of another."""

    __slots__ = ("_errors", "_threads", "_turn", "_writer")

    def __init__(self, writer: Writer, threads: threading.local, errors: AbstractContextManager[None]) -> None:
        self._writer = writer
        self._turn = writer.transaction()
        self._threads = threads
        self._errors = errors

    def __enter__(self) -> Transaction:
        with self._errors:
            connection = self._turn.__enter__()
        self._threads.connection = connection
        transaction = self._threads.transaction = _Transaction(connection, self._writer.undo)
        return transaction

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.connection = self._threads.transaction = None
        with self._errors:
            self._turn.__exit__(kind, raised, trace)
        self._errors.__exit__(kind, raised, trace)


class _Transaction:
    def __init__(self, connection: sqlite3.Connection, undo: Callable[[], None]) -> None:
        self._connection = connection
        self._undo = undo

    def one(self, sql: str, values: Values | None = None) -> Row | None:
        row: Row | None = self._connection.execute(sql, values or {}).fetchone()
        return row

    def all(self, sql: str, values: Values | None = None) -> list[Row]:
        return self._connection.execute(sql, values or {}).fetchall()

    def execute(self, sql: str, values: Values | None = None) -> int:
        return self._connection.execute(sql, values or {}).rowcount

    def undo(self) -> None:
        self._undo()

    @contextmanager
    def part(self) -> Iterator[Transaction]:
        """A transaction within this one."""
        self._connection.execute("SAVEPOINT part")

        def undo() -> None:
            self._connection.execute("ROLLBACK TO part")

        try:
            yield _Transaction(self._connection, undo)
        except BaseException:
            # Whatever ended it, an interruption too, none of this part stays.
            undo()
            raise
        finally:
            self._connection.execute("RELEASE part")
