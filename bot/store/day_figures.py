"""What a day brought, counted from that day's rows alone."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.complaints import COLUMNS, Complaint, of_row
from bot.store.database import Reader


@dataclass(frozen=True, slots=True)
class Came:
    """The complaints that came in: how many, of how many distinct customers, and by category, the most frequent first. Whoever
    left no name is counted as one customer each."""

    complaints: int
    customers: int
    categories: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The complaints that were resolved and stayed so, and how many of them by their due time."""

    complaints: int
    in_time: int


def came(reader: Reader, start: str, end: str) -> Came:
    """What came in from ``start`` up to ``end`` (UTC text, not counted)."""
    rows = reader.all(
        "SELECT category, count(*) AS n FROM complaints WHERE created_at >= :start AND created_at < :end "
        "GROUP BY category ORDER BY n DESC, category",
        {"start": start, "end": end},
    )
    people = reader.one(
        "SELECT count(DISTINCT CASE WHEN customer_key = '' THEN id ELSE customer_key END) AS n FROM complaints "
        "WHERE created_at >= :start AND created_at < :end",
        {"start": start, "end": end},
    )
    categories = tuple((str(row["category"]), int(str(row["n"]))) for row in rows)
    return Came(sum(n for _, n in categories), int(str(people["n"])) if people else 0, categories)


def loudest(reader: Reader, start: str, end: str) -> Complaint | None:
    """Of what came in, the complaint to quote: the most severe, then the one with the most comments, then the latest."""
    row = reader.one(
        f"SELECT {COLUMNS} FROM complaints WHERE created_at >= :start AND created_at < :end AND state <> 'merged' "
        "ORDER BY severity = 'P0' DESC, comments DESC, created_at DESC LIMIT 1",
        {"start": start, "end": end},
    )
    return of_row(row) if row else None


def resolved(reader: Reader, start: str, end: str) -> Resolved:
    """What was resolved from ``start`` up to ``end``, found by the stretch of time that ended with it."""
    row = reader.one(
        "SELECT count(DISTINCT c.id) AS n, count(DISTINCT c.id) FILTER (WHERE c.resolved_at <= c.resolve_due) AS kept "
        # The day's stretches first, or every complaint ever resolved would be looked at.
        "FROM complaint_segments AS s CROSS JOIN complaints AS c ON c.id = s.complaint_id AND c.resolved_at = s.ended_at "
        "WHERE s.ended_at >= :start AND s.ended_at < :end AND c.state IN ('resolved', 'closed')",
        {"start": start, "end": end},
    )
    return Resolved(int(str(row["n"])), int(str(row["kept"]))) if row else Resolved(0, 0)


def published(reader: Reader, start: str, end: str) -> int:
    """How many posts went out."""
    row = reader.one(
        "SELECT count(*) AS n FROM drafts WHERE published_at <> '' AND published_at >= :start AND published_at < :end",
        {"start": start, "end": end},
    )
    return int(str(row["n"])) if row else 0


def missed(reader: Reader, start: str, end: str) -> int:
    """How many slots passed without a post."""
    row = reader.one(
        "SELECT count(*) AS n FROM slots WHERE state = 'missed' AND at >= :start AND at < :end",
        {"start": start, "end": end},
    )
    return int(str(row["n"])) if row else 0
