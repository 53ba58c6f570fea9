"""Rows of drafts and their revisions: the SQL of the case, and nothing of its rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from bot.store import cases
from bot.store.database import Reader, Row, Transaction
from bot.store.reports import Found, KeptReport, from_json, to_json

KINDS: Final = ("promotion", "brand", "lottery", "information", "reply", "crisis")
# How much a field holds, in characters; a form's field takes no more than 3,000. Weibo itself takes 2,000.
TEXT_MOST: Final = 3_000
LINK_MOST: Final = 500
NOTES_MOST: Final = 500
PROOF_MOST: Final = 1_000
REASON_MOST: Final = 1_000
PICTURES_MOST: Final = 18

# What is still on its way to Weibo.
OPEN: Final = ("in_review", "changes_requested", "approved")


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of a draft's words, kept as it was sent to review. ``proof`` is what its sender brings forward for
    it; ``fingerprint`` is over everything an approval covers; ``wanted_at`` is UTC text or empty."""

    number: int
    text: str
    link: str
    pictures: int
    picture_notes: str
    wanted_at: str
    proof: str
    author: str
    at: str
    fingerprint: str
    report: KeptReport

    @property
    def post(self) -> str:
        """What goes out: the words, and the link where it is not among them."""
        return self.text if not self.link or self.link in self.text else f"{self.text}\n{self.link}"


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft as it stands, with its ``latest`` revision. Times are UTC text, empty where there is none; ids of
    people are the chat's. An approval holds for the fingerprint it was given for, an override for its revision and for
    the findings named in ``override_blocks`` (`block_key`). ``before`` is the revision before the latest, where it was
    asked for.
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
    before: Revision | None = None

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
    field.name for field in fields(Draft) if field.name not in ("needs_legal", "override_blocks", "latest", "before")
)
# The columns of a revision, in the order of its fields; ``report`` is the last of both.
_REVISION: Final = ("revision", *(field.name for field in fields(Revision)[1:-1]))
_JOINED: Final = (
    "SELECT d.*, "
    + ", ".join(f"r.{name} AS r_{name}" for name in (*_REVISION, "report"))
    + " FROM drafts AS d JOIN revisions AS r ON r.draft_id = d.id AND r.revision = d.revision "
)


def draft(reader: Reader, case: str) -> Draft | None:
    """One draft by id, with its latest revision and the one before it."""
    row = reader.one(_JOINED + "WHERE d.id = :id", {"id": case})
    if row is None:
        return None
    number = int(str(row["revision"])) - 1
    return _draft(row, revision(reader, case, number) if number else None)


def revision(reader: Reader, case: str, number: int) -> Revision | None:
    """One revision of a draft."""
    row = reader.one(
        "SELECT * FROM revisions WHERE draft_id = :id AND revision = :number", {"id": case, "number": number}
    )
    return _revision(row, "") if row else None


def add(tx: Transaction, values: Mapping[str, object]) -> None:
    """Put down a new draft; its first revision follows in the same transaction."""
    cases.insert(tx, "drafts", values)


def add_revision(tx: Transaction, case: str, added: Revision) -> None:
    """Put down a revision."""
    tx.execute(
        "INSERT INTO revisions (draft_id, revision, text, link, pictures, picture_notes, wanted_at, proof, author, "
        "at, fingerprint, report) VALUES (:draft_id, :revision, :text, :link, :pictures, :picture_notes, :wanted_at, "
        ":proof, :author, :at, :fingerprint, :report)",
        {
            "draft_id": case,
            "revision": added.number,
            "text": added.text,
            "link": added.link,
            "pictures": added.pictures,
            "picture_notes": added.picture_notes,
            "wanted_at": added.wanted_at,
            "proof": added.proof,
            "author": added.author,
            "at": added.at,
            "fingerprint": added.fingerprint,
            "report": to_json(added.report),
        },
    )


