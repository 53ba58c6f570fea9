"""A database that cannot be used is refused at start, in words, and not a byte of it is changed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import CorruptDatabase, LockedDatabase, NewerDatabase, ReadOnlyDatabase
from bot.store import events, health
from bot.store.database import Store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with some rows in it, closed."""
    made = tmp_path / "guanwei.db"
    store = Store(made)
    with store.transaction() as tx:
        for number in range(400):
            events.append(tx, at="", actor="U1", case_id=f"C-{number}", action="note", data={"words": "顾客的话" * 20})
    store.close()
    return made


def bytes_of(path: Path) -> dict[str, bytes]:
    """The database and what a crash leaves beside it. (The -shm is an index that is made anew at every opening.)"""
    return {file.name: file.read_bytes() for file in path.parent.iterdir() if not file.name.endswith("-shm")}


def overwrite(path: Path, at: int, what: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(what)


def newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('guanwei', 'of_next_year', '')"
    )
    connection.commit()
    connection.close()


def test_a_good_database_opens_again(path: Path) -> None:
    assert events.verify(Store(path)).rows == 400


def test_one_of_a_newer_program_is_refused_untouched(path: Path) -> None:
    newer(path)
    before = bytes_of(path)
    with pytest.raises(NewerDatabase, match="更新版本"):
        Store(path)
    assert bytes_of(path) == before


def test_one_of_a_newer_program_that_was_killed_is_refused_untouched(path: Path) -> None:
    """What a crash leaves in the -wal is not even written into the file."""
    newer(path)
    crash = (
        "import os, sys; from pathlib import Path; import sqlite3\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute(\"INSERT INTO counters VALUES ('crash', 1)\")\n"
        "os._exit(1)\n"
    )
    subprocess.run([sys.executable, "-c", crash, str(path)], check=False)
    before = bytes_of(path)
    assert before["guanwei.db-wal"]
    with pytest.raises(NewerDatabase):
        Store(path)
    assert bytes_of(path) == before


def test_one_left_by_a_crash_opens_with_all_that_was_committed(path: Path) -> None:
    crash = (
        "import os, sys; from pathlib import Path; from bot.store.database import Store\n"
        "with Store(Path(sys.argv[1])).transaction() as tx: tx.execute(\"INSERT INTO counters VALUES ('crash', 7)\")\n"
        "os._exit(1)\n"
    )
    subprocess.run([sys.executable, "-c", crash, str(path)], check=False, cwd=ROOT)
    row = Store(path).one("SELECT last FROM counters WHERE kind = 'crash'")
    assert row is not None and row["last"] == 7


def test_a_locked_one_is_refused_untouched(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_LOCK_SECONDS", 0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    before = bytes_of(path)
    with pytest.raises(LockedDatabase, match="占用"):
        Store(path)
    assert bytes_of(path) == before
    holder.close()
    Store(path).close()


def test_one_held_for_its_holder_alone_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_LOCK_SECONDS", 0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LockedDatabase):
        Store(path)
    holder.close()


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_read_only_one_is_refused_untouched(path: Path, what: str) -> None:
    target = path if what == "file" else path.parent
    mode = target.stat().st_mode
    before = bytes_of(path)
    target.chmod(mode & ~0o222)
    try:
        with pytest.raises(ReadOnlyDatabase, match="无法写入"):
            Store(path)
    finally:
        target.chmod(mode)
    assert bytes_of(path) == before


def test_a_new_one_in_a_read_only_folder_is_refused_and_not_made(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o555)
    with pytest.raises(ReadOnlyDatabase):
        Store(folder / "deeper" / "guanwei.db")
    assert list(folder.iterdir()) == []


def test_a_place_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ReadOnlyDatabase):
        Store(tmp_path / "file" / "guanwei.db")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorruptDatabase, match="是文件夹"):
        Store(tmp_path)


@pytest.mark.parametrize(
    "kept", [b"not a database at all " * 500, b"SQLite format 3", b"SQLite format 3\x00" + b"\xa5" * 9_000]
)
def test_garbage_is_refused_untouched(tmp_path: Path, kept: bytes) -> None:
    path = tmp_path / "guanwei.db"
    path.write_bytes(kept)
    with pytest.raises(CorruptDatabase, match="已损坏"):
        Store(path)
    assert bytes_of(path) == {"guanwei.db": kept}


@pytest.mark.parametrize("left", [50, 100, 4_096, 5_000, 0.5, 0.99])
def test_a_truncated_one_is_refused_untouched(path: Path, left: float) -> None:
    size = path.stat().st_size
    os.truncate(path, int(size * left) if left < 1 else int(left))
    before = bytes_of(path)
    with pytest.raises(CorruptDatabase):
        Store(path)
    assert bytes_of(path) == before


def test_a_truncated_one_too_large_to_be_read_through_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_FULL_CHECK_BYTES", 0)
    Store(path).close()
    os.truncate(path, path.stat().st_size - 4_096)
    with pytest.raises(CorruptDatabase):
        Store(path)


def test_one_with_pages_overwritten_in_the_middle_is_refused_untouched(path: Path) -> None:
    page = path.stat().st_size // 4_096 // 2
    overwrite(path, page * 4_096, b"\xff\x00\x5a" * 1_000)
    before = bytes_of(path)
    with pytest.raises(CorruptDatabase):
        Store(path)
    assert bytes_of(path) == before


def test_a_byte_flipped_in_a_rows_words_is_named_by_the_record(path: Path) -> None:
    """The engine does not seal the text in its rows; the record does, whether the text can still be read or not."""
    kept = path.read_bytes()
    row = kept.index(b"U1C-200note")
    for at in range(row, row + 300, 7):
        path.write_bytes(kept)
        overwrite(path, at, bytes([kept[at] ^ 0xFF]))
        store = Store(path)
        assert events.verify(store) == events.Verdict(rows=200, broken=201, reason="changed")
        store.close()


def test_another_programs_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "guanwei.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.commit()
    connection.close()
    before = bytes_of(path)
    with pytest.raises(CorruptDatabase, match="不是 Guanwei 的数据库"):
        Store(path)
    assert bytes_of(path) == before


def test_an_empty_file_is_taken_as_a_new_database(tmp_path: Path) -> None:
    path = tmp_path / "guanwei.db"
    path.touch()
    assert events.verify(Store(path)).rows == 0
