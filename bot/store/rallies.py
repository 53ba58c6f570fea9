"""Rows of rallies: the SQL of the case, and nothing of its rules. Who takes part is in `bot.store.rally_people`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.store import case_words, cases
from bot.store.database import Reader, Row, Transaction

TITLE_MOST: Final = 40
WHY_MOST: Final = 80
LINK_MOST: Final = 1_000
NAMED_MOST: Final = 12
WHOM_MOST: Final = 15

EVERYONE: Final = "all"


@dataclass(frozen=True, slots=True)
class Rally:
    """One rally as it stands. Times are UTC text, empty where there is none.

    ``post`` is the number of the post on Weibo and ``url`` its address. ``whom`` are those asked besides the ``named``
    leaders: `EVERYONE`, ``d:KEY`` for a department, ``g:ID`` for a user group. ``named`` is emptied when the rally closes.
    ``held``: promotions stand still. ``ran_out``: whoever opened it was told that the lines are all given out.
    """

    id: str
    state: str
    version: int
    title: str
    why: str
    post: str
    url: str
    campaign_id: str | None
    draft_id: str | None
    until: str
    whom: tuple[str, ...]
    named: tuple[str, ...]
    opened_by: str
    opened_at: str
    closed_at: str
    held: bool
    ran_out: bool

    @property
    def departments(self) -> tuple[str, ...]:
        """The keys of the departments that are asked."""
        return tuple(one[2:] for one in self.whom if one.startswith("d:"))

    @property
    def groups(self) -> tuple[str, ...]:
        """The ids of the user groups that are asked."""
        return tuple(one[2:] for one in self.whom if one.startswith("g:"))


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a rally: how many take part, reposted, reposted word for word, and how many replies that earned."""

    joined: int = 0
    reposts: int = 0
    verbatim: int = 0
    replies: int = 0


def rally(reader: Reader, case: str) -> Rally | None:
    """One rally by id."""
    row = reader.one("SELECT * FROM rallies WHERE id = :id", {"id": case})
    return _rally(row) if row else None


def add(tx: Transaction, values: Mapping[str, object]) -> None:
    """Put down a new rally, found by what it says from now on; ``whom`` and ``named`` are lists."""
    cases.insert(tx, "rallies", {**values, **{name: json.dumps(values[name]) for name in ("whom", "named")}})
    case_words.put(tx, str(values["id"]), (str(values["title"]), str(values["why"])))


def close(tx: Transaction, case: str, at: str) -> bool:
    """Close a rally and forget who was named; False when it was closed before."""
    return bool(
        tx.execute(
            "UPDATE rallies SET state = 'closed', closed_at = :at, named = '[]', version = version + 1 "
            "WHERE id = :id AND state = 'open'",
            {"id": case, "at": at},
        )
    )


def hold(tx: Transaction, case: str, held: bool) -> bool:
    """Put down whether an open rally stands still; False when that is known."""
    return bool(
        tx.execute(
            "UPDATE rallies SET held = :held WHERE id = :id AND state = 'open' AND held <> :held",
            {"id": case, "held": int(held)},
        )
    )


def lines_ran_out(tx: Transaction, case: str, ran_out: bool) -> bool:
    """Put down whether the lines are known to be given out; False when that is known."""
    return bool(
        tx.execute(
            "UPDATE rallies SET ran_out = :ran_out WHERE id = :id AND ran_out <> :ran_out",
            {"id": case, "ran_out": int(ran_out)},
        )
    )


def cleared(tx: Transaction, case: str) -> None:
    """Nothing is left of who did not take part."""
    tx.execute("UPDATE rallies SET cleared = 1 WHERE id = :id AND state = 'closed'", {"id": case})


def every_open(reader: Reader, most: int = 100) -> list[Rally]:
    """The rallies that are open, those that end first in front."""
    return _all(reader, "WHERE state = 'open' ORDER BY until LIMIT :most", {"most": most})


def over(reader: Reader, now: str) -> list[Rally]:
    """Open rallies whose time is over."""
    return _all(reader, "WHERE state = 'open' AND until <= :now ORDER BY until", {"now": now})


def to_clear(reader: Reader) -> list[str]:
    """The ids of closed rallies of which it is not certain that nothing is left of who did not take part."""
    rows = reader.all("SELECT id FROM rallies WHERE state = 'closed' AND cleared = 0 ORDER BY closed_at LIMIT 50")
    return [str(row["id"]) for row in rows]


def latest(reader: Reader, most: int) -> list[Rally]:
    """The rallies of any state, the newest first."""
    return _all(reader, "ORDER BY opened_at DESC LIMIT :most", {"most": most})


def closed_between(reader: Reader, start: str, end: str) -> list[Rally]:
    """The rallies that closed from ``start`` up to ``end`` (UTC text, not counted), in that order."""
    where = "WHERE closed_at <> '' AND closed_at >= :start AND closed_at < :end ORDER BY closed_at"
    return _all(reader, where, {"start": start, "end": end})


def tally(reader: Reader, case: str) -> Tally:
    """What came of a rally so far."""
    row = reader.one(
        "SELECT count(*) AS joined, count(*) FILTER (WHERE post <> '') AS reposts, "
        "coalesce(sum(verbatim), 0) AS verbatim, coalesce(sum(replies), 0) AS replies "
        "FROM rally_people WHERE rally_id = :id AND state IN ('joined', 'reposted')",
        {"id": case},
    )
    assert row is not None
    return Tally(*(int(str(row[name])) for name in ("joined", "reposts", "verbatim", "replies")))


def _all(reader: Reader, rest: str, values: Mapping[str, object]) -> list[Rally]:
    return [_rally(row) for row in reader.all(f"SELECT * FROM rallies {rest}", values)]


def _rally(row: Row) -> Rally:
    texts = ("id", "state", "title", "why", "post", "url", "until", "opened_by", "opened_at", "closed_at")
    return Rally(
        **{name: str(row[name]) for name in texts},
        version=int(str(row["version"])),
        campaign_id=str(row["campaign_id"]) if row["campaign_id"] else None,
        draft_id=str(row["draft_id"]) if row["draft_id"] else None,
        whom=tuple(json.loads(str(row["whom"]))),
        named=tuple(json.loads(str(row["named"]))),
        held=bool(row["held"]),
        ran_out=bool(row["ran_out"]),
    )