def keep_report(tx: Transaction, case: str, number: int, report: KeptReport) -> None:
    """Put a newer check's report in the place of a revision's old one."""
    tx.execute(
        "UPDATE revisions SET report = :report WHERE draft_id = :id AND revision = :number",
        {"id": case, "number": number, "report": to_json(report)},
    )


def change(tx: Transaction, before: Draft, values: Mapping[str, object]) -> bool:
    """Change a draft unless somebody else did since ``before`` was read."""
    return cases.changed(tx, "drafts", before.id, before.version, values)


def in_review(reader: Reader, most: int) -> list[Draft]:
    """What waits for a reviewer, the longest-waiting first."""
    return _all(reader, "WHERE d.state = 'in_review' ORDER BY d.created_at LIMIT :most", {"most": most})


def review_count(reader: Reader) -> int:
    """How many wait for a reviewer."""
    return counts(reader).get("in_review", 0)


def approved(reader: Reader, most: int) -> list[Draft]:
    """What may go out, the earliest wanted first."""
    rest = "WHERE d.state = 'approved' ORDER BY d.wanted_at = '', d.wanted_at, d.created_at LIMIT :most"
    return _all(reader, rest, {"most": most})


def unfinished(reader: Reader, most: int) -> list[Draft]:
    """Everything on its way to Weibo, the oldest first."""
    rest = "WHERE d.state IN ('in_review', 'changes_requested', 'approved') ORDER BY d.created_at LIMIT :most"
    return _all(reader, rest, {"most": most})


def by_author(reader: Reader, author: str, most: int) -> list[Draft]:
    """A person's drafts, what was touched last first."""
    rest = "WHERE d.author = :author ORDER BY d.changed_at DESC LIMIT :most"
    return _all(reader, rest, {"author": author, "most": most})


def wanted_between(reader: Reader, start: str, end: str) -> list[Draft]:
    """What is wanted from ``start`` up to ``end`` (UTC text, ``end`` not counted) and not withdrawn, by time."""
    rest = (
        "WHERE d.wanted_at <> '' AND d.wanted_at >= :start AND d.wanted_at < :end AND d.state <> 'withdrawn' "
        "ORDER BY d.wanted_at, d.created_at"
    )
    return _all(reader, rest, {"start": start, "end": end})


def counts(reader: Reader) -> dict[str, int]:
    """How many drafts that are on their way stand in each state."""
    rows = reader.all(
        "SELECT state, count(*) AS n FROM drafts WHERE state IN ('in_review', 'changes_requested', 'approved') "
        "GROUP BY state"
    )
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
    """Campaigns a draft can be written for, as (id, title), the nearest first."""
    rows = reader.all(
        "SELECT id, title FROM campaigns WHERE state IN ('submitted', 'accepted', 'running') "
        "ORDER BY promotion_from, id LIMIT :most",
        {"most": most},
    )
    return [(str(row["id"]), str(row["title"])) for row in rows]


def notice_title(reader: Reader, notice: str) -> str | None:
    """The title of a campaign notice, None where there is none by this id."""
    row = reader.one("SELECT title FROM campaigns WHERE id = :id", {"id": notice})
    return str(row["title"]) if row else None


def _all(reader: Reader, rest: str, values: Mapping[str, object]) -> list[Draft]:
    return [_draft(row, None) for row in reader.all(_JOINED + rest, values)]


def _draft(row: Row, before: Revision | None) -> Draft:
    named = {name: row[name] for name in _OWN}
    return Draft(
        **named,  # type: ignore[arg-type]  # the columns are the fields
        needs_legal=bool(row["needs_legal"]),
        override_blocks=tuple(json.loads(str(row["override_blocks"]))),
        latest=_revision(row, "r_"),
        before=before,
    )


def _revision(row: Row, prefix: str) -> Revision:
    values = (*(row[prefix + name] for name in _REVISION), from_json(str(row[f"{prefix}report"])))
    return Revision(*values)  # type: ignore[arg-type]  # the columns are the fields
