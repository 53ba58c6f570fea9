"""The one connection that writes. Transactions of several threads that come together share one commit.

A commit waits for the disk, and that costs more than all else a command does. So a thread that is done does not commit
while another waits for its turn: the other goes on in the same engine's transaction, in a savepoint of its own, and the
last one commits for all. Nobody goes on before that commit is on disk, and if it fails, it fails for all of them.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Final

from bot.store import room
from bot.store.locking import begin

# After this long a thread looks whether whoever should have committed for it is gone (a signal can end a wait).
_PATIENCE_SECONDS: Final = 0.25
# Who waited for their turn as long as another program is waited for asks it for no longer than this.
_LAST_SECONDS: Final = 0.05
# What a day's work changes again and again need not be read again. With twice as much, a claim among 100,000 complaints
# reads the file 1.4 times and not 1.7; with half of it, 3.4.
_CACHE_KIB: Final = 1_024


class _Group:
    """Transactions that are kept together or fail together."""

    __slots__ = ("changed", "failure", "is_settled", "waiting")

    def __init__(self) -> None:
        # Whoever waits takes it and passes it on. An event would be as good, and cost ten times as much.
        self.waiting = threading.Lock()
        self.waiting.acquire()
        self.is_settled = False
        self.changed = False
        self.failure: sqlite3.Error | None = None


class _Turn:
    """A turn as a block."""

    __slots__ = ("_begun", "_writer")

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def __enter__(self) -> sqlite3.Connection:
        self._begun = self._writer._enter()
        return self._begun[0]

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer._leave(*self._begun, raised)


class Writer:
    """Gives threads their turns. ``connect`` opens the connection, at the first turn; ``committed`` is called after
    every commit, before anybody goes on. Another program that writes is waited for ``patience`` seconds from when a thread
    asked for its turn. ``make_room`` is called, in no transaction, when there was no room on the disk for one."""

    def __init__(
        self,
        connect: Callable[[], sqlite3.Connection],
        committed: Callable[[], None],
        *,
        patience: float,
        make_room: Callable[[], None],
    ) -> None:
        self._connect = connect
        self._committed = committed
        self._patience = patience
        self._make_room = make_room
        self._connection: sqlite3.Connection | None = None
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self._queued = 0
        self._group: _Group | None = None
        self._is_first = False
        self._changes = 0

    @property
    def queued(self) -> int:
        """How many threads wait for their turn."""
        return self._queued

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """BEGIN IMMEDIATE … COMMIT, or nothing when anything is raised inside. Raises sqlite3.Error."""
        return _Turn(self)

    def undo(self) -> None:
        """Inside a transaction: be as if nothing had been done in it yet. Raises sqlite3.Error."""
        assert self._connection is not None
        if self._connection.total_changes == self._changes:
            # As for most who are refused.
            return
        if self._is_first:
            self._connection.execute("ROLLBACK")
            begin(self._connection, self._patience)
        else:
            self._connection.execute("ROLLBACK TO turn")

    def _enter(self) -> tuple[sqlite3.Connection, _Group]:
        asked = time.monotonic()
        with self._counting:
            self._queued += 1
        try:
            self._turn.acquire()
        finally:
            with self._counting:
                self._queued -= 1
        try:
            if self._connection is None:
                self._connection = self._connect()
                self._connection.execute("PRAGMA busy_timeout=0")
                self._connection.execute(f"PRAGMA cache_size={-_CACHE_KIB}")
            self._is_first = self._group is None
            if self._is_first:
                # Behind others whom another program kept out, each would else wait for as long as all of them.
                begin(self._connection, max(asked + self._patience - time.monotonic(), _LAST_SECONDS))
            else:
                # No savepoint is released: each hides the one before, and the commit ends them all.
                self._connection.execute("SAVEPOINT turn")
            self._changes = self._connection.total_changes
            if self._group is None:
                self._group = _Group()
            return self._connection, self._group
        except BaseException:
            # Whatever ended it, an interruption too: a turn that is not given back stops every writer for good.
            self._turn.release()
            raise

    def _leave(self, connection: sqlite3.Connection, group: _Group, raised: BaseException | None) -> None:
        try:
            if not connection.in_transaction:
                # The engine undid everything by itself, as some failures of the disk make it: for the others too.
                lost = sqlite3.OperationalError("the transaction was rolled back")
                self._settle(connection, group, raised if isinstance(raised, sqlite3.Error) else lost)
            elif self._is_first and raised is not None:
                # Nobody was before it, and nobody can have come after it yet: the next one begins anew.
                self._settle(connection, group)
            else:
                if raised is not None:
                    connection.execute("ROLLBACK TO turn")
                group.changed = group.changed or raised is None
                # Every thread is at most once in a group, so the waiting has an end.
                if not self.queued:
                    self._settle(connection, group)
            if self._group is None and (raised is not None or group.failure is not None):
                self._look_for_room(raised, group.failure)
        finally:
            self._turn.release()
        while not group.waiting.acquire(timeout=_PATIENCE_SECONDS):
            with self._turn:
                if not group.is_settled:
                    self._settle(connection, group)
        group.waiting.release()
        if group.failure is not None:
            raise group.failure

    def _settle(self, connection: sqlite3.Connection, group: _Group, failure: sqlite3.Error | None = None) -> None:
        group.failure = failure
        try:
            if failure is None:
                connection.execute("COMMIT" if group.changed else "ROLLBACK")
        except sqlite3.Error as error:
            # A full disk is noticed here; left open, the transaction would be in the way of the next one.
            group.failure = error
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        finally:
            self._group = None
            if group.changed and group.failure is None:
                self._committed()
            group.is_settled = True
            group.waiting.release()

    def _look_for_room(self, *failures: BaseException | None) -> None:
        # Those who failed are told so; whoever comes next is to find room.
        if any(room.is_wanted(failure) for failure in failures):
            self._make_room()
