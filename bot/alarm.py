"""The admins hear that the database cannot be used, once and not at every request.

By a call to the chat itself: what the outbox sends has to be kept first, and that is what cannot be done.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Final

import structlog
from slack_sdk import WebClient

from bot.domain.desk import Desk
from bot.edge import voice_anyhow
from bot.errors import StoreError
from bot.outbox.failures import CALL_ERRORS, failure
from bot.text.mrkdwn import escape
from bot.text.words import phrase

_log = structlog.get_logger("guanwei.alarm")
# What is still so after this long is told once more.
_QUIET_SECONDS: Final = 3600.0
THREAD: Final = "guanwei-alarm"


class Alarm:
    """Tells each admin what is wrong and how to put it right. Several threads may ring at once."""

    def __init__(self, desk: Desk, client: WebClient, now: Callable[[], float] = time.monotonic) -> None:
        """``now`` gives seconds, by a clock that nobody sets."""
        self._desk = desk
        self._client = client
        self._now = now
        self._rung: dict[type[StoreError], float] = {}
        self._lock = threading.Lock()

    def ring(self, error: StoreError) -> None:
        """Tell them of ``error``, unless they were told of one of its kind within the hour. Nobody waits for it."""
        kind, now = type(error), self._now()
        with self._lock:
            if kind in self._rung and now < self._rung[kind] + _QUIET_SECONDS:
                return
            self._rung[kind] = now
        said = phrase(
            "⚠️ 刚才有操作没能记下来。{what}{advice}一小时内同样的问题不再提醒；每一次都在日志里（request.failed、job.failed）。",
            what=error.said,
            advice=error.advice or "",
        )
        # Put in words here: nobody waits for the thread, and the store may be closed while it calls.
        told = {admin: escape(voice_anyhow(self._desk, admin)(said)) for admin in self._desk.company.roles["admin"]}
        threading.Thread(target=self._tell, args=(kind, told), name=THREAD, daemon=True).start()

    def _tell(self, kind: type[StoreError], told: Mapping[str, str]) -> None:
        for admin, text in told.items():
            try:
                self._client.chat_postMessage(channel=admin, text=text)
            except CALL_ERRORS as refused:
                _log.warning("alarm.not_told", admin=admin, error=failure(refused).text)
                with self._lock:
                    # The next one is tried again.
                    self._rung.pop(kind, None)
