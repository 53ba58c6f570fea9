"""Rows without their words: what of a complaint is emptied, which complaints are due for it, and where a name still stands."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

from bot.store import events
from bot.store.database import Reader, Transaction
from bot.text.masking import FORGOTTEN
from bot.text.mrkdwn import escape

# Steps of putting an index in order: pages that one of them moves. Whoever waits to write waits for no more than that.
_PAGES: Final = 200
_INDEXES: Final = ("complaints_resolved_words", "complaints_open_words")


def due(reader: Reader, before: str, most: int) -> list[str]:
    """Complaints that were resolved before ``before`` (UTC text) and still have their words, the oldest first."""
    rows = reader.all(
        "SELECT id FROM complaints WHERE state IN ('resolved', 'closed') AND forgotten_at = '' AND resolved_at < :before "
        "AND resolved_at <> '' AND since <> '' ORDER BY resolved_at LIMIT :most",
        {"before": before, "most": most},
    )
    return [str(row["id"]) for row in rows]


def of_customer(reader: Reader, customer_key: str) -> list[tuple[str, str]]:
    """A customer's complaints that still have their words, as (id, state)."""
    rows = reader.all(
        "SELECT id, state FROM complaints WHERE customer_key = :key AND forgotten_at = '' ORDER BY created_at, id",
        {"key": customer_key},
    )
    return [(str(row["id"]), str(row["state"])) for row in rows]


def merged_under(reader: Reader, case: str) -> list[str]:
    """The complaints that were merged into one, and into those."""
    rows = reader.all(
        "WITH RECURSIVE up (id) AS (SELECT id FROM complaints WHERE merged_into = :id AND merged_into <> '' "
        "UNION SELECT c.id FROM up CROSS JOIN complaints AS c ON c.merged_into = up.id WHERE c.merged_into <> '') "
        "SELECT id FROM up",
        {"id": case},
    )
    return [str(row["id"]) for row in rows]


def comments_by(reader: Reader, case: str) -> list[tuple[int, str]]:
    """Which comments of a complaint are somebody else's than its customer's, as (number, name)."""
    rows = reader.all(
        "SELECT number, customer FROM complaint_comments WHERE complaint_id = :id AND customer <> '' ORDER BY number",
        {"id": case},
    )
    return [(int(str(row["number"])), str(row["customer"])) for row in rows]


def overwrite(tx: Transaction, *, on: bool) -> None:
    """Whether what is taken away is overwritten in the file too, and not only left out."""
    tx.execute("PRAGMA secure_delete = ON" if on else "PRAGMA secure_delete = OFF")


def empty(tx: Transaction, case: str, at: str) -> None:
    """Take the words, names and numbers out of a complaint, its comments and its fact sheet; figures and times stay. Its
    words leave the indexes with them."""
    values = {"id": case, "at": at, "mark": FORGOTTEN, "key": f"{FORGOTTEN} {case}"}
    tx.execute(
        "UPDATE complaints SET forgotten_at = :at, customer = :mark, customer_key = :key, link = '', words = :mark, "
        "apart = '', order_number = '', followers = NULL, proposals = '', "
        "reply = CASE WHEN reply = '' THEN '' ELSE :mark END, "
        "resolution = CASE WHEN resolution = '' THEN '' ELSE :mark END, version = version + 1 WHERE id = :id",
        values,
    )
    tx.execute(
        "UPDATE complaint_comments SET words = :mark, link = '', customer = CASE WHEN customer = '' THEN '' ELSE :mark END "
        "WHERE complaint_id = :id",
        values,
    )
    for name in ("customer_says", "our_record", "evidence", "remedy", "accepted_words"):
        tx.execute(
            f"UPDATE complaint_facts SET {name} = :mark WHERE complaint_id = :id AND {name} <> ''",
            values,
        )


def empty_comments(tx: Transaction, case: str, numbers: Sequence[int]) -> None:
    """Take the words and the name out of some comments of a complaint."""
    for number in numbers:
        tx.execute(
            "UPDATE complaint_comments SET words = :mark, link = '', customer = :mark "
            "WHERE complaint_id = :id AND number = :number",
            {"id": case, "number": number, "mark": FORGOTTEN},
        )


def to_empty(reader: Reader, before: int) -> bool:
    """Whether there are messages for `empty_sent`."""
    return (
        reader.one(
            "SELECT 1 AS one FROM outbox WHERE key IS NOT NULL AND body <> '{}' AND state IN ('sent', 'dropped') "
            "AND owed_at < :before LIMIT 1",
            {"before": before},
        )
        is not None
    )


def empty_sent(tx: Transaction, before: int, most: int) -> int:
    """Empty messages that were sent or dropped, owed before ``before`` (epoch ms), and are kept only so that they are not
    owed twice; how many."""
    return tx.execute(
        "UPDATE outbox SET body = '{}' WHERE id IN (SELECT id FROM outbox WHERE key IS NOT NULL AND body <> '{}' "
        "AND state IN ('sent', 'dropped') AND owed_at < :before ORDER BY owed_at LIMIT :most)",
        {"before": before, "most": most},
    )


