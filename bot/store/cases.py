"""What every kind of case has in common in the store: its number, and the guarded change of its row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from bot.store.database import Row, Transaction
from bot.text.ids import Kind, case_id

Table = Literal["campaigns", "drafts", "complaints", "complaint_facts", "rallies"]


def next_id(tx: Transaction, kind: Kind) -> str:
    """The next id of a kind. Ids count up and are never used again, whatever becomes of the case."""
    row = tx.one(
        "INSERT INTO counters (kind, last) VALUES (:kind, 1) "
        "ON CONFLICT (kind) DO UPDATE SET last = last + 1 RETURNING last",
        {"kind": kind},
    )
    assert row is not None
    return case_id(kind, int(str(row["last"])))


def insert(tx: Transaction, table: Table, values: Mapping[str, object]) -> None:
    """Add a row; the names of ``values`` are columns and come from code, never from people."""
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    tx.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", values)


def change(tx: Transaction, table: Table, case: str, version: int, values: Mapping[str, object]) -> Row | None:
    """Change a case that is still at ``version``: its new row, or None when somebody else changed it first."""
    return tx.one(f"{_update(table, *values)} RETURNING *", {**values, "case_id": case, "case_version": version})


def changed(tx: Transaction, table: Table, case: str, version: int, values: Mapping[str, object]) -> bool:
    """As `change`, for who knows the row that it was; False when somebody else changed it first."""
    return bool(tx.execute(_update(table, *values), {**values, "case_id": case, "case_version": version}))


@lru_cache(maxsize=256)
def _update(table: Table, *names: str) -> str:
    pairs = ", ".join(f"{name} = :{name}" for name in names)
    return f"UPDATE {table} SET {pairs}, version = version + 1 WHERE id = :case_id AND version = :case_version"
