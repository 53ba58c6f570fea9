"""Messages owed: which goes next, who has it, and what happens to a card that is owed more than once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import outbox, posted, sending
from bot.store.database import Store
from bot.store.outbox import Owed
from bot.store.sending import Held

LEASE = 30_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "guanwei.db")
    yield made
    made.close()


def owe(store: Store, what: str, channel: str = "#客服", case_id: str = "C-1", key: str | None = None) -> bool:
    with store.transaction() as tx:
        return outbox.owe(tx, what, channel, now=0, case_id=case_id, key=key, body={"user": "U1"})


def take(store: Store, now: int = 0, *, sender: str = "a", held: Held | None = None) -> Owed | None:
    with store.transaction() as tx:
        return sending.take(tx, now=now, sender=sender, lease=LEASE, held=held or Held())


def taken(store: Store, now: int = 0, *, sender: str = "a", held: Held | None = None) -> Owed:
    owed = take(store, now, sender=sender, held=held)
    assert owed is not None
    return owed


def sent(store: Store, owed: Owed, sender: str = "a") -> bool:
    with store.transaction() as tx:
        return sending.sent(tx, owed.id, sender, ts="1.0", now=1)


def put_back(store: Store, owed: Owed, *, not_before: int = 0, uncertain: bool = False, sender: str = "a") -> bool:
    with store.transaction() as tx:
        return sending.put_back(tx, owed, sender, not_before=not_before, uncertain=uncertain)


def park(store: Store, owed: Owed, error: str = "not_in_channel") -> None:
    with store.transaction() as tx:
        assert sending.refused(tx, owed.id, "a", error=error, uncertain=False)


def states(store: Store) -> list[str]:
    return [str(row["state"]) for row in store.all("SELECT state FROM outbox ORDER BY id")]


def test_a_key_is_owed_once_even_after_it_was_sent(store: Store) -> None:
    assert owe(store, "post", key="digest")
    assert not owe(store, "post", key="digest")
    sent(store, taken(store))
    assert not owe(store, "post", key="digest")


def test_a_card_that_waits_is_not_owed_again_but_one_being_sent_is(store: Store) -> None:
    assert owe(store, "card")
    assert not owe(store, "card")
    taken(store)
    assert owe(store, "card")


def test_the_rows_of_a_case_in_a_channel_go_one_after_another(store: Store) -> None:
    owe(store, "card")
    owe(store, "thread")
    first = taken(store)
    assert take(store) is None
    sent(store, first)
    assert taken(store).what == "thread"


def test_other_cases_and_other_channels_do_not_wait(store: Store) -> None:
    for channel, case_id in [("#客服", "C-1"), ("#客服", "C-2"), ("#官微", "C-1")]:
        owe(store, "card", channel, case_id)
    assert [taken(store).id for _ in range(3)] == [1, 2, 3]


def test_a_channel_that_is_held_is_passed_over(store: Store) -> None:
    owe(store, "post", "#客服")
    owe(store, "post", "#官微")
    held = Held(frozenset({"#客服"}))
    assert sending.due(store, now=0, held=held) == 2
    assert taken(store, held=held).channel == "#官微"
    assert take(store, held=held) is None


def test_a_card_that_stands_is_changed_although_its_channel_is_held(store: Store) -> None:
    with store.transaction() as tx:
        posted.save_card(tx, "C-1", "#客服", "1.0")
    owe(store, "card")
    assert sending.due(store, now=0, held=Held(updates=True)) is None
    assert sending.due(store, now=0, held=Held(frozenset({"#客服"}))) == 1


def test_a_card_and_its_line_are_owed_in_this_order_and_a_waiting_card_stays_one(store: Store) -> None:
    with store.transaction() as tx:
        outbox.owe_card_and_line(tx, "#客服", "C-1", {"event": 1}, now=0)
        outbox.owe_card_and_line(tx, "#客服", "C-1", {"event": 2}, now=0)
    rows = store.all("SELECT what, body FROM outbox ORDER BY id")
    assert [tuple(row) for row in rows] == [("card", "{}"), ("thread", '{"event": 1}'), ("thread", '{"event": 2}')]


def test_only_what_was_put_down_since_can_be_looked_at(store: Store) -> None:
    assert outbox.newest(store) == 0
    owe(store, "post", case_id="C-1")
    seen = outbox.newest(store)
    assert sending.due(store, now=0, held=Held(), after=seen) is None
    owe(store, "post", case_id="C-1")
    assert sending.due(store, now=0, held=Held(), after=seen) is None, "the older of the case goes first"
    owe(store, "post", case_id="C-2")
    assert sending.due(store, now=0, held=Held(), after=seen) == 3
    assert sending.due(store, now=0, held=Held()) == 1


def test_an_answer_to_one_person_goes_before_all_else_and_waits_for_no_channel(store: Store) -> None:
    owe(store, "post", case_id="")
    owe(store, "ephemeral", case_id="")
    assert taken(store, held=Held(frozenset({"#客服"}), updates=True)).what == "ephemeral"


def test_a_lease_keeps_others_away_until_it_runs_out(store: Store) -> None:
    owe(store, "post")
    assert not taken(store, 0).uncertain
    assert take(store, LEASE - 1, sender="b") is None
    again = taken(store, LEASE, sender="b")
    assert again.uncertain


def test_a_renewed_lease_lasts_longer_and_a_lost_one_is_not_renewed(store: Store) -> None:
    owe(store, "post")
    owed = taken(store)
    with store.transaction() as tx:
        assert sending.renew(tx, owed.id, "a", until=2 * LEASE)
        assert not sending.renew(tx, owed.id, "b", until=9 * LEASE)
    assert take(store, LEASE, sender="b") is None
    assert taken(store, 2 * LEASE, sender="b")


def test_who_lost_the_lease_changes_nothing_any_more(store: Store) -> None:
    owe(store, "post")
    owed = taken(store)
    taken(store, LEASE, sender="b")
    assert not sent(store, owed, "a")
    assert not put_back(store, owed, sender="a")
    assert states(store) == ["sending"]
    assert sent(store, owed, "b")


def test_what_is_put_back_waits_for_its_time_and_remembers_whether_it_is_uncertain(store: Store) -> None:
    owe(store, "post")
    put_back(store, taken(store), not_before=5_000, uncertain=True)
    assert take(store, 4_999) is None
    assert sending.next_due(store) == 5_000
    assert outbox.open_count(store) == 1
    assert outbox.open_count(store, due_before=4_999) == 0
    assert taken(store, 5_000).uncertain


def test_a_card_put_back_takes_the_place_of_the_one_owed_since(store: Store) -> None:
    owe(store, "card")
    first = taken(store)
    owe(store, "card")
    put_back(store, first)
    assert states(store) == ["waiting", "dropped"]
    assert taken(store).id == first.id


def test_parked_messages_stand_in_nobodys_way_and_are_put_back_in_their_order(store: Store) -> None:
    owe(store, "card")
    owe(store, "thread")
    park(store, taken(store))
    park(store, taken(store), "is_archived")
    assert [(owed.id, owed.error) for owed in outbox.parked(store)] == [(1, "not_in_channel"), (2, "is_archived")]
    assert outbox.open_count(store) == 0
    with store.transaction() as tx:
        assert sending.retry_parked(tx, [2]) == 1
        assert sending.retry_parked(tx) == 1
    assert taken(store).id == 1


def test_of_two_parked_cards_of_a_case_one_comes_back(store: Store) -> None:
    for _ in range(2):
        owe(store, "card")
        park(store, taken(store))
    with store.transaction() as tx:
        sending.retry_parked(tx)
    assert states(store) == ["waiting", "dropped"]


def test_done_rows_are_forgotten_but_never_their_keys(store: Store) -> None:
    owe(store, "post")
    owe(store, "post", key="digest", case_id="")
    for _ in range(2):
        sent(store, taken(store))
    owe(store, "thread")
    with store.transaction() as tx:
        assert outbox.forget_done(tx, before=1) == 1
    assert states(store) == ["sent", "waiting"]


def test_a_database_has_one_name_for_good(store: Store) -> None:
    with store.transaction() as tx:
        assert outbox.instance(tx, "first") == "first"
        assert outbox.instance(tx, "second") == "first"


def test_where_a_card_stands_is_kept_per_channel_and_can_be_forgotten(store: Store) -> None:
    with store.transaction() as tx:
        posted.save_card(tx, "C-1", "#客服", "1.0")
        posted.save_card(tx, "C-1", "#客服", "2.0")
        posted.save_card(tx, "C-1", "#官微", "3.0")
    assert posted.card_ts(store, "C-1", "#客服") == "2.0"
    with store.transaction() as tx:
        posted.save_card(tx, "C-1", "#客服", "")
    assert [posted.card_ts(store, "C-1", name) for name in ("#客服", "#官微")] == ["", "3.0"]


def test_the_queue_is_read_by_its_indexes_and_not_through_the_years(store: Store) -> None:
    for among in ("o.what = 'ephemeral'", "o.what <> 'ephemeral'"):
        sql, values = sending._search(0, Held(frozenset({"#客服"}), updates=True), among, 7)
        plan = [str(row["detail"]) for row in store.all(f"EXPLAIN QUERY PLAN {sql}", values)]
        assert not [step for step in plan if "INDEX" not in step and "KEY" not in step and "SUBQUERY" not in step]
