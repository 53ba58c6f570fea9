"""Which complaints may be like a text, or hold words, by the indexes over words set apart by character.

There are two, one of what is open and one of what is resolved (bot/store/migrations.py): what is looked for among today's
cases costs the same whatever the years have gathered.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from bot.store.complaints import COLUMNS_OF_C, Complaint, of_row
from bot.store.database import Reader

_MATCHING: Final = (
    "SELECT {columns} FROM {index} AS w CROSS JOIN complaints AS c ON c.id = 'C-' || w.rowid WHERE {index} MATCH :q "
)


class Candidate(NamedTuple):
    """A complaint that may be like a text: its id, and its words as the index has them (`bot.text.likeness.apart`)."""

    id: str
    apart: str


_CANDIDATES: Final = "c.id, c.apart"


def open_like(reader: Reader, query: str, customer_key: str, most: int) -> list[Candidate]:
    """Open complaints of others that match best (`bot.text.likeness.any_of`)."""
    rows = reader.all(
        _MATCHING.format(columns=_CANDIDATES, index="complaints_open_words")
        + "AND (c.customer_key <> :key OR :key = '') ORDER BY w.rank LIMIT :most",
        {"q": query, "key": customer_key, "most": most},
    )
    return [Candidate(*row) for row in rows]


def resolved_like(reader: Reader, query: str, most: int) -> list[Candidate]:
    """The latest resolved complaints that match. Not the best: the index would have to weigh the matches of all years."""
    rows = reader.all(
        _MATCHING.format(columns=_CANDIDATES, index="complaints_resolved_words") + "ORDER BY w.rowid DESC LIMIT :most",
        {"q": query, "most": most},
    )
    return [Candidate(*row) for row in rows]


def holding(reader: Reader, query: str, most: int) -> list[Complaint]:
    """The latest complaints that hold the words (`bot.text.likeness.all_of`), the open ones first."""
    found: list[Complaint] = []
    for index in ("complaints_open_words", "complaints_resolved_words"):
        rows = reader.all(
            _MATCHING.format(columns=COLUMNS_OF_C, index=index) + "ORDER BY w.rowid DESC LIMIT :most",
            {"q": query, "most": most - len(found)},
        )
        found += map(of_row, rows)
    return found
