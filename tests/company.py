"""A small company for the tests: one person for each role, in departments, with channels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.config import Settings
from bot.domain.desk import Desk, Request, known_company, open_desk
from bot.store import people
from bot.store.database import Store
from bot.store.people import Channel, Person

# A Tuesday, 10:00 in Shanghai: inside service hours, on a working day.
TUESDAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

EDITOR, SECOND_EDITOR, REVIEWER, LEGAL = "U0EDITOR", "U0EDITOR2", "U0REVIEW", "U0LEGAL"
SERVICE, SECOND_SERVICE, LEADER, ADMIN = "U0SERVE", "U0SERVE2", "U0LEADER", "U0ADMIN"
SALES, STRANGER, ENGLISH = "U0SALES", "U0OTHER", "U0ENGLISH"

NAMES = {
    EDITOR: "陈溪",
    SECOND_EDITOR: "林岚",
    REVIEWER: "周维",
    LEGAL: "郑衡",
    SERVICE: "何静",
    SECOND_SERVICE: "罗欣",
    LEADER: "方总",
    ADMIN: "管理员小吴",
    SALES: "钱多",
    STRANGER: "路人",
    ENGLISH: "Grace",
}


def settings(**changes: Any) -> Settings:
    """The company's settings; ``changes`` replace whole tables."""
    return Settings.model_validate(
        {
            "company": {"name": "山茶乳业", "trades": ["食品"]},
            "channels": {"desk": "#官微", "complaints": "#客服"},
            "departments": {
                "weibo": {"name": "官微组", "channel": "#官微", "head": EDITOR, "members": [SECOND_EDITOR, REVIEWER]},
                "service": {"name": "客服部", "channel": "#客服", "head": SERVICE, "members": [SECOND_SERVICE]},
                "sales": {"name": "销售部", "channel": "#销售部", "head": SALES, "members": [ENGLISH]},
            },
            "roles": {
                "editor": [EDITOR, SECOND_EDITOR],
                "reviewer": [REVIEWER, EDITOR],
                "legal": [LEGAL],
                "service": [SERVICE, SECOND_SERVICE],
                "leader": [LEADER],
                "admin": [ADMIN],
            },
            **changes,
        }
    )


@dataclass
class Time:
    """A clock that stands until it is moved."""

    now: datetime = TUESDAY

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> datetime:
        """Move on by ``timedelta(**amount)``; the new time."""
        self.now += timedelta(**amount)
        return self.now


@contextmanager
def opened(path: Path, time: Time, **changes: Any) -> Iterator[Desk]:
    """A desk of the company over a real database file."""
    store = Store(path)
    company = settings(**changes)
    with store.transaction() as tx:
        people.save_people(
            tx,
            (
                Person(user, f"p{n}", name, f"p{n}@example.com", "en-US" if user == ENGLISH else "zh-CN")
                for n, (user, name) in enumerate(NAMES.items())
            ),
            "",
        )
        channels = ("官微", "客服", "销售部")
        people.save_channels(tx, (Channel(f"C0{n}", name, True) for n, name in enumerate(channels)))
    desk = open_desk(company, store, time)
    desk.directory.company = known_company(company, store)
    try:
        yield desk
    finally:
        store.close()


_keys = iter(range(10**9))


def ask(desk: Desk, actor: str, key: str | None = None) -> Request:
    """A request of ``actor`` now; with a key of its own unless one is given."""
    return Request(actor, key if key is not None else f"test:{next(_keys)}", desk.now())
