"""Rows of fact sheets: what was found out about a complaint before anybody answers in public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from operator import itemgetter
from typing import Final

from bot.store import cases
from bot.store.database import Reader, Transaction

# How much a field of the sheet holds, in characters.
FACT_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Facts:
    """A complaint's fact sheet. Times are UTC text, empty where there is none; ids of people are the chat's.

    ``customer_says`` is what the customer wants, put in short; empty: their words stand for themselves.
    """

    complaint_id: str
    customer_says: str
    our_record: str
    evidence: str
    verdict: str
    remedy: str
    filled_by: str
    filled_at: str
    accepted_at: str
    accepted_words: str
    accepted_by: str


_VALUES: Final = itemgetter(*(field.name for field in fields(Facts)))


def facts(reader: Reader, case: str) -> Facts | None:
    """The fact sheet of a complaint, if anything was put on it."""
    row = reader.one("SELECT * FROM complaint_facts WHERE complaint_id = :id", {"id": case})
    return Facts(*map(str, _VALUES(row))) if row else None


def blank(case: str) -> Facts:
    """A sheet with nothing on it."""
    return Facts(case, *([""] * (len(fields(Facts)) - 1)))


def put(tx: Transaction, case: str, values: Mapping[str, object]) -> None:
    """Put these fields on a complaint's sheet; the others stay as they are."""
    if not tx.execute(
        f"UPDATE complaint_facts SET {', '.join(f'{name} = :{name}' for name in values)} WHERE complaint_id = :case",
        {**values, "case": case},
    ):
        cases.insert(tx, "complaint_facts", {"complaint_id": case, **values})
