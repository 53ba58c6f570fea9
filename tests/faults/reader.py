"""Reads what is left, by its own SQL: the bot's database and the chat's, and what people did. It shares no line with the bot.

Everything that is found is a sentence; where there is none, nothing was lost and nothing doubled.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tests.faults.work import Act

_EVENT_OF = {"note": "note", "reply": "reply", "resolve": "resolve", "reopen": "reopen"}
_SEALED = ("seq", "at", "actor", "case_id", "action", "from_state", "to_state", "data", "prev")
_STATE_ON_CARD = {
    "new": "待认领",
    "claimed": "处理中",
    "replied": "已回复",
    "resolved": "已办结",
    "reopened": "重新打开",
}
_CARD = re.compile(r'\["(?:🔴 P0 )?([A-Z]-\d+) ')
_MARK = re.compile(r"记号[0-9a-z]+完")


@dataclass(slots=True)
class Found:
    """``lost``: an acknowledged change, or a message owed for it, that is nowhere. ``doubled``: one that is there twice.
    ``wrong``: what does not add up. ``whispers``: answers for one person's eyes that may not have arrived (the window)."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    acts: int = 0
    messages: int = 0
    whispers: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether everything is there once."""
        return not (self.lost or self.doubled or self.wrong)

    def count(self, what: str, found: int, least: int) -> None:
        """``what`` was found so often, and must be there at least so often, and at most once."""
        if found < least:
            self.lost.append(what)
        elif found > 1:
            self.doubled.append(f"{what}: {found} times")


@dataclass(frozen=True, slots=True)
class Posted:
    """A message of the bot in the chat; ``case`` is the one whose card it is, or empty."""

    channel: str
    ts: str
    thread: str
    text: str
    mark: str
    case: str


def read(database: Path, chat: Path, acts: Sequence[Act], *, parked: bool = False) -> Found:
    """Compare both files with what people did; ``parked``: the chat may have refused messages for good."""
    found = Found(acts=len(acts))
    with closing(sqlite3.connect(database)) as own, closing(sqlite3.connect(chat)) as other:
        own.row_factory = other.row_factory = sqlite3.Row
        posted = _posted(other)
        found.messages = len(posted)
        _file(own, found)
        _record(own, found)
        _ids(own, found)
        _acts(own, posted, acts, found)
        _owed(own, posted, found, parked=parked)
        _cards(own, posted, {row["id"]: row["name"] for row in other.execute("SELECT id, name FROM channels")}, found)
        _ledgers(own, found)
    return found


def _posted(chat: sqlite3.Connection) -> list[Posted]:
    return [*_messages(chat.execute("SELECT * FROM messages WHERE is_deleted = 0 ORDER BY ts"))]


def _messages(rows: Iterable[sqlite3.Row]) -> Iterator[Posted]:
    for row in rows:
        body = json.loads(row["body"])
        metadata = body.get("metadata") or {}
        if metadata.get("event_type") == "guanwei_message":
            mark = metadata["event_payload"]
            text = json.dumps([body.get("text"), body.get("blocks")], ensure_ascii=False)
            name = f"{mark['instance']}/{mark['outbox']}/{mark['part']}"
            thread = row["thread_ts"] or ""
            card = _CARD.match(text) if not thread and mark["part"] == "card" else None
            yield Posted(row["channel"], row["ts"], thread, text, name, card[1] if card else "")


def _file(own: sqlite3.Connection, found: Found) -> None:
    (whole,) = own.execute("PRAGMA integrity_check").fetchone()
    if whole != "ok":
        found.wrong.append(f"the file: {whole}")
    found.wrong += [f"a row without its other: {tuple(row)}" for row in own.execute("PRAGMA foreign_key_check")]


def _record(own: sqlite3.Connection, found: Found) -> None:
    before, number = "", 0
    for row in own.execute("SELECT * FROM events ORDER BY seq"):
        number += 1
        sealed = json.dumps([row[name] for name in _SEALED], ensure_ascii=False)
        seal = hashlib.sha256(sealed.encode("utf-8", "surrogatepass")).hexdigest()
        if (row["seq"], row["prev"], row["hash"]) != (number, before, seal):
            found.wrong.append(f"event {row['seq']}: its seal does not hold")
            return
        before = row["hash"]
    (counted,) = own.execute("SELECT coalesce(max(last), 0) FROM counters WHERE kind = 'events'").fetchone()
    if counted != number:
        found.wrong.append(f"{number} events, and {counted} were counted")


def _ids(own: sqlite3.Connection, found: Found) -> None:
    for table in ("complaints", "drafts"):
        numbers = sorted(int(row["id"].split("-")[1]) for row in own.execute(f"SELECT id FROM {table}"))
        if numbers != [*range(1, len(numbers) + 1)]:
            found.wrong.append(f"{table} are not numbered from 1 without a gap: {numbers}")


def _acts(own: sqlite3.Connection, posted: Sequence[Posted], acts: Sequence[Act], found: Found) -> None:
    events = Counter[tuple[str, str]]()
    claims = Counter[str]()
    for row in own.execute("SELECT action, case_id, data FROM events"):
        if row["action"] == "claim":
            claims[row["case_id"]] += 1
        for mark in _MARK.findall(row["data"]):
            events[row["action"], mark] += 1
    wanted = Counter(act.case for act in acts if act.kind == "claim")
    logged = _cases(own.execute("SELECT customer, id FROM complaints"))
    drafted = _cases(
        (mark, row[1]) for row in own.execute("SELECT text, draft_id FROM revisions") for mark in _MARK.findall(row[0])
    )
    lines = Counter(mark for one in posted if one.thread for mark in set(_MARK.findall(one.text)))
    cards = Counter(one.case for one in posted if one.case)
    for act in acts:
        name, least = f"{act.kind} {act.case} {act.mark}", 1 if act.acknowledged else 0
        match act.kind:
            case "claim":
                # Claims bear no mark: there are as many of a case as were made.
                found.count(f"{name}: the claim", 1 + claims[act.case] - wanted[act.case], least)
            case "log" | "draft":
                cases = (logged if act.kind == "log" else drafted)[act.mark]
                found.count(f"{name}: the case", len(cases), least)
                for case in cases:
                    found.count(f"{name}: the card of {case}", cards[case], 1)
            case kind:
                done = events[_EVENT_OF[kind], act.mark]
                found.count(f"{name}: the change", done, least)
                if done:
                    found.count(f"{name}: the line in its thread", lines[act.mark], 1)


def _cases(pairs: Iterable[Sequence[str]]) -> defaultdict[str, set[str]]:
    found = defaultdict[str, set[str]](set)
    for mark, case in pairs:
        found[mark].add(case)
    return found


def _owed(own: sqlite3.Connection, posted: Sequence[Posted], found: Found, *, parked: bool) -> None:
    (instance,) = own.execute("SELECT name FROM instance").fetchone()
    marks = Counter(one.mark for one in posted)
    found.doubled += [f"message {mark}: {n} times" for mark, n in marks.items() if n > 1]
    for row in own.execute("SELECT id, what, state, later, error FROM outbox"):
        name = f"{row['what']} {row['id']} ({row['state']})"
        if row["state"] in ("waiting", "sending") and not row["later"]:
            found.lost.append(f"{name}: still owed")
        elif row["state"] == "parked" and not parked:
            found.lost.append(f"{name}: refused, {row['error']}")
        elif row["state"] == "sent" and row["what"] in ("post", "thread", "direct"):
            found.count(name, marks[f"{instance}/{row['id']}/{row['what']}"], 1)
        elif row["state"] == "dropped" and row["error"] == "uncertain":
            found.whispers += 1


def _cards(own: sqlite3.Connection, posted: Sequence[Posted], names: dict[str, str], found: Found) -> None:
    for row in own.execute("SELECT case_id, channel, ts FROM posted"):
        case, where = row["case_id"], row["channel"].lstrip("#")
        if not case.startswith("C-"):
            continue
        its = [one for one in posted if one.case == case and names[one.channel] == where]
        found.count(f"the card of {case} in {where}", len(its), 1)
        state = own.execute("SELECT state FROM complaints WHERE id = ?", (case,)).fetchone()[0]
        if len(its) == 1 and (its[0].ts != row["ts"] or _STATE_ON_CARD.get(state, "") not in its[0].text):
            found.wrong.append(f"the card of {case} does not show it as it is ({state})")


def _ledgers(own: sqlite3.Connection, found: Found) -> None:
    for case in own.execute("SELECT id, created_at, since, segments, state FROM complaints WHERE since <> ''"):
        at, total = case["created_at"], 0
        rows = own.execute(
            "SELECT * FROM complaint_segments WHERE complaint_id = ? ORDER BY number", (case["id"],)
        ).fetchall()
        for number, row in enumerate(rows, start=1):
            length = (_second(row["ended_at"]) - _second(row["started_at"])).total_seconds()
            if (row["number"], row["started_at"], row["elapsed"]) != (number, at, length) or not (
                0 <= row["service"] <= row["elapsed"] and 0 <= row["over"] <= row["service"]
            ):
                found.wrong.append(f"{case['id']}: stretch {row['number']} does not follow or does not add up")
            at, total = row["ended_at"], total + row["elapsed"]
        life = (_second(case["since"]) - _second(case["created_at"])).total_seconds()
        if (len(rows), at, total) != (case["segments"], case["since"], life):
            found.wrong.append(f"{case['id']}: its ledger has {total} s of {life} s")


def _second(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(microsecond=0)
