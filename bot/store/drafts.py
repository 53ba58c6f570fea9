"""Rows of drafts and their revisions: the SQL of the case, and nothing of its rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

from bot.store import cases
from bot.store.database import Reader, Row, Transaction
from bot.store.figures import Figures as Figures
from bot.store.reports import Found, KeptReport
from bot.store.revisions import COLUMNS, last_of, of_row
from bot.store.revisions import Revision as Revision  # a draft's own; whoever has drafts takes it from here
from bot.store.revisions import add_revision as add_revision
from bot.store.revisions import keep_report as keep_report
from bot.store.revisions import revision as revision

KINDS: Final = ("promotion", "brand", "lottery", "information", "reply", "crisis")
# How much a field holds, in characters; a form's field takes no more than 3,000. Weibo itself takes 2,000.
TEXT_MOST: Final = 3_000
LINK_MOST: Final = 500
NOTES_MOST: Final = 500
PROOF_MOST: Final = 1_000
REASON_MOST: Final = 1_000
PICTURES_MOST: Final = 18

# What is still on its way to Weibo and not held up.
OPEN: Final = ("in_review", "changes_requested", "approved", "scheduled")


@dataclass(frozen=True, slots=True)
class Stance:
    """What the department says to a revision of its words: ``accept``, ``argue`` (with ``words``, and ``link`` to what
    proves them) or ``escalate`` to ``approver``, who carries the decision."""

    kind: str
    revision: int
    by: str
    at: str
    words: str = ""
    link: str = ""
    approver: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft as it stands, with its ``latest`` revision. Times are UTC text, empty where there is none; ids of
    people are the chat's. An approval holds for the fingerprint it was given for, an override for its revision and for
    the findings named in ``override_blocks`` (`block_key`). ``wanted_at`` is the time of its slot, empty where it has
    none. ``held_from`` is the state it goes back to when the hold on it is released. ``post`` is the post's number on
    Weibo, ``posted_text`` what stands there where it is not what was approved. ``before`` is the revision before the
    latest and ``own`` the last of the author's own where somebody else wrote the latest, where they were asked for.
    """

    id: str
    state: str
    version: int
    department: str
    author: str
    kind: str
    campaign_id: str | None
    revision: int
    wanted_at: str
    needs_legal: bool
    reviewed_by: str
    reviewed_at: str
    reviewed_fingerprint: str
    legal_by: str
    legal_at: str
    legal_fingerprint: str
    override_by: str
    override_reason: str
    override_revision: int
    override_blocks: tuple[str, ...]
    returned_by: str
    reason: str
    url: str
    published_at: str
    created_at: str
    changed_at: str
    latest: Revision
    held_from: str = ""
    held_by: str = ""
    held_reason: str = ""
    post: str = ""
    posted_text: str = ""
    before: Revision | None = None
    own: Revision | None = None
    risks: tuple[str, ...] = ()
    stance: Stance | None = None
    figures: Figures | None = None

    @property
    def text(self) -> str:
        """The words of the latest revision."""
        return self.latest.text

    @property
    def reviewed(self) -> bool:
        """Whether a reviewer approved exactly this."""
        return self.reviewed_fingerprint == self.latest.fingerprint

    @property
    def legal_agreed(self) -> bool:
        """Whether legal approved exactly this."""
        return self.legal_fingerprint == self.latest.fingerprint

    @property
    def open_blocks(self) -> tuple[Found, ...]:
        """What stops approval: the blocks nobody of legal let pass."""
        return self.still_open(self.latest.report)

    def still_open(self, report: KeptReport) -> tuple[Found, ...]:
        """The blocks of a report on the latest revision that nobody of legal let pass."""
        over = self.override_blocks if self.override_revision == self.revision else ()
        return tuple(found for found in report.blocks if block_key(found) not in over)


def block_key(found: Found) -> str:
    """By what an override knows the finding it lets pass: the rule and the words it stands on."""
    return f"{found.rule}:{found.words}"


@dataclass(frozen=True, slots=True)
class Post:
    """A post that stands on Weibo: the draft's id and the words that went out."""

    id: str
    text: str


_OWN: Final = tuple(
    field.name
    for field in fields(Draft)
    if field.name not in ("needs_legal", "override_blocks", "latest", "before", "own", "risks", "stance", "figures")
)
_UNFINISHED: Final = "('in_review', 'changes_requested', 'approved', 'scheduled', 'on_hold')"
# Of every department where none is named.
_OF_DEPARTMENT: Final = "(:department = '' OR d.department = :department)"
_JOINED: Final = (
    "SELECT d.*, "
    + ", ".join(f"r.{name} AS r_{name}" for name in (*COLUMNS, "report"))
    + " FROM drafts AS d JOIN revisions AS r ON r.draft_id = d.id AND r.revision = d.revision "
)


def draft(reader: Reader, case: str) -> Draft | None:
    """One draft by id, with its latest revision and the one before it."""
    row = reader.one(_JOINED + "WHERE d.id = :id", {"id": case})
    if row is None:
        return None
    number = int(str(row["revision"])) - 1
    found = _draft(row, revision(reader, case, number) if number else None)
    if found.latest.author == found.author:
        return found
    return replace(found, own=last_of(reader, case, found.author))


def add(tx: Transaction, values: Mapping[str, object]) -> None:
    """Put down a new draft; its first revision follows in the same transaction."""
    cases.insert(tx, "drafts", values)


def change(tx: Transaction, before: Draft, values: Mapping[str, object]) -> bool:
    """Change a draft unless somebody else did since ``before`` was read."""
    return cases.changed(tx, "drafts", before.id, before.version, values)


