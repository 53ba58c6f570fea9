"""Rows of figures: what a post had come to at a time, as somebody read it off or a file told."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from bot.store.database import Reader, Row, Transaction


@dataclass(frozen=True, slots=True)
class Figures:
    """What a post had come to at a time (UTC text): how often it was read, passed on, commented, liked."""

    at: str
    reads: int
    reposts: int
    comments: int
    likes: int

    @property
    def engagement(self) -> float | None:
        """(reposts + comments + likes) ÷ reads; None where nobody has read it."""
        return (self.reposts + self.comments + self.likes) / self.reads if self.reads else None


def put(tx: Transaction, draft: str, found: Figures, told_by: str) -> bool:
    """Keep a post's figures of a time, and with the draft if they are its latest; False when just these were known."""
    values: dict[str, object] = {**asdict(found), "draft": draft}
    known = tx.one("SELECT * FROM figures WHERE draft_id = :draft AND at = :at", values)
    if known is not None and of_row(known) == found:
        return False
    tx.execute(
        "INSERT INTO figures (draft_id, at, reads, reposts, comments, likes, told_by) "
        "VALUES (:draft, :at, :reads, :reposts, :comments, :likes, :by) "
        "ON CONFLICT (draft_id, at) DO UPDATE SET reads = excluded.reads, reposts = excluded.reposts, "
        "comments = excluded.comments, likes = excluded.likes, told_by = excluded.told_by",
        {**values, "by": told_by},
    )
    latest = history(tx, draft, 1)[0]
    tx.execute(
        "UPDATE drafts SET figures = :figures WHERE id = :draft",
        {"figures": json.dumps(asdict(latest)), "draft": draft},
    )
    return True


def history(reader: Reader, draft: str, most: int) -> list[Figures]:
    """A post's figures, the latest first."""
    rows = reader.all(
        "SELECT * FROM figures WHERE draft_id = :draft ORDER BY at DESC LIMIT :most", {"draft": draft, "most": most}
    )
    return [of_row(row) for row in rows]


def of_row(row: Row) -> Figures:
    """A row as a value."""
    numbers = (int(str(row[name])) for name in ("reads", "reposts", "comments", "likes"))
    return Figures(str(row["at"]), *numbers)
