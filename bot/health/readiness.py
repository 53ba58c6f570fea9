"""Whether the bot is well: what it needs, part by part, read from the running bot."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.domain.desk import Desk
from bot.errors import ReadOnlyDatabase, StoreError
from bot.hearing import Hearing
from bot.store import vitals
from bot.store.room import LEAST_BYTES
from bot.store.times import epoch_ms

# The clock looks every 15 s; a look may take a while, and copying the database at night is one.
_LOOK_SECONDS: Final = 180.0
# Whoever waits longer for a message has lost it, as far as they can tell.
_OUTBOX_SECONDS: Final = 900.0


@dataclass(frozen=True, slots=True)
class Vitals:
    """What health is read from. ``hearing`` gives None where no socket is used; ``looked_at`` when the clock last finished
    a look (monotonic seconds), None before the first."""

    desk: Desk
    hearing: Callable[[], Hearing | None]
    looked_at: Callable[[], float | None]

    @property
    def look_age(self) -> float | None:
        """Seconds since the clock last finished a look."""
        at = self.looked_at()
        return None if at is None else time.monotonic() - at

    def queue_age(self, queue: vitals.Queue) -> float:
        """Seconds for which the oldest message that may go has waited."""
        return max(self.desk.now().timestamp() - queue.oldest / 1000, 0.0) if queue.oldest else 0.0


def readiness(of: Vitals) -> dict[str, dict[str, object]]:
    """What the bot needs, part by part: ``ok``, and figures to see why not."""
    parts: dict[str, dict[str, object]] = {}
    now = of.desk.now()
    try:
        queue = vitals.queue(of.desk.store, epoch_ms(now))
    except StoreError as error:
        parts["database"] = {"ok": False, "error": type(error).__name__}
    else:
        age = of.queue_age(queue)
        is_writable = os.access(of.desk.store.path, os.W_OK)
        parts["database"] = {"ok": True} if is_writable else {"ok": False, "error": ReadOnlyDatabase.__name__}
        parts["outbox"] = {"ok": age < _OUTBOX_SECONDS, "due": queue.due, "oldest_seconds": round(age, 1)}
    parts["disk"] = _disk(of.desk.store.path)
    hearing = of.hearing()
    if hearing is not None:
        parts["socket"] = {
            "ok": hearing.is_ready,
            "age_seconds": round(hearing.age, 1),
            "silence_seconds": round(hearing.silence, 1),
        }
    look = of.look_age
    parts["clock"] = {
        "ok": look is not None and look < _LOOK_SECONDS,
        "last_look_seconds": None if look is None else round(look, 1),
    }
    return parts


def _disk(database: Path) -> dict[str, object]:
    try:
        free = shutil.disk_usage(database.parent).free
    except OSError as error:
        return {"ok": False, "error": type(error).__name__}
    return {"ok": free >= LEAST_BYTES, "free_bytes": free}


def is_ready(parts: dict[str, dict[str, object]]) -> bool:
    """Whether every part is as it should be."""
    return all(part["ok"] for part in parts.values())
