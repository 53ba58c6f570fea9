"""Signed requests that were answered: each is taken once, so that one overheard on the way cannot be sent again.

The keys of `domain/desk.py: once` keep a repeat from changing anything, also after a restart; here it is turned away
before anybody looks at it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

# A signature is good from 5 minutes before its time to 5 minutes after it.
_SECONDS: Final = 2 * 5 * 60.0


class Answered:
    """The signatures of requests that are being answered or were, for as long as they would be good."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until: OrderedDict[str, float] = OrderedDict()

    def take(self, signature: str, now: float) -> bool:
        """Whether a request with this signature is the first at ``now`` (seconds of a steady clock); it counts as answered
        from here on, unless it is given back."""
        with self._lock:
            while self._until and next(iter(self._until.values())) <= now:
                self._until.popitem(last=False)
            if signature in self._until:
                return False
            self._until[signature] = now + _SECONDS
            return True

    def give_back(self, signature: str) -> None:
        """It came to nothing: the chat will send it again, perhaps within the same second."""
        with self._lock:
            self._until.pop(signature, None)

    def __len__(self) -> int:
        return len(self._until)
