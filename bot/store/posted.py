"""Where the cards of cases stand in the chat, and when each was drawn."""

from __future__ import annotations

from bot.store.database import Reader, Transaction


def card_ts(reader: Reader, case_id: str, channel: str) -> str:
    """Where a case's card stands in a channel (the message's ts), or empty."""
    row = reader.one(
        "SELECT ts FROM posted WHERE case_id = :case AND channel = :channel",
        {"case": case_id, "channel": channel},
    )
    return str(row["ts"]) if row else ""


def card_channels(reader: Reader, case_id: str) -> list[str]:
    """The channels in which a case's card stands."""
    rows = reader.all("SELECT channel FROM posted WHERE case_id = :case ORDER BY channel", {"case": case_id})
    return [str(row["channel"]) for row in rows]


def cards_at(reader: Reader, ts: str) -> list[tuple[str, str]]:
    """The cards that stand at ``ts``, as (case, channel): one, unless two channels had a message at the same instant."""
    if not ts:
        return []
    rows = reader.all("SELECT case_id, channel FROM posted WHERE ts = :ts", {"ts": ts})
    return [(str(row["case_id"]), str(row["channel"])) for row in rows]


def save_card(tx: Transaction, case_id: str, channel: str, ts: str, *, drawn_at: int = 0) -> None:
    """Remember where a case's card stands and when it was drawn (epoch ms); empty ``ts``: nowhere, it is to be posted
    again."""
    if not ts:
        tx.execute(
            "DELETE FROM posted WHERE case_id = :case AND channel = :channel",
            {"case": case_id, "channel": channel},
        )
        return
    tx.execute(
        "INSERT INTO posted (case_id, channel, ts, drawn_at) VALUES (:case, :channel, :ts, :drawn_at) "
        "ON CONFLICT (case_id, channel) DO UPDATE SET ts = excluded.ts, drawn_at = excluded.drawn_at",
        {"case": case_id, "channel": channel, "ts": ts, "drawn_at": drawn_at},
    )


def card_drawn(tx: Transaction, case_id: str, channel: str, at: int) -> None:
    """A card that stands in a channel was drawn anew at ``at`` (epoch ms)."""
    tx.execute(
        "UPDATE posted SET drawn_at = :at WHERE case_id = :case AND channel = :channel",
        {"at": at, "case": case_id, "channel": channel},
    )
