"""Messages owed, as a sender takes them up: which may go next, leased to one sender, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.store.database import Reader, Row, Transaction
from bot.store.outbox import OPEN, Owed, owed_of, parked


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
    return replace(owed_of(taken), uncertain=bool(row["uncertain"])) if taken else None


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
        f"SELECT id, uncertain FROM outbox AS o WHERE {OPEN} AND {among} AND id > :after "
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
    return owed_of(row) if row else None


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
