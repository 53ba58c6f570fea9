"""What a process counts: every request once, by what it came to, and in the right drawer of time."""

from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from bot.tally import BUCKETS, Tally


def test_a_request_is_done_unless_something_is_said_and_what_is_said_holds_for_one() -> None:
    tally = Tally()
    tally.answered("command", "/complaint", 0.001)
    tally.came_to("refused")
    assert tally.answered("command", "/complaint", 0.002) == "refused"
    assert tally.answered("command", "/complaint", 0.003) == "done"
    counted = tally.counted()
    assert counted.requests == {("command", "/complaint", "done"): 2, ("command", "/complaint", "refused"): 1}


def test_what_one_threads_request_came_to_is_not_anothers() -> None:
    tally = Tally()
    tally.came_to("failed")
    other = threading.Thread(target=lambda: tally.answered("action", "x", 0.1))
    other.start()
    other.join()
    assert tally.counted().requests == {("action", "x", "done"): 1}


@given(st.lists(st.floats(0, 10)))
def test_every_duration_is_in_one_drawer(seconds: list[float]) -> None:
    tally = Tally()
    for one in seconds:
        tally.answered("command", "/draft", one)
    taken = tally.counted().acknowledged.get("command")
    if not seconds:
        assert taken is None
        return
    assert taken is not None
    assert sum(taken.counts) == len(seconds)
    for place, limit in enumerate(BUCKETS):
        assert sum(taken.counts[: place + 1]) == sum(one <= limit for one in seconds)


def test_digests_count_when_they_are_sent_and_jobs_when_they_ran() -> None:
    tally = Tally()
    for became in ("sent", "failed", "sent"):
        tally.message(became, "desk")
    tally.message("sent")
    tally.job("escalation", 0.5, failed=False)
    tally.job("escalation", 1.5, failed=True)
    counted = tally.counted()
    assert counted.messages == {"sent": 3, "failed": 1}
    assert counted.digests == {"desk": 2}
    assert counted.jobs == {"escalation": (2, 1, 1.5)}


def test_counts_of_many_threads_add_up() -> None:
    tally = Tally()

    def work() -> None:
        for _ in range(500):
            tally.answered("command", "/rally", 0.01)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tally.counted().requests == {("command", "/rally", "done"): 4000}
