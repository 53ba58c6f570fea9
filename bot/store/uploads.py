"""Pictures that the chat has: what is drawn on each, under a key, and the chat's id of its file."""

from __future__ import annotations

from bot.store.database import Reader, Transaction


def file(reader: Reader, key: str) -> str:
    """The file with this picture, or empty."""
    row = reader.one("SELECT file FROM uploads WHERE key = :key", {"key": key})
    return str(row["file"]) if row else ""


def keep(tx: Transaction, key: str, uploaded: str, *, now: int) -> str:
    """Remember where a picture is (``now``: epoch ms); the file that counts, which is another's where two uploaded it."""
    tx.execute(
        "INSERT INTO uploads (key, file, at) VALUES (:key, :file, :now) ON CONFLICT DO NOTHING",
        {"key": key, "file": uploaded, "now": now},
    )
    return file(tx, key)


def forget(tx: Transaction, key: str) -> None:
    """The chat does not have it (any more): it is uploaded again when it is next shown."""
    tx.execute("DELETE FROM uploads WHERE key = :key", {"key": key})


def forget_old(tx: Transaction, before: int) -> int:
    """Forget what was uploaded before ``before`` (epoch ms); how many. The pictures stay where they are shown."""
    return tx.execute("DELETE FROM uploads WHERE at < :before", {"before": before})
