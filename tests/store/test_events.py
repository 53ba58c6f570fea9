"""The record: what is appended stays, and what was tampered with is named."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import events
from bot.store.database import Store

AT = "2026-12-01T00:45:00.000000Z"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "guanwei.db")
    with made.transaction() as tx:
        for number in range(1, 8):
            events.append(
                tx,
                at=AT,
                actor="U1",
                case_id=f"C-{number % 2 + 1}",
                action="note",
                from_state="new",
                to_state="new",
                data={"words": f"第 {number} 条"},
            )
    return made


def tamper(store: Store, *statements: str) -> None:
    """Do by hand what the triggers forbid, as somebody with the file in hand can."""
    store.close()
    connection = sqlite3.connect(store.path)
    for trigger in ("events_keep_rows", "events_keep_text"):
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def verdict(store: Store) -> events.Verdict:
    return events.verify(Store(store.path))


def test_a_history_is_given_back_oldest_first_with_what_was_kept(store: Store) -> None:
    found = events.history(store, "C-2")
    assert [event.seq for event in found] == [1, 3, 5, 7]
    assert found[1].data == {"words": "第 3 条"}
    assert events.event(store, 3) == found[1]
    assert events.event(store, 99) is None


def test_a_record_nobody_touched_is_whole(store: Store) -> None:
    assert events.verify(store) == events.Verdict(rows=7)


def test_an_empty_record_is_whole(tmp_path: Path) -> None:
    assert events.verify(Store(tmp_path / "new.db")) == events.Verdict(rows=0)


@pytest.mark.parametrize("change", ["DELETE FROM events WHERE seq = 3", "UPDATE events SET actor = 'U9' WHERE seq = 3"])
def test_rows_can_be_neither_changed_nor_removed(store: Store, change: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"), store.transaction() as tx:
        tx.execute(change)
    assert events.verify(store).rows == 7


@pytest.mark.parametrize("column", ["at", "actor", "case_id", "action", "from_state", "to_state", "data"])
def test_a_changed_field_is_named_by_its_row(store: Store, column: str) -> None:
    tamper(store, f"UPDATE events SET {column} = '[\"x\"]' WHERE seq = 4")
    assert verdict(store) == events.Verdict(rows=3, broken=4, reason="changed")


def test_words_moved_from_one_field_to_the_next_are_noticed(store: Store) -> None:
    tamper(store, "UPDATE events SET actor = '', case_id = actor || case_id WHERE seq = 2")
    assert verdict(store).broken == 2


@pytest.mark.parametrize("row", [1, 4, 7])
def test_a_removed_row_is_named_wherever_it_stood(store: Store, row: int) -> None:
    tamper(store, f"DELETE FROM events WHERE seq = {row}")
    assert verdict(store) == events.Verdict(rows=row - 1, broken=row, reason="missing")


def test_a_removed_last_row_is_still_named_after_more_was_appended(store: Store) -> None:
    tamper(store, "DELETE FROM events WHERE seq = 7")
    again = Store(store.path)
    with again.transaction() as tx:
        assert events.append(tx, at=AT, actor="U1", case_id="C-1", action="note") == 8
    assert events.verify(again) == events.Verdict(rows=6, broken=7, reason="missing")


def test_a_row_put_in_is_named(store: Store) -> None:
    tamper(
        store,
        "DELETE FROM events WHERE seq = 5",
        "INSERT INTO events SELECT 5, at, 'U9', case_id, action, from_state, to_state, data, prev, hash "
        "FROM events WHERE seq = 4",
    )
    assert verdict(store) == events.Verdict(rows=4, broken=5, reason="chain")


def test_a_row_put_in_before_the_first_is_named(store: Store) -> None:
    tamper(store, "INSERT INTO events SELECT 0, at, actor, case_id, action, '', '', data, '', hash FROM events LIMIT 1")
    assert verdict(store).reason == "missing"


def test_a_row_added_at_the_end_without_the_seal_is_named(store: Store) -> None:
    tamper(
        store,
        "INSERT INTO events SELECT 8, at, actor, case_id, action, '', '', data, hash, 'made up' "
        "FROM events WHERE seq = 7",
    )
    assert verdict(store) == events.Verdict(rows=7, broken=8, reason="changed")


def test_two_rows_exchanged_are_noticed(store: Store) -> None:
    tamper(
        store,
        "UPDATE events SET seq = -1 WHERE seq = 2",
        "UPDATE events SET seq = 2 WHERE seq = 3",
        "UPDATE events SET seq = 3 WHERE seq = -1",
    )
    assert verdict(store).broken == 2


@given(words=st.text())
def test_any_words_are_kept_as_they_were(words: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "guanwei.db")
        with store.transaction() as tx:
            seq = events.append(tx, at=AT, actor="U1", case_id="C-1", action="note", data={"words": words})
        kept = events.event(store, seq)
        assert kept is not None and kept.data == {"words": words}
        assert events.verify(store) == events.Verdict(rows=1)
        store.close()


_FIELDS = ("seq", "at", "actor", "case_id", "action", "from_state", "to_state", "data", "prev")


@given(seq=st.integers(min_value=1), texts=st.lists(st.text(st.characters()), min_size=8, max_size=8))
def test_a_seal_is_over_the_row_as_json_writes_it(seq: int, texts: list[str]) -> None:
    """Rows of older programs were sealed by `json.dumps`, and their seals must hold."""
    row = dict(zip(_FIELDS, [seq, *texts], strict=True))
    written = json.dumps([seq, *texts], ensure_ascii=False).encode("utf-8", "surrogatepass")
    assert events.seal(row) == hashlib.sha256(written).hexdigest()
