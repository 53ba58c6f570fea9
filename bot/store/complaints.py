"""Rows of complaints: the SQL of the case, and nothing of its rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from bot.store import cases
from bot.store.database import Reader, Row, Transaction
from bot.text.likeness import apart

UNCLAIMED: Final = ("new", "reopened")
PLACES: Final = ("comment", "mention", "private", "other")
CATEGORIES: Final = ("quality", "delivery", "refund", "service", "price", "campaign", "other")
# How much a column holds, in characters; a form's field takes no more than 3,000.
WORDS_MOST: Final = 3_000
NOTE_MOST: Final = 2_000
NAME_MOST: Final = 60
ORDER_MOST: Final = 60
LINK_MOST: Final = 1_000

OPEN: Final = ("new", "reopened", "claimed", "handed_over", "replied", "waiting_customer")


class Complaint(NamedTuple):
    """One complaint as it stands. Times are UTC text, empty where there is none; ids of people are the chat's.

    ``department`` is whose time runs; while the case is handed over it is the receiver's, and ``holder`` is who leads until
    somebody accepts. ``since`` is when the present stretch of time began, ``segments`` how many ended before it. ``clock``
    names the clock that runs (`bot.domain.complaints.due`), ``escalated`` how far it was escalated, ``escalations`` how
    often the case ever was. ``severity_by`` and ``category_by`` are empty while the values are only proposed;
    ``proposals`` is what the words proposed, as `bot.domain.triage` keeps it. ``via``: ``file`` or ``web`` where a tool
    logged it; ``written_at``: when the customer wrote, where a tool told. ``merged_into``: the case that goes on for it.
    ``forgotten_at``: since when it is without the customer's words, names and numbers, for good. With as many fields, a frozen
    dataclass takes ten times as long to make.
    """

    id: str
    state: str
    version: int
    severity: str
    category: str
    place: str
    customer: str
    customer_key: str
    link: str
    words: str
    order_number: str
    followers: int | None
    comments: int
    reporter: str
    department: str
    holder: str
    claimed_at: str
    claim_due: str
    reply_due: str
    resolve_due: str
    next_due: str
    paused_at: str
    replied_at: str
    reply: str
    resolved_at: str
    resolved_by: str
    resolution: str
    reopened: int
    source_key: str | None
    created_at: str
    changed_at: str
    since: str = ""
    segments: int = 0
    clock: str = ""
    escalated: int = 0
    escalations: int = 0
    escalate_at: str = ""
    first_holder: str = ""
    first_department: str = ""
    handed_by: str = ""
    handed_from: str = ""
    handed_at: str = ""
    severity_by: str = ""
    category_by: str = ""
    proposals: str = ""
    merged_into: str = ""
    via: str = ""
    written_at: str = ""
    forgotten_at: str = ""


_NAMES: Final = Complaint._fields
_PLACE: Final = {name: place for place, name in enumerate(_NAMES)}
# What is read of a row, in the order of the fields: not the words set apart, which are as long as all else.
COLUMNS: Final = ", ".join(_NAMES)
COLUMNS_OF_C: Final = ", ".join(f"c.{name}" for name in _NAMES)
# Word for word as in the partial indexes, which serve no query otherwise.
OPEN_STATES: Final = "('new', 'reopened', 'claimed', 'handed_over', 'replied', 'waiting_customer')"
# As in the index `complaints_listed`, by which all that is open is found: by when the next step is due; where no clock runs,
# last.
LISTED: Final = "state NOT IN ('resolved', 'closed', 'merged')"
CLOCK: Final = "CASE WHEN next_due = '' THEN '~' ELSE next_due END"
NO_CLOCK: Final = "~"


def complaint(reader: Reader, case: str) -> Complaint | None:
    """One complaint by id."""
    row = reader.one(f"SELECT {COLUMNS} FROM complaints WHERE id = :id", {"id": case})
    return of_row(row) if row else None


def of_row(row: Row) -> Complaint:
    """A row of `COLUMNS` as a value."""
    # A row of the engine gives its values in order, though a mapping's type says that it gives its names.
    return Complaint._make(row)


def add(tx: Transaction, values: Mapping[str, object]) -> None:
    """Put down a new complaint; its words are found by what is alike and by search from now on."""
    cases.insert(tx, "complaints", {**values, "apart": apart(str(values["words"]))})


def change(tx: Transaction, before: Complaint, values: Mapping[str, object]) -> Complaint | None:
    """Change a complaint unless somebody else did since ``before`` was read."""
    if not cases.changed(tx, "complaints", before.id, before.version, values):
        return None
    # The row is what it was, and what is new is known: reading it again would cost as much as the change.
    found: list[object] = [*before]
    for name, value in values.items():
        found[_PLACE[name]] = value
    found[_PLACE["version"]] = before.version + 1
    return Complaint._make(found)


def taken_over(tx: Transaction, case: str, values: Mapping[str, object]) -> Complaint:
    """Fill in what a complaint from before the ledger has not; nobody sees it as a change."""
    pairs = ", ".join(f"{name} = :{name}" for name in values)
    row = tx.one(f"UPDATE complaints SET {pairs} WHERE id = :case_id RETURNING {COLUMNS}", {**values, "case_id": case})
    assert row is not None
    return of_row(row)


def to_take_over(reader: Reader, most: int) -> list[str]:
    """The ids of complaints from before the ledger."""
    rows = reader.all("SELECT id FROM complaints WHERE since = '' ORDER BY id LIMIT :most", {"most": most})
    return [str(row["id"]) for row in rows]


def to_close(reader: Reader, resolved_until: str, most: int) -> list[str]:
    """The ids of resolved complaints that were resolved up to ``resolved_until`` (UTC text), the oldest first."""
    rows = reader.all(
        "SELECT id FROM complaints WHERE state = 'resolved' AND resolved_at <= :until ORDER BY resolved_at LIMIT :most",
        {"until": resolved_until, "most": most},
    )
    return [str(row["id"]) for row in rows]


def open_of_customer(reader: Reader, customer_key: str) -> Complaint | None:
    """The customer's latest open complaint, or else the open one that goes on for a merged one of theirs."""
    values = {"key": customer_key}
    row = reader.one(
        f"SELECT {COLUMNS} FROM complaints WHERE customer_key = :key AND state IN {OPEN_STATES} ORDER BY created_at DESC LIMIT 1",
        values,
    ) or reader.one(
        "WITH RECURSIVE up (id) AS (SELECT merged_into FROM complaints WHERE customer_key = :key AND merged_into <> '' "
        "UNION SELECT m.merged_into FROM up CROSS JOIN complaints AS m ON m.id = up.id WHERE m.merged_into <> '') "
        f"SELECT {COLUMNS_OF_C} FROM up CROSS JOIN complaints AS c ON c.id = up.id WHERE c.state IN {OPEN_STATES} "
        "ORDER BY c.created_at DESC LIMIT 1",
        values,
    )
    return of_row(row) if row else None


