"""The record: who did what to which case and when, each row sealed with a hash over the row before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Final

from bot.errors import CorruptDatabase
from bot.store.database import Reader, Row, Transaction
from bot.text.packing import to_sorted_json

FORGET = "forget"
_PAGE = 2_000
_COUNTER = {"kind": "events"}


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the record. ``at`` is UTC ISO-8601 text; ``data`` holds what the action changed."""

    seq: int
    at: str
    actor: str
    case_id: str
    action: str
    from_state: str
    to_state: str
    data: Mapping[str, object]


def append(
    tx: Transaction,
    *,
    at: str,
    actor: str,
    case_id: str,
    action: str,
    from_state: str = "",
    to_state: str = "",
    data: Mapping[str, object] | None = None,
) -> int:
    """Add a row to the record; its number. Call it in the transaction that makes the change."""
    # Numbered by a counter and not by the last row there is: so the loss of that row is seen too.
    counted = tx.one(
        "INSERT INTO counters (kind, last) VALUES (:kind, 1) ON CONFLICT (kind) DO UPDATE SET last = last + 1 "
        "RETURNING last, coalesce((SELECT hash FROM events WHERE seq = (SELECT max(seq) FROM events)), '') AS hash",
        _COUNTER,
    )
    assert counted is not None
    seq = int(str(counted["last"]))
    values: dict[str, object] = {
        "seq": seq,
        "at": at,
        "actor": actor,
        "case_id": case_id,
        "action": action,
        "from_state": from_state,
        "to_state": to_state,
        "data": to_sorted_json(data) if data else "{}",
        "prev": str(counted["hash"]),
    }
    values["hash"] = seal(values)
    tx.execute(
        "INSERT INTO events (seq, at, actor, case_id, action, from_state, to_state, data, prev, hash) VALUES "
        "(:seq, :at, :actor, :case_id, :action, :from_state, :to_state, :data, :prev, :hash)",
        values,
    )
    return seq


def redact(
    tx: Transaction,
    *,
    at: str,
    actor: str,
    case_id: str,
    state: str,
    without: Mapping[int, Mapping[str, object]],
    data: Mapping[str, object],
) -> int:
    """Take words out of a case's rows: each number of ``without`` with the data that stays; the number of the row that says
    so, in which ``data`` stands too.

    The rows keep their hashes, so that the chain is whole, and what they are without the words is sealed in the new row:
    `verify` takes them for right as they are then, and no other way. Call it in the transaction that makes the change.
    """
    kept = {
        seq: json.dumps(left, ensure_ascii=False, sort_keys=True) if left else "{}" for seq, left in without.items()
    }
    rows = [
        row
        for row in tx.all("SELECT * FROM events WHERE case_id = :case ORDER BY seq", {"case": case_id})
        if int(str(row["seq"])) in kept
    ]
    sealed = {str(row["seq"]): seal({**dict(row), "data": kept[int(str(row["seq"]))]}) for row in rows}
    said = append(
        tx,
        at=at,
        actor=actor,
        case_id=case_id,
        action=FORGET,
        from_state=state,
        to_state=state,
        data={**data, "sealed": sealed},
    )
    for row in rows:
        seq = int(str(row["seq"]))
        tx.execute("UPDATE events SET data = :data WHERE seq = :seq", {"data": kept[seq], "seq": seq})
    return said


def event(reader: Reader, seq: int) -> Event | None:
    """One row of the record."""
    row = reader.one("SELECT * FROM events WHERE seq = :seq", {"seq": seq})
    return _event(row) if row else None


def history(reader: Reader, case_id: str) -> list[Event]:
    """A case's rows, oldest first."""
    rows = reader.all("SELECT * FROM events WHERE case_id = :case ORDER BY seq", {"case": case_id})
    return [_event(row) for row in rows]


def latest(reader: Reader) -> int:
    """The number of the row added last, or 0."""
    row = reader.one("SELECT last FROM counters WHERE kind = :kind", _COUNTER)
    return int(str(row["last"])) if row else 0


def since(reader: Reader, seq: int, most: int) -> list[Event]:
    """The first rows after number ``seq``."""
    rows = reader.all("SELECT * FROM events WHERE seq > :seq ORDER BY seq LIMIT :most", {"seq": seq, "most": most})
    return [_event(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: how many rows it read, and the first broken one with the reason, if any."""

    rows: int
    broken: int | None = None
    reason: str = ""


def verify(reader: Reader) -> Verdict:
    """Read the whole record and check every seal; the first row that was changed, removed or put in is named. A row whose
    words were taken out (`redact`) is right as the row that says so has it sealed."""
    # Read first: rows added while the others are read must not count as missing.
    counted = reader.one("SELECT last FROM counters WHERE kind = :kind", _COUNTER)
    prev, expected = "", 1
    try:
        for row in _every_row(reader):
            seq = int(str(row["seq"]))
            if seq != expected:
                return Verdict(expected - 1, expected, "missing")
            if row["prev"] != prev:
                return Verdict(expected - 1, seq, "chain")
            if row["hash"] != seal(row) and not _was_redacted(reader, row):
                return Verdict(expected - 1, seq, "changed")
            prev, expected = str(row["hash"]), expected + 1
    except CorruptDatabase:
        return Verdict(expected - 1, expected, "changed")
    if counted and int(str(counted["last"])) >= expected:
        return Verdict(expected - 1, expected, "missing")
    return Verdict(expected - 1)


def _was_redacted(reader: Reader, row: Row) -> bool:
    # The latest row that speaks of it counts: words may have been taken out more than once. That row is in the chain too.
    later = reader.all(
        "SELECT data FROM events WHERE case_id = :case AND seq > :seq AND action = :forget ORDER BY seq DESC",
        {"case": row["case_id"], "seq": row["seq"], "forget": FORGET},
    )
    for found in later:
        sealed = json.loads(str(found["data"]))["sealed"]
        if str(row["seq"]) in sealed:
            return bool(sealed[str(row["seq"])] == seal(row))
    return False


def _every_row(reader: Reader) -> Iterator[Row]:
    after, page = -(2**62), _PAGE
    while True:
        try:
            rows = reader.all(
                "SELECT * FROM events WHERE seq > :after ORDER BY seq LIMIT :page", {"after": after, "page": page}
            )
        except CorruptDatabase:
            # One by one up to the row that cannot be read.
            if page == 1:
                raise
            page = 1
            continue
        if not rows:
            return
        yield from rows
        after = int(str(rows[-1]["seq"]))


_SEALED_OF: Final = itemgetter("seq", "at", "actor", "case_id", "action", "from_state", "to_state", "data", "prev")


def seal(row: Mapping[str, object]) -> str:
    """The hash of a row, over its fields and the hash of the row before it."""
    # JSON keeps the fields apart: no text can move a word from one field to the next and keep the hash. Written here as
    # `json.dumps` writes a list, which takes twice as long.
    number, *texts = _SEALED_OF(row)
    sealed = f"[{number}, {', '.join(map(encode_basestring, texts))}]"
    return hashlib.sha256(sealed.encode("utf-8", "surrogatepass")).hexdigest()


def _event(row: Row) -> Event:
    return Event(
        seq=int(str(row["seq"])),
        at=str(row["at"]),
        actor=str(row["actor"]),
        case_id=str(row["case_id"]),
        action=str(row["action"]),
        from_state=str(row["from_state"]),
        to_state=str(row["to_state"]),
        data=json.loads(str(row["data"])),
    )
