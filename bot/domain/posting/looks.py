"""When the clock looks at a slot: so long before its time and after it, depending on the state the slot is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.store.times import to_store


def _minutes(*numbers: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=number) for number in numbers)


# A held slot reminds whoever must still approve, and at its time is missed. A filled one is held against the complaints an
# hour before, handed over at its time, asked after, and in the end missed too.
_LOOKS: Final[Mapping[str, Sequence[timedelta]]] = {
    "planned": _minutes(0),
    "held": _minutes(-60, -30, -10, 0),
    "filled": _minutes(-60, 0, 15, 120),
}


def next_look(state: str, at: datetime, after: datetime) -> str:
    """When a slot of ``at`` must be looked at next once it was looked at at ``after``: UTC text, empty for never. What was
    passed over (the bot was down, the slot is near) is not made up for."""
    later = (at + offset for offset in _LOOKS.get(state, ()))
    return next((to_store(look) for look in later if look > after), "")
