"""Cards that change often are drawn at most once in a while, with one process or two."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.outbox import Pace, Sender
from bot.store.gathered import owe_gathered
from tests.outbox.chat_server import ChatServer
from tests.outbox.conftest import Bench

EVERY = 10_000


def change(bench: Bench) -> None:
    bench.versions["R-1"] = bench.versions.get("R-1", 0) + 1
    with bench.store.transaction() as tx:
        owe_gathered(tx, "#官微", "R-1", now=round(bench.now * 1000), every=EVERY)


def run(bench: Bench, senders: list[Sender], waits: list[int]) -> list[float]:
    """Change the card after each of ``waits`` (seconds), letting the senders look every second; when it was drawn."""
    drawn: list[float] = []
    plan = [*waits, *([None] * 25)]
    for wait in plan:
        for _ in range(max(wait or 1, 1)):
            before = bench.chat.called("chat.update")
            for sender in senders:
                while sender.run_once():
                    pass
            drawn += [bench.now] * (bench.chat.called("chat.update") - before)
            bench.now += 1
        if wait is not None:
            change(bench)
    return drawn


def test_fifty_changes_in_fifty_seconds_change_the_message_five_times_and_the_last_shows_all(
    bench: Bench, chat: ChatServer, quick: Pace
) -> None:
    change(bench)
    sender = bench.sender(pace=quick)
    drawn = run(bench, [sender], [1] * 50)
    gaps = [later - earlier for earlier, later in pairwise(drawn)]
    assert min(gaps) >= 10
    assert len(drawn) == 5
    assert chat.texts("C2") == ["R-1 第 51 版"]


def test_a_card_that_was_not_drawn_for_a_while_is_drawn_at_once(bench: Bench, chat: ChatServer, quick: Pace) -> None:
    sender = bench.sender(pace=quick)
    change(bench)
    assert sender.run_once()
    bench.now += 60
    change(bench)
    assert sender.run_once()
    assert chat.texts("C2") == ["R-1 第 2 版"]


@hypothesis_settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 14), min_size=1, max_size=20))
def test_two_processes_together_draw_it_no_oftener_and_lose_nothing(
    bench: Bench, chat: ChatServer, waits: list[int]
) -> None:
    paces = [Pace(post_every=0, updates_a_minute=60_000, updates_at_once=1_000) for _ in range(2)]
    senders = [bench.sender(pace=pace) for pace in paces]
    change(bench)
    drawn = run(bench, senders, waits)
    assert all(later - earlier >= 10 for earlier, later in pairwise(drawn))
    assert chat.texts("C2") == [f"R-1 第 {bench.versions['R-1']} 版"]
