"""The database that is measured on is one that the rules could have written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from benchmarks.contest import SETTINGS
from benchmarks.seed import seed
from bot.config import load_settings
from bot.domain import complaints
from bot.domain.complaints import turns, upkeep
from bot.domain.complaints.ledger import ledger
from bot.domain.desk import Desk, open_desk
from bot.store import events, segments
from bot.store.database import Store
from bot.store.times import to_store
from tests.company import SERVICE
from tests.states import states

NOW = datetime(2026, 11, 24, 3, 17, tzinfo=UTC)
ALL = 300


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, list[str]]]:
    path = tmp_path_factory.mktemp("seed") / "guanwei.db"
    unclaimed = seed(path, SETTINGS, SERVICE, NOW, complaints=ALL, unclaimed=20, in_hand=30)
    store = Store(path)
    yield open_desk(load_settings(SETTINGS), store, lambda: NOW), unclaimed
    store.close()


@pytest.fixture(params=range(1, ALL + 1, 13))
def case(request: pytest.FixtureRequest) -> str:
    return f"C-{request.param}"


def test_as_many_are_there_as_were_asked_for(made: tuple[Desk, list[str]]) -> None:
    desk, unclaimed = made
    assert states(desk.store) == {"resolved": 250, "claimed": 30, "new": 20}
    assert {complaints.show(desk.store, each).state for each in unclaimed} == {"new"}


def test_the_record_is_whole(made: tuple[Desk, list[str]]) -> None:
    desk, _ = made
    assert events.verify(desk.store) == events.Verdict(rows=250 * 3 + 30 * 2 + 20)


def test_a_ledger_is_what_the_record_tells(made: tuple[Desk, list[str]], case: str) -> None:
    store = made[0].store
    told = ledger(events.history(store, case))
    assert (list(told[:-1]), told[-1].state) == (segments.ended(store, case), complaints.show(store, case).state)
    assert told[-1] == turns.running(complaints.show(store, case))


def test_due_times_are_what_the_rules_reckon(made: tuple[Desk, list[str]], case: str) -> None:
    desk = made[0]
    row = complaints.show(desk.store, case)
    found = turns.clocks(desk, desk.store, row)
    clocks = (found.claim, found.reply, found.resolve)
    assert (row.claim_due, row.reply_due, row.resolve_due) == tuple(to_store(clock.at()) for clock in clocks)
    running = (to_store(found.running.at()), found.running.key) if found.running else ("", "")
    assert (row.next_due, row.clock) == running


def test_the_bot_has_nothing_to_put_right_in_it(made: tuple[Desk, list[str]]) -> None:
    desk = made[0]
    assert (upkeep.reckon_anew(desk, NOW), upkeep.take_over(desk, NOW)) == (0, 0)


def test_words_are_found(made: tuple[Desk, list[str]]) -> None:
    store = made[0].store
    found = {
        state: store.one(f"SELECT count(*) AS n FROM complaints_{state}_words WHERE apart MATCH '\"酸 奶\"'")
        for state in ("open", "resolved")
    }
    assert {state: row is not None and int(str(row["n"])) > 0 for state, row in found.items()} == {
        "open": True,
        "resolved": True,
    }
