"""Room on the disk that is kept back, and given up where the disk is full, so that the log beside the database can go.

The log can only be taken away once it is copied over, and what it holds of new pages makes the database longer. Where the
log itself took the last of the disk there is no room for that: every change would be refused until somebody made some, and
neither another try nor a new start would help.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import structlog

_log = structlog.get_logger("guanwei.store")
# The database grows by some 3 kB a change and the log by some 50, so that a log that is as long as it gets (41 MB) makes it grow
# by 2.5 MB; that of an import, in which more is new, by more.
KEPT_BYTES: Final = 6 * 1024 * 1024
# Where less is left, what is kept back would be missing at once, and nothing can be kept for much longer.
LEAST_BYTES: Final = 2 * KEPT_BYTES
# To open a database the engine needs an index of its log, a thousandth of it.
_OPENING_BYTES: Final = 1024 * 1024
# A piece of that index.
_GONE_BYTES: Final = 32 * 1024
# Who reads just then keeps the log from being taken away; nobody reads for longer.
_READERS_SECONDS: Final = 0.2


def file_of(database: Path) -> Path:
    """The file that keeps room back for the database at ``database``."""
    return database.with_name(database.name + "-reserve")


def keep(database: Path) -> bool:
    """Keep room back, where it is not yet and the disk has it; whether it is."""
    file = file_of(database)
    try:
        if file.exists() and file.stat().st_size >= KEPT_BYTES:
            return True
        if shutil.disk_usage(file.parent).free < LEAST_BYTES:
            return False
        # Random, because some disks keep what repeats itself in next to no room.
        file.write_bytes(os.urandom(KEPT_BYTES))
    except OSError as error:
        _log.warning("database.nothing_kept_back", error=error.strerror)
        return False
    return True


def give_up(database: Path, *, below: int = _OPENING_BYTES) -> bool:
    """Give up what is kept back, if the disk has less room than ``below`` bytes (too little to open the database by); whether
    it has."""
    try:
        if shutil.disk_usage(database.parent).free >= below:
            return False
        file_of(database).unlink(missing_ok=True)
    except OSError:
        # A folder that is not there yet, or may not be written, which is told when the database is opened.
        return False
    return True


def make(database: Path) -> None:
    """Make room, after a change failed for want of it: nothing is done where it was not the disk that is full (a limit of the
    database's own, another fault). Where none can be made nothing is lost by it."""
    if give_up(database, below=KEPT_BYTES):
        take_log_away(database)


def take_log_away(database: Path) -> None:
    """Copy the log over, so that the disk has the room it took, and keep some back anew."""
    try:
        with closing(sqlite3.connect(database, timeout=_READERS_SECONDS, isolation_level=None)) as connection:
            is_busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        free = shutil.disk_usage(database.parent).free
    except (OSError, sqlite3.Error) as error:
        _log.error("database.no_room", error=str(error))
        return
    _log.warning("database.room_made", free=free, log_stays=bool(is_busy), kept_back=keep(database))


def is_wanted(failure: BaseException | None) -> bool:
    """Whether something failed for want of room, as far as the engine knows."""
    # Where the log's index has to grow, the engine calls a full disk an error of the disk.
    return isinstance(failure, sqlite3.Error) and getattr(failure, "sqlite_errorcode", 0) & 0xFF in (
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
    )


def is_gone(database: Path) -> bool:
    """Whether the disk is so full that the engine cannot work."""
    try:
        return shutil.disk_usage(database.parent).free < _GONE_BYTES
    except OSError:
        return False
