"""A database of every schema there was, with something in it, for the tests of upgrading.

    python -m tools.old_databases

After a migration was added, run it: a file for it is written to tests/store/upgrades/. Files that are there already are what
old programs left behind, and stay as they are. A migration with tables of its own has sample rows below.
"""

from __future__ import annotations

import gzip
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from bot.store import events, migrations, schema

FOLDER: Final = Path(__file__).resolve().parents[1] / "tests" / "store" / "upgrades"
AT: Final = "2026-11-24T02:00:00.000000Z"
LATER: Final = "2026-11-24T03:00:00.000000Z"
_DUE: Final = "2026-11-25T14:00:00.000000Z"
_REPORT: Final = '{"findings": [], "passed": [], "units": 6, "fixed": [], "added": []}'
_PRINT: Final = "93b1e5f63f9a3877392083bd36255c28100cffda6225c2ed3d990b8829118bc6"
_MS: Final = 1_795_485_600_000


def _complaint(number: int, state: str, words: str, **more: object) -> tuple[str, dict[str, object]]:
    begun = {"claim_due": AT, "reply_due": LATER, "resolve_due": _DUE, "created_at": AT, "changed_at": LATER}
    who = {"customer": f"顾客{number}", "customer_key": f"顾客{number}", "reporter": "U0EDITOR", "place": "comment"}
    known = {"severity": "normal", "category": "quality", "words": words, **begun, **who, **more}
    return "complaints", {"id": f"C-{number}", "state": state, **known}


_RESOLVED: Final = {"resolved_at": LATER, "resolved_by": "U0SERVE", "resolution": "补寄了一箱", "holder": "U0SERVE"}
# What a migration's own tables hold, by its name, table by table.
ROWS: Final[Mapping[str, list[tuple[str, dict[str, Any]]]]] = {
    "first": [
        *(("counters", {"kind": kind, "last": last}) for kind, last in (("N", 1), ("D", 1), ("C", 4))),
        (
            "campaigns",
            {
                **{
                    "id": "N-1",
                    "state": "submitted",
                    "title": "双十二鲜奶节",
                    "department": "sales",
                    "contact": "U0SALES",
                },
                **{"promotion_from": "2026-12-03", "first_day": "2026-12-10", "last_day": "2026-12-12"},
                **{"details": '{"what": "买二赠一。"}', "lead_days": 7, "light": "in_time", "submitted_at": AT},
                **{"accept_due": LATER, "created_at": AT, "changed_at": AT},
            },
        ),
        (
            "drafts",
            {
                **{"id": "D-1", "state": "in_review", "department": "sales", "author": "U0SALES", "kind": "promotion"},
                **{"revision": 1, "created_at": AT, "changed_at": AT},
            },
        ),
        (
            "revisions",
            {
                **{"draft_id": "D-1", "revision": 1, "text": "鲜奶到店了。", "author": "U0SALES", "at": AT},
                **{"fingerprint": _PRINT, "report": _REPORT},
            },
        ),
        _complaint(1, "new", "酸奶胀包了，一股酸味", next_due=AT),
        _complaint(2, "claimed", "快递三天没送到", holder="U0SERVE", claimed_at=LATER, next_due=LATER, comments=2),
        _complaint(3, "resolved", "赠品没有收到", **_RESOLVED),
        _complaint(4, "waiting_customer", "退款没有到账", holder="U0SERVE", claimed_at=LATER, paused_at=LATER),
        (
            "complaint_comments",
            {
                **{"complaint_id": "C-2", "number": 2, "words": "还是没有人管", "place": "comment"},
                **{"reporter": "U0EDITOR", "at": LATER, "source_key": "a1"},
            },
        ),
        (
            "terms",
            {
                "key": "史上最强",
                "term": "史上最强",
                "verdict": "deny",
                "reason": "夸大",
                "set_by": "U0EDITOR",
                "at": AT,
            },
        ),
        (
            "inbound",
            {
                "key": "command:1",
                "answer": '{"refused": {"message": "不行。", "values": {}}, "advice": null}',
                "at": AT,
            },
        ),
        (
            "outbox",
            {"what": "card", "channel": "#客服", "case_id": "C-1", "body": "{}", "state": "waiting", "owed_at": _MS},
        ),
        ("posted", {"case_id": "C-2", "channel": "#客服", "ts": "1795485600.000100"}),
        ("instance", {"only_one": 1, "name": "old"}),
        (
            "people",
            {"id": "U0SERVE", "handle": "he.jing", "name": "何静", "email": "", "locale": "zh-CN", "seen_at": AT},
        ),
        ("channels", {"id": "C01", "name": "客服", "member": 1}),
    ],
    "whose_time": [
        (
            "away",
            {"person": "U0SERVE", "from_at": AT, "until_at": LATER, "reason": "外出"},
        ),
        ("heartbeat", {"only_one": 1, "at": AT}),
    ],
    "posting_calendar": [
        (
            "slots",
            {
                **{"id": "S-1", "at": _DUE, "state": "planned", "promotes": 1, "campaign_id": "N-1"},
                **{"made_by": "U0EDITOR", "created_at": AT, "changed_at": AT},
            },
        ),
        ("counters", {"kind": "S", "last": 1}),
    ],
    "drafts_whole": [
        (
            "figures",
            {
                "draft_id": "D-1",
                "at": LATER,
                "reads": 9,
                "reposts": 1,
                "comments": 2,
                "likes": 3,
                "told_by": "U0EDITOR",
            },
        ),
    ],
    "fact_sheets": [
        ("complaint_facts", {"complaint_id": "C-3", "verdict": "confirmed", "remedy": "补寄", "filled_by": "U0SERVE"}),
    ],
    "rallies": [
        (
            "rallies",
            {
                **{
                    "id": "R-1",
                    "state": "open",
                    "title": "转发鲜奶节",
                    "why": "多一些人看见",
                    "post": "5112701795431729",
                },
                **{"url": "https://weibo.com/1234567890/Qx1", "until": _DUE, "whom": '["everyone"]', "named": "[]"},
                **{"opened_by": "U0EDITOR", "opened_at": AT},
            },
        ),
        ("rally_people", {"rally_id": "R-1", "person": "U0SALES", "state": "joined", "joined_at": LATER}),
        ("rally_lines", {"rally_id": "R-1", "number": 1, "voice": "shop", "text": "来看看", "text_key": "来看看"}),
        ("counters", {"kind": "R", "last": 1}),
    ],
    "campaign_life": [
        (
            "campaign_answers",
            {"campaign_id": "N-1", "number": 1, "question": "几点开始？", "answer": "十点", "until": _DUE},
        ),
        ("calendar_addresses", {"person": "U0SALES", "hash": "0" * 64, "made_at": AT}),
    ],
}
# The record, from the first schema on: case, who, what, from, to, with what.
_RECORD: Final[tuple[tuple[str, str, str, str, str, Mapping[str, object]], ...]] = (
    ("N-1", "U0SALES", "submit", "", "submitted", {"days": 7, "light": "in_time", "needed": 5, "ring": []}),
    (
        "D-1",
        "U0SALES",
        "submit",
        "",
        "in_review",
        {"revision": 1, "fingerprint": _PRINT, "block": 0, "proof": 0, "style": 0},
    ),
    *((f"C-{number}", "U0EDITOR", "log", "", "new", {"severity": "normal"}) for number in (1, 2, 3, 4)),
    ("C-2", "U0SERVE", "claim", "new", "claimed", {}),
    ("C-3", "U0SERVE", "claim", "new", "claimed", {}),
    ("C-4", "U0SERVE", "claim", "new", "claimed", {}),
    ("C-2", "U0EDITOR", "comment", "claimed", "claimed", {"number": 2, "words": "还是没有人管"}),
    ("C-4", "U0SERVE", "wait", "claimed", "waiting_customer", {}),
    ("C-3", "U0SERVE", "resolve", "claimed", "resolved", {"text": "补寄了一箱"}),
)


