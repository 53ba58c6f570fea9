"""SQLite's own bare commit: what no program on it can be faster than in one thread."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from benchmarks.figures import Round


def commits(database: Path, number: int) -> Round:
    """So many inserts of one short row, each committed by itself (WAL, FULL) in one thread."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS kept (key INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        latencies = []
        begun = time.perf_counter()
        for _ in range(number):
            start = time.perf_counter()
            connection.execute("INSERT INTO kept (text) VALUES ('C-31')")
            latencies.append(time.perf_counter() - start)
        return Round(time.perf_counter() - begun, latencies)
