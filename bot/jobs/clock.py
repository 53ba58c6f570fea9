"""The clock: every few seconds it looks at what is due in the database, and does it once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog
from schedule import Scheduler
from slack_sdk import WebClient

from bot import memory
from bot.alarm import Alarm
from bot.domain import backups, campaigns, digests, forgetting, home, notice_forms, rallies, slot_clock
from bot.domain.complaints import absence, escalation, upkeep
from bot.domain.desk import Desk
from bot.errors import GuanweiError, StoreError
from bot.jobs import directory
from bot.outbox.failures import CALL_ERRORS
from bot.store import digests_settled, homes, inbound, outbox, uploads
from bot.store.times import epoch_ms, to_store

Look = Callable[[Desk, datetime], object]

_log = structlog.get_logger("guanwei.clock")
_TICK_SECONDS: Final = 15
_HOME_SECONDS: Final = 1
# Longer than any chat repeats a request.
_ANSWERS_KEPT: Final = timedelta(days=7)
# What was sent stands in the chat; the row is kept for a while to be looked into when somebody asks.
_MESSAGES_KEPT: Final = timedelta(days=30)
# Longer than any clock is put back by mistake.
_SETTLED_KEPT: Final = timedelta(days=90)
# What is looked at every few seconds, in this order.
LOOKS: Final[tuple[tuple[str, Look], ...]] = (
    ("digests", digests.send_due),
    ("campaigns", campaigns.advance),
    ("notices", campaigns.look_at_due),
    ("policies", upkeep.reckon_anew),
    ("ledger", upkeep.take_over),
    ("closing", upkeep.close),
    ("absences", absence.sweep),
    ("escalation", escalation.sweep),
    ("slots", slot_clock.look),
    ("rallies", rallies.advance),
    ("forgetting", forgetting.sweep),
    # Last, because it takes as long as copying the database does.
    ("backup", backups.nightly),
)


class Clockwork:
    """Runs the jobs in one thread. `schedule` only says how often each looks; whether it acts, the database says, so
    that a restart, a missed tick or a second process changes nothing."""

    def __init__(self, desk: Desk, client: WebClient, alarm: Alarm | None = None) -> None:
        """``alarm`` tells the admins where the database cannot be used; a bot has one for all."""
        self._desk = desk
        self._client = client
        self._alarm = alarm or Alarm(desk, client)
        # When a job was last finished, by a clock that nobody sets; None before the first.
        self.looked_at: float | None = None
        self._scheduler = Scheduler()
        self._arrange()

    def _arrange(self) -> None:
        self._scheduler.clear()
        for name, look in LOOKS:
            self._scheduler.every(_TICK_SECONDS).seconds.do(self._guarded(name, partial(self._see, look)))
        # Whoever looks at their home is to see a change at once.
        self._scheduler.every(_HOME_SECONDS).seconds.do(self._guarded("homes", partial(self._see, home.look)))
        self._scheduler.every(1).hours.do(self._guarded("directory", self._directory))
        self._scheduler.every(1).hours.do(self._guarded("memory", memory.give_back))
        self._scheduler.every(1).hours.do(self._guarded("room", self._desk.store.keep_room))
        self._scheduler.every(6).hours.do(self._guarded("tidying", self._tidy))

    def look(self) -> None:
        """Do at once whatever is due, without waiting for the next tick."""
        for name, look in LOOKS:
            self._guarded(name, partial(self._see, look))()

    def run(self, stop: threading.Event) -> None:
        """Do what is due now, then look again every few seconds until ``stop`` is set; no job begins after that."""
        # Other people's channels are joined here and not before the bot is ready: nobody waits for it.
        self._guarded("directory", self._directory)()
        self._guarded("room", self._desk.store.keep_room)()
        self.look()
        while not stop.wait(min(max(self._scheduler.idle_seconds or 0.0, 0.2), _TICK_SECONDS)):
            if (self._scheduler.idle_seconds or 0.0) > _TICK_SECONDS + 1:
                # Every look is due within a tick, so the clock was set back; schedule would wait for the time to come again.
                self._arrange()
                self.look()
            for job in sorted(job for job in self._scheduler.get_jobs() if job.should_run):
                if stop.is_set():
                    return
                job.run()  # type: ignore[no-untyped-call]  # schedule leaves it untyped

    def _see(self, look: Look) -> None:
        look(self._desk, self._desk.now())

    def _guarded(self, name: str, job: Callable[[], None]) -> Callable[[], None]:
        # schedule stops for good at a job's exception: it is logged, and the job runs again.
        def run() -> None:
            started, failed = time.monotonic(), False
            try:
                job()
            except (GuanweiError, *CALL_ERRORS) as error:
                failed = True
                _log.warning("job.failed", job=name, error=str(error), seconds=time.monotonic() - started)
                if isinstance(error, StoreError):
                    self._alarm.ring(error)
            except Exception:  # noqa: BLE001  # told and counted, see below
                # A fault of the program in one look (a digest that cannot be put together) must not end all the others: the
                # clocks of complaints would stand still. It is told with all there is, and counted as failed.
                failed = True
                _log.exception("job.broken", job=name)
            self.looked_at = time.monotonic()
            self._desk.tally.job(name, self.looked_at - started, failed=failed)

        return run

    def _directory(self) -> None:
        directory.look_up(self._client, self._desk)
        directory.join_channels(self._client, self._desk)

    def _tidy(self) -> None:
        now = self._desk.now()
        sent_before = epoch_ms(now - _MESSAGES_KEPT)
        with self._desk.store.transaction() as tx:
            notice_forms.forget_old(tx, now)
            inbound.forget(tx, to_store(now - _ANSWERS_KEPT))
            homes.forget(tx, sent_before)
            outbox.forget_done(tx, sent_before)
            uploads.forget_old(tx, sent_before)
            digests_settled.forget(tx, (now - _SETTLED_KEPT).date().isoformat())
