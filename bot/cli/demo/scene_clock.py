"""The clock of a scene: begins on a day of the story, runs as fast as any, and goes forward when the story says so."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.desk import utc_now


class SceneClock:
    """Begins at ``start`` (aware), or where it was left: what it has gone forward is kept in the file ``memory``."""

    def __init__(self, start: datetime, memory: Path) -> None:
        self._memory = memory
        self._moving = threading.Lock()
        began = datetime.fromisoformat(memory.read_text("utf-8")) if memory.exists() else start
        self._ahead = began - utc_now()
        self._keep()

    def now(self) -> datetime:
        """The scene's time, in UTC."""
        return (utc_now() + self._ahead).astimezone(UTC)

    def move_to(self, when: datetime) -> None:
        """Go on to ``when``; a time that is past already changes nothing."""
        with self._moving:
            self._ahead += max(when - self.now(), timedelta())
            self._keep()

    def _keep(self) -> None:
        fresh = self._memory.with_suffix(".new")
        fresh.write_text(self.now().isoformat(), "utf-8")
        fresh.replace(self._memory)