class _Transaction:
    """As much of a transaction as the record needs, over a database that no program has opened."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def one(self, sql: str, values: Any = None) -> Any:
        return self._connection.execute(sql, values or {}).fetchone()

    def all(self, sql: str, values: Any = None) -> Any:
        return self._connection.execute(sql, values or {}).fetchall()

    def execute(self, sql: str, values: Any = None) -> int:
        return self._connection.execute(sql, values or {}).rowcount

    def undo(self) -> None:
        raise NotImplementedError("each statement stands at once")


def make(path: Path, last: str) -> None:
    """Make the database that a program left behind whose newest migration was ``last``."""
    upto = schema.NAMES[: schema.NAMES.index(last) + 1]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        for name in upto:
            following = schema.NAMES[schema.NAMES.index(name) + 1 :]
            migrations.MIGRATIONS.apply(Database(connection), stop_before=following[:1] or None)
            for table, row in ROWS.get(name, ()):
                places = ", ".join(f":{column}" for column in row)
                connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", row)  # noqa: S608  # ours
            if name == "first":
                for case, who, what, before, after, data in _RECORD:
                    moment = AT if what in ("submit", "log") else LATER
                    events.append(
                        _Transaction(connection),
                        at=moment,
                        actor=who,
                        case_id=case,
                        action=what,
                        from_state=before,
                        to_state=after,
                        data=data,
                    )
        connection.execute("VACUUM")


def file_of(name: str) -> Path:
    """Where the database of a migration stands, packed."""
    return FOLDER / f"{schema.number(name)}_{name}.db.gz"


def main() -> None:
    """Write what is not there yet."""
    FOLDER.mkdir(exist_ok=True)
    for name in schema.NAMES:
        target = file_of(name)
        if target.exists():
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "old.db"
            make(path, name)
            target.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
        print(f"{target.name}  {target.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
