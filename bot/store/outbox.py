"""Messages owed to the chat: put down in the transaction that makes them due, taken up by `bot.outbox` (`bot.store.sending`).

A row is `waiting` → `sending` (leased to one sender) → `sent`, or `parked` (the chat refuses it for good) or
`dropped` (overtaken: nobody needs it any more). Times are epoch milliseconds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.store.database import Reader, Row, Transaction
from bot.text.packing import to_json

# What is still to be sent; word for word as in the partial indexes.
OPEN: Final = "state IN ('waiting', 'sending')"


@dataclass(frozen=True, slots=True)
class Owed:
    """One message owed. ``what`` names how it is drawn (`bot.outbox` knows them); ``channel`` is a channel id
    or name, a person's id for a direct message, or ``@`` and the id for their own card of a case; ``uncertain`` means
    an earlier attempt may have reached the chat. A ``discreet`` one leaves neither row nor name behind."""

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
    discreet: bool = False


def owe(
    tx: Transaction,
    what: str,
    channel: str,
    *,
    now: int,
    case_id: str = "",
    body: Mapping[str, object] | None = None,
    key: str | None = None,
    not_before: int = 0,
    discreet: bool = False,
    later: int | None = None,
) -> bool:
    """Put a message down. False when one with the same ``key`` was owed before; nothing is added then.

    ``later`` puts it off until then on purpose: nothing behind it waits for it (`latest_later` finds it).
    """
    return bool(
        tx.execute(
            "INSERT INTO outbox (what, channel, case_id, body, key, state, owed_at, not_before, discreet, later) "
            "VALUES (:what, :channel, :case_id, :body, :key, 'waiting', :now, :not_before, :discreet, :later) "
            "ON CONFLICT DO NOTHING",
            {
                "later": int(later is not None),
                "what": what,
                "channel": channel,
                "case_id": case_id,
                "body": to_json(body) if body else "{}",
                "key": key,
                "now": now,
                "not_before": not_before if later is None else later,
                "discreet": int(discreet),
            },
        )
    )


def owe_card(
    tx: Transaction, channel: str, case_id: str, *, now: int, not_before: int = 0, discreet: bool = False
) -> bool:
    """A case's card must be drawn anew. One that is already waiting will show the change too."""
    return owe(tx, "card", channel, now=now, case_id=case_id, not_before=not_before, discreet=discreet)


def hide_card(tx: Transaction, channel: str, case_id: str, *, now: int) -> bool:
    """A case's card must be drawn anew where it stands, without what was taken out of the case. Where it does not stand any
    more, or may not be changed, it is not posted again."""
    return owe(tx, "card", channel, now=now, case_id=case_id, body={"hide": True})


def owe_card_and_line(tx: Transaction, channel: str, case_id: str, line: Mapping[str, object], *, now: int) -> None:
    """As `owe_card`, and after it a line in its thread, drawn from the body ``line``."""
    tx.execute(
        "INSERT INTO outbox (what, channel, case_id, body, state, owed_at) "
        "VALUES ('card', :channel, :case_id, '{}', 'waiting', :now), "
        "('thread', :channel, :case_id, :line, 'waiting', :now) ON CONFLICT DO NOTHING",
        {"channel": channel, "case_id": case_id, "line": to_json(line), "now": now},
    )


@dataclass(frozen=True, slots=True)
class Later:
    """A message that was put off on purpose: when it was or is to go at the earliest, or went (epoch ms)."""

    id: int
    state: str
    at: int
    body: Mapping[str, object]


def latest_later(reader: Reader, case_id: str, channel: str) -> Later | None:
    """The latest message of a case to a channel or person that was put off on purpose, sent or not."""
    row = reader.one(
        "SELECT id, state, max(owed_at, not_before, coalesce(sent_at, 0)) AS at, body FROM outbox "
        "WHERE case_id = :case AND channel = :channel AND later = 1 ORDER BY id DESC LIMIT 1",
        {"case": case_id, "channel": channel},
    )
    return _later(row) if row else None


def next_later(reader: Reader, owed: Owed) -> Later | None:
    """The one that was put off next after ``owed``, to the same place about the same case."""
    row = reader.one(
        "SELECT id, state, max(owed_at, not_before, coalesce(sent_at, 0)) AS at, body FROM outbox "
        "WHERE case_id = :case AND channel = :channel AND later = 1 AND id > :id ORDER BY id LIMIT 1",
        {"case": owed.case_id, "channel": owed.channel, "id": owed.id},
    )
    return _later(row) if row else None


def _later(row: Row) -> Later:
    return Later(int(str(row["id"])), str(row["state"]), int(str(row["at"])), json.loads(str(row["body"])))


def newest(reader: Reader) -> int:
    """The number of the message put down last, or 0."""
    row = reader.one("SELECT max(id) AS id FROM outbox")
    return 0 if row is None or row["id"] is None else int(str(row["id"]))


def forget_done(tx: Transaction, before: int) -> int:
    """Delete what was sent or dropped and owed before ``before`` (epoch ms); how many. Keyed rows stay, because the
    key is what keeps them from being owed twice, but for answers to requests that nobody repeats after so long."""
    return tx.execute(
        "DELETE FROM outbox WHERE state IN ('sent', 'dropped') AND owed_at < :before "
        "AND (key IS NULL OR key LIKE 'answer:%' OR key LIKE 'click:%')",
        {"before": before},
    )


def instance(tx: Transaction, new: str) -> str:
    """The name by which this database's messages are known in the chat; ``new`` becomes it the first time."""
    tx.execute("INSERT INTO instance (only_one, name) VALUES (1, :name) ON CONFLICT DO NOTHING", {"name": new})
    row = tx.one("SELECT name FROM instance")
    assert row is not None
    return str(row["name"])


def card_owed(reader: Reader, case_id: str) -> bool:
    """Whether a case's card in the chat is still to be brought up to date."""
    found = reader.one(
        "SELECT 1 AS one FROM outbox WHERE state IN ('waiting', 'sending') AND what = 'card' AND case_id = :case LIMIT 1",
        {"case": case_id},
    )
    return found is not None


def parked(reader: Reader) -> list[Owed]:
    """What the chat refuses for good, oldest first."""
    return [owed_of(row) for row in reader.all("SELECT * FROM outbox WHERE state = 'parked' ORDER BY id")]


def open_count(reader: Reader, *, due_before: int | None = None) -> int:
    """How many messages are still to be sent; with ``due_before`` (epoch ms), without those put off until
    later."""
    later = "" if due_before is None else "AND (state = 'sending' OR not_before <= :before)"
    row = reader.one(f"SELECT count(*) AS n FROM outbox WHERE {OPEN} {later}", {"before": due_before})
    return int(str(row["n"])) if row else 0


def owed_of(row: Row) -> Owed:
    """A whole row as a value."""
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
        discreet=bool(row["discreet"]),
    )
