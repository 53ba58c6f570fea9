"""Drafts as years of work leave them: nearly all published long ago, some dozens on their way; and their slots."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from benchmarks.texts import words
from bot.store.reports import KeptReport, to_json
from bot.store.times import to_store

IN_REVIEW: Final = 60
_APPROVED: Final = 20
_RETURNED: Final = 20
# As many posts a day as the company's policy lets out.
_EVERY: Final = timedelta(hours=2)
_REPORT: Final = to_json(KeptReport())
_DRAFTS: Final = (
    "id, state, department, author, kind, revision, wanted_at, published_at, url, post, created_at, changed_at"
)
_REVISIONS: Final = "draft_id, revision, text, author, at, fingerprint, report"
_SLOTS: Final = "id, at, state, promotes, draft_id, made_by, created_at, changed_at"


def seed_drafts(database: Path, person: str, now: datetime, drafts: int) -> None:
    """Add so many drafts to a database, of which `IN_REVIEW` wait to be reviewed."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        for number in range(1, drafts + 1):
            _one(connection, number, drafts - number, person, now)
        connection.execute("INSERT OR REPLACE INTO counters VALUES ('D', ?), ('S', ?)", (drafts, drafts))
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _one(connection: sqlite3.Connection, number: int, after: int, person: str, now: datetime) -> None:
    case, state = f"D-{number}", _state(after)
    at = to_store(now - _EVERY * (after + 1))
    is_out = state == "published"
    posted = (at, at, f"https://weibo.com/1/{number}", str(number)) if is_out else ("", "", "", "")
    _insert(connection, "drafts", _DRAFTS, (case, state, "sales", person, "brand", 1, *posted, at, at))
    _insert(connection, "revisions", _REVISIONS, (case, 1, words(number), person, at, f"{number}", _REPORT))
    if is_out:
        _insert(connection, "slots", _SLOTS, (f"S-{number}", at, state, 0, case, person, at, at))


def _state(after: int) -> str:
    for state, many in (("in_review", IN_REVIEW), ("approved", _APPROVED), ("changes_requested", _RETURNED)):
        if after < many:
            return state
        after -= many
    return "published"


def _insert(connection: sqlite3.Connection, table: str, columns: str, row: tuple[object, ...]) -> None:
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})", row)
