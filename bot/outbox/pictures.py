"""Pictures of messages: drawn in a thread of their own, uploaded once, shown by the id of the file.

A file that was uploaded and not shared is seen by nobody, so an upload may be repeated: what can be there twice is a file
without readers, where the process dies or the answer is lost between the chat's taking it and our writing down its id. What
people see is the message, which is sent once as any other. Its words are worth more than its picture: they do not wait long.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Lock, Thread
from typing import Final

import structlog

from bot.cards.message import Message, Picture, with_file, without_picture
from bot.outbox.attempt import INVALID, PICTURE_TRIES, Attempt, to_ms
from bot.outbox.chat import Chat, ChatFailed
from bot.store import uploads
from bot.store.database import Store

# A drawing that failed for one message fails for those that are behind it too, and may take its time about it.
_NOT_AGAIN_SECONDS: Final = 60.0


class Pictures:
    """Puts the pictures of messages where they belong. Used by one thread at a time."""

    def __init__(self, store: Store, chat: Chat, *, now: Callable[[], float], patience: float) -> None:
        """``now``: epoch seconds. ``patience``: seconds that one call waits for a drawing."""
        self._store = store
        self._chat = chat
        self._now = now
        self._patience = patience
        self._one_at_a_time = Lock()
        self._drawn: dict[str, Future[bytes]] = {}
        self._failed: dict[str, float] = {}
        self._waiting: dict[str, Future[bytes]] = {}
        self._log = structlog.get_logger("outbox")

    def waiting(self) -> frozenset[str]:
        """The channels, as rows name them, whose next message has a picture that is being drawn."""
        self._waiting = {channel: drawn for channel, drawn in self._waiting.items() if not drawn.done()}
        return frozenset(self._waiting)

    def fit(self, attempt: Attempt, message: Message, renew: Callable[[], None]) -> Message | None:
        """The message as it is posted: with its picture in place, uploaded now if it never was, or without it where it
        cannot be had. None while it is being drawn. ``renew`` is called before every call to the chat.

        Raises ChatFailed where the upload did not succeed and is worth another try."""
        picture, row = message.picture, attempt.row
        if picture is None:
            return message
        given_up = row.attempts >= PICTURE_TRIES
        file = uploads.file(self._store, picture.key)
        if not file and not given_up:
            drawn = self._drawing(picture)
            if not wait([drawn], self._patience).done:
                self._waiting[row.channel] = drawn
                drawn.add_done_callback(lambda _: self._store.committed.set())
                return None
            file = self._uploaded(attempt, picture, drawn, renew)
        if not file or (given_up and row.error.startswith(INVALID)):
            return without_picture(message)
        attempt.picture = picture.key
        return with_file(message, file)

    def _drawing(self, picture: Picture) -> Future[bytes]:
        """The picture as it is being drawn, begun now unless it was."""
        failed = self._failed.get(picture.key)
        if failed is not None and abs(self._now() - failed) > _NOT_AGAIN_SECONDS:
            del self._failed[picture.key], self._drawn[picture.key]
        if picture.key not in self._drawn:
            drawn = self._drawn[picture.key] = Future()
            # Whoever else has something to say is answered meanwhile. A stop waits for no drawing: the words are still owed.
            Thread(target=self._draw, args=(picture, drawn), name="guanwei-pictures", daemon=True).start()
        return self._drawn[picture.key]

    def _draw(self, picture: Picture, drawn: Future[bytes]) -> None:
        with self._one_at_a_time:
            try:
                drawn.set_result(picture.png())
            except Exception as fault:  # noqa: BLE001  # whatever it is, it is told of where the picture is wanted
                drawn.set_exception(fault)

    def _uploaded(self, attempt: Attempt, picture: Picture, drawn: Future[bytes], renew: Callable[[], None]) -> str:
        """The id of the file, or empty where the picture is not to be had."""
        if (fault := drawn.exception()) is not None:
            if picture.key not in self._failed:
                self._failed[picture.key] = self._now()
                self._log.error("picture.not_drawn", key=picture.key, exc_info=fault)
            return ""
        attempt.stage = "upload"
        try:
            file = self._chat.upload(picture, drawn.result(), between=renew)
        except ChatFailed as failed:
            last = attempt.row.attempts + 1 >= PICTURE_TRIES
            if failed.failure.kind == "too_fast" or (failed.failure.kind == "passing" and not last):
                raise
            self._log.warning("picture.not_uploaded", key=picture.key, error=failed.failure.text)
            return ""
        self._drawn.pop(picture.key)
        attempt.stage = "prepare"
        with self._store.transaction() as tx:
            return uploads.keep(tx, picture.key, file, now=to_ms(self._now()))
