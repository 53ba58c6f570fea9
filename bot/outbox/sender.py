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
from dataclasses import replace
from random import Random, SystemRandom
from typing import Final

import structlog
from slack_sdk import WebClient

from bot.cards.message import Message
from bot.errors import GuanweiError, StoreError
from bot.outbox.attempt import Attempt, Settle, person_of, to_ms
from bot.outbox.chat import Chat, ChatFailed, Mark
from bot.outbox.failures import BACKOFF_MOST, Failure
from bot.outbox.pace import Pace
from bot.outbox.pictures import Pictures
from bot.outbox.second_look import SecondLook
from bot.store import homes, outbox, people
from bot.store.database import Store
from bot.store.outbox import Held, Owed
from bot.tally import Tally

Draw = Callable[[Owed], Message | None]

_LEASE: Final = 30.0
_CLIENT_TIMEOUT: Final = 10
_PATIENCE: Final = 15.0
_EPHEMERAL_SECONDS: Final = 30 * 60
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


class _LeaseLost(Exception):
    """Another sender has taken the row over."""


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
        self._store = store
        self._chat = Chat(client, timeout=timeout)
        self._draw = draw
        self._channel_id = channel_id
        self._now = now
        self._pace = pace or Pace()
        self._lease = lease
        self._timeout = timeout
        chance = random or SystemRandom()
        # Leases are told apart by this name, so it must not be that of any sender before.
        self._name = f"{name}.{os.getpid()}.{chance.getrandbits(48):012x}"
        self._settle = Settle(
            store, self._pace, sender=self._name, admins=admins, now=now, chance=chance, tally=tally or Tally()
        )
        self._pictures = Pictures(store, self._chat, now=now, patience=patience)
        # Rows name channels in their own way ("#官微"); the pace counts by the channel's id.
        self._places: dict[str, str] = {}
        self._one_at_a_time = threading.Lock()
        self._log = structlog.get_logger("outbox")
        with store.transaction() as tx:
            self._instance = outbox.instance(tx, f"{chance.getrandbits(64):016x}")
        self._second_look = SecondLook(store, self._chat, channel_id, self._instance, now)
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
            if outbox.due(self._store, now=to_ms(now), held=self._held(now), after=seen) is not None:
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
        due = outbox.due(self._store, now=to_ms(now), held=held)
        if due is None:
            return None
        lease = to_ms(self._lease)
        with self._store.transaction() as tx:
            row = outbox.take(tx, now=to_ms(now), sender=self._name, lease=lease, held=held, after=due - 1)
        return Attempt(row, now + self._lease, row.uncertain) if row else None

    def _clock_set_back(self, now: float) -> None:
        with self._store.transaction() as tx:
            outbox.set_back(tx, now=to_ms(now), lease=to_ms(self._lease), most=to_ms(BACKOFF_MOST))

    def _held(self, now: float) -> Held:
        busy = self._pace.busy(now)
        return Held(
            frozenset(name for name, place in self._places.items() if place in busy) | self._pictures.waiting(),
            updates=self._pace.update_wait(now) > 0,
            posts=self._pace.posts_wait(now) > 0,
        )

    def _pause(self) -> float:
        now = self._now()
        waits = [*self._pace.busy(now).values(), self._pace.update_wait(now), self._pace.posts_wait(now)]
        due = outbox.next_due(self._store, after=to_ms(now))
        if due is not None:
            waits.append(due / 1000 - now)
        return min([_LOOK_EVERY, *(wait for wait in waits if wait > 0)])

    def _handle(self, attempt: Attempt) -> None:
        try:
            self._deliver(attempt)
        except _LeaseLost:
            self._log.warning("outbox.lease_lost", id=attempt.row.id)
        except ChatFailed as failed:
            self._settle.failed(attempt, failed.failure)
        except StoreError:
            # The lease runs out, and the row is looked up then.
            raise
        except _FAULTS as fault:
            self._log.exception("outbox.fault", id=attempt.row.id)
            self._settle.park(attempt, f"cannot_draw: {type(fault).__name__}")

    def _deliver(self, attempt: Attempt) -> None:
        row = attempt.row
        if row.what == "ephemeral":
            self._whisper(attempt)
            return
        if row.case_id == homes.HOME:
            self._publish(attempt)
            return
        of_card = row.what in ("card", "thread")
        card = outbox.card_ts(self._store, row.case_id, row.channel) if of_card else ""
        attempt.place = self._places[row.channel] = self._place(row, there=attempt.unsure or bool(card))
        if not of_card:
            self._post(attempt, row)
            return
        if card and row.what == "card":
            self._update(attempt, card)
        elif card:
            self._post(attempt, row, thread=card)
        elif row.body.get("hide"):
            self._settle.drop(attempt, "not_there")
        else:
            # A line of history needs its card: the same row posts that first, under a mark of its own.
            self._post(attempt, row if row.what == "card" else replace(row, what="card", body={}))

    def _place(self, row: Owed, *, there: bool) -> str:
        """The id of the channel that a row goes to. For a person with whom there were no direct messages yet it is their own
        id, which the chat takes for the first one (opening each channel has a slower pace), unless something must be looked
        for or changed ``there``."""
        person = person_of(row)
        if not person:
            try:
                return self._channel_id(row.channel)
            except LookupError as unknown:
                raise ChatFailed(Failure("refused", "channel_not_found")) from unknown
        place = people.direct_channel(self._store, person)
        if not place and there:
            place = self._chat.open_direct(person)
            self._know(person, place)
        return place or person

    def _know(self, person: str, place: str) -> None:
        with self._store.transaction() as tx:
            people.save_direct(tx, person, place)

    def _post(self, attempt: Attempt, drawn: Owed, thread: str = "") -> None:
        mark: Mark = {"outbox": drawn.id, "part": drawn.what, "instance": self._instance}
        if attempt.unsure:
            found = self._chat.find(
                attempt.place,
                mark,
                owed_at=attempt.row.owed_at / 1000,
                thread=thread,
                between=lambda: self._outlast(attempt),
            )
            if found:
                self._settle.posted(attempt, drawn, found, found=True)
                return
            attempt.unsure, attempt.searched = False, True
        if (wait := self._pace.post_wait(attempt.place, self._now())) > 0:
            self._settle.again(attempt, wait)
            return
        message = self._drawn(attempt, drawn)
        if message is None:
            return
        message = self._pictures.fit(attempt, message, lambda: self._outlast(attempt))
        if message is None:
            self._settle.again(attempt, 0)
            return
        self._outlast(attempt)
        attempt.stage = "post"
        broadcast = bool(drawn.body.get("broadcast"))
        ts, place = self._chat.post(attempt.place, message, mark, thread=thread, broadcast=broadcast)
        person = person_of(attempt.row)
        if person == attempt.place:
            attempt.place = self._places[attempt.row.channel] = place
            self._know(person, place)
        self._pace.posted(attempt.place, self._now())
        self._settle.posted(attempt, drawn, ts, found=False)

    def _update(self, attempt: Attempt, ts: str) -> None:
        if (wait := self._pace.update_wait(self._now())) > 0:
            self._settle.again(attempt, wait)
            return
        message = self._drawn(attempt, attempt.row)
        if message is None:
            return
        attempt.stage = "update"
        mark: Mark = {"outbox": attempt.row.id, "part": "card", "instance": self._instance}
        self._chat.update(attempt.place, ts, message, mark)
        self._pace.updated(self._now())
        self._settle.done(attempt, ts)

    def _publish(self, attempt: Attempt) -> None:
        # Shown twice it is the same home; what an attempt came to need not be looked up.
        row = attempt.row
        if (wait := self._pace.home_wait(self._now())) > 0:
            self._settle.again(attempt, wait)
            return
        message = self._drawn(attempt, row)
        if message is None:
            return
        attempt.stage = "publish"
        self._chat.publish(person_of(row), message.blocks)
        self._pace.published(self._now())
        self._settle.shown(attempt, homes.mark(message.blocks))

    def _whisper(self, attempt: Attempt) -> None:
        row = attempt.row
        if row.uncertain:
            self._settle.drop(attempt, "uncertain")
            return
        if self._now() - row.owed_at / 1000 > _EPHEMERAL_SECONDS:
            self._settle.drop(attempt, "too_old")
            return
        try:
            attempt.place = self._channel_id(row.channel)
        except LookupError:
            # A command may be given in a direct message, whose channel stands in no list.
            attempt.place = row.channel
        message = self._drawn(attempt, row)
        if message is None:
            return
        attempt.stage = "post"
        replaces = str(row.body.get("replaces", ""))
        # An address that is worn out or too old is no reason to say nothing.
        if not (replaces and self._chat.replace(replaces, message)):
            self._chat.whisper(attempt.place, str(row.body["user"]), message, thread=str(row.body.get("thread", "")))
        self._settle.done(attempt, "")

    def _drawn(self, attempt: Attempt, drawn: Owed) -> Message | None:
        message = self._draw(drawn)
        if message is None:
            self._settle.drop(attempt, "not_needed")
            return None
        self._outlast(attempt)
        return message

    def _outlast(self, attempt: Attempt) -> None:
        # The next call must be over before anyone else may take the row up and look for its message.
        now = self._now()
        if now + self._timeout < attempt.lease_until:
            return
        attempt.lease_until = now + self._lease
        with self._store.transaction() as tx:
            if not outbox.renew(tx, attempt.row.id, self._name, until=to_ms(attempt.lease_until)):
                raise _LeaseLost
