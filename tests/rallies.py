"""A rally for the tests: opened by the editor, with the leader named and the whole company invited."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from bot.domain import rallies
from bot.domain.desk import Desk
from bot.domain.rallies import Call
from bot.store.rallies import EVERYONE
from tests.company import EDITOR, LEADER, ask

POST = "https://weibo.com/1234567890/QAbCdEfGh"
REPOST = "https://weibo.com/2345678901/QAbCdEfGi"
OTHER_REPOST = "https://weibo.com/2345678901/QAbCdEfGj"
LINES = {
    "leader": "我在山茶乳业工作，这条我会跟到底。",
    "product": "我是山茶乳业的员工，说说产品。\n我是山茶乳业的员工，做法值得一看。",
    "service": "我是山茶乳业的员工，有问题请留言。",
}


def call(desk: Desk, **changes: Any) -> Call:
    """What the editor asks for: two days long."""
    asked: dict[str, Any] = {
        "link": POST,
        "why": "天冷了，想请大家喝口热的",
        "until": desk.now() + timedelta(days=2),
        "title": "冬至热牛奶",
        "named": (LEADER,),
        "whom": (EVERYONE,),
        **changes,
    }
    return Call(**asked)


def opened(desk: Desk, lines: dict[str, str] | None = None, **changes: Any) -> str:
    """A rally that was opened; its id."""
    return rallies.start(desk, ask(desk, EDITOR), call(desk, **changes), lines or LINES).case_id


def owed(desk: Desk, what: str = "") -> list[dict[str, Any]]:
    """The messages that wait, of one kind or of all."""
    rows = desk.store.all("SELECT * FROM outbox WHERE state = 'waiting' ORDER BY id")
    found = [{**dict(row), "body": json.loads(str(row["body"]))} for row in rows]
    return [row for row in found if not what or row["what"] == what]


def own_cards_owed(desk: Desk) -> list[str]:
    """Whose own card waits to be sent."""
    return [str(row["channel"])[1:] for row in owed(desk, "card") if str(row["channel"]).startswith("@")]


def local(desk: Desk, day: str, clock: str) -> datetime:
    """A moment by the company's clock."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=desk.zone)
