"""The record: who did what to which case and when, each row sealed with a hash over the row before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.store.database import Reader, Row, Transaction

_PAGE = 2_000


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
    last = tx.one("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1")
    seq, prev = (int(str(last["seq"])) + 1, str(last["hash"])) if last else (1, "")
    values: dict[str, object] = {
        "seq": seq,
        "at": at,
        "actor": actor,
        "case_id": case_id,
        "action": action,
        "from_state": from_state,
        "to_state": to_state,
        "data": json.dumps(data or {}, ensure_ascii=False, sort_keys=True),
        "prev": prev,
    }
    values["hash"] = _seal(values)
    tx.execute(
        "INSERT INTO events (seq, at, actor, case_id, action, from_state, to_state, data, prev, hash) VALUES "
        "(:seq, :at, :actor, :case_id, :action, :from_state, :to_state, :data, :prev, :hash)",
        values,
    )
    return seq


def event(reader: Reader, seq: int) -> Event | None:
    """One row of the record."""
    row = reader.one("SELECT * FROM events WHERE seq = :seq", {"seq": seq})
    return _event(row) if row else None


def history(reader: Reader, case_id: str) -> list[Event]:
    """A case's rows, oldest first."""
    rows = reader.all("SELECT * FROM events WHERE case_id = :case ORDER BY seq", {"case": case_id})
    return [_event(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: how many rows it read, and the first broken one with the reason, if any."""

    rows: int
    broken: int | None = None
    reason: str = ""


def verify(reader: Reader) -> Verdict:
    """Read the whole record and check every seal; the first row that was changed, removed or put in is named."""
    prev, expected = "", 1
    for row in _every_row(reader):
        seq = int(str(row["seq"]))
        if seq != expected:
            return Verdict(expected - 1, expected, "missing")
        if row["prev"] != prev:
            return Verdict(expected - 1, seq, "chain")
        if row["hash"] != _seal(row):
            return Verdict(expected - 1, seq, "changed")
        prev, expected = str(row["hash"]), expected + 1
    return Verdict(expected - 1)


def _every_row(reader: Reader) -> Iterator[Row]:
    after = -(2**62)
    while rows := reader.all(
        "SELECT * FROM events WHERE seq > :after ORDER BY seq LIMIT :page", {"after": after, "page": _PAGE}
    ):
        yield from rows
        after = int(str(rows[-1]["seq"]))


_SEALED = ("seq", "at", "actor", "case_id", "action", "from_state", "to_state", "data", "prev")


def _seal(row: Mapping[str, object]) -> str:
    # JSON keeps the fields apart: no text can move a word from one field to the next and keep the hash.
    sealed = json.dumps([row[name] for name in _SEALED], ensure_ascii=False)
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
