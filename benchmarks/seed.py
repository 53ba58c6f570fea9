"""A database of 100,000 complaints, with the record and the messages that come with them, made in a few seconds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

from bot.config.load import load_settings
from bot.domain.calendar import calendar_of
from bot.domain.policies import ClockName, Policies
from bot.store import cases, events
from bot.store.database import Store, Transaction
from bot.store.times import to_store

_AT_ONCE: Final = 5_000
_CLOCKS: Final[tuple[ClockName, ...]] = ("claim", "reply", "resolve")
_WORDS: Final = (
    "酸奶到货时两盒胀包，客服说三天内答复，到今天没有人联系我。",
    "订单一周没有发货，页面写的是次日达。",
    "门店说活动已经结束，微博上写的是到月底。",
    "配送员把箱子放在太阳下面，牛奶是热的。",
    "退款申请了两次都被关闭，也没有说明理由。",
)


def seed(database: Path, settings: Path, reporter: str, now: datetime, *, complaints: int, unclaimed: int) -> list[str]:
    """Fill a new database; the ids of the ``unclaimed``, which are the latest. The others are resolved.

    One complaint comes every five minutes; the last of them now.
    """
    store = Store(database)
    try:
        company = load_settings(settings)
        policy = Policies(company, calendar_of(company)).of("normal", "service")
        known = dict[time, dict[str, timedelta]]()
        ids = []
        rows = _rows(complaints, unclaimed, reporter, now)
        for start in range(0, complaints, _AT_ONCE):
            with store.transaction() as tx:
                for _ in range(start, min(start + _AT_ONCE, complaints)):
                    at, values = next(rows)
                    # Service hours are the same every day: what was found for a time of day holds for all days.
                    if at.time() not in known:
                        known[at.time()] = {name: policy.hours.add(at, policy.allows(name)) - at for name in _CLOCKS}
                    due = {f"{name}_due": to_store(at + later) for name, later in known[at.time()].items()}
                    clock = {"clock": f"claim:{to_store(at)}", "escalate_at": due["claim_due"]}
                    running = {"next_due": due["claim_due"], **clock} if values["state"] == "new" else {}
                    case = _put(tx, {**values, **due, **running})
                    if values["state"] == "new":
                        ids.append(case)
        return ids
    finally:
        store.close()


def _rows(
    complaints: int, unclaimed: int, reporter: str, now: datetime
) -> Iterator[tuple[datetime, dict[str, object]]]:
    for number in range(complaints):
        at = now - timedelta(minutes=5) * (complaints - 1 - number)
        stamp = to_store(at)
        done = number < complaints - unclaimed
        yield (
            at,
            {
                "state": "resolved" if done else "new",
                "severity": "normal",
                "department": "service",
                "category": "delivery",
                "place": "comment",
                "customer": f"顾客{number % 60_000}",
                "customer_key": f"顾客{number % 60_000}",
                "words": _WORDS[number % len(_WORDS)],
                "reporter": reporter,
                "created_at": stamp,
                "changed_at": stamp,
                "since": stamp,
                **({"holder": reporter, "resolved_by": reporter, "resolved_at": stamp} if done else {}),
            },
        )


def _put(tx: Transaction, values: dict[str, object]) -> str:
    case = cases.next_id(tx, "C")
    cases.insert(tx, "complaints", {"id": case, **values})
    at = str(values["created_at"])
    events.append(tx, at=at, actor=str(values["reporter"]), case_id=case, action="log", to_state="new")
    tx.execute(
        "INSERT INTO outbox (what, channel, case_id, body, state, owed_at) VALUES ('card', '#客服', :case, '{}', 'sent', 0)",
        {"case": case},
    )
    tx.execute(
        "INSERT INTO posted (case_id, channel, ts) VALUES (:case, '#客服', :ts)",
        {"case": case, "ts": f"1.{case[2:]}"},
    )
    tx.execute("INSERT INTO inbound (key, answer, at) VALUES (:key, '{}', :at)", {"key": f"form:{case}", "at": at})
    return case
