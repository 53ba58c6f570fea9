"""The one connection that writes: threads that come together share a commit, and nothing else."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.store.writing import Writer


@dataclass
class Bench:
    """A writer over a real file; what was committed is read through another connection."""

    path: Path
    commits: list[list[str]] = field(default_factory=list)
    rooms: int = 0

    def __post_init__(self) -> None:
        self.writer = Writer(
            self.connect, lambda: self.commits.append(self.kept()), patience=0.05, make_room=self.count_room
        )
        self.reading = self.connect()
        self.reading.executescript(
            "PRAGMA journal_mode=WAL; CREATE TABLE kept (name TEXT PRIMARY KEY);"
            "CREATE TABLE owing (name TEXT REFERENCES kept (name) DEFERRABLE INITIALLY DEFERRED)"
        )

    def count_room(self) -> None:
        assert self.writer._connection is not None and not self.writer._connection.in_transaction
        self.rooms += 1

    def connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=0.05, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA foreign_keys=ON")
        return connection

    def kept(self) -> list[str]:
        return [name for (name,) in self.reading.execute("SELECT name FROM kept ORDER BY rowid")]

    def write(self, name: str, *, fail: bool = False, owe: bool = False) -> None:
        with self.writer.transaction() as connection:
            connection.execute("INSERT INTO kept VALUES (?)", (name,))
            if owe:
                connection.execute("INSERT INTO owing VALUES ('nobody')")
            if fail:
                raise KeyError(name)

    def wait_for_queue(self, length: int) -> None:
        pause = threading.Event()
        while self.writer.queued < length:
            pause.wait(0.001)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "kept.db")


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as made:
        yield made


def test_who_comes_alone_commits_alone(bench: Bench) -> None:
    bench.write("one")
    bench.write("two")
    assert bench.commits == [["one"], ["one", "two"]]


def test_those_who_wait_for_their_turn_are_kept_with_the_one_before_them(
    bench: Bench, pool: ThreadPoolExecutor
) -> None:
    with bench.writer.transaction() as connection:
        connection.execute("INSERT INTO kept VALUES ('first')")
        others = [pool.submit(bench.write, f"other {n}") for n in range(5)]
        bench.wait_for_queue(5)
    for each in others:
        each.result()
    assert len(bench.commits) == 1
    assert sorted(bench.commits[0]) == ["first", *(f"other {n}" for n in range(5))]


def test_nobody_goes_on_before_what_they_did_is_committed(bench: Bench, pool: ThreadPoolExecutor) -> None:
    first_is_in, second_is_in, second_may_end = threading.Event(), threading.Event(), threading.Event()

    def write_first() -> None:
        with bench.writer.transaction() as connection:
            connection.execute("INSERT INTO kept VALUES ('first')")
            first_is_in.set()
            bench.wait_for_queue(1)

    def take_long() -> None:
        with bench.writer.transaction():
            second_is_in.set()
            second_may_end.wait()

    first = pool.submit(write_first)
    first_is_in.wait()
    second = pool.submit(take_long)
    second_is_in.wait()
    assert (first.done(), bench.kept()) == (False, [])
    second_may_end.set()
    first.result()
    assert bench.kept() == ["first"]
    second.result()


def test_one_that_fails_is_undone_and_the_others_are_kept(bench: Bench, pool: ThreadPoolExecutor) -> None:
    with bench.writer.transaction() as connection:
        connection.execute("INSERT INTO kept VALUES ('first')")
        failing = pool.submit(bench.write, "failing", fail=True)
        bench.wait_for_queue(1)
        other = pool.submit(bench.write, "other")
        bench.wait_for_queue(2)
    with pytest.raises(KeyError, match="failing"):
        failing.result()
    other.result()
    assert sorted(bench.kept()) == ["first", "other"]


def test_when_the_first_one_fails_those_who_waited_are_kept(bench: Bench, pool: ThreadPoolExecutor) -> None:
    others: list[Future[None]] = []
    with pytest.raises(KeyError), bench.writer.transaction() as connection:
        connection.execute("INSERT INTO kept VALUES ('first')")
        others += [pool.submit(bench.write, "one"), pool.submit(bench.write, "two")]
        bench.wait_for_queue(2)
        raise KeyError("first")
    for each in others:
        each.result()
    assert sorted(bench.kept()) == ["one", "two"]


def test_one_that_undoes_what_it_did_undoes_nothing_of_the_others(bench: Bench, pool: ThreadPoolExecutor) -> None:
    def write_undo_and_write(name: str) -> None:
        with bench.writer.transaction() as connection:
            connection.execute("INSERT INTO kept VALUES (?)", (f"{name}, undone",))
            bench.writer.undo()
            connection.execute("INSERT INTO kept VALUES (?)", (name,))

    with bench.writer.transaction() as connection:
        others = [pool.submit(bench.write, "one"), pool.submit(write_undo_and_write, "two")]
        bench.wait_for_queue(2)
        connection.execute("INSERT INTO kept VALUES ('undone')")
        bench.writer.undo()
        connection.execute("INSERT INTO kept VALUES ('first')")
    for each in others:
        each.result()
    assert sorted(bench.kept()) == ["first", "one", "two"]


def test_a_commit_that_fails_fails_for_all_and_keeps_nothing(bench: Bench, pool: ThreadPoolExecutor) -> None:
    others: list[Future[None]] = []
    with pytest.raises(sqlite3.IntegrityError), bench.writer.transaction() as connection:
        connection.execute("INSERT INTO kept VALUES ('first')")
        others += [pool.submit(bench.write, "other"), pool.submit(bench.write, "owing", owe=True)]
        bench.wait_for_queue(2)
    for each in others:
        with pytest.raises(sqlite3.IntegrityError):
            each.result()
    assert (bench.kept(), bench.commits) == ([], [])
    bench.write("after")
    assert bench.kept() == ["after"]


def test_what_was_undone_is_not_told_as_a_commit(bench: Bench) -> None:
    with pytest.raises(KeyError):
        bench.write("one", fail=True)
    assert bench.commits == []


def test_a_database_that_is_taken_lets_the_next_one_try(bench: Bench) -> None:
    bench.write("one")
    taken = bench.connect()
    taken.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"), bench.writer.transaction() as connection:
        raise AssertionError(connection)
    taken.execute("ROLLBACK")
    bench.write("two")
    assert bench.kept() == ["one", "two"]


def test_what_the_engine_undid_by_itself_is_lost_for_all_and_they_are_told(
    bench: Bench, pool: ThreadPoolExecutor
) -> None:
    def undo_all() -> None:
        with bench.writer.transaction() as connection:
            connection.execute("INSERT OR ROLLBACK INTO kept VALUES ('first')")

    others: list[Future[None]] = []
    with pytest.raises(sqlite3.IntegrityError), bench.writer.transaction() as connection:
        connection.execute("INSERT INTO kept VALUES ('first')")
        others.append(pool.submit(undo_all))
        bench.wait_for_queue(1)
    with pytest.raises(sqlite3.IntegrityError):
        others[0].result()
    assert bench.kept() == []
    bench.write("after")
    assert bench.kept() == ["after"]


def test_room_is_made_once_what_found_none_is_undone_and_not_otherwise(bench: Bench) -> None:
    with bench.writer.transaction() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    with pytest.raises(KeyError):
        bench.write("one", fail=True)
    assert bench.rooms == 0
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        bench.write("x" * 10_000)
    assert bench.rooms == 1
    bench.write("two")
    assert (bench.kept(), bench.rooms) == (["two"], 1)


def test_one_that_finds_no_room_is_undone_with_those_before_it_and_they_are_told(
    bench: Bench, pool: ThreadPoolExecutor
) -> None:
    with bench.writer.transaction() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    others: list[Future[None]] = []
    with pytest.raises(sqlite3.OperationalError, match="full"), bench.writer.transaction() as connection:
        connection.execute("INSERT INTO kept VALUES ('first')")
        others += [pool.submit(bench.write, "x" * 10_000), pool.submit(bench.write, "other")]
        bench.wait_for_queue(2)
    long, other = (each.exception() for each in others)
    assert isinstance(long, sqlite3.OperationalError)
    # It came before that one, or after it.
    assert bench.kept() == (["other"] if other is None else [])
    assert bench.rooms == 1
