"""Threads that wait for messages and answer them, each message by one of them."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable


class _Seat:
    """Where a thread waits for what it is handed."""

    __slots__ = ("handed", "waiting")

    def __init__(self) -> None:
        self.handed: str | None = None
        # Whoever hands it something lets it go on.
        self.waiting = threading.Lock()
        self.waiting.acquire()


class Workers:
    """So many threads. The one that was idle last is the next one at work: in quiet times it is always the same, and what it
    needs is at hand. (Several that wait at one queue wake one another for each message, to find that it is gone.)"""

    def __init__(self, answer: Callable[[str], None], number: int, name: str) -> None:
        """``answer`` is called with each message, and must not raise."""
        self._answer = answer
        self._number = number
        self._idle: list[_Seat] = []
        self._waiting: deque[str | None] = deque()
        # Messages that were taken and are not answered yet.
        self._in_hand = 0
        self._takes = True
        self._answered = threading.Condition()
        for each in range(number):
            threading.Thread(target=self._work, name=f"{name}-{each}", daemon=True).start()

    def take(self, message: str) -> bool:
        """Have a message answered; False once nothing is taken any more."""
        with self._answered:
            if not self._takes:
                return False
            self._in_hand += 1
            seat = self._seat_for(message)
        if seat is not None:
            seat.waiting.release()
        return True

    def finish(self, seconds: float) -> bool:
        """Take no more, and wait until what was taken is answered; False when ``seconds`` were not enough."""
        with self._answered:
            self._takes = False
            return self._answered.wait_for(lambda: not self._in_hand, seconds)

    def close(self) -> None:
        """End the threads, each when it has answered what it has in hand."""
        with self._answered:
            self._takes = False
            seats = [self._seat_for(None) for _ in range(self._number)]
        for seat in seats:
            if seat is not None:
                seat.waiting.release()

    def _seat_for(self, message: str | None) -> _Seat | None:
        if not self._idle:
            self._waiting.append(message)
            return None
        seat = self._idle.pop()
        seat.handed = message
        return seat

    def _work(self) -> None:
        seat = _Seat()
        while (message := self._next(seat)) is not None:
            try:
                self._answer(message)
            finally:
                with self._answered:
                    self._in_hand -= 1
                    if not self._in_hand:
                        self._answered.notify_all()

    def _next(self, seat: _Seat) -> str | None:
        with self._answered:
            if self._waiting:
                return self._waiting.popleft()
            self._idle.append(seat)
        seat.waiting.acquire()
        return seat.handed
