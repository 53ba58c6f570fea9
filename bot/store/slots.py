"""Rows of the posting calendar: the slots in which posts go out, and the holds that stop promotions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from bot.store.database import Reader, Row, Transaction

# What a slot holds of a campaign's plan, in the order of the plan.
ASKS: Final = ("teaser", "repost", "reminder", "launch", "midway", "last_call", "winners")


@dataclass(frozen=True, slots=True)
class Slot:
    """One time at which a post goes out. Times are UTC text, empty where there is none.

    `planned` (of a campaign, nothing written yet) → `held` (a draft in review is meant for it) → `filled` (its draft is
    approved) → `published`; `missed` (its time passed) and `dropped` (given up) end it. ``counts``: it takes its time.
    ``ask`` is the row of the campaign's plan, ``promotes`` whether what goes out is promotion, ``tone`` what was decided
    about complaints on the post's own words (`asked`, `go_on`).
    """

    id: str
    at: str
    state: str
    counts: bool
    version: int
    promotes: bool
    campaign_id: str | None
    ask: str
    draft_id: str | None
    made_by: str
    look_at: str
    handed_at: str
    tone: str
    created_at: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A slot with what it is taken by: the draft's words, revision and state, and the campaign's title."""

    slot: Slot
    text: str
    revision: int
    draft_state: str
    title: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Promotions stand still from ``since`` to ``until`` (UTC text; empty: until it is lifted)."""

    id: int
    case_id: str
    reason: str
    since: str
    until: str
    held_by: str


@dataclass(frozen=True, slots=True)
class Room:
    """What must be free for a slot: nothing else after ``after`` and before ``before``, and fewer than ``most`` from
    ``day_start`` up to ``day_end`` (not counted). All UTC text."""

    after: str
    before: str
    day_start: str
    day_end: str
    most: int


_NAMES: Final = tuple(field.name for field in fields(Slot))
_ROOM: Final = (
    "NOT EXISTS (SELECT 1 FROM slots AS o WHERE o.counts = 1 AND o.at > :after AND o.at < :before AND o.id <> :own) "
    "AND (SELECT count(*) FROM slots AS o WHERE o.counts = 1 AND o.at >= :day_start AND o.at < :day_end "
    "AND o.id <> :own) < :most"
)


def slot(reader: Reader, id: str) -> Slot | None:
    """One slot by id."""
    row = reader.one("SELECT * FROM slots WHERE id = :id", {"id": id})
    return _slot(row) if row else None


def of_draft(reader: Reader, draft: str) -> Slot | None:
    """The slot that a draft has."""
    row = reader.one("SELECT * FROM slots WHERE draft_id = :draft AND counts = 1", {"draft": draft})
    return _slot(row) if row else None


def of_campaign(reader: Reader, campaign: str) -> list[Slot]:
    """A campaign's slots that were not given up, by time."""
    rows = reader.all(
        "SELECT * FROM slots WHERE campaign_id = :campaign AND state <> 'dropped' ORDER BY at", {"campaign": campaign}
    )
    return [_slot(row) for row in rows]


def planned_at(reader: Reader, campaign: str, at: str) -> Slot | None:
    """The slot that a campaign has planned for just this time and nobody wrote for yet."""
    row = reader.one(
        "SELECT * FROM slots WHERE campaign_id = :campaign AND at = :at AND state = 'planned'",
        {"campaign": campaign, "at": at},
    )
    return _slot(row) if row else None


def between(reader: Reader, start: str, end: str) -> list[Slot]:
    """What is taken from ``start`` up to ``end`` (UTC text, ``end`` not counted), by time."""
    rows = reader.all(
        "SELECT * FROM slots WHERE counts = 1 AND at >= :start AND at < :end ORDER BY at", {"start": start, "end": end}
    )
    return [_slot(row) for row in rows]


