"""Messages owed to the chat: put down in the transaction that makes them due, taken up by `bot.outbox`.

A row is `waiting` → `sending` (leased to one sender) → `sent`, or `parked` (the chat refuses it for good) or `dropped`
(overtaken: nobody needs it any more). Times are epoch milliseconds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.store.database import Reader, Row, Transaction


@dataclass(frozen=True, slots=True)
class Owed:
    """One message owed. ``what`` names how it is drawn (`bot.outbox` knows them); ``channel`` is a channel id or name,
    or a person's id for a direct message; ``uncertain`` means an earlier attempt may have reached the chat."""

    id: int
    what: str
    channel: str
    case_id: str
    body: Mapping[str, object]
    state: str
    attempts: int
    uncertain: bool
    not_before: int
    owed_at: int
    ts: str
    error: str


def owe(
    tx: Transaction,
    what: str,
    channel: str,
    *,
    now: int,
    case_id: str = "",
    body: Mapping[str, object] | None = None,
    key: str | None = None,
) -> bool:
    """Put a message down. False when one with the same ``key`` was owed before; nothing is added then."""
    return bool(
        tx.execute(
            "INSERT INTO outbox (what, channel, case_id, body, key, state, owed_at) "
            "VALUES (:what, :channel, :case_id, :body, :key, 'waiting', :now) ON CONFLICT DO NOTHING",
            {
                "what": what,
                "channel": channel,
                "case_id": case_id,
                "body": json.dumps(body or {}, ensure_ascii=False),
                "key": key,
                "now": now,
            },
        )
    )


def owe_card(tx: Transaction, channel: str, case_id: str, *, now: int) -> bool:
    """A case's card must be drawn anew. One that is already waiting will show the change too."""
    return owe(tx, "card", channel, now=now, case_id=case_id)


def take(tx: Transaction, *, now: int, sender: str, lease: int, busy: frozenset[str]) -> Owed | None:
    """Lease the next message that may go: the oldest of a channel that is not in ``busy``, whose case has nothing
    older still open in that channel. A lease that ran out (its sender died) is taken up again."""
    row = tx.one(
        "SELECT id, uncertain FROM outbox AS o WHERE state IN ('waiting', 'sending') "
        "AND (state = 'waiting' OR lease_until <= :now) AND not_before <= :now "
        f"AND channel NOT IN ({_listed(busy)}) "
        "AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.state IN ('waiting', 'sending') AND e.channel = o.channel "
        "AND e.case_id = o.case_id AND e.id < o.id) ORDER BY id LIMIT 1",
        {"now": now, **{f"b{i}": name for i, name in enumerate(sorted(busy))}},
    )
    if row is None:
        return None
    # From here on the message may reach the chat without our hearing of it, even if the process dies now.
    taken = tx.one(
        "UPDATE outbox SET state = 'sending', uncertain = 1, sender = :sender, lease_until = :until "
        "WHERE id = :id RETURNING *",
        {"sender": sender, "until": now + lease, "id": row["id"]},
    )
    return replace(_owed(taken), uncertain=bool(row["uncertain"])) if taken else None


def _listed(names: frozenset[str]) -> str:
    return ", ".join(f":b{i}" for i in range(len(names)))


def parked(reader: Reader) -> list[Owed]:
    """What the chat refuses for good, oldest first."""
    return [_owed(row) for row in reader.all("SELECT * FROM outbox WHERE state = 'parked' ORDER BY id")]


def open_count(reader: Reader) -> int:
    """How many messages are still to be sent."""
    row = reader.one("SELECT count(*) AS n FROM outbox WHERE state IN ('waiting', 'sending')")
    return int(str(row["n"])) if row else 0


def _owed(row: Row) -> Owed:
    return Owed(
        id=int(str(row["id"])),
        what=str(row["what"]),
        channel=str(row["channel"]),
        case_id=str(row["case_id"]),
        body=json.loads(str(row["body"])),
        state=str(row["state"]),
        attempts=int(str(row["attempts"])),
        uncertain=bool(row["uncertain"]),
        not_before=int(str(row["not_before"])),
        owed_at=int(str(row["owed_at"])),
        ts=str(row["ts"]),
        error=str(row["error"]),
    )
