"""Answers that were given: kept once, and let go of in the order in which they came."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import inbound
from bot.store.database import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "guanwei.db")
    yield made
    made.close()


def given(store: Store, *days: int) -> None:
    with store.transaction() as tx:
        for number, day in enumerate(days):
            inbound.remember(tx, f"{day}-{number}", "{}", f"2026-11-{day:02}T00:00:00.000000Z")


def left(store: Store) -> list[str]:
    return [str(row["key"]) for row in store.all("SELECT key FROM inbound ORDER BY id")]


def test_the_first_answer_to_a_request_stays(store: Store) -> None:
    with store.transaction() as tx:
        inbound.remember(tx, "k", "first", "2026-11-01")
        inbound.remember(tx, "k", "second", "2026-11-02")
    assert inbound.answer(store, "k") == "first"
    assert inbound.answer(store, "another") is None


@pytest.mark.parametrize(
    ("days", "gone"),
    [([], 0), ([1, 2, 3], 2), ([3, 4], 0), ([1, 2], 2), ([1] * 1_100 + [5], 1_100), ([1] * 1_000, 1_000)],
)
def test_answers_older_than_a_day_go_and_no_others(store: Store, days: list[int], gone: int) -> None:
    given(store, *days)
    with store.transaction() as tx:
        assert inbound.forget(tx, "2026-11-03") == gone
    assert len(left(store)) == len(days) - gone


def test_an_old_answer_behind_a_young_one_waits_for_it(store: Store) -> None:
    # Only a clock that was put back makes one.
    given(store, 4, 1)
    with store.transaction() as tx:
        assert inbound.forget(tx, "2026-11-03") == 0
        assert inbound.forget(tx, "2026-11-05") == 2
