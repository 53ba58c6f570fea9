"""A disk that the log beside the database filled: one change is refused, and the next ones find room."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import FullDisk
from bot.store import room, schema
from bot.store.database import Store
from bot.store.inspection import inspect
from tests.faults.disks import Disk, NoDisk, disk

MEGABYTES = 24
MUCH = "微博" * 1_000


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Disk]:
    try:
        with disk(tmp_path / "disk", MEGABYTES) as mounted:
            yield mounted
    except NoDisk:
        pytest.skip("no disk can be mounted here")


@pytest.fixture
def store(small: Disk) -> Iterator[Store]:
    opened = Store(small.path / "guanwei.db")
    with opened.transaction() as tx:
        tx.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, words TEXT)")
        tx.execute("CREATE TABLE changed (id INTEGER PRIMARY KEY, words BLOB)")
        for number in range(20):
            tx.execute("INSERT INTO changed VALUES (:id, randomblob(3000))", {"id": number})
    yield opened
    opened.close()


def keep(store: Store, number: int) -> None:
    """What a change of a case is to the files: one new row, and many pages that change again."""
    with store.transaction() as tx:
        tx.execute("INSERT INTO kept VALUES (:id, :words)", {"id": number, "words": MUCH})
        tx.execute("UPDATE changed SET words = randomblob(3000)")


def until_full(store: Store, number: int = 0) -> int:
    """Keep one after the other until there is no room; the number of the one that found none."""
    while True:
        try:
            keep(store, number)
        except FullDisk:
            return number
        number += 1


def numbers(store: Store) -> list[object]:
    return [row["id"] for row in store.all("SELECT id FROM kept ORDER BY id")]


def log_of(store: Store) -> int:
    return store.path.with_name(store.path.name + "-wal").stat().st_size


def test_a_log_that_filled_the_disk_is_taken_away_and_the_next_change_is_kept(store: Store) -> None:
    assert room.keep(store.path)
    refused = until_full(store)
    assert refused > 100
    for number in range(refused, refused + 50):
        keep(store, number)
    assert numbers(store) == list(range(refused + 50))
    assert log_of(store) < 8 * 1024 * 1024
    # For the next time.
    assert room.file_of(store.path).stat().st_size == room.KEPT_BYTES


def test_it_goes_on_for_as_long_as_the_database_itself_has_room(store: Store) -> None:
    assert room.keep(store.path)
    number = refusals = 0
    while refusals < 5:
        number, refusals = until_full(store, number), refusals + 1
    assert numbers(store) == list(range(number))


def test_without_room_kept_back_nothing_is_lost_and_nothing_half_done(store: Store) -> None:
    refused = until_full(store)
    for _ in range(3):
        with pytest.raises(FullDisk):
            keep(store, refused)
    assert numbers(store) == list(range(refused))
    assert store.one("PRAGMA integrity_check") is not None


def test_a_change_that_never_fits_leaves_room_for_those_that_do(store: Store) -> None:
    assert room.keep(store.path)
    for number in range(20):
        keep(store, number)
    with pytest.raises(FullDisk), store.transaction() as tx:
        for number in range(1_000, 10_000):
            tx.execute("INSERT INTO kept VALUES (:id, :words)", {"id": number, "words": MUCH})
    for number in range(20, 40):
        keep(store, number)
    assert numbers(store) == list(range(40))


def test_of_those_who_share_a_commit_each_is_kept_or_told_and_none_twice(store: Store) -> None:
    assert room.keep(store.path)
    before = until_full(store) - 2
    with store.transaction() as tx:
        tx.execute("DELETE FROM kept WHERE id >= :before", {"before": before})

    def work(first: int) -> list[int]:
        kept = []
        for number in range(first, first + 150):
            try:
                keep(store, number)
            except FullDisk:
                continue
            kept.append(number)
        return kept

    with ThreadPoolExecutor(6) as pool:
        kept = [number for each in pool.map(work, range(10_000, 70_000, 10_000)) for number in each]
    assert len(kept) < 6 * 150
    assert numbers(store) == [*range(before), *sorted(kept)]


def test_what_others_fill_leaves_what_was_kept_back_for_the_log(store: Store, small: Disk) -> None:
    assert room.keep(store.path)
    for number in range(100):
        keep(store, number)
    small.fill()
    with pytest.raises(FullDisk):
        keep(store, 100)
    keep(store, 100)
    assert numbers(store) == list(range(101))


def test_a_bot_that_was_stopped_starts_on_a_full_disk_by_what_was_kept_back(store: Store, small: Disk) -> None:
    assert room.keep(store.path)
    keep(store, 0)
    store.close()
    small.fill()
    again = Store(store.path)
    keep(again, 1)
    assert numbers(again) == [0, 1]
    again.close()


@pytest.mark.parametrize("look", [Store, lambda path: inspect(path, frozenset(schema.NAMES))])
def test_a_disk_too_full_to_open_a_database_is_not_told_as_damage(
    store: Store, small: Disk, look: Callable[[Path], object]
) -> None:
    keep(store, 0)
    store.close()
    small.fill()
    with pytest.raises(FullDisk, match="磁盘已满"):
        look(store.path)
    small.free()
    again = Store(store.path)
    assert numbers(again) == [0]
    again.close()


def test_a_limit_that_is_not_the_disk_costs_nothing_of_what_is_kept_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "guanwei.db")
    assert room.keep(store.path)
    pages = store.one("PRAGMA page_count")
    assert pages is not None
    with pytest.raises(FullDisk), store.transaction() as tx:
        tx.one(f"PRAGMA max_page_count = {pages['page_count']}")
        tx.execute("CREATE TABLE kept (words TEXT)")
        for _ in range(100):
            tx.execute("INSERT INTO kept VALUES (:words)", {"words": MUCH})
    assert room.file_of(store.path).exists()
    store.close()


def test_nothing_is_kept_back_where_little_is_left(small: Disk) -> None:
    (small.path / "others").write_bytes(os.urandom((MEGABYTES - 6) * 1024 * 1024))
    assert not room.keep(small.path / "guanwei.db")
    assert not room.file_of(small.path / "guanwei.db").exists()
