"""Rows of a rally's lines: the words that are given out, each to one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.store.database import Reader, Row, Transaction

# By whose experience a line speaks, in the order of the form.
VOICES: Final = ("leader", "product", "shop", "service")
LINE_MOST: Final = 200
LINES_MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``taken_by`` is empty while nobody has it."""

    rally_id: str
    number: int
    voice: str
    text: str
    taken_by: str


def add(tx: Transaction, rally: str, voice: str, text: str, key: str) -> bool:
    """Put down a line; ``key`` is what its words are compared by. False when the rally has the same words already."""
    return bool(
        tx.execute(
            "INSERT INTO rally_lines (rally_id, number, voice, text, text_key) SELECT :rally, "
            "coalesce((SELECT max(number) FROM rally_lines WHERE rally_id = :rally), 0) + 1, :voice, :text, :key "
            "WHERE true ON CONFLICT DO NOTHING",
            {"rally": rally, "voice": voice, "text": text, "key": key},
        )
    )


def of(reader: Reader, rally: str, person: str) -> Line | None:
    """The line that a person has."""
    row = reader.one(
        "SELECT * FROM rally_lines WHERE rally_id = :rally AND taken_by = :person AND taken_by <> ''",
        {"rally": rally, "person": person},
    )
    return _line(row) if row else None


def take(tx: Transaction, rally: str, person: str, *, leads: bool, kept_back: int) -> Line | None:
    """Give a free line to a person who has none; None when none is left for them.

    Who ``leads`` gets a leader's line if there is one; the others never do. The last ``kept_back`` lines wait for those who
    were asked by name. Looked for and given in one statement: of two who want the last, one has it.
    """
    row = tx.one(
        "UPDATE rally_lines SET taken_by = :person WHERE rally_id = :rally AND taken_by = '' AND number = ("
        "SELECT number FROM rally_lines WHERE rally_id = :rally AND taken_by = '' AND (:leads = 1 OR voice <> 'leader') "
        "AND (SELECT count(*) FROM rally_lines WHERE rally_id = :rally AND taken_by = '') > :kept_back "
        "ORDER BY voice = 'leader' DESC, number LIMIT 1) RETURNING *",
        {"rally": rally, "person": person, "leads": int(leads), "kept_back": kept_back},
    )
    return _line(row) if row else None


def free(reader: Reader, rally: str) -> int:
    """How many lines nobody has."""
    row = reader.one(
        "SELECT count(*) AS n FROM rally_lines WHERE rally_id = :rally AND taken_by = ''", {"rally": rally}
    )
    return int(str(row["n"])) if row else 0


def count(reader: Reader, rally: str) -> int:
    """How many lines a rally has."""
    row = reader.one("SELECT count(*) AS n FROM rally_lines WHERE rally_id = :rally", {"rally": rally})
    return int(str(row["n"])) if row else 0


def has_words(reader: Reader, rally: str, key: str) -> bool:
    """Whether a rally has a line of these words."""
    found = reader.one(
        "SELECT 1 AS one FROM rally_lines WHERE rally_id = :rally AND text_key = :key", {"rally": rally, "key": key}
    )
    return found is not None


def without(reader: Reader, rally: str) -> list[str]:
    """Who takes part, has not reposted yet and has no line, in the order they joined."""
    rows = reader.all(
        "SELECT p.person FROM rally_people AS p WHERE p.rally_id = :rally AND p.state = 'joined' AND NOT EXISTS ("
        "SELECT 1 FROM rally_lines AS l WHERE l.rally_id = :rally AND l.taken_by = p.person AND l.taken_by <> '') "
        "ORDER BY p.joined_at, p.person",
        {"rally": rally},
    )
    return [str(row["person"]) for row in rows]


def _line(row: Row) -> Line:
    return Line(
        str(row["rally_id"]), int(str(row["number"])), str(row["voice"]), str(row["text"]), str(row["taken_by"])
    )
