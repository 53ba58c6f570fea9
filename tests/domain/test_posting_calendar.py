"""The posting calendar in the store: slots put down, moved and given up, and never two within the gap."""

from __future__ import annotations

import itertools
import threading
from datetime import timedelta

import pytest

from bot.domain import posting
from bot.domain.desk import Desk, open_desk
from bot.domain.posting import Wish
from bot.errors import TakenTime
from bot.store import slots as rows
from bot.store.database import Store
from bot.store.times import from_store, to_store
from tests.company import EDITOR, TUESDAY, Time, ask, settings


def planned(desk: Desk, *minutes: int) -> tuple[posting.Placed, ...]:
    wishes = [Wish("launch", TUESDAY + timedelta(minutes=each)) for each in minutes]
    with desk.store.transaction() as tx:
        return posting.plan(tx, desk, ask(desk, EDITOR), None, wishes)


def test_a_plan_takes_what_is_free_and_names_what_is_not_with_what_is_free_instead(desk: Desk) -> None:
    first, second, third = planned(desk, 60, 75, 120)
    assert first.slot is not None and (first.slot.id, first.slot.state, first.slot.ask) == ("S-1", "planned", "launch")
    assert second.slot is None and second.broken is not None and second.broken.rule == "gap"
    # What was offered when it was refused is free beside what was there then.
    assert [at - TUESDAY for at in second.offers] == [timedelta(minutes=30), timedelta(minutes=90)]
    assert third.slot is not None
    assert len(posting.day_slots(desk, desk.store, TUESDAY.date())) == 2


def test_a_slot_is_moved_beside_its_own_time_but_not_onto_anothers(desk: Desk) -> None:
    first, second = (one.slot for one in planned(desk, 60, 120))
    assert first is not None and second is not None
    with desk.store.transaction() as tx:
        moved = posting.move(tx, desk, ask(desk, EDITOR), first, TUESDAY + timedelta(minutes=70))
    assert from_store(moved.at) == TUESDAY + timedelta(minutes=70)
    with pytest.raises(TakenTime, match="12:00 已经有一条") as refused, desk.store.transaction() as tx:
        posting.move(tx, desk, ask(desk, EDITOR), moved, TUESDAY + timedelta(minutes=100))
    assert refused.value.rule == "gap" and len(refused.value.times) == 2


def test_a_slot_that_was_given_up_is_free_again(desk: Desk) -> None:
    (first,) = planned(desk, 60)
    assert first.slot is not None
    with desk.store.transaction() as tx:
        posting.drop(tx, ask(desk, EDITOR), first.slot)
    (again,) = planned(desk, 60)
    assert again.slot is not None


def test_promotions_wait_while_they_are_held(desk: Desk) -> None:
    held = {"case_id": "X-1", "reason": "召回", "since": to_store(TUESDAY), "until": "", "held_by": EDITOR}
    with desk.store.transaction() as tx:
        number = rows.hold(tx, held)
    (one,) = planned(desk, 60)
    assert one.broken is not None and (one.broken.rule, one.offers) == ("hold", ())
    with desk.store.transaction() as tx:
        assert rows.lift(tx, number, to_store(TUESDAY))
        assert not rows.lift(tx, number, to_store(TUESDAY))
    (one,) = planned(desk, 60)
    assert one.slot is not None


def test_of_two_programs_that_plan_at_the_same_time_no_two_posts_come_within_the_gap_nor_thirteen_in_a_day(
    desk: Desk,
) -> None:
    # Each has its own connections to the file, as another process would.
    others = [open_desk(settings(), Store(desk.store.path), Time()) for _ in range(2)]
    for other in others:
        other.directory.company = desk.company
    start = threading.Barrier(len(others))

    def work(at_desk: Desk, offset: int) -> None:
        start.wait()
        for n in range(40):
            planned(at_desk, offset + 17 * n)

    threads = [threading.Thread(target=work, args=(other, 5 * n)) for n, other in enumerate(others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in others:
        other.store.close()
    times = [from_store(slot.at) for slot in posting.day_slots(desk, desk.store, TUESDAY.date())]
    assert len(times) == 12
    assert all(later - earlier >= timedelta(minutes=30) for earlier, later in itertools.pairwise(times))


def test_the_statement_itself_refuses_what_is_not_free(desk: Desk) -> None:
    (first,) = planned(desk, 60)
    assert first.slot is not None
    at = TUESDAY + timedelta(minutes=61)
    values = {
        "at": to_store(at), "state": "planned", "promotes": 0, "made_by": EDITOR,
        "created_at": to_store(TUESDAY), "changed_at": to_store(TUESDAY),
    }  # fmt: skip
    with desk.store.transaction() as tx:
        assert rows.put(tx, values, posting.room(desk, at)) is None
