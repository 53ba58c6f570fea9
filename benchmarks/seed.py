"""A database of complaints as years of work leave it: most resolved long ago, some thousands open, each with its record, its
stretches of time and its card. A million are made in a minute or two, row after row as the rules would have written them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from benchmarks.course import CATEGORY, CLAIMED, DAY_MINUTES, DONE, DUE, RESOLVED, SEVERITY, Courses, State
from benchmarks.texts import customer, words
from bot.config.load import load_settings
from bot.domain.complaints import upkeep
from bot.domain.desk import open_desk
from bot.store import heartbeat
from bot.store.database import Store
from bot.store.events import seal
from bot.store.times import to_store
from bot.text.likeness import apart

_AT_ONCE: Final = 20_000
_EVERY_MINUTES: Final = 5
# Those in hand came within a day, those that nobody has claimed within minutes; all others before them.
_IN_HAND_MINUTES: Final = 26 * 60
_UNCLAIMED_MINUTES: Final = 5
# What was sent and answered before is forgotten.
_KEPT_MINUTES: Final = 7 * DAY_MINUTES
_PROPOSALS: Final = (
    f'{{"category": "{CATEGORY}", "severity": "{SEVERITY}", "category_words": [], "severity_words": []}}'
)

_Row = tuple[object, ...]
_TABLES: Final = {
    "complaints": "id, state, version, severity, category, place, customer, customer_key, words, apart, reporter, "
    "department, holder, claimed_at, claim_due, reply_due, resolve_due, next_due, resolved_at, resolved_by, resolution, "
    "created_at, changed_at, since, segments, clock, escalated, escalations, escalate_at, first_holder, "
    "first_department, proposals",
    "complaints_open_words": "rowid, apart",
    "complaints_resolved_words": "rowid, apart",
    "events": "seq, at, actor, case_id, action, from_state, to_state, data, prev, hash",
    "complaint_segments": "complaint_id, number, started_at, ended_at, state, severity, department, person, due, elapsed, "
    "service, over",
    "posted": "case_id, channel, ts",
    "outbox": "what, channel, case_id, body, state, owed_at",
    "inbound": "key, answer, at",
}


def seed(
    database: Path,
    settings: Path,
    person: str,
    now: datetime,
    *,
    complaints: int,
    unclaimed: int,
    in_hand: int = 0,
) -> list[str]:
    """Fill a new database; the ids of the ``unclaimed``, which came within the last minutes, as those do that are claimed in
    time. Before them came the ``in_hand``, claimed by ``person``, and before those the resolved, one every five minutes."""
    store = Store(database)
    try:
        desk = open_desk(load_settings(settings), store, lambda: now)
        # As a bot at work leaves them: nothing is to be reckoned anew, and it was never away.
        upkeep.reckon_anew(desk, now)
        with store.transaction() as tx:
            heartbeat.beat(tx, to_store(now))
        made = _Made(Courses(desk, person), person, desk.settings.channels.complaints, int(now.timestamp()) // 60)
        with _bulk(database) as connection:
            for number in range(1, complaints + 1):
                made.one(number, *_fate(number, complaints, unclaimed, in_hand))
                if not number % _AT_ONCE or number == complaints:
                    made.put(connection, number)
        return [f"C-{number}" for number in range(complaints - unclaimed + 1, complaints + 1)]
    finally:
        store.close()


def _fate(number: int, complaints: int, unclaimed: int, in_hand: int) -> tuple[State, int]:
    """In which state a complaint is, and how many minutes ago it came."""
    resolved = complaints - unclaimed - in_hand
    if number <= resolved:
        return "resolved", _IN_HAND_MINUTES + _EVERY_MINUTES * (resolved + 1 - number)
    if number <= resolved + in_hand:
        return "claimed", _between(_IN_HAND_MINUTES, _UNCLAIMED_MINUTES + CLAIMED, number - resolved, in_hand)
    return "new", _between(_UNCLAIMED_MINUTES, 0, number - resolved - in_hand, unclaimed)


def _between(first: int, last: int, number: int, of: int) -> int:
    return first - (first - last) * number // of


@contextmanager
def _bulk(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection that is quick with many rows. What triggers would put down for each is put down with the rows."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        # Who loses power here begins anew.
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-200000")
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'complaints'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in triggers:
            connection.execute(sql)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@dataclass(slots=True)
class _Made:
    """Rows that are not written down yet, and the record's last number and hash."""

    courses: Courses
    person: str
    channel: str
    now: int
    seq: int = 0
    hash: str = ""
    rows: dict[str, list[_Row]] = field(default_factory=lambda: {table: [] for table in _TABLES})

    def one(self, number: int, state: State, ago: int) -> None:
        """Add a complaint that came so many minutes ago and is in ``state`` now."""
        case, came, rows = f"C-{number}", self.now - ago, self.rows
        course = self.courses.of(state, came % DAY_MINUTES)
        at = {minutes: _stamp(came + minutes) for minutes in course.moments}
        is_done, holder, department = state == "resolved", "", self.courses.queue
        begun = 0
        if state != "new":
            holder, department, begun = self.person, self.courses.department, RESOLVED if is_done else CLAIMED
        level = sum(came + step <= self.now for step in course.steps)
        name, text = customer(number), words(number)
        set_apart = _apart(text)
        rows["complaints"].append(
            (
                *(case, state, len(course.record) + level, SEVERITY, CATEGORY, "comment", name, name, text, set_apart),
                *(self.person, department, holder, at[CLAIMED] if holder else ""),
                *(at[course.claim_due], at[course.reply_due], at[course.resolve_due]),
                at[course.next_due] if course.steps else "",
                *((at[RESOLVED], self.person, DONE) if is_done else ("", "", "")),
                *(at[0], at[begun], at[begun], len(course.stretches)),
                f"{'reply' if holder else 'claim'}:{at[0]}" if course.steps else "",
                *(level, level, at[course.steps[level]] if level < len(course.steps) else ""),
                *((holder, department) if holder else ("", "")),
                _PROPOSALS,
            )
        )
        rows[f"complaints_{'resolved' if is_done else 'open'}_words"].append((number, set_apart))
        for stretch in course.stretches:
            its = stretch.segment
            rows["complaint_segments"].append(
                (
                    *(case, its.number, at[stretch.started], at[stretch.ended], its.state, SEVERITY, its.department),
                    *(its.person, at[stretch.due], its.elapsed, its.service, its.over),
                )
            )
        for told in course.record:
            self.seq += 1
            row: dict[str, object] = {
                "seq": self.seq,
                "at": at[told.at],
                "actor": self.person,
                "case_id": case,
                "action": told.action,
                "from_state": told.before,
                "to_state": told.after,
                "data": told.data.replace(DUE, at[told.due]),
                "prev": self.hash,
            }
            self.hash = seal(row)
            rows["events"].append((*row.values(), self.hash))
            if ago < _KEPT_MINUTES:
                what = "thread" if told.before else "card"
                rows["outbox"].append((what, self.channel, case, "{}", "sent", came * 60_000))
                rows["inbound"].append((f"command:{self.seq}", "{}", at[told.at]))
        rows["posted"].append((case, self.channel, f"{came * 60}.{number:06}"))

    def put(self, connection: sqlite3.Connection, number: int) -> None:
        """Write down what was added; ``number`` is the last complaint's."""
        connection.execute("BEGIN")
        for table, columns in _TABLES.items():
            places = ", ".join("?" * (columns.count(",") + 1))
            connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", self.rows[table])
            self.rows[table].clear()
        connection.execute("INSERT OR REPLACE INTO counters VALUES ('C', ?), ('events', ?)", (number, self.seq))
        connection.execute("COMMIT")


def _stamp(minute: int) -> str:
    """A minute since 1970 as the store has it."""
    day, rest = divmod(minute, DAY_MINUTES)
    return f"{_day(day)}T{rest // 60:02}:{rest % 60:02}:00.000000Z"


@lru_cache(maxsize=10_000)
def _day(number: int) -> str:
    return f"{datetime.fromtimestamp(number * 86_400, UTC):%Y-%m-%d}"


# Most texts come again.
_apart = lru_cache(maxsize=10_000)(apart)
