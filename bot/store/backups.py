"""Which night's backup was made, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.database import Reader, Row, Transaction


@dataclass(frozen=True, slots=True)
class Backup:
    """A night's backup. ``night`` is the company's day; the times are UTC text, ``done_at`` empty until it is whole;
    ``size`` is bytes; ``failure`` is why the last try failed."""

    night: str
    begun_at: str
    done_at: str
    file: str
    size: int
    failure: str


def of_night(reader: Reader, night: str) -> Backup | None:
    """The backup of one night, if it was begun."""
    row = reader.one("SELECT * FROM backups WHERE night = :night", {"night": night})
    return _backup(row) if row else None


def latest(reader: Reader) -> Backup | None:
    """The latest that is whole."""
    row = reader.one("SELECT * FROM backups WHERE done_at <> '' ORDER BY night DESC LIMIT 1")
    return _backup(row) if row else None


def begin(tx: Transaction, night: str, at: str, *, again_before: str) -> bool:
    """Begin a night's backup; False when it is done, or was begun later than ``again_before`` (by another process, or it
    failed a while ago)."""
    return bool(
        tx.execute(
            "INSERT INTO backups (night, begun_at) VALUES (:night, :at) ON CONFLICT (night) "
            "DO UPDATE SET begun_at = excluded.begun_at WHERE done_at = '' AND begun_at < :before",
            {"night": night, "at": at, "before": again_before},
        )
    )


def done(tx: Transaction, night: str, at: str, file: str, size: int) -> None:
    """It is whole."""
    tx.execute(
        "UPDATE backups SET done_at = :at, file = :file, size = :size, failure = '' WHERE night = :night",
        {"night": night, "at": at, "file": file, "size": size},
    )


def failed(tx: Transaction, night: str, failure: str) -> None:
    """This try failed."""
    tx.execute("UPDATE backups SET failure = :failure WHERE night = :night", {"night": night, "failure": failure})


def _backup(row: Row) -> Backup:
    return Backup(
        night=str(row["night"]),
        begun_at=str(row["begun_at"]),
        done_at=str(row["done_at"]),
        file=str(row["file"]),
        size=int(str(row["size"])),
        failure=str(row["failure"]),
    )
