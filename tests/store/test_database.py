"""The store: transactions that are all or nothing, and writers that race."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import FullDisk, LockedDatabase, ReadOnlyDatabase
from bot.store import alike, database, migrations, schema
from bot.store.database import Store
from bot.text.likeness import any_of, cleaned

ROOT = Path(__file__).resolve().parents[2]
COUNT_UP = (
    "INSERT INTO counters (kind, last) VALUES ('T', 1) ON CONFLICT (kind) DO UPDATE SET last = last + 1 RETURNING last"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "deep" / "down" / "guanwei.db")
    yield made
    made.close()


def last(store: Store) -> int:
    row = store.one("SELECT last FROM counters WHERE kind = 'T'")
    return int(str(row["last"])) if row else 0


def test_a_new_database_is_made_with_its_folders_and_kept_durable(store: Store) -> None:
    assert store.path.exists()
    assert [store.one(f"PRAGMA {name}")[0] for name in ("journal_mode", "synchronous", "foreign_keys")] == ["wal", 2, 1]  # type: ignore[index]  # a Row answers numbers too


@pytest.mark.parametrize("size", [0, 4096])
def test_the_log_is_copied_over_at_forty_megabytes_whatever_size_its_pages_have(tmp_path: Path, size: int) -> None:
    path = tmp_path / "guanwei.db"
    if size:
        # As one that was made before has it.
        with closing(sqlite3.connect(path)) as older:
            older.execute(f"PRAGMA page_size={size}")
            older.execute("PRAGMA journal_mode=WAL")
    store = Store(path)
    asked = [store.one(f"PRAGMA {name}") for name in ("page_size", "wal_autocheckpoint")]
    store.close()
    pages, limit = (int(str(row[0])) for row in asked if row is not None)  # type: ignore[index]  # a Row answers numbers too
    assert pages == (size or 2048)
    assert 39_990_000 < pages * limit <= 40_000_000


def test_threads_that_read_one_after_another_share_a_connection(store: Store) -> None:
    # Such a table is known to the connection alone that made it.
    store.all("CREATE TEMP TABLE mine AS SELECT 7 AS number")
    with ThreadPoolExecutor(2) as threads:
        found = [threads.submit(store.one, "SELECT number FROM mine").result() for _ in range(4)]
    assert [row["number"] for row in found if row] == [7, 7, 7, 7]


def test_threads_that_read_at_once_have_a_connection_each(store: Store) -> None:
    reads, may_end = threading.Event(), threading.Event()

    def linger() -> int:
        reads.set()
        return int(may_end.wait(10))

    store.one("SELECT 1")
    store._idle[0].create_function("linger", 0, linger)
    with ThreadPoolExecutor(1) as threads:
        lingering = threads.submit(store.one, "SELECT linger() AS number")
        assert reads.wait(10)
        store.all("CREATE TEMP TABLE mine (number INTEGER) STRICT")
        may_end.set()
        assert [row["number"] for row in (lingering.result(),) if row] == [1]
    # The one that was given back last is taken first.
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        store.one("SELECT number FROM mine")


def test_what_could_not_be_read_leaves_the_connection_to_others(store: Store) -> None:
    store.all("CREATE TEMP TABLE mine AS SELECT 7 AS number")
    with pytest.raises(sqlite3.OperationalError):
        store.one("SELECT nothing FROM mine")
    assert len(store.all("SELECT number FROM mine")) == 1


def test_every_table_is_strict(store: Store) -> None:
    loose = store.all(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 "
        "AND name NOT LIKE 'sqlite_%' AND name <> '_sqlite_migrations'"
    )
    assert [row["name"] for row in loose] == []


def test_what_is_raised_inside_undoes_the_whole_transaction(store: Store) -> None:
    def fail_halfway() -> None:
        with store.transaction() as tx:
            tx.one(COUNT_UP)
            raise KeyError("halfway")

    with pytest.raises(KeyError):
        fail_halfway()
    assert last(store) == 0
    with store.transaction() as tx:
        tx.one(COUNT_UP)
    assert last(store) == 1


def test_what_was_done_in_a_transaction_can_be_undone_and_it_goes_on(store: Store) -> None:
    with store.transaction() as tx:
        tx.one(COUNT_UP)
        tx.one(COUNT_UP)
        tx.undo()
        tx.one(COUNT_UP)
    assert last(store) == 1


def test_a_transaction_inside_another_is_a_part_of_it(store: Store) -> None:
    with store.transaction() as tx:
        put(store, "a")
        with pytest.raises(RuntimeError), store.transaction():
            put(store, "b")
            raise RuntimeError
        put(store, "c")
        assert [row["kind"] for row in tx.all("SELECT kind FROM counters ORDER BY kind")] == ["a", "c"]
    assert keys(store) == ["a", "c"]
    with pytest.raises(RuntimeError), store.transaction():
        put(store, "d")
        raise RuntimeError
    assert keys(store) == ["a", "c"]


def put(store: Store, kind: str) -> None:
    with store.transaction() as tx:
        tx.execute("INSERT INTO counters (kind, last) VALUES (:kind, 1)", {"kind": kind})


def keys(store: Store) -> list[str]:
    return [str(row["kind"]) for row in store.all("SELECT kind FROM counters ORDER BY kind")]


def test_complaints_from_before_are_found_by_their_words(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    before = schema.NAMES[: schema.NAMES.index("flood_and_likeness")]
    with sqlite3.connect(path) as connection:
        for name in before:
            for statement in schema.statements(name):
                connection.execute(statement)
        connection.execute("CREATE TABLE _sqlite_migrations (migration_set TEXT, name TEXT, applied_at TEXT)")
        rows = [("guanwei", name, "2026") for name in before]
        connection.executemany("INSERT INTO _sqlite_migrations VALUES (?, ?, ?)", rows)
        for number, state, words in (
            (7, "new", "快递太慢了，没人管"),
            (8, "resolved", "快递太慢，包装也破"),
            (9, "new", ""),
        ):
            connection.execute(
                "INSERT INTO complaints (id, state, severity, place, customer, customer_key, words, reporter, created_at, "
                "changed_at) VALUES (?, ?, 'normal', 'comment', '', '', ?, '', '', '')",
                (f"C-{number}", state, words),
            )
    connection.close()
    store = Store(path)
    try:
        query = any_of(cleaned("快递太慢"), 9)
        assert [case.id for case in alike.open_like(store, query, "", 9)] == ["C-7"]
        assert [case.id for case in alike.resolved_like(store, query, 9)] == ["C-8"]
        with store.transaction() as tx:
            tx.execute("UPDATE complaints SET state = 'resolved', resolved_at = '2026' WHERE id IN ('C-7', 'C-9')")
        assert alike.open_like(store, query, "", 9) == []
        assert [case.id for case in alike.resolved_like(store, query, 9)] == ["C-8", "C-7"]
    finally:
        store.close()


def test_a_broken_constraint_is_seen_as_what_it_is(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.transaction() as tx:
        tx.execute("INSERT INTO counters (kind, last) VALUES ('database is locked', NULL)")


def test_a_commit_wakes_who_waits_and_a_rollback_does_not(store: Store) -> None:
    store.committed.clear()
    with pytest.raises(KeyError), store.transaction() as tx:
        tx.one(COUNT_UP)
        raise KeyError("undone")
    assert not store.committed.is_set()
    with store.transaction() as tx:
        tx.one(COUNT_UP)
    assert store.committed.is_set()


def test_a_reader_sees_only_what_was_committed(store: Store) -> None:
    with store.transaction() as tx:
        tx.one(COUNT_UP)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(last, store).result() == 0
    assert last(store) == 1


def test_threads_that_race_to_write_lose_nothing(store: Store) -> None:
    seen: list[int] = []
    start = threading.Barrier(8)

    def write() -> None:
        start.wait()
        for _ in range(25):
            with store.transaction() as tx:
                row = tx.one(COUNT_UP)
                assert row is not None
                seen.append(int(str(row["last"])))

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == list(range(1, 201))


def test_processes_that_race_to_make_and_write_one_database_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "guanwei.db"
    program = (
        "import sys; from pathlib import Path; from bot.store.database import Store\n"
        "sys.stdin.readline()\n"
        "store = Store(Path(sys.argv[1]))\n"
        "for _ in range(25):\n"
        "    with store.transaction() as tx:\n"
        f"        tx.one({COUNT_UP!r})\n"
    )
    racing = [
        subprocess.Popen([sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, cwd=ROOT, text=True)
        for _ in range(4)
    ]
    for process in racing:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in racing:
        process.communicate(timeout=60)
    assert [process.returncode for process in racing] == [0, 0, 0, 0]
    assert last(Store(path)) == 100


def test_a_writer_kept_out_for_too_long_is_told_so(store: Store) -> None:
    class Impatient(Store):
        BUSY_SECONDS = 0.05

    hurried = Impatient(store.path)
    with (
        store.transaction() as tx,
        ThreadPoolExecutor(1) as pool,
        pytest.raises(LockedDatabase, match="占用"),
    ):
        tx.one(COUNT_UP)
        pool.submit(lambda: hurried.transaction().__enter__()).result()


def test_a_program_that_writes_without_a_pause_leaves_others_their_turn(store: Store) -> None:
    class Hurried(Store):
        BUSY_SECONDS = 2.0

    program = (
        "import sys; from pathlib import Path; from bot.store.database import Store\n"
        "store = Store(Path(sys.argv[1]))\n"
        "while True:\n"
        "    with store.transaction() as tx:\n"
        f"        found = tx.one({COUNT_UP!r})\n"
        "    if found['last'] == 1: print('ready', flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(store.path)], stdout=subprocess.PIPE, cwd=ROOT) as busy:
        try:
            assert busy.stdout is not None and busy.stdout.readline() == b"ready\n"
            hurried = Hurried(store.path)
            for _ in range(10):
                with hurried.transaction() as tx:
                    tx.one(COUNT_UP)
            hurried.close()
        finally:
            busy.kill()
    assert last(store) > 10


def test_a_log_that_grew_while_somebody_read_is_cut_to_its_usual_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_LOG_BYTES", 200_000)
    store = Store(tmp_path / "guanwei.db")
    log = store.path.with_name(store.path.name + "-wal")
    reader = sqlite3.connect(store.path, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM counters").fetchone()
    with store.transaction() as tx:
        for number in range(1_000):
            tx.execute("INSERT INTO counters VALUES (:kind, 1)", {"kind": "x" * 1_000 + str(number)})
    assert log.stat().st_size > 1_000_000
    reader.close()
    for _ in range(2):
        with store.transaction() as tx:
            tx.one(COUNT_UP)
    assert log.stat().st_size < 205_000
    store.close()


def test_a_full_disk_is_said_and_leaves_the_store_usable(store: Store) -> None:
    pages = store.one("PRAGMA page_count")
    assert pages is not None
    with pytest.raises(FullDisk, match="磁盘已满"):
        fill_up(store, pages["page_count"])
    with store.transaction() as tx:
        tx.one("PRAGMA max_page_count = 1000000")
        tx.one(COUNT_UP)
    assert last(store) == 1


def test_a_disk_that_fails_is_said(store: Store) -> None:
    with pytest.raises(ReadOnlyDatabase, match="磁盘出错"), store.transaction():
        raise sqlite3.OperationalError("disk I/O error")


def fill_up(store: Store, pages: object) -> None:
    with store.transaction() as tx:
        tx.one(f"PRAGMA max_page_count = {pages}")
        for number in range(10_000):
            tx.execute("INSERT INTO counters VALUES (:kind, 1)", {"kind": "x" * 1_000 + str(number)})


def test_every_file_of_the_schema_is_a_migration_with_a_name_of_its_own_and_says_what_it_is_for() -> None:
    assert tuple(each.name for each in migrations.MIGRATIONS._migrations) == schema.NAMES
    assert len(set(schema.NAMES)) == len(schema.NAMES)
    for file in Path(schema.__file__).parent.glob("*.sql"):
        assert file.read_text("utf-8").startswith("-- "), file.name


def test_a_database_that_is_up_to_date_is_opened_without_what_applies_migrations(store: Store) -> None:
    program = (
        "import sys; from pathlib import Path; from bot.store.database import Store\n"
        "print(Store(Path(sys.argv[1])).one('SELECT count(*) AS n FROM events')['n'], 'sqlite_utils' in sys.modules)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program, store.path], cwd=ROOT, capture_output=True, text=True)
    assert ran.stdout.split() == ["0", "False"], ran.stderr