def root(reader: Reader, case: str) -> str:
    """The complaint that goes on for a merged one, however often it was merged on; itself where it was not."""
    row = reader.one(
        "WITH RECURSIVE up (id, next) AS (SELECT id, merged_into FROM complaints WHERE id = :id "
        "UNION SELECT m.id, m.merged_into FROM up CROSS JOIN complaints AS m ON m.id = up.next) "
        "SELECT id FROM up WHERE next = ''",
        {"id": case},
    )
    return str(row["id"]) if row else case


def merged_into(reader: Reader, case: str, most: int) -> list[Complaint]:
    """The complaints that were merged into this one, oldest first."""
    rows = reader.all(
        f"SELECT {COLUMNS} FROM complaints WHERE merged_into = :id AND merged_into <> '' ORDER BY created_at LIMIT :most",
        {"id": case, "most": most},
    )
    return [of_row(row) for row in rows]


def merged_count(reader: Reader, case: str) -> int:
    """How many complaints were merged into this one."""
    row = reader.one("SELECT count(*) AS n FROM complaints WHERE merged_into = :id AND merged_into <> ''", {"id": case})
    return int(str(row["n"])) if row else 0


def comment_numbers(tx: Transaction, case: Complaint, values: Mapping[str, object]) -> int:
    """Add a customer's further comment to their case; its number (the complaint itself is number 1)."""
    number = case.comments + 1
    tx.execute(
        "INSERT INTO complaint_comments "
        "(complaint_id, number, words, link, place, reporter, at, source_key, written_at, customer) VALUES "
        "(:complaint_id, :number, :words, :link, :place, :reporter, :at, :source_key, :written_at, :customer)",
        {**values, "complaint_id": case.id, "number": number},
    )
    return number


def comments(reader: Reader, case: str, most: int) -> list[Row]:
    """The customer's latest further comments, newest first."""
    return reader.all(
        "SELECT number, words, at, customer FROM complaint_comments WHERE complaint_id = :id ORDER BY number DESC LIMIT :most",
        {"id": case, "most": most},
    )


def comment(reader: Reader, case: str, number: int) -> Row | None:
    """One of the customer's further comments; None for the complaint's own words, which are number 1."""
    return reader.one(
        "SELECT number, words, at, customer FROM complaint_comments WHERE complaint_id = :id AND number = :number",
        {"id": case, "number": number},
    )


