"""Rows of notices that are still being filled in: what somebody typed so far, kept until it is handed in or grows old."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.store.database import Reader, Row, Transaction


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """A form as far as it was filled in. ``case_id`` is the notice that it changes, empty for a new one; ``made`` the
    notice it became, empty until it is handed in; ``typed`` is by block id."""

    id: str
    person: str
    case_id: str
    made: str
    typed: Mapping[str, Any]
    saved_at: str


def form(reader: Reader, id: str) -> NoticeForm | None:
    """One form by the id it was opened under."""
    row = reader.one("SELECT * FROM notice_forms WHERE id = :id", {"id": id})
    return _form(row) if row else None


def unfinished(reader: Reader, person: str, case_id: str, since: str) -> NoticeForm | None:
    """What a person filled in last and never handed in, saved ``since`` or later: a new notice, or a change of a
    notice."""
    row = reader.one(
        "SELECT * FROM notice_forms WHERE person = :person AND case_id = :case AND made = '' AND saved_at >= :since "
        "ORDER BY saved_at DESC LIMIT 1",
        {"person": person, "case": case_id, "since": since},
    )
    return _form(row) if row else None


def save(tx: Transaction, kept: NoticeForm, acted_at: str = "") -> bool:
    """Keep what was typed. ``acted_at`` (the chat's time of the action, as text of one width) keeps what was typed
    earlier and comes in later from taking the place of what is newer; without it, it always does."""
    return bool(
        tx.execute(
            "INSERT INTO notice_forms (id, person, case_id, made, typed, acted_at, saved_at) "
            "VALUES (:id, :person, :case_id, :made, :typed, :acted, :saved_at) "
            "ON CONFLICT (id) DO UPDATE SET typed = excluded.typed, made = excluded.made, "
            "acted_at = max(acted_at, excluded.acted_at), saved_at = excluded.saved_at "
            "WHERE :acted = '' OR acted_at < :acted",
            {
                "id": kept.id,
                "person": kept.person,
                "case_id": kept.case_id,
                "made": kept.made,
                "typed": json.dumps(kept.typed, ensure_ascii=False),
                "acted": acted_at,
                "saved_at": kept.saved_at,
            },
        )
    )


def drop(tx: Transaction, id: str) -> bool:
    """Forget a form that was never handed in."""
    return bool(tx.execute("DELETE FROM notice_forms WHERE id = :id AND made = ''", {"id": id}))


def forget(tx: Transaction, before: str) -> int:
    """Drop the forms that nobody touched since ``before`` (UTC text); how many."""
    return tx.execute("DELETE FROM notice_forms WHERE saved_at < :before", {"before": before})


def _form(row: Row) -> NoticeForm:
    return NoticeForm(
        id=str(row["id"]),
        person=str(row["person"]),
        case_id=str(row["case_id"]),
        made=str(row["made"]),
        typed=json.loads(str(row["typed"])),
        saved_at=str(row["saved_at"]),
    )
