"""Pages of complaints: found by what is wanted, in the order of their clocks, each page from where the last one ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.store.complaints import CLOCK, COLUMNS, LISTED, NO_CLOCK, Complaint, of_row
from bot.store.database import Reader


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which complaints; what is empty is not asked for. Times are UTC text: logged from ``since``, before ``until``.
    ``handed_from``: the department that handed them over, while the other side has not accepted them; ``escalated``: as far
    as that, at least."""

    closed_too: bool = False
    unclaimed: bool = False
    waiting: bool = False
    overdue_at: str = ""
    holder: str = ""
    department: str = ""
    category: str = ""
    severity: str = ""
    customer_key: str = ""
    since: str = ""
    until: str = ""
    handed_from: str = ""
    escalated: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a complaint stands in the order."""

    clock: str
    id: str


def place_of(case: Complaint) -> Place:
    """Where it stands: by its clock, those without one last; equal clocks by number."""
    return Place(case.next_due or NO_CLOCK, case.id)


def page(
    reader: Reader, wanted: Wanted, most: int, *, after: Place | None = None, before: Place | None = None
) -> list[Complaint]:
    """The first ``most`` complaints, or the next ones ``after`` a place, or the last ones ``before`` it; in order."""
    terms, values = _terms(wanted), _values(wanted)
    place, way = (before, "<") if before else (after, ">")
    if place is not None:
        # The first term alone lets the index begin at the place.
        terms.append(f"{CLOCK} {way}= :clock AND ({CLOCK}, length(id), id) {way} (:clock, length(:id), :id)")
        values |= {"clock": place.clock, "id": place.id}
    turn = "DESC" if before else "ASC"
    rows = reader.all(
        f"SELECT {COLUMNS} FROM complaints WHERE {' AND '.join(terms) or '1 = 1'} "
        f"ORDER BY {CLOCK} {turn}, length(id) {turn}, id {turn} LIMIT :most",
        {**values, "most": most},
    )
    found = [of_row(row) for row in rows]
    return found[::-1] if before else found


def count(reader: Reader, wanted: Wanted) -> int:
    """How many of what is open there are; ``closed_too`` is none of it."""
    row = reader.one(
        # Named, or the count would be made over all that ever was.
        f"SELECT count(*) AS n FROM complaints INDEXED BY complaints_listed WHERE {' AND '.join(_terms(wanted))}",
        _values(wanted),
    )
    return int(str(row["n"])) if row else 0


def _terms(wanted: Wanted) -> list[str]:
    terms = [term for given, term in _TERMS.items() if getattr(wanted, given)]
    return terms if wanted.closed_too else [*terms, LISTED]


def _values(wanted: Wanted) -> dict[str, object]:
    return {name: getattr(wanted, name) for name in _TERMS if f":{name}" in _TERMS[name]}


_TERMS: Final = {
    # Said by what it is not, so that thousands are read in the order they are wanted in and not sorted first.
    "unclaimed": f"{LISTED} AND state NOT IN ('claimed', 'handed_over', 'replied', 'waiting_customer')",
    "waiting": "state = 'waiting_customer'",
    "overdue_at": f"{CLOCK} < :overdue_at",
    "holder": "holder = :holder AND holder <> ''",
    "department": "department = :department",
    "category": "category = :category",
    "severity": "severity = :severity",
    "customer_key": "customer_key = :customer_key",
    "since": "created_at >= :since",
    "until": "created_at < :until",
    "handed_from": "state = 'handed_over' AND handed_from = :handed_from",
    "escalated": "escalated >= :escalated",
}


def by_age(reader: Reader, since: str, until: str, most: int, *, after: tuple[str, str]) -> list[Complaint]:
    """The next ``most`` complaints that came in from ``since`` to before ``until``, oldest first, ``after`` the one that
    came in then and has that id (empty: from the first)."""
    rows = reader.all(
        f"SELECT {COLUMNS} FROM complaints WHERE created_at >= :start AND created_at < :until "
        "AND (created_at, length(id), id) > (:at, length(:id), :id) ORDER BY created_at, length(id), id LIMIT :most",
        {"start": max(since, after[0]), "until": until, "at": after[0], "id": after[1], "most": most},
    )
    return [of_row(row) for row in rows]


def count_by_age(reader: Reader, since: str, until: str) -> int:
    """How many complaints came in from ``since`` to before ``until``."""
    row = reader.one(
        "SELECT count(*) AS n FROM complaints WHERE created_at >= :since AND created_at < :until",
        {"since": since, "until": until},
    )
    return int(str(row["n"])) if row else 0