def in_review(reader: Reader, most: int, department: str = "") -> list[Draft]:
    """What waits for a reviewer, of all or of one department, the longest-waiting first."""
    rest = f"WHERE d.state = 'in_review' AND {_OF_DEPARTMENT} ORDER BY d.created_at LIMIT :most"
    return listed(reader, rest, {"most": most, "department": department})


def approved(reader: Reader, most: int, department: str = "") -> list[Draft]:
    """What may go out, of all or of one department, the earliest wanted first."""
    rest = (
        f"WHERE d.state IN ('approved', 'scheduled') AND {_OF_DEPARTMENT} "
        "ORDER BY d.wanted_at = '', d.wanted_at, d.created_at LIMIT :most"
    )
    return listed(reader, rest, {"most": most, "department": department})


def unfinished(reader: Reader, most: int, department: str = "") -> list[Draft]:
    """Everything on its way to Weibo, of all or of one department, the oldest first."""
    rest = f"WHERE d.state IN {_UNFINISHED} AND {_OF_DEPARTMENT} ORDER BY d.created_at LIMIT :most"
    return listed(reader, rest, {"most": most, "department": department})


def by_author(reader: Reader, author: str, most: int, department: str = "") -> list[Draft]:
    """A person's drafts, of all or of one department, what was touched last first."""
    rest = f"WHERE d.author = :author AND {_OF_DEPARTMENT} ORDER BY d.changed_at DESC LIMIT :most"
    return listed(reader, rest, {"author": author, "most": most, "department": department})


def sent_since(reader: Reader, author: str, since: str) -> list[Draft]:
    """What a person sent in since then (UTC text), the newest first."""
    # Nothing was changed before it was sent in: the first term lets the index begin there.
    rest = "WHERE d.author = :author AND d.changed_at >= :since AND d.created_at >= :since ORDER BY d.created_at DESC"
    return listed(reader, rest, {"author": author, "since": since})


def wanted_between(reader: Reader, start: str, end: str, department: str = "") -> list[Draft]:
    """What is wanted from ``start`` up to ``end`` (UTC text, ``end`` not counted) and not given up, of all or of one
    department, by time."""
    rest = (
        "WHERE d.wanted_at <> '' AND d.wanted_at >= :start AND d.wanted_at < :end AND d.state NOT IN ('withdrawn', 'rejected') "
        f"AND {_OF_DEPARTMENT} ORDER BY d.wanted_at, d.created_at"
    )
    return listed(reader, rest, {"start": start, "end": end, "department": department})


def by_post(reader: Reader, post: str) -> str | None:
    """The draft that a post on Weibo (its number) was, None where it was none of ours."""
    row = reader.one("SELECT id FROM drafts WHERE post = :post AND post <> ''", {"post": post})
    return str(row["id"]) if row else None


def counts(reader: Reader) -> dict[str, int]:
    """How many drafts that are on their way stand in each state."""
    rows = reader.all(f"SELECT state, count(*) AS n FROM drafts WHERE state IN {_UNFINISHED} GROUP BY state")
    return {str(row["state"]): int(str(row["n"])) for row in rows}


def posts_since(reader: Reader, since: str, most: int) -> list[Post]:
    """What was published after ``since`` (UTC text), the newest first."""
    rows = reader.all(
        "SELECT d.id, r.text FROM drafts AS d JOIN revisions AS r ON r.draft_id = d.id AND r.revision = d.revision "
        "WHERE d.published_at <> '' AND d.published_at >= :since ORDER BY d.published_at DESC LIMIT :most",
        {"since": since, "most": most},
    )
    return [Post(str(row["id"]), str(row["text"])) for row in rows]


def known_codes(reader: Reader, last_day: str) -> frozenset[str] | None:
    """The coupon codes of the campaigns that end on ``last_day`` (ISO date) or later; None where there is no campaign,
    so that nobody can know the codes."""
    rows = reader.all(
        "SELECT details FROM campaigns WHERE last_day >= :day AND state <> 'cancelled'", {"day": last_day}
    )
    if not rows:
        return None
    return frozenset(code for row in rows for code in json.loads(str(row["details"])).get("codes", ()))


def notices_to_fill(reader: Reader, most: int) -> list[tuple[str, str]]:
    """Campaigns a draft can be written for, as (id, title), the nearest first: also one that is over, whose winners are
    still to be named."""
    rows = reader.all(
        "SELECT id, title FROM campaigns WHERE state IN ('submitted', 'accepted', 'running', 'ended') "
        "ORDER BY promotion_from, id LIMIT :most",
        {"most": most},
    )
    return [(str(row["id"]), str(row["title"])) for row in rows]


def notice_title(reader: Reader, notice: str) -> str | None:
    """The title of a campaign notice, None where there is none by this id."""
    row = reader.one("SELECT title FROM campaigns WHERE id = :id", {"id": notice})
    return str(row["title"]) if row else None


def listed(reader: Reader, rest: str, values: Mapping[str, object]) -> list[Draft]:
    """The drafts that the ``rest`` of a statement finds (``d`` is the draft, ``r`` its latest revision)."""
    return [_draft(row, None) for row in reader.all(_JOINED + rest, values)]


def _draft(row: Row, before: Revision | None) -> Draft:
    named = {name: row[name] for name in _OWN}
    return Draft(
        **named,  # type: ignore[arg-type]  # the columns are the fields
        needs_legal=bool(row["needs_legal"]),
        override_blocks=tuple(json.loads(str(row["override_blocks"]))),
        latest=of_row(row, "r_"),
        before=before,
        risks=tuple(str(row["risks"]).split()),
        stance=Stance(**json.loads(str(row["stance"]))) if row["stance"] else None,
        figures=Figures(**json.loads(str(row["figures"]))) if row["figures"] else None,
    )