def messages_with(reader: Reader, words: Sequence[str], about: re.Pattern[str] | None) -> list[int]:
    """Messages that hold any of ``words``, or the ids that ``about`` finds; of those that are still to be sent, or that the
    chat refused, the latter only. Reads every message."""
    rows = reader.all(
        "SELECT id, state IN ('sent', 'dropped') AS is_done, case_id || ' ' || body AS said FROM outbox "
        "WHERE body <> '{}' AND state <> 'sending'"
    )
    return [int(str(row["id"])) for row in rows if _holds(str(row["said"]), words if row["is_done"] else (), about)]


def empty_messages(tx: Transaction, ids: Sequence[int]) -> None:
    """Empty these messages; one that is still to be sent, or that the chat refused, is given up with it."""
    for id in ids:
        tx.execute(
            "UPDATE outbox SET body = '{}', state = CASE WHEN state = 'sent' THEN 'sent' ELSE 'dropped' END WHERE id = :id",
            {"id": id},
        )


def answers_with(reader: Reader, words: Sequence[str], about: re.Pattern[str] | None) -> list[str]:
    """Keys of answers to requests that hold any of ``words``, or the ids that ``about`` finds. Reads a week's answers."""
    rows = reader.all("SELECT key, answer FROM inbound WHERE key NOT LIKE 'intake%'")
    return [str(row["key"]) for row in rows if _holds(str(row["answer"]), words, about)]


def _holds(text: str, words: Sequence[str], about: re.Pattern[str] | None) -> bool:
    return (about is not None and about.search(text) is not None) or any(word in text for word in _as_kept(words))


def replace_answers(tx: Transaction, keys: Sequence[str], answer: str) -> None:
    """Let these requests be answered with ``answer`` should they come again."""
    for key in keys:
        tx.execute("UPDATE inbound SET answer = :answer WHERE key = :key", {"key": key, "answer": answer})


def mentions(reader: Reader, names: Sequence[str]) -> list[str]:
    """The cases whose record or row holds one of the names, whatever it stands for there. Reads the whole record."""
    found: set[str] = set()
    for name in names:
        rows = reader.all(
            "SELECT case_id AS id FROM events WHERE instr(data, :name) > 0 "
            "UNION SELECT id FROM complaints WHERE instr(words || customer || reply || resolution, :name) > 0 "
            "UNION SELECT complaint_id FROM complaint_comments WHERE instr(words || customer, :name) > 0 "
            "UNION SELECT draft_id FROM revisions WHERE instr(text || proof, :name) > 0",
            {"name": name},
        )
        found.update(str(row["id"]) for row in rows if row["id"])
    return sorted(found)


def history(reader: Reader, case: str) -> Sequence[events.Event]:
    """A complaint's record, to be rid of its words."""
    return [event for event in events.history(reader, case) if event.action != events.FORGET]


def sweep_due(reader: Reader, before: str) -> bool:
    """Whether the indexes over words still hold what was taken out of them, and were last put in order before ``before``
    (UTC text) or are just being put in order."""
    row = reader.one("SELECT sweep, swept_at FROM forgetting")
    if row is None or row["sweep"] == 0:
        return False
    return int(str(row["sweep"])) > 1 or str(row["swept_at"]) < before


def sweep_later(tx: Transaction) -> None:
    """The indexes are to be put in order, from the beginning."""
    tx.execute(
        "INSERT INTO forgetting (only_one, sweep) VALUES (1, 1) ON CONFLICT (only_one) DO UPDATE SET sweep = 1", {}
    )


def sweep(tx: Transaction, at: str) -> bool:
    """One step of putting the indexes in order, so that nothing of what was taken out stays in the file; True when it was
    the last one."""
    row = tx.one("SELECT sweep FROM forgetting")
    step = int(str(row["sweep"])) if row else 0
    if not step:
        return True
    # Odd: an index is begun; even: it is gone on with. Two numbers for each index.
    index, begun = _INDEXES[(step - 1) // 2], step % 2 == 0
    before = _changes(tx)
    tx.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', :pages)", {"pages": _PAGES if begun else -_PAGES})
    # The engine says that an index is in order by hardly changing anything.
    is_done = begun and _changes(tx) - before < 2
    following = step + 1 if is_done or not begun else step
    if following <= 2 * len(_INDEXES):
        tx.execute("UPDATE forgetting SET sweep = :sweep", {"sweep": following})
        return False
    tx.execute("UPDATE forgetting SET sweep = 0, swept_at = :at", {"at": at})
    return True


def checkpoint(reader: Reader) -> None:
    """Bring the file itself up to date, so that what was overwritten stands nowhere beside it; whoever reads meanwhile keeps
    some of it from being done, which the next one does."""
    reader.all("PRAGMA wal_checkpoint(TRUNCATE)")


def _changes(tx: Transaction) -> int:
    row = tx.one("SELECT total_changes() AS n")
    return int(str(row["n"])) if row else 0


def _as_kept(words: Sequence[str]) -> tuple[str, ...]:
    """Words as they stand in JSON, with the marks that escape them in the chat's markup and without."""
    return tuple({form for word in words if word for form in (_in_json(word), _in_json(escape(word)))})


def _in_json(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)[1:-1]
