"""Somebody for each role and nothing else, and the people of a case: whose own it is, who has it, their department."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bot.domain.desk import Desk, known_company, open_desk
from bot.store import people
from bot.store.database import Store
from bot.store.people import Channel, Person
from tests.company import Time, settings

ROLES: Final = ("editor", "reviewer", "legal", "service", "leader", "admin", "staff")
OF_THE_CASE: Final = ("own", "holder", "member", "head")
WHO: Final = (*ROLES, *OF_THE_CASE)
# Nobody has a second role, and the roles' people are of no department that a case is in.
IDS: Final = {name: f"U0{name.upper()}" for name in WHO}
# A second one of some roles, for what takes two.
OTHERS: Final = {"editor": "U0EDITORB", "reviewer": "U0REVIEWB", "leader": "U0LEADERB", "service": "U0SERVICEB"}


@contextmanager
def opened_with_them(path: Path, time: Time, **changes: Any) -> Iterator[Desk]:
    """A desk of a company that has them all; ``changes`` are other tables of its settings."""
    company = settings(
        departments={
            "weibo": {"name": "官微组", "channel": "#官微", "head": OTHERS["editor"]},
            "service": {"name": "客服部", "channel": "#客服", "head": OTHERS["service"]},
            "sales": {
                "name": "销售部",
                "channel": "#销售部",
                "head": IDS["head"],
                "members": [IDS["member"], IDS["holder"]],
            },
        },
        roles={
            role: [IDS[role], *([OTHERS[role]] if role in OTHERS else [])]
            for role in ("editor", "reviewer", "legal", "service", "leader", "admin")
        },
        **changes,
    )
    store = Store(path)
    with store.transaction() as tx:
        every = (*IDS.values(), *OTHERS.values())
        people.save_people(tx, (Person(user, user.lower(), user, "", "zh-CN") for user in every), "")
        people.save_channels(tx, (Channel(f"C0{n}", name, True) for n, name in enumerate(("官微", "客服", "销售部"))))
    desk = open_desk(company, store, time)
    desk.directory.company = known_company(company, store)
    try:
        yield desk
    finally:
        store.close()
