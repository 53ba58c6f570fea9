"""Lists of drafts that are on their way: those in one state, a few at a time, the oldest first, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.store.database import Reader
from bot.store.drafts import Draft, listed


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which drafts: in ``state``, which is one of what is on its way; what else is empty is not asked for. ``approver``: a
    person whom a department's words on the draft name (those of an older revision too)."""

    state: str
    department: str = ""
    author: str = ""
    approver: str = ""


_TERMS: Final = {
    "department": " AND d.department = :department",
    "author": " AND d.author = :author",
    "approver": " AND instr(d.stance, :approver) > 0",
}


def page(reader: Reader, wanted: Wanted, most: int, skip: int = 0) -> list[Draft]:
    """The next ``most`` after the first ``skip``."""
    rest = f"WHERE {_where(wanted)} ORDER BY d.created_at, length(d.id), d.id LIMIT :most OFFSET :skip"
    return listed(reader, rest, {**_values(wanted), "most": most, "skip": skip})


def count(reader: Reader, wanted: Wanted) -> int:
    """How many there are."""
    row = reader.one(f"SELECT count(*) AS n FROM drafts AS d WHERE {_where(wanted)}", _values(wanted))
    return int(str(row["n"])) if row else 0


def _where(wanted: Wanted) -> str:
    return "d.state = :state" + "".join(term for name, term in _TERMS.items() if getattr(wanted, name))


def _values(wanted: Wanted) -> dict[str, object]:
    return {name: getattr(wanted, name) for name in ("state", *_TERMS)}
