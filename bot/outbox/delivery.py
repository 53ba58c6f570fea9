"""One row's way into the chat: where it goes, what it shows, and the one call that puts it there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.cards.message import Message
from bot.outbox.attempt import Attempt, Settle, person_of, to_ms
from bot.outbox.chat import Chat, ChatFailed, Mark
from bot.outbox.failures import Failure
from bot.outbox.pace import Pace
from bot.outbox.pictures import Pictures
from bot.store import homes, people, posted, sending
from bot.store.database import Store
from bot.store.outbox import Owed

Draw = Callable[[Owed], Message | None]

_EPHEMERAL_SECONDS: Final = 30 * 60


class LeaseLost(Exception):
    """Another sender has taken the row over."""


class Delivery:
    """Sees rows that a sender has leased into the chat, or decides what becomes of them."""

    def __init__(
        self,
        store: Store,
        chat: Chat,
        draw: Draw,
        channel_id: Callable[[str], str],
        settle: Settle,
        pictures: Pictures,
        pace: Pace,
        *,
        instance: str,
        sender: str,
        lease: float,
        timeout: float,
        now: Callable[[], float],
    ) -> None:
        """Most of it is as the sender was given it. ``instance`` is the name by which this database's messages are known in
        the chat, ``sender`` the one whose leases these are."""
        self._store = store
        self._chat = chat
        self._draw = draw
        self._channel_id = channel_id
        self._settle = settle
        self._pictures = pictures
        self._pace = pace
        self._instance = instance
        self._sender = sender
        self._lease = lease
        self._timeout = timeout
        self._now = now
        # Rows name channels in their own way ("#官微"); the pace counts by the channel's id.
        self.places: dict[str, str] = {}

    def deliver(self, attempt: Attempt) -> None:
        """Send a row. Raises ChatFailed, LeaseLost, StoreError, and whatever a drawing raises."""
        row = attempt.row
        if row.what == "ephemeral":
            self._whisper(attempt)
            return
        if row.case_id == homes.HOME:
            self._publish(attempt)
            return
        of_card = row.what in ("card", "thread")
        card = posted.card_ts(self._store, row.case_id, row.channel) if of_card else ""
        attempt.place = self.places[row.channel] = self._place(row, there=attempt.unsure or bool(card))
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
            attempt.place = self.places[attempt.row.channel] = place
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
            if not sending.renew(tx, attempt.row.id, self._sender, until=to_ms(attempt.lease_until)):
                raise LeaseLost
