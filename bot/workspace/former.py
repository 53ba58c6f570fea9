"""Messages as they were a moment ago: a click that was under way while the message changed still counts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from bot.workspace.kinds import Json

# Longer than a page takes to show the change, shorter than anybody would look at an old card.
SECONDS = 10.0


class Former:
    """The blocks each message had before it was last changed, for `SECONDS`."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._kept: OrderedDict[tuple[str, str], tuple[float, list[Json]]] = OrderedDict()

    def keep(self, channel: str, ts: str, body: Json) -> None:
        """A message is about to change: remember what stood in it."""
        now = self._ticks()
        while self._kept and next(iter(self._kept.values()))[0] < now - SECONDS:
            self._kept.popitem(last=False)
        self._kept[(channel, ts)] = (now, body.get("blocks", []))
        self._kept.move_to_end((channel, ts))

    def blocks(self, channel: str, ts: str) -> list[Json]:
        """What stood in the message a moment ago; nothing where it did not change."""
        at, blocks = self._kept.get((channel, ts), (0.0, []))
        return blocks if self._ticks() - at <= SECONDS else []
