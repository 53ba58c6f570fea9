"""How long the things people look at take to make with 100,000 complaints in: a list, a case, the morning's digest."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median

from bot.cards.digests import desk as digest_cards
from bot.commands import complaint as complaint_command
from bot.commands.complaint_list import listing
from bot.config import load_settings
from bot.domain import digests
from bot.domain.desk import open_desk
from bot.domain.paper import paper
from bot.edge import voice
from bot.store.database import Store


def reading(database: Path, settings: Path, person: str, case: str, now: datetime, times: int) -> dict[str, float]:
    """Medians in seconds of making each, from the database to the drawn message."""
    store = Store(database)
    try:
        desk = open_desk(load_settings(settings), store, lambda: now)
        t = voice(desk, person)
        lists = {
            f"/complaint list {word}": (lambda word=word: listing(desk, person, word, t))
            for word in ("open", "mine", "unclaimed", "overdue")
        }
        return {
            **{name: _median(work, times) for name, work in lists.items()},
            f"/complaint show {case}": _median(lambda: complaint_command.details(desk, person, case, t), times),
            "/weibo digest": _median(
                lambda: digest_cards.draw(digests.desk.gather(desk, store, digests.to_desk(desk), now), paper(desk, t)),
                times,
            ),
        }
    finally:
        store.close()


def _median(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)
