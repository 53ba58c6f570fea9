"""Messages owed to the chat: put down in the transaction that makes them due, taken up by `bot.outbox`.

A row is `waiting` → `sending` (leased to one sender) → `sent`, or `parked` (the chat refuses it for good) or
`dropped` (overtaken: nobody needs it any more). Times are epoch milliseconds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.store.database import Reader, Row, Transaction
from bot.text.packing import to_json


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


_OPEN = "state IN ('waiting', 'sending')"


@dataclass(frozen=True, slots=True)
class Held:
    """What the pace keeps from going now: the channels (as the rows name them) where nothing new may be
    posted (``posts``: nowhere at all), and, with ``updates``, every card that stands in the chat already and would be
    changed."""

    channels: frozenset[str] = frozenset()
    updates: bool = False
    posts: bool = False


def due(reader: Reader, *, now: int, held: Held, after: int = 0) -> int | None:
    """The number of the next message that may go, or None; of those numbered above ``after`` only. Only looks: `take`
    leases it."""
    row = _next(reader, now, held, after)
    return int(str(row["id"])) if row else None


def newest(reader: Reader) -> int:
    """The number of the message put down last, or 0."""
    row = reader.one("SELECT max(id) AS id FROM outbox")
    return 0 if row is None or row["id"] is None else int(str(row["id"]))


def take(tx: Transaction, *, now: int, sender: str, lease: int, held: Held, after: int = 0) -> Owed | None:
    """Lease the next message that may go for ``lease`` ms: the oldest that is not ``held`` and whose case has
    nothing older still open in that channel. A lease that ran out (its sender died) is taken up again. Answers
    that only one person sees go before all else: somebody is waiting, and they are short-lived. Only those numbered above
    ``after`` are looked at: who knows from `due` where the next one stands need not keep all writers while it searches."""
    row = _next(tx, now, held, after)
    if row is None:
        return None
    # From here on the message may reach the chat without our hearing of it, even if the process dies now.
    taken = tx.one(
        "UPDATE outbox SET state = 'sending', uncertain = 1, sender = :sender, lease_until = :until "
        "WHERE id = :id RETURNING *",
        {"sender": sender, "until": now + lease, "id": row["id"]},
    )
    return replace(_owed(taken), uncertain=bool(row["uncertain"])) if taken else None


def _next(reader: Reader, now: int, held: Held, after: int = 0) -> Row | None:
    return reader.one(*_search(now, Held(), "o.what = 'ephemeral'", after)) or reader.one(
        *_search(now, held, "o.what <> 'ephemeral'", after)
    )


def _search(now: int, held: Held, among: str, after: int = 0) -> tuple[str, dict[str, object]]:
    names = {f"b{i}": name for i, name in enumerate(sorted(held.channels))}
    # A card that stands in the chat already is changed, which has a pace of its own.
    stands = (
        "(o.what = 'card' AND EXISTS (SELECT 1 FROM posted AS p WHERE p.case_id = o.case_id AND p.channel = o.channel))"
    )
    free = "0" if held.posts else f"o.channel NOT IN ({', '.join(':' + name for name in names)})"
    sql = (
        f"SELECT id, uncertain FROM outbox AS o WHERE {_OPEN} AND {among} AND id > :after "
        "AND (state = 'waiting' OR lease_until <= :now) AND not_before <= :now "
        f"AND {f'{free} AND NOT {stands}' if held.updates else f'({stands} OR {free})'} "
        "AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.state IN ('waiting', 'sending') "
        "AND e.channel = o.channel AND e.case_id = o.case_id AND e.id < o.id AND e.later = 0 "
        "AND (e.what = 'ephemeral') = (o.what = 'ephemeral')) ORDER BY id LIMIT 1"
    )
    return sql, {"now": now, "after": after, **names}


def renew(tx: Transaction, id: int, sender: str, *, until: int) -> bool:
    """Keep a lease until ``until``; False when another sender has taken the message over."""
    return bool(
        tx.execute(
            "UPDATE outbox SET lease_until = :until WHERE id = :id AND state = 'sending' AND sender = :sender",
            {"until": until, "id": id, "sender": sender},
        )
    )


def sent(tx: Transaction, id: int, sender: str, *, ts: str, now: int) -> bool:
    """The message is in the chat at ``ts``. Like all that follow: False, and nothing done, for a lease that
    was lost."""
    return bool(
        tx.execute(
            "UPDATE outbox SET state = 'sent', uncertain = 0, ts = :ts, sent_at = :now, error = '' "
            "WHERE id = :id AND state = 'sending' AND sender = :sender",
            {"ts": ts, "now": now, "id": id, "sender": sender},
        )
    )


def dropped(tx: Transaction, id: int, sender: str, *, why: str) -> bool:
    """Nobody needs the message any more."""
    return _leave(tx, id, sender, "dropped", why, uncertain=False)


def refused(tx: Transaction, id: int, sender: str, *, error: str, uncertain: bool) -> bool:
    """The chat refuses the message for good: it is parked until somebody puts it back."""
    return _leave(tx, id, sender, "parked", error, uncertain=uncertain)


def _leave(tx: Transaction, id: int, sender: str, state: str, error: str, *, uncertain: bool) -> bool:
    return bool(
        tx.execute(
            "UPDATE outbox SET state = :state, error = :error, uncertain = :uncertain "
            "WHERE id = :id AND state = 'sending' AND sender = :sender",
            {"state": state, "error": error, "uncertain": int(uncertain), "id": id, "sender": sender},
        )
    )


def put_back(
    tx: Transaction,
    owed: Owed,
    sender: str,
    *,
    not_before: int,
    uncertain: bool,
    error: str = "",
    failed: bool = False,
) -> bool:
    """Try again at ``not_before``; ``failed`` counts the attempt. ``uncertain``: it may be in the chat
    already."""
    done = bool(
        tx.execute(
            "UPDATE outbox SET not_before = :not_before, uncertain = :uncertain, error = :error, "
            "lease_until = 0, sender = '', attempts = attempts + :failed "
            "WHERE id = :id AND state = 'sending' AND sender = :sender",
            {
                "not_before": not_before,
                "uncertain": int(uncertain),
                "error": error,
                "failed": int(failed),
                "id": owed.id,
                "sender": sender,
            },
        )
    )
    if done:
        _wait(tx, owed)
    return done


def _wait(tx: Transaction, owed: Owed) -> None:
    # Of two drawings of one card the older stays: it shows the case as it will be when it goes.
    if owed.what == "card":
        place = {"id": owed.id, "case": owed.case_id, "channel": owed.channel}
        same = "what = 'card' AND state = 'waiting' AND case_id = :case AND channel = :channel"
        older = tx.one(f"SELECT id FROM outbox WHERE {same} AND id < :id", place)
        gone = "id = :id" if older else f"{same} AND id > :id"
        tx.execute(f"UPDATE outbox SET state = 'dropped', error = 'overtaken' WHERE {gone}", place)
        if older:
            return
    tx.execute("UPDATE outbox SET state = 'waiting' WHERE id = :id", {"id": owed.id})


def retry_parked(tx: Transaction, ids: Sequence[int] | None = None) -> int:
    """Put parked messages back in the queue, all of them or those named; how many. Whoever was told that they
    were refused will be told again if they are refused again."""
    chosen = [owed for owed in parked(tx) if ids is None or owed.id in set(ids)]
    for owed in chosen:
        tx.execute(
            "UPDATE outbox SET attempts = 0, not_before = 0, error = '', lease_until = 0, sender = '' WHERE id = :id",
            {"id": owed.id},
        )
        _wait(tx, owed)
    if chosen:
        tx.execute("UPDATE outbox SET key = NULL WHERE substr(key, 1, 7) = 'parked:'")
    return len(chosen)


def set_back(tx: Transaction, *, now: int, lease: int, most: int) -> int:
    """The clock was set back: nothing is leased for longer than ``lease`` ms from ``now`` on, and what is tried again waits for
    ``most`` ms at most; how many that changed. What was put off on purpose keeps its time."""
    leased = tx.execute(
        "UPDATE outbox SET lease_until = :until WHERE state = 'sending' AND lease_until > :until",
        {"until": now + lease},
    )
    return leased + tx.execute(
        "UPDATE outbox SET not_before = :until WHERE state = 'waiting' AND not_before > 0 AND not_before > :until "
        "AND later = 0 AND (discreet = 0 OR attempts > 0)",
        {"until": now + most},
    )


def look_for(tx: Transaction, id: int, at: int) -> None:
    """Look once more at ``at`` (epoch ms) whether a message stands in the chat twice; 0: it was done."""
    tx.execute("UPDATE outbox SET look_at = :at WHERE id = :id", {"id": id, "at": at})


def to_look_for(reader: Reader, now: int) -> Owed | None:
    """The message that is to be looked for next, of those whose time has come."""
    row = reader.one(
        "SELECT * FROM outbox WHERE look_at > 0 AND look_at <= :now ORDER BY look_at LIMIT 1", {"now": now}
    )
    return _owed(row) if row else None


def next_due(reader: Reader, *, after: int = 0) -> int | None:
    """When, later than ``after``, the next message falls due that was put off or whose sender died, the pace left aside
    (epoch ms); None when there is none."""
    row = reader.one(
        "SELECT min(at) AS at FROM ("
        "SELECT min(not_before) AS at FROM outbox WHERE state = 'waiting' AND not_before > 0 AND not_before > :after "
        "UNION ALL SELECT min(lease_until) FROM outbox WHERE state = 'sending' AND lease_until > :after)",
        {"after": after},
    )
    return None if row is None or row["at"] is None else int(str(row["at"]))


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
    return [_owed(row) for row in reader.all("SELECT * FROM outbox WHERE state = 'parked' ORDER BY id")]


def open_count(reader: Reader, *, due_before: int | None = None) -> int:
    """How many messages are still to be sent; with ``due_before`` (epoch ms), without those put off until
    later."""
    later = "" if due_before is None else "AND (state = 'sending' OR not_before <= :before)"
    row = reader.one(f"SELECT count(*) AS n FROM outbox WHERE {_OPEN} {later}", {"before": due_before})
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
        discreet=bool(row["discreet"]),
    )
