"""The languages people chose, held in memory: every answer is given in one, and hardly anyone ever chooses another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

# As long it may stay unnoticed what another process on the same store put down.
_HOLDS: Final = timedelta(seconds=30)


class Languages:
    """What people chose, as it was last read. What this process puts down counts at once: `forget`."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, datetime]] = {}
        self._forgotten = 0
        self._lock = threading.Lock()

    def of(self, person: str, now: datetime, read: Callable[[], str], *, most: int) -> str:
        """The language a person chose (empty: none), ``read`` where it is not known. Not more than ``most`` are held."""
        known = self._known.get(person)
        # The clock of a computer may be set back.
        if known is not None and known[1] <= now < known[1] + _HOLDS:
            return known[0]
        forgotten = self._forgotten
        chosen = read()
        with self._lock:
            # What was read before somebody chose anew may be what they chose before.
            if forgotten == self._forgotten:
                if len(self._known) >= most and person not in self._known:
                    self._known.clear()
                if most:
                    self._known[person] = chosen, now
        return chosen

    def forget(self, person: str) -> None:
        """Have a person's language read anew."""
        with self._lock:
            self._forgotten += 1
            self._known.pop(person, None)