def taken_between(reader: Reader, start: str, end: str) -> list[Taken]:
    """As `between`, with what the slots are taken by."""
    rows = reader.all(
        "SELECT s.*, coalesce(r.text, '') AS words, coalesce(d.revision, 0) AS revision, "
        "coalesce(d.state, '') AS draft_state, coalesce(c.title, '') AS title FROM slots AS s "
        "LEFT JOIN drafts AS d ON d.id = s.draft_id "
        "LEFT JOIN revisions AS r ON r.draft_id = d.id AND r.revision = d.revision "
        "LEFT JOIN campaigns AS c ON c.id = s.campaign_id "
        "WHERE s.counts = 1 AND s.at >= :start AND s.at < :end ORDER BY s.at",
        {"start": start, "end": end},
    )
    return [
        Taken(_slot(row), str(row["words"]), int(str(row["revision"])), str(row["draft_state"]), str(row["title"]))
        for row in rows
    ]


def to_look_at(reader: Reader, now: str, most: int) -> list[Slot]:
    """What the clock must look at, the longest due first."""
    rows = reader.all(
        "SELECT * FROM slots WHERE look_at <> '' AND look_at <= :now ORDER BY look_at LIMIT :most",
        {"now": now, "most": most},
    )
    return [_slot(row) for row in rows]


def put(tx: Transaction, values: Mapping[str, object], room: Room | None) -> Slot | None:
    """Put a slot down if there is room for it: looked at and put down in one statement, so that of two who come at the
    same time one gets it. None where there is none. Without ``room`` it is put down whatever there is."""
    row = tx.one(
        "INSERT INTO counters (kind, last) VALUES ('S', 1) "
        "ON CONFLICT (kind) DO UPDATE SET last = last + 1 RETURNING last"
    )
    assert row is not None
    whole = {"id": f"S-{row['last']}", **values}
    names, places = ", ".join(whole), ", ".join(f":{name}" for name in whole)
    made = tx.one(
        f"INSERT INTO slots ({names}) SELECT {places} WHERE {_ROOM if room else '1 = 1'} RETURNING *",
        {**whole, **(_room(room) if room else {}), "own": ""},
    )
    return _slot(made) if made else None


def move(tx: Transaction, before: Slot, values: Mapping[str, object], room: Room) -> Slot | None:
    """Change a slot's time (or let it count again) unless somebody else changed it first or there is no room for it."""
    return _changed(tx, before, values, f"AND {_ROOM}", _room(room))


def change(tx: Transaction, before: Slot, values: Mapping[str, object]) -> Slot | None:
    """Change a slot, its time left alone, unless somebody else did first."""
    return _changed(tx, before, values, "", {})


def holds(reader: Reader) -> list[Hold]:
    """The holds that stand, the oldest first."""
    rows = reader.all(
        "SELECT id, case_id, reason, since, until, held_by FROM posting_holds WHERE lifted_at = '' ORDER BY since"
    )
    return [
        Hold(int(str(row["id"])), *(str(row[name]) for name in ("case_id", "reason", "since", "until", "held_by")))
        for row in rows
    ]


def hold(tx: Transaction, values: Mapping[str, object]) -> int:
    """Put a hold down (``case_id``, ``reason``, ``since``, ``until``, ``held_by``); its number."""
    row = tx.one(
        "INSERT INTO posting_holds (case_id, reason, since, until, held_by) "
        "VALUES (:case_id, :reason, :since, :until, :held_by) RETURNING id",
        values,
    )
    assert row is not None
    return int(str(row["id"]))


def lift(tx: Transaction, id: int, at: str) -> bool:
    """End a hold; False when it was lifted before."""
    return bool(
        tx.execute("UPDATE posting_holds SET lifted_at = :at WHERE id = :id AND lifted_at = ''", {"id": id, "at": at})
    )


def _changed(
    tx: Transaction, before: Slot, values: Mapping[str, object], also: str, room: Mapping[str, object]
) -> Slot | None:
    pairs = ", ".join(f"{name} = :new_{name}" for name in values)
    row = tx.one(
        f"UPDATE slots SET {pairs}, version = version + 1 WHERE id = :own AND version = :version {also} RETURNING *",
        {
            **{f"new_{name}": value for name, value in values.items()},
            **room,
            "own": before.id,
            "version": before.version,
        },
    )
    return _slot(row) if row else None


def _room(room: Room) -> dict[str, object]:
    return {field.name: getattr(room, field.name) for field in fields(Room)}


def _slot(row: Row) -> Slot:
    values = {name: row[name] for name in _NAMES}
    return Slot(**{**values, "counts": bool(row["counts"]), "promotes": bool(row["promotes"])})  # type: ignore[arg-type]  # the columns are the fields
