"""Between two rounds, not timed: the complaints that were claimed wait to be claimed again, and the outbox has caught up.

Each claim needs a complaint of its own. So many open at once as a whole run claims no company has; and in real use the
messages of one claim are in the chat before the next one comes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

_BUSY_SECONDS: Final = 30
# What a claim changes in a complaint.
_CHANGED: Final = [
    "state",
    "department",
    "holder",
    "claimed_at",
    "claim_due",
    "reply_due",
    "resolve_due",
    "next_due",
    "changed_at",
    "since",
    "segments",
    "clock",
    "escalated",
    "escalations",
    "escalate_at",
    "first_holder",
    "first_department",
]

Kept = list[tuple[object, ...]]


def keep(database: Path, ids: Sequence[str]) -> Kept:
    """These complaints as they are before they are claimed."""
    with closing(sqlite3.connect(database)) as connection:
        asked = f"SELECT {', '.join(_CHANGED)}, id FROM complaints WHERE id = ?"
        return [connection.execute(asked, (case,)).fetchone() for case in ids]


def again(database: Path, kept: Kept) -> None:
    """Put the complaints back, and take every message that is owed for sent. Other programs may be at work on the file."""
    with closing(sqlite3.connect(database, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        pairs = ", ".join(f"{name} = ?" for name in _CHANGED)
        connection.executemany(f"UPDATE complaints SET {pairs}, version = version + 1 WHERE id = ?", kept)
        ids = [(row[-1],) for row in kept]
        connection.executemany("DELETE FROM complaint_segments WHERE complaint_id = ?", ids)
        connection.execute("UPDATE outbox SET state = 'sent' WHERE state = 'waiting'")
        connection.execute("COMMIT")
