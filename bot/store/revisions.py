"""Rows of revisions: every version of a draft's words, kept as it was sent to review."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from bot.store import case_words
from bot.store.database import Reader, Row, Transaction
from bot.store.reports import KeptReport, from_json, to_json


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


# The columns of a revision, in the order of its fields; ``report`` is the last of both.
COLUMNS: Final = ("revision", *(field.name for field in fields(Revision)[1:-1]))


def revision(reader: Reader, case: str, number: int) -> Revision | None:
    """One revision of a draft."""
    row = reader.one(
        "SELECT * FROM revisions WHERE draft_id = :id AND revision = :number", {"id": case, "number": number}
    )
    return of_row(row) if row else None


def last_of(reader: Reader, case: str, author: str) -> Revision | None:
    """The last revision of a draft that a person wrote."""
    row = reader.one(
        "SELECT * FROM revisions WHERE draft_id = :id AND author = :author ORDER BY revision DESC LIMIT 1",
        {"id": case, "author": author},
    )
    return of_row(row) if row else None


def add_revision(tx: Transaction, case: str, added: Revision) -> None:
    """Put down a revision; the draft is found by its words from now on."""
    case_words.put(tx, case, (added.text,))
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


def of_row(row: Row, prefix: str = "") -> Revision:
    """A row as a value; ``prefix`` is what its columns' names begin with where another table's stand beside them."""
    values = (*(row[prefix + name] for name in COLUMNS), from_json(str(row[f"{prefix}report"])))
    return Revision(*values)  # type: ignore[arg-type]  # the columns are the fields