def by_source(reader: Reader, source_key: str) -> str | None:
    """The id of the complaint that an imported row became or joined."""
    row = reader.one(
        "SELECT id FROM complaints WHERE source_key = :key "
        "UNION ALL SELECT complaint_id FROM complaint_comments WHERE source_key = :key",
        {"key": source_key},
    )
    return str(row["id"]) if row else None


def open_counts(reader: Reader, now: str) -> dict[str, int]:
    """How many are open, unclaimed, overdue at ``now``, and waiting for the customer: counted over what is open."""
    row = reader.one(
        "SELECT count(*) AS open, count(*) FILTER (WHERE state IN ('new', 'reopened')) AS unclaimed, "
        "count(*) FILTER (WHERE state = 'waiting_customer') AS waiting "
        f"FROM complaints WHERE {LISTED}"
    )
    late = reader.one(f"SELECT count(*) AS n FROM complaints WHERE {LISTED} AND {CLOCK} < :now", {"now": now})
    assert row is not None and late is not None
    return {
        **{name: int(str(row[name])) for name in ("open", "unclaimed", "waiting")},
        "overdue": int(str(late["n"])),
    }


def running(reader: Reader, *, most: int, overdue_at: str | None = None, unclaimed: bool = False) -> list[Complaint]:
    """Complaints whose clock runs, the most urgent first; all, or the overdue, or the unclaimed."""
    also = " AND state IN ('new', 'reopened')" if unclaimed else ""
    rows = reader.all(
        f"SELECT {COLUMNS} FROM complaints WHERE {LISTED} AND {CLOCK} < :until{also} ORDER BY {CLOCK} LIMIT :most",
        {"most": most, "until": overdue_at or NO_CLOCK},
    )
    return [of_row(row) for row in rows]


def every_open(reader: Reader) -> list[str]:
    """The ids of all that is open."""
    return [str(row["id"]) for row in reader.all(f"SELECT id FROM complaints WHERE {LISTED}")]


def open_cases(reader: Reader) -> list[Complaint]:
    """All that is open."""
    return [of_row(row) for row in reader.all(f"SELECT {COLUMNS} FROM complaints WHERE {LISTED}")]


def to_escalate(reader: Reader, now: str, most: int) -> list[Complaint]:
    """Complaints whose next escalation is due, the longest due first."""
    rows = reader.all(
        # No clock is escalated before it has run out, so that only what is overdue is looked at.
        f"SELECT {COLUMNS} FROM complaints WHERE {LISTED} AND {CLOCK} <= :now AND escalate_at <> '' AND escalate_at <= :now "
        "ORDER BY escalate_at LIMIT :most",
        {"now": now, "most": most},
    )
    return [of_row(row) for row in rows]


def open_words(reader: Reader, most: int) -> list[tuple[str, str, str]]:
    """What the latest open complaints say, as (id, customer's key, words)."""
    rows = reader.all(
        # Named, or what is closed would be gone through by its age.
        f"SELECT id, customer_key, words FROM complaints INDEXED BY complaints_listed WHERE {LISTED} "
        "ORDER BY created_at DESC, length(id) DESC, id DESC LIMIT :most",
        {"most": most},
    )
    return [(str(row["id"]), str(row["customer_key"]), str(row["words"])) for row in rows]


def waiting(reader: Reader, most: int) -> list[Complaint]:
    """Complaints whose clock stands still because the customer is asked."""
    rows = reader.all(
        f"SELECT {COLUMNS} FROM complaints INDEXED BY complaints_listed WHERE {LISTED} AND state = 'waiting_customer' "
        "ORDER BY created_at, length(id), id LIMIT :most",
        {"most": most},
    )
    return [of_row(row) for row in rows]


def held_by(reader: Reader, holder: str, most: int) -> list[Complaint]:
    """What a person holds, the most urgent first."""
    rows = reader.all(
        f"SELECT {COLUMNS} FROM complaints WHERE holder = :holder AND holder <> '' AND state IN {OPEN_STATES} "
        "ORDER BY next_due = '', next_due LIMIT :most",
        {"holder": holder, "most": most},
    )
    return [of_row(row) for row in rows]


def held_in(reader: Reader, holder: str, state: str) -> list[Complaint]:
    """What a person holds in one state, the most urgent first."""
    rows = reader.all(
        f"SELECT {COLUMNS} FROM complaints WHERE holder = :holder AND holder <> '' AND state = :state AND state IN {OPEN_STATES} "
        "ORDER BY next_due",
        {"holder": holder, "state": state},
    )
    return [of_row(row) for row in rows]
