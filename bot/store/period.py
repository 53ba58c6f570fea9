"""What happened in a period, counted over that period's own rows; the rules are in `bot.domain.report`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from bot.store import campaigns
from bot.store.campaigns import Campaign
from bot.store.complaints import LISTED
from bot.store.database import Reader
from bot.store.figures import Figures


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of a complaint's time and what came next: ``state`` in ``department``, to be done by ``due`` (empty: no
    clock ran), left at ``ended_at`` for the state ``then`` in ``then_department``; both empty while it still runs.

    ``reply_due`` and ``resolve_due`` are the case's own, where its first reply or its resolution is what ended the stretch;
    ``resolve_due`` also while it is not resolved. Empty where the case has others by now (it was opened again).
    """

    case: str
    state: str
    department: str
    due: str
    ended_at: str = ""
    then: str = ""
    then_department: str = ""
    reply_due: str = ""
    resolve_due: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """A post that went out at ``at``, with the latest that is known of what it came to."""

    id: str
    at: str
    figures: Figures | None


def taken_in(reader: Reader, start: str, end: str) -> tuple[int, int]:
    """How many complaints came in from ``start`` up to ``end`` (UTC text, not counted), and of how many customers."""
    row = reader.one(
        "SELECT count(*) AS n, count(DISTINCT customer_key) AS customers FROM complaints "
        "WHERE created_at >= :start AND created_at < :end",
        {"start": start, "end": end},
    )
    assert row is not None
    return int(str(row["n"])), int(str(row["customers"]))


_ENDED: Final = "('resolved', 'closed')"
_STEPS: Final = (
    "SELECT s.complaint_id, s.state, s.department, s.due, s.ended_at, coalesce(n.state, c.state) AS next_state, "
    "coalesce(n.department, c.department), "
    "CASE WHEN c.replied_at = s.ended_at THEN c.reply_due ELSE '' END, "
    f"CASE WHEN coalesce(n.state, c.state) NOT IN {_ENDED} THEN c.resolve_due "
    f"WHEN c.resolved_at = s.ended_at AND c.state IN {_ENDED} THEN c.resolve_due ELSE '' END "
    "FROM complaint_segments AS s CROSS JOIN complaints AS c ON c.id = s.complaint_id "
    "LEFT JOIN complaint_segments AS n ON n.complaint_id = s.complaint_id AND n.number = s.number + 1 "
    "WHERE s.ended_at >= :start AND (s.ended_at < :end OR (s.due >= :start AND s.due < :end) "
    "OR (c.resolve_due >= :start AND c.resolve_due < :end))"
)


def steps(reader: Reader, start: str, end: str) -> list[Step]:
    """The stretches that ended from ``start`` up to ``end`` (UTC text, not counted), and those in which something was due in
    that time and that ended later or still run."""
    values = {"start": start, "end": end}
    running = (
        "SELECT id, state, department, next_due, '', '', '', '', resolve_due FROM complaints "
        f"WHERE {LISTED} AND ((next_due >= :start AND next_due < :end) "
        "OR (resolve_due >= :start AND resolve_due < :end))"
    )
    return [Step(*(str(value) for value in row)) for sql in (_STEPS, running) for row in reader.all(sql, values)]


def posts(reader: Reader, start: str, end: str) -> list[Published]:
    """What was published from ``start`` up to ``end`` (not counted), in that order."""
    rows = reader.all(
        "SELECT id, published_at, figures FROM drafts "
        "WHERE published_at <> '' AND published_at >= :start AND published_at < :end ORDER BY published_at, id",
        {"start": start, "end": end},
    )
    return [
        Published(
            str(row["id"]),
            str(row["published_at"]),
            Figures(**json.loads(str(row["figures"]))) if row["figures"] else None,
        )
        for row in rows
    ]


def results_owed(reader: Reader, most: int) -> tuple[list[Campaign], int]:
    """The campaigns that are over and whose results nobody gave yet, the oldest first; and how many there are."""
    rows = reader.all(
        "SELECT * FROM campaigns WHERE state = 'ended' ORDER BY promotion_from, id LIMIT :most", {"most": most}
    )
    return [campaigns.of_row(row) for row in rows], campaigns.counts(reader).get("ended", 0)
