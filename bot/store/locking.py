"""Having one's turn at a database beside another program that may write without a pause."""

from __future__ import annotations

import sqlite3
import time
from typing import Final

# How often it is asked whether another program is done writing. The engine's own waiting asks ever more rarely, up to ten
# times a second, and one that writes without a pause (an import) leaves a gap of less than a thousandth.
_ASK_SECONDS: Final = 0.001


def begin(connection: sqlite3.Connection, seconds: float) -> None:
    """Begin to write, as `insist` does; the connection must not wait by itself (``busy_timeout`` 0)."""
    insist(connection, "BEGIN IMMEDIATE", seconds)


def insist(connection: sqlite3.Connection, statement: str, seconds: float) -> None:
    """Run a statement, again and again for at most ``seconds`` while another program is in its way. Raises
    sqlite3.OperationalError when it is locked for longer."""
    until = time.monotonic() + seconds
    while True:
        try:
            connection.execute(statement)
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= until:
                raise
            time.sleep(_ASK_SECONDS)
