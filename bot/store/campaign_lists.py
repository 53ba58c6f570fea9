"""Lists of campaign notices in one state or of one department, a few at a time, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.store.campaigns import COMING, Campaign, listed
from bot.store.database import Reader

# By what each state is waited for: acceptance, its contact, the results.
_ORDER: Final = {"submitted": "accept_due", "returned": "changed_at", "ended": "last_day"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which notices: in ``state`` (submitted, returned or ended); what else is empty is not asked for. ``asked``: of the
    ended ones those whose results were asked for so often, and are asked for no more."""

    state: str
    department: str = ""
    contact: str = ""
    asked: int = 0


_TERMS: Final = {
    "department": " AND department = :department",
    "contact": " AND contact = :contact",
    "asked": " AND asked >= :asked AND next_due = ''",
}


def page(reader: Reader, wanted: Wanted, most: int, skip: int = 0) -> list[Campaign]:
    """The next ``most`` after the first ``skip``."""
    rest = f"WHERE {_where(wanted)} ORDER BY {_ORDER[wanted.state]}, length(id), id LIMIT :most OFFSET :skip"
    return listed(reader, rest, {**_values(wanted), "most": most, "skip": skip})


def count(reader: Reader, wanted: Wanted) -> int:
    """How many there are."""
    row = reader.one(f"SELECT count(*) AS n FROM campaigns WHERE {_where(wanted)}", _values(wanted))
    return int(str(row["n"])) if row else 0


def _where(wanted: Wanted) -> str:
    return "state = :state" + "".join(term for name, term in _TERMS.items() if getattr(wanted, name))


def _values(wanted: Wanted) -> dict[str, object]:
    return {name: getattr(wanted, name) for name in ("state", *_TERMS)}


def latest_of(reader: Reader, department: str, since: str, most: int) -> list[Campaign]:
    """A department's notices of any state given from ``since`` (UTC text), the newest first."""
    where = "WHERE created_at >= :since AND department = :department ORDER BY created_at DESC, id DESC LIMIT :most"
    return listed(reader, where, {"since": since, "department": department, "most": most})


def count_of(reader: Reader, department: str, since: str) -> int:
    """How many notices a department gave from ``since`` (UTC text)."""
    row = reader.one(
        "SELECT count(*) AS n FROM campaigns WHERE created_at >= :since AND department = :department",
        {"since": since, "department": department},
    )
    return int(str(row["n"])) if row else 0


def count_upcoming(reader: Reader, department: str) -> int:
    """How many of a department's notices have not ended."""
    return sum(count(reader, Wanted(state, department)) for state in COMING)
