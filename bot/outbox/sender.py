"""The sender: takes committed rows one after another and sees each into the chat, once, whatever fails.

Why once: a row is leased before anything is called, and marked *uncertain* in the same commit. Whoever takes
up an uncertain row (after a time-out, a server error, a crash, a lost lease) first looks in the chat for the
message that carries the row's number in its metadata; one that it did not find and sent anew is looked for
once more (`bot.outbox.second_look`). Changing a card twice does no harm. What only its reader
sees cannot be looked up: it is dropped when uncertain, for it is never the only receipt.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from random import Random, SystemRandom
from typing import Final

import structlog
from slack_sdk import WebClient

from bot.errors import GuanweiError, StoreError
from bot.outbox.attempt import Attempt, Settle, to_ms
from bot.outbox.chat import Chat, ChatFailed
from bot.outbox.delivery import Delivery, Draw, LeaseLost
from bot.outbox.failures import BACKOFF_MOST
from bot.outbox.pace import Pace
from bot.outbox.pictures import Pictures
from bot.outbox.second_look import SecondLook
from bot.store import outbox, sending
from bot.store.database import Store
from bot.store.sending import Held
from bot.tally import Tally

_LEASE: Final = 30.0
_CLIENT_TIMEOUT: Final = 10
_PATIENCE: Final = 15.0
# Another process may owe a message; its commits do not wake us.
_LOOK_EVERY: Final = 1.0
# What is put down within this long of each other is looked at together: nobody sees it in the chat.
_GATHER: Final = 0.05
# By less than this a clock is adjusted all day.
_CLOCK_SLACK: Final = 1.0
# What a fault in a drawing raises: that one message is parked, the others go on.
_FAULTS: Final = (
    GuanweiError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)


class Sender:
    """One of possibly several senders on a database. Its methods may be called from several threads."""

    def __init__(
        self,
        store: Store,
        client: WebClient,
        draw: Draw,
        channel_id: Callable[[str], str],
        *,
        admins: Callable[[], Sequence[str]],
        now: Callable[[], float],
        name: str,
        pace: Pace | None = None,
        random: Random | None = None,
        lease: float = _LEASE,
        timeout: int = _CLIENT_TIMEOUT,
        tally: Tally | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        """``draw`` makes the message of a row, called just before it is sent; None: nobody needs it.
        ``channel_id`` gives the id of a channel as rows name it and raises LookupError for an unknown one.
        ``admins`` gives the ids of those who are told of refusals. ``now``: epoch seconds. ``timeout``:
        seconds until a call is given up; ``lease``, longer than it: seconds until the rows of a sender that
        died are taken up by another. ``patience``: seconds that all others wait while a picture is drawn. ``tally`` counts
        what becomes of messages."""
        if lease <= timeout:
            raise ValueError("a lease must outlast a call")
        chat = Chat(client, timeout=timeout)
        self._store = store
        self._now = now
        self._pace = pace or Pace()
        self._lease = lease
        chance = random or SystemRandom()
        # Leases are told apart by this name, so it must not be that of any sender before.
        self._name = f"{name}.{os.getpid()}.{chance.getrandbits(48):012x}"
        self._settle = Settle(
            store, self._pace, sender=self._name, admins=admins, now=now, chance=chance, tally=tally or Tally()
        )
        self._pictures = Pictures(store, chat, now=now, patience=patience)
        self._one_at_a_time = threading.Lock()
        self._log = structlog.get_logger("outbox")
        with store.transaction() as tx:
            instance = outbox.instance(tx, f"{chance.getrandbits(64):016x}")
        self._second_look = SecondLook(store, chat, channel_id, instance, now)
        self._delivery = Delivery(
            store,
            chat,
            draw,
            channel_id,
            self._settle,
            self._pictures,
            self._pace,
            instance=instance,
            sender=self._name,
            lease=lease,
            timeout=timeout,
            now=now,
        )
        self._latest = now()
        # It may have been set back while nobody was at work.
        self._clock_set_back(self._latest)

    def run(self, stop: threading.Event) -> None:
        """Send until ``stop`` is set (noticed within a second, or when the call in progress ends)."""
        while not stop.is_set():
            self._store.committed.clear()
            try:
                seen = outbox.newest(self._store)
                if not self.run_once():
                    self._wait(stop, seen)
            except StoreError as error:
                # A database locked for long is another program's doing and passes; the rows are still owed.
                self._log.error("outbox.store", error=type(error).__name__)
                stop.wait(_LOOK_EVERY)

    def _wait(self, stop: threading.Event, seen: int) -> None:
        """Wait until a row may go. Of those up to the number ``seen`` none may before the pause is over: what is looked
        at meanwhile is what was put down since, so that a long queue is not searched again at every commit."""
        until = time.monotonic() + self._pause()
        while not stop.is_set() and (left := until - time.monotonic()) > 0:
            if not self._store.committed.wait(left) or stop.wait(min(left, _GATHER)):
                return
            self._store.committed.clear()
            newest, now = outbox.newest(self._store), self._now()
            if sending.due(self._store, now=to_ms(now), held=self._held(now), after=seen) is not None:
                return
            seen = newest

    def drain(self, timeout: float) -> bool:
        """Send until nothing is open, or only what falls due later than ``timeout`` seconds from now; whether
        nothing is open."""
        until = time.monotonic() + timeout
        while (left := until - time.monotonic()) > 0:
            self._store.committed.clear()
            if self.run_once():
                continue
            if not outbox.open_count(self._store, due_before=to_ms(self._now() + left)):
                break
            self._store.committed.wait(min(left, self._pause()))
        return not outbox.open_count(self._store)

    def run_once(self) -> bool:
        """Take one row up and send it, or decide what becomes of it; False when none may go now."""
        with self._one_at_a_time:
            attempt = self._take()
            if attempt is None:
                return self._second_look.take()
            self._handle(attempt)
            return True

    def _take(self) -> Attempt | None:
        now = self._now()
        if now < self._latest - _CLOCK_SLACK:
            self._log.warning("outbox.clock_set_back", seconds=round(self._latest - now))
            self._clock_set_back(now)
        self._latest = now
        held = self._held(now)
        # A transaction that changes nothing would still wake everyone who waits for a commit, this sender
        # too.
        due = sending.due(self._store, now=to_ms(now), held=held)
        if due is None:
            return None
        lease = to_ms(self._lease)
        with self._store.transaction() as tx:
            row = sending.take(tx, now=to_ms(now), sender=self._name, lease=lease, held=held, after=due - 1)
        return Attempt(row, now + self._lease, row.uncertain) if row else None

    def _clock_set_back(self, now: float) -> None:
        with self._store.transaction() as tx:
            sending.set_back(tx, now=to_ms(now), lease=to_ms(self._lease), most=to_ms(BACKOFF_MOST))

    def _held(self, now: float) -> Held:
        busy = self._pace.busy(now)
        return Held(
            frozenset(name for name, place in self._delivery.places.items() if place in busy)
            | self._pictures.waiting(),
            updates=self._pace.update_wait(now) > 0,
            posts=self._pace.posts_wait(now) > 0,
        )

    def _pause(self) -> float:
        now = self._now()
        waits = [*self._pace.busy(now).values(), self._pace.update_wait(now), self._pace.posts_wait(now)]
        due = sending.next_due(self._store, after=to_ms(now))
        if due is not None:
            waits.append(due / 1000 - now)
        return min([_LOOK_EVERY, *(wait for wait in waits if wait > 0)])

    def _handle(self, attempt: Attempt) -> None:
        try:
            self._delivery.deliver(attempt)
        except LeaseLost:
            self._log.warning("outbox.lease_lost", id=attempt.row.id)
        except ChatFailed as failed:
            self._settle.failed(attempt, failed.failure)
        except StoreError:
            # The lease runs out, and the row is looked up then.
            raise
        except _FAULTS as fault:
            self._log.exception("outbox.fault", id=attempt.row.id)
            self._settle.park(attempt, f"cannot_draw: {type(fault).__name__}")
