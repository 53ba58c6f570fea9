"""The words of notices, drafts and rallies, set apart by character (`bot.text.likeness`), and which cases hold some."""

from __future__ import annotations

from collections.abc import Iterable

from bot.store.database import Reader, Transaction
from bot.text.likeness import apart


def put(tx: Transaction, case_id: str, texts: Iterable[str]) -> None:
    """What a case says, as it is found from now on."""
    tx.execute(
        "INSERT INTO case_words (case_id, apart) VALUES (:case, :apart) "
        "ON CONFLICT (case_id) DO UPDATE SET apart = excluded.apart",
        {"case": case_id, "apart": apart(" ".join(texts))},
    )


def holding(reader: Reader, query: str, most: int) -> list[str]:
    """The ids of the latest cases that hold the words (`bot.text.likeness.all_of`)."""
    rows = reader.all(
        "SELECT c.case_id FROM case_words_found AS w CROSS JOIN case_words AS c ON c.number = w.rowid "
        "WHERE case_words_found MATCH :q ORDER BY w.rowid DESC LIMIT :most",
        {"q": query, "most": most},
    )
    return [str(row["case_id"]) for row in rows]
