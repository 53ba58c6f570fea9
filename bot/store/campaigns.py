"""Rows of campaign notices: the SQL of the case, and nothing of its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.store import case_words, cases
from bot.store.campaign_details import CodeResult as CodeResult  # a notice's values are taken from here
from bot.store.campaign_details import Details as Details
from bot.store.campaign_details import Prize as Prize
from bot.store.campaign_details import Question as Question
from bot.store.campaign_details import Results as Results
from bot.store.database import Reader, Row, Transaction

ASKS: Final = ("teaser", "repost", "photo", "topic", "live", "questions")
# How much a field holds, in characters (titles and texts), or how many people.
TITLE_MOST: Final = 60
WHERE_MOST: Final = 200
WHAT_MOST: Final = 2_000
OFFER_MOST: Final = 500
AUDIENCE_MOST: Final = 300
REASON_MOST: Final = 1_000
NOTE_MOST: Final = 1_000
LEADERS_MOST: Final = 10
LINES_MOST: Final = 3_000

# What has not ended: the states a list of what is coming is made of.
COMING: Final = ("submitted", "returned", "accepted", "running")


@dataclass(frozen=True, slots=True)
class Campaign:
    """One notice as it stands. Days are ISO dates in the company's zone; times are UTC text, empty where there is none.

    ``lead_days`` and ``light`` (in_time, late, urgent) are as of ``submitted_at``; ``guessed_years`` are the years
    whose holidays were not announced when they were counted. ``next_due`` is when the clock looks at it next (nobody
    accepted it, nobody gave its results); ``asked`` counts how often its results were asked for, ``changes`` how often
    it was changed after it had been accepted. ``results`` are there once it is reviewed.
    """

    id: str
    state: str
    version: int
    title: str
    department: str
    contact: str
    promotion_from: str
    first_day: str
    last_day: str
    lead_days: int
    light: str
    guessed_years: tuple[int, ...]
    owner: str
    submitted_at: str
    accept_due: str
    accepted_at: str
    reason: str
    created_at: str
    changed_at: str
    next_due: str = ""
    escalated_at: str = ""
    asked: int = 0
    changes: int = 0
    details: Details = field(default_factory=Details)
    results: Results | None = None

    @property
    def leaders(self) -> tuple[str, ...]:
        """The leaders asked to join in."""
        return self.details.leaders


_TEXTS: Final = (
    "id",
    "state",
    "title",
    "department",
    "contact",
    "promotion_from",
    "first_day",
    "last_day",
    "light",
    "owner",
    "submitted_at",
    "accept_due",
    "accepted_at",
    "reason",
    "created_at",
    "changed_at",
    "next_due",
    "escalated_at",
)
_NUMBERS: Final = ("version", "lead_days", "asked", "changes")
# Of every department where none is named.
_OF_DEPARTMENT: Final = "(:department = '' OR department = :department)"
_OF_PERSON: Final = f"(contact = :user OR (owner = :user AND owner <> '')) AND {_OF_DEPARTMENT}"


def campaign(reader: Reader, case: str) -> Campaign | None:
    """One notice by id."""
    row = reader.one("SELECT * FROM campaigns WHERE id = :id", {"id": case})
    return of_row(row) if row else None


def of_row(row: Row) -> Campaign:
    """A row as a value."""
    own: dict[str, Any] = {name: str(row[name]) for name in _TEXTS}
    own |= {name: int(str(row[name])) for name in _NUMBERS}
    return Campaign(
        **own,
        guessed_years=tuple(int(year) for year in str(row["guessed_years"]).split()),
        details=Details.from_json(str(row["details"])),
        results=Results.from_json(str(row["results"])) if row["results"] else None,
    )


def add(tx: Transaction, values: Mapping[str, object]) -> None:
    """Put down a new notice; it is found by what it says from now on."""
    cases.insert(tx, "campaigns", values)
    details = Details.from_json(str(values.get("details", "{}")))
    case_words.put(tx, str(values["id"]), _said(str(values["title"]), details))


def change(tx: Transaction, before: Campaign, values: Mapping[str, object]) -> Campaign | None:
    """Change a notice unless somebody else did since ``before`` was read."""
    row = cases.change(tx, "campaigns", before.id, before.version, values)
    after = of_row(row) if row else None
    if after and {"title", "details"} & set(values):
        case_words.put(tx, after.id, _said(after.title, after.details))
    return after


def _said(title: str, details: Details) -> tuple[str, ...]:
    return (title, details.what, details.offer, *details.codes, details.where)


def counts(reader: Reader) -> dict[str, int]:
    """How many notices stand in each state."""
    rows = reader.all("SELECT state, count(*) AS n FROM campaigns GROUP BY state")
    return {str(row["state"]): int(str(row["n"])) for row in rows}


def unanswered(reader: Reader, most: int) -> list[Campaign]:
    """Notices nobody has accepted yet, the nearest promotion first."""
    return listed(reader, "WHERE state = 'submitted' ORDER BY promotion_from, id LIMIT :most", {"most": most})


def starting(reader: Reader, first: str, last: str) -> list[Campaign]:
    """Accepted campaigns whose first day lies between two ISO dates, both included, in the order they start."""
    where = "WHERE state IN ('accepted', 'running') AND first_day BETWEEN :first AND :last ORDER BY first_day, id"
    return listed(reader, where, {"first": first, "last": last})


def upcoming(reader: Reader, most: int, department: str = "") -> list[Campaign]:
    """Everything that has not ended, of all or of one department, the nearest promotion first."""
    where = (
        f"WHERE state IN ('submitted', 'returned', 'accepted', 'running') AND {_OF_DEPARTMENT} "
        "ORDER BY promotion_from, created_at LIMIT :most"
    )
    return listed(reader, where, {"most": most, "department": department})


def latest(reader: Reader, most: int) -> list[Campaign]:
    """The notices of any state, the newest first."""
    return listed(reader, "ORDER BY created_at DESC, id DESC LIMIT :most", {"most": most})


def of_person(reader: Reader, user: str, most: int, department: str = "") -> list[Campaign]:
    """What a person gave notice of or looks after, of all or of one department, what was touched last first."""
    where = f"WHERE {_OF_PERSON} ORDER BY changed_at DESC LIMIT :most"
    return listed(reader, where, {"user": user, "department": department, "most": most})


def count_of_person(reader: Reader, user: str, department: str = "") -> int:
    """How many notices a person gave or looks after."""
    row = reader.one(
        f"SELECT count(*) AS n FROM campaigns WHERE {_OF_PERSON}", {"user": user, "department": department}
    )
    return int(str(row["n"])) if row else 0


def to_start(reader: Reader, today: str) -> list[Campaign]:
    """Accepted campaigns whose first day has come."""
    where = "WHERE state = 'accepted' AND first_day <= :today ORDER BY first_day, id"
    return listed(reader, where, {"today": today})


def to_end(reader: Reader, today: str) -> list[Campaign]:
    """Running campaigns whose last day is over."""
    where = "WHERE state = 'running' AND last_day < :today ORDER BY last_day, id"
    return listed(reader, where, {"today": today})


def due(reader: Reader, now: str) -> list[Campaign]:
    """What the clock must look at: nobody accepted it, or gave its results, until now (UTC text)."""
    return listed(reader, "WHERE next_due <> '' AND next_due <= :now ORDER BY next_due, id", {"now": now})


def overlapping(reader: Reader, first: str, last: str, besides: str) -> list[Campaign]:
    """Campaigns that are promoted or running between two ISO dates, both included, and have not ended."""
    where = (
        "WHERE state IN ('submitted', 'accepted', 'running') AND promotion_from <= :last "
        "AND last_day >= :first AND id <> :besides ORDER BY promotion_from, id"
    )
    return listed(reader, where, {"first": first, "last": last, "besides": besides})


def between(reader: Reader, first: str, last: str) -> list[Campaign]:
    """Every campaign that was not called off and touches the days between two ISO dates, both included."""
    where = (
        "WHERE last_day >= :first AND min(promotion_from, first_day) <= :last "
        "AND state NOT IN ('returned', 'cancelled') ORDER BY first_day, id"
    )
    return listed(reader, where, {"first": first, "last": last})


def submitted_between(reader: Reader, start: str, end: str) -> list[Campaign]:
    """The notices given from ``start`` up to ``end`` (UTC text, not counted), the oldest first."""
    where = "WHERE created_at >= :start AND created_at < :end ORDER BY created_at, id"
    return listed(reader, where, {"start": start, "end": end})


def listed(reader: Reader, rest: str, values: Mapping[str, object]) -> list[Campaign]:
    """The notices that the ``rest`` of a statement finds."""
    return [of_row(row) for row in reader.all(f"SELECT * FROM campaigns {rest}", values)]
