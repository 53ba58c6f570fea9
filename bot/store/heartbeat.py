"""One row: when the bot was last seen at work, and by which policies its due times were last reckoned."""

from __future__ import annotations

from bot.store.database import Reader, Transaction


def last(reader: Reader) -> str:
    """When the bot was last at work (UTC text); empty when it never was."""
    row = reader.one("SELECT at FROM heartbeat")
    return str(row["at"]) if row else ""


def beat(tx: Transaction, at: str) -> None:
    """It is at work now."""
    tx.execute(
        "INSERT INTO heartbeat (only_one, at) VALUES (1, :at) ON CONFLICT (only_one) DO UPDATE SET at = excluded.at",
        {"at": at},
    )


def policies(reader: Reader) -> str:
    """The fingerprint of the policies by which the due times stand; empty when none was put down."""
    row = reader.one("SELECT policies FROM heartbeat")
    return str(row["policies"]) if row else ""


def reckoned_by(tx: Transaction, fingerprint: str) -> None:
    """All due times stand by these policies now."""
    tx.execute(
        "INSERT INTO heartbeat (only_one, at, policies) VALUES (1, '', :policies) "
        "ON CONFLICT (only_one) DO UPDATE SET policies = excluded.policies",
        {"policies": fingerprint},
    )
