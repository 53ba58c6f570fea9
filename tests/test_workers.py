"""Workers: every message is answered once, by the thread that was idle last."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from bot.workers import Workers

_SECONDS = 10.0


class Counter:
    """What people bring; each message waits until it is let go."""

    def __init__(self) -> None:
        self.answered: list[tuple[str, str]] = []
        self.arrived = threading.Semaphore(0)
        self.may_go = threading.Semaphore(0)

    def answer(self, message: str) -> None:
        self.arrived.release()
        assert self.may_go.acquire(timeout=_SECONDS)
        self.answered.append((threading.current_thread().name, message))

    def let_go(self, number: int = 1) -> None:
        self.may_go.release(number)

    def wait_for(self, number: int) -> None:
        for _ in range(number):
            assert self.arrived.acquire(timeout=_SECONDS)


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def workers(counter: Counter) -> Iterator[Workers]:
    made = Workers(counter.answer, 3, "worker")
    yield made
    counter.let_go(100)
    made.close()
    for thread in started():
        thread.join(_SECONDS)
    assert not started()


def started() -> list[threading.Thread]:
    """The threads of the workers that have not ended."""
    return [thread for thread in threading.enumerate() if thread.name.startswith("worker-")]


def test_all_messages_are_answered_as_many_at_once_as_there_are_threads(counter: Counter, workers: Workers) -> None:
    assert all(workers.take(str(number)) for number in range(8))
    counter.wait_for(3)
    assert not counter.arrived.acquire(blocking=False)
    counter.let_go(8)
    assert workers.finish(_SECONDS)
    assert sorted(message for _, message in counter.answered) == [str(number) for number in range(8)]
    assert len({thread for thread, _ in counter.answered}) == 3


def test_what_had_to_wait_is_answered_in_order(counter: Counter) -> None:
    alone = Workers(counter.answer, 1, "alone")
    for message in "abcd":
        alone.take(message)
    counter.let_go(4)
    assert alone.finish(_SECONDS)
    assert [message for _, message in counter.answered] == ["a", "b", "c", "d"]
    alone.close()


def test_in_quiet_times_it_is_always_the_same_thread(counter: Counter, workers: Workers) -> None:
    counter.let_go(5)
    for number in range(5):
        workers.take(str(number))
        counter.wait_for(1)
        # The last to be idle is the next at work: it must be idle again first.
        until = time.monotonic() + _SECONDS
        while len(workers._idle) < 3:
            assert time.monotonic() < until
    assert len({thread for thread, _ in counter.answered}) == 1


def test_nothing_is_taken_once_it_finishes_and_what_was_taken_is_answered(counter: Counter, workers: Workers) -> None:
    workers.take("before")
    counter.wait_for(1)
    assert not workers.finish(0)
    assert not workers.take("after")
    counter.let_go()
    assert workers.finish(_SECONDS)
    assert [message for _, message in counter.answered] == ["before"]
