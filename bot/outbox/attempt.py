"""One row in a sender's hand, and what may become of it: sent, tried again, dropped, parked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, Literal

import structlog

from bot.outbox.failures import EVERYWHERE, GONE, Failure, backoff
from bot.outbox.pace import Pace
from bot.outbox.parked import tell_admins
from bot.store import homes, people, posted, sending, uploads
from bot.store.database import Store
from bot.store.outbox import Owed
from bot.tally import Tally

# After so long a message that was sent anew is looked for once more (`bot.outbox.second_look`).
LOOK_AFTER_SECONDS: Final = 60.0
# Kept as the row's error until it is sent: its card was found missing and is being posted again.
_CARD_GONE: Final = "card_gone"
# The refusal of an ephemeral for its place or its reader: nobody can put that right in time to be of use.
_UNREACHABLE: Final = frozenset(
    {"channel_not_found", "not_in_channel", "is_archived", "user_not_in_channel", "user_not_found"}
)
# After so many attempts a message goes without its picture: about a quarter of a minute.
PICTURE_TRIES: Final = 4
# What the chat answers to a message with a picture that it does not have, or has not looked through yet.
INVALID: Final = "invalid_blocks"


@dataclass(slots=True)
class Attempt:
    """``unsure``: it may be in the chat by what is known now. ``searched``: it was, and a search did not find it. ``place``:
    the channel's id. ``stage``: what the call in progress does. ``picture``: the key of the picture in the message. Times
    are epoch seconds."""

    row: Owed
    lease_until: float
    unsure: bool
    searched: bool = False
    place: str = ""
    stage: Literal["prepare", "upload", "post", "update", "publish"] = "prepare"
    picture: str = ""


class Settle:
    """Writes down what became of an attempt. A row whose lease another sender has by now is left to that
    one."""

    def __init__(
        self,
        store: Store,
        pace: Pace,
        *,
        sender: str,
        admins: Callable[[], Sequence[str]],
        now: Callable[[], float],
        chance: Random,
        tally: Tally,
    ) -> None:
        """``sender`` is the name the rows are leased under; the rest is as for `bot.outbox.sender.Sender`."""
        self._store = store
        self._pace = pace
        self._sender = sender
        self._admins = admins
        self._now = now
        self._chance = chance
        self._tally = tally
        self._log = structlog.get_logger("outbox")

    def done(self, attempt: Attempt, ts: str) -> None:
        """It is in the chat at ``ts``."""
        row, now = attempt.row, to_ms(self._now())
        with self._store.transaction() as tx:
            if sending.sent(tx, row.id, self._sender, ts=ts, now=now) and row.what == "card":
                posted.card_drawn(tx, row.case_id, row.channel, now)
        self._say("outbox.sent", row)

    def shown(self, attempt: Attempt, mark: str) -> None:
        """A person's home shows what has this `bot.store.homes.mark`."""
        row, now = attempt.row, to_ms(self._now())
        with self._store.transaction() as tx:
            if sending.sent(tx, row.id, self._sender, ts="", now=now):
                homes.drawn(tx, person_of(row), mark, now)
        self._say("outbox.sent", row)

    def posted(self, attempt: Attempt, drawn: Owed, ts: str, *, found: bool) -> None:
        """``drawn`` is in the chat at ``ts``: the row itself, or the card that its line of history needs.
        ``found``: an earlier attempt posted it."""
        row = attempt.row
        # What was found was drawn a while ago and the case may have moved on: that card is drawn anew.
        more = drawn.what == "card" and (row.what != "card" or found)
        now = to_ms(self._now())
        with self._store.transaction() as tx:
            if more:
                kept = sending.put_back(tx, row, self._sender, not_before=now, uncertain=False, error=row.error)
            else:
                kept = sending.sent(tx, row.id, self._sender, ts=ts, now=now)
            if kept and drawn.what == "card":
                posted.save_card(tx, row.case_id, row.channel, ts, drawn_at=now)
            if kept and (attempt.searched or found):
                sending.look_for(tx, row.id, to_ms(self._now() + LOOK_AFTER_SECONDS))
        self._say("outbox.sent", row, part=drawn.what, found=found)

    def drop(self, attempt: Attempt, why: str) -> None:
        """Nobody needs it."""
        row = attempt.row
        with self._store.transaction() as tx:
            sending.dropped(tx, row.id, self._sender, why=why)
        self._say("outbox.dropped", row, why=why)

    def park(self, attempt: Attempt, error: str) -> None:
        """It is refused for good, and the admins are told."""
        row = attempt.row
        with self._store.transaction() as tx:
            if sending.refused(tx, row.id, self._sender, error=error, uncertain=attempt.unsure):
                tell_admins(tx, row, error, self._admins(), now=to_ms(self._now()))
        self._say("outbox.parked", row, error=error)

    def again(
        self,
        attempt: Attempt,
        wait: float,
        *,
        error: str = "",
        unsure: bool | None = None,
        failed: bool = False,
    ) -> None:
        """It is tried again in ``wait`` seconds; ``failed`` counts the attempt."""
        row = attempt.row
        with self._store.transaction() as tx:
            sending.put_back(
                tx,
                row,
                self._sender,
                not_before=to_ms(self._now() + wait),
                uncertain=attempt.unsure if unsure is None else unsure,
                error=_CARD_GONE if row.error == _CARD_GONE else error,
                failed=failed,
            )

    def failed(self, attempt: Attempt, failure: Failure) -> None:
        """A call failed: wait, try again later, or park it."""
        row, now = attempt.row, self._now()
        self._say("outbox.failed", row, error=failure.error, kind=failure.kind, stage=attempt.stage)
        match failure.kind:
            case "too_fast":
                # What the chat limits is this channel's posts, or all changes of messages.
                if attempt.stage == "update":
                    self._pace.hold_updates(now + failure.retry_after)
                elif attempt.stage == "publish":
                    self._pace.hold_homes(now + failure.retry_after)
                elif attempt.stage == "post" and row.what != "ephemeral":
                    self._pace.hold(attempt.place, now + failure.retry_after)
                self.again(attempt, failure.retry_after, error=failure.text)
            case "passing":
                unsure = attempt.unsure or (attempt.stage == "post" and failure.uncertain)
                wait = backoff(row.attempts + 1, self._chance)
                self.again(attempt, wait, error=failure.text, unsure=unsure, failed=True)
            case "refused":
                self._refused(attempt, failure)

    def _refused(self, attempt: Attempt, failure: Failure) -> None:
        row = attempt.row
        of_card = row.what in ("card", "thread")
        if row.body.get("hide") and failure.error not in EVERYWHERE:
            # A card that stands no more, or may not be changed: nothing is to be posted in its place.
            self.drop(attempt, failure.error)
        elif row.case_id == homes.HOME:
            # It is drawn anew when it is opened anew; no admin can do anything about it.
            self.drop(attempt, failure.error)
        elif attempt.picture and failure.error == INVALID:
            self._picture_refused(attempt, failure)
        elif of_card and failure.error in GONE and row.error != _CARD_GONE:
            self._forget_card(attempt)
        elif person_of(row) and failure.error == "channel_not_found" and self._forget_direct(row):
            self.again(attempt, 0, error=failure.text)
        elif row.what == "ephemeral" and (failure.error in _UNREACHABLE or row.discreet):
            self.drop(attempt, failure.error)
        else:
            self.park(attempt, failure.text)

    def _picture_refused(self, attempt: Attempt, failure: Failure) -> None:
        # The chat looks through a file in its own time, a second or two after the upload. One that somebody deleted is
        # uploaded again for whoever is next.
        tries = attempt.row.attempts + 1
        if tries >= PICTURE_TRIES:
            with self._store.transaction() as tx:
                uploads.forget(tx, attempt.picture)
        self.again(attempt, backoff(tries, self._chance), error=failure.text, failed=True)

    def _forget_card(self, attempt: Attempt) -> None:
        row = attempt.row
        with self._store.transaction() as tx:
            # Once only: a card that is missing again as soon as it was posted would be posted for ever.
            if sending.put_back(tx, row, self._sender, not_before=0, uncertain=False, error=_CARD_GONE):
                posted.save_card(tx, row.case_id, row.channel, "")

    def _forget_direct(self, row: Owed) -> bool:
        # The channel kept may be another workspace's. It is asked for anew, once.
        person = person_of(row)
        if row.error == "channel_not_found" or not people.direct_channel(self._store, person):
            return False
        with self._store.transaction() as tx:
            people.save_direct(tx, person, "")
        return True

    def _say(self, event: str, row: Owed, **more: object) -> None:
        self._tally.message(event.removeprefix("outbox."), str(row.body.get("digest", "")))
        loud = event in ("outbox.failed", "outbox.parked")
        # Of a discreet one not even the log tells whom it went to and what about.
        place = {} if row.discreet else {"case": row.case_id, "channel": row.channel}
        (self._log.warning if loud else self._log.info)(event, id=row.id, what=row.what, **place, **more)


def person_of(row: Owed) -> str:
    """The person whose direct messages a row goes to, or empty."""
    if row.what == "direct":
        return row.channel
    return row.channel[1:] if row.channel.startswith("@") else ""


def to_ms(seconds: float) -> int:
    """Epoch milliseconds, as the rows count."""
    return round(seconds * 1000)
