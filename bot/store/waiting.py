"""What waits for a person, and what a person waits for: found across all kinds of cases, in the order of their clocks.

Each kind is one part of one statement over what is open; what is read of a case is its id and its clock, and the cases
themselves only of the page that is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.store.complaints import LISTED, OPEN_STATES
from bot.store.database import Reader


@dataclass(frozen=True, slots=True)
class Found:
    """One case by its id, and the part (`FOR_ME`, `FROM_OTHERS`) that found it."""

    part: str
    id: str


# Id, clock (UTC text; empty: none runs) and since when. What a person holds is named by all open states first, word for word as
# in the index `complaints_held`: by any other, all they ever held would be gone through. A plus keeps the engine from all that a person ever wrote.
_REVISED: Final = "drafts AS d JOIN revisions AS r ON r.draft_id = d.id AND r.revision = d.revision"
_UNANSWERED: Final = (
    "r.author <> d.author AND (d.stance = '' OR CAST(json_extract(d.stance, '$.revision') AS INTEGER) <> d.revision)"
)
_ESCALATED: Final = (
    "CASE WHEN d.stance = '' THEN 0 ELSE json_extract(d.stance, '$.kind') = 'escalate' "
    "AND json_extract(d.stance, '$.approver') = :person "
    "AND CAST(json_extract(d.stance, '$.revision') AS INTEGER) = d.revision END"
)
FOR_ME: Final[Mapping[str, str]] = {
    "held": "SELECT id, next_due AS clock, claimed_at AS since FROM complaints WHERE holder = :person AND holder <> '' "
    f"AND state IN {OPEN_STATES} AND state IN ('claimed', 'replied')",
    "unclaimed": f"SELECT id, next_due, created_at FROM complaints WHERE {LISTED} AND state IN ('new', 'reopened')",
    "handed": "SELECT id, next_due, handed_at FROM complaints WHERE state = 'handed_over' AND department IN ({departments})",
    "review": f"SELECT d.id, d.wanted_at, r.at FROM {_REVISED} WHERE d.state = 'in_review' "
    "AND :person NOT IN (d.author, r.author) AND ((d.reviewed_fingerprint <> r.fingerprint "
    f"AND (:reviews OR {_ESCALATED})) OR (:legal AND d.needs_legal AND d.legal_fingerprint <> r.fingerprint))",
    "answer": f"SELECT d.id, d.wanted_at, r.at FROM {_REVISED} WHERE d.state = 'in_review' AND +d.author = :person "
    f"AND {_UNANSWERED}",
    "revise": "SELECT id, wanted_at, changed_at FROM drafts WHERE state = 'changes_requested' AND +author = :person",
    "schedule": "SELECT id, wanted_at, changed_at FROM drafts WHERE state = 'approved'",
    "accept": "SELECT id, accept_due, submitted_at FROM campaigns WHERE state = 'submitted'",
    "edit": "SELECT id, '', changed_at FROM campaigns WHERE state = 'returned' AND +contact = :person",
    "result": "SELECT id, '', last_day FROM campaigns WHERE state = 'ended' AND contact = :person",
    "join": "SELECT r.id, r.until, r.opened_at FROM rally_people AS p CROSS JOIN rallies AS r ON r.id = p.rally_id "
    "WHERE p.person = :person AND p.state IN ('asked', 'later') AND r.state = 'open' AND r.held = 0",
}
FROM_OTHERS: Final[Mapping[str, str]] = {
    "customer": "SELECT id, '' AS clock, paused_at AS since FROM complaints WHERE holder = :person AND holder <> '' "
    f"AND state IN {OPEN_STATES} AND state = 'waiting_customer'",
    "taken": "SELECT id, next_due, handed_at FROM complaints WHERE state = 'handed_over' "
    "AND :person IN (holder, handed_by)",
    "reviewed": f"SELECT d.id, d.wanted_at, r.at FROM {_REVISED} WHERE d.state = 'in_review' AND +d.author = :person "
    f"AND NOT ({_UNANSWERED})",
    "accepted": "SELECT id, accept_due, submitted_at FROM campaigns WHERE state = 'submitted' AND +contact = :person",
}


@dataclass(frozen=True, slots=True)
class Whose:
    """For whom is looked: a person, the departments whose hand-overs they may take, and the agreements they may give."""

    person: str
    departments: Collection[str] = ()
    reviews: bool = False
    legal: bool = False


def page(
    reader: Reader, parts: Mapping[str, str], among: Sequence[str], whose: Whose, *, skip: int, most: int
) -> tuple[list[Found], int]:
    """``most`` cases after the first ``skip``, the oldest clock first and those without one by their age, and how many there
    are (0 where none is left after ``skip``). ``among`` names the parts that are looked at."""
    if not among:
        return [], 0
    departments = {f"d{n}": key for n, key in enumerate(whose.departments)}
    places = ", ".join(f":{name}" for name in departments) or "''"
    union = " UNION ALL ".join(
        f"SELECT '{part}' AS part, * FROM ({parts[part].replace('{departments}', places)})" for part in among
    )
    rows = reader.all(
        # The columns are named by the first part.
        "WITH found (part, id, clock, since) AS (" + union + ") "
        "SELECT part, id, count(*) OVER () AS total FROM found "
        "ORDER BY clock = '', clock, since, length(id), id LIMIT :most OFFSET :skip",
        {
            **departments,
            "person": whose.person,
            "reviews": int(whose.reviews),
            "legal": int(whose.legal),
            "most": most,
            "skip": skip,
        },
    )
    total = int(str(rows[0]["total"])) if rows else 0
    return [Found(str(row["part"]), str(row["id"])) for row in rows], total
