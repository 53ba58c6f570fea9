"""What is counted for whoever watches the bot: over what is open, not over what ever was."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.complaints import CLOCK, LISTED
from bot.store.database import Reader


@dataclass(frozen=True, slots=True)
class Queue:
    """The messages owed: ``due`` may go now, ``later`` were put off, ``parked`` are refused for good. ``oldest`` is since
    when the oldest of those due could have gone (epoch ms), 0 where there is none."""

    due: int
    later: int
    parked: int
    oldest: int


def queue(reader: Reader, now: int) -> Queue:
    """The messages owed at ``now`` (epoch ms)."""
    row = reader.one(
        "SELECT count(*) FILTER (WHERE not_before <= :now) AS due, count(*) FILTER (WHERE not_before > :now) AS later, "
        "coalesce(min(max(owed_at, not_before)) FILTER (WHERE not_before <= :now), 0) AS oldest "
        "FROM outbox WHERE state IN ('waiting', 'sending')",
        {"now": now},
    )
    parked = reader.one("SELECT count(*) AS n FROM outbox WHERE state = 'parked'")
    assert row is not None and parked is not None
    due, later, oldest = (int(str(row[name])) for name in ("due", "later", "oldest"))
    return Queue(due, later, int(str(parked["n"])), oldest)


def clocks_due(reader: Reader, after: str, until: str) -> int:
    """How many complaints' next clock runs out after ``after`` and by ``until`` (UTC text)."""
    row = reader.one(
        f"SELECT count(*) AS n FROM complaints WHERE {LISTED} AND {CLOCK} > :after AND {CLOCK} <= :until",
        {"after": after, "until": until},
    )
    return int(str(row["n"])) if row else 0
