"""What the disk or the database would not keep: the person is told in words and nothing they typed is lost; the admins hear
of it once."""

from __future__ import annotations

import itertools
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltRequest
from slack_sdk import WebClient
from structlog.testing import capture_logs

from bot.alarm import THREAD, Alarm
from bot.app import build
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.errors import CorruptDatabase, LockedDatabase, StoreError
from bot.store.database import Store
from bot.text.words import phrase
from tests.chat import CHANNEL, SECRET, Chat, Ways, chatting, said
from tests.company import ADMIN, EDITOR, ENGLISH, SECOND_SERVICE, SERVICE, Time, ask, opened

LONG = "顾客说昨天的鲜奶到现在还没有送到" * 120
# How a database that is there can fail.
FULL, LOCKED, READ_ONLY = "机器人的磁盘满了", "数据库正忙", "数据库现在写不进去"


@dataclass
class Bench:
    """The bot's ways in over a desk whose database can be made to fail, and the chat it talks to."""

    desk: Desk
    chat: Chat
    ways: Ways
    others: int = 0

    def told(self, user: str) -> list[str]:
        """What was said to a person by a call to the chat, oldest first."""
        self.wait()
        return [
            said(asked)
            for name, asked in self.chat.calls
            if "chat.post" in name and user in (asked.get("user"), asked["channel"])
        ]

    def wait(self) -> None:
        """Until the admins are told."""
        for thread in threading.enumerate():
            if thread.name == THREAD:
                thread.join()

    @contextmanager
    def failing(self, how: str) -> Iterator[None]:
        """As a full disk, another program that writes, or a file that may only be read would have it."""
        with self.desk.store.transaction() as tx:
            # The engine's own connection, as its limits are set outside a transaction.
            writing: sqlite3.Connection = tx._connection  # type: ignore[attr-defined]
        match how:
            case "full":
                (pages,) = writing.execute("PRAGMA page_count").fetchone()
                writing.execute(f"PRAGMA max_page_count = {pages}")
                # Each takes one page, until those are gone that others left.
                with pytest.raises(sqlite3.OperationalError, match="full"):
                    for number in itertools.count():
                        writing.execute(f"CREATE TABLE other_{self.others}_{number} (words)")
                self.others += 1
                yield
                writing.execute("PRAGMA max_page_count = 1000000")
            case "read-only":
                writing.execute("PRAGMA query_only = ON")
                yield
                writing.execute("PRAGMA query_only = OFF")
            case _:
                other = sqlite3.connect(self.desk.store.path, isolation_level=None)
                other.execute("BEGIN IMMEDIATE")
                yield
                other.close()


@pytest.fixture
def bench(tmp_path: Path, time: Time) -> Iterator[Bench]:
    with opened(tmp_path / "guanwei.db", time) as first, chatting() as chat:
        desk = replace(first, store=Store(first.store.path, patience=0.05))
        complaints.log(desk, ask(desk, EDITOR), Report(words="漏了一箱", customer="小满"))
        ways = Ways(desk, chat)
        ways.app = build(desk, WebClient("xoxb-tests", base_url=chat.url), SECRET)
        made = Bench(desk, chat, ways)
        yield made
        made.wait()
        desk.store.close()


def kept(desk: Desk) -> object:
    """All that a change leaves."""
    return [
        [tuple(row) for row in desk.store.all(f"SELECT * FROM {table}")]
        for table in ("complaints", "events", "outbox", "inbound")
    ]


@pytest.mark.parametrize(("how", "why"), [("full", FULL), ("locked", LOCKED), ("read-only", READ_ONLY)])
def test_a_command_is_told_what_is_wrong_and_given_back_and_may_be_tried_again(
    bench: Bench, how: str, why: str
) -> None:
    before = kept(bench.desk)
    with bench.failing(how), capture_logs() as lines:
        answer = bench.ways.command(SERVICE, "/complaint", f"note 1 {LONG}", key="t1")
    assert answer["response_type"] == "ephemeral"
    assert f"没有记下来：{why}。什么都没有改动" in answer["text"]
    assert "请过一会儿再试一次" in said(answer) and "管理员小吴" in said(answer)
    assert f"note 1 {LONG}" in said(answer)
    (line,) = [line for line in lines if line["event"] == "request.failed"]
    assert line["reference"] in answer["text"]
    # Nothing of the machine for the person; the log has it.
    assert str(bench.desk.store.path) not in said(answer)
    assert str(bench.desk.store.path) in line["error"] and LONG not in str(lines)
    assert kept(bench.desk) == before
    bench.ways.command(SERVICE, "/complaint", f"note 1 {LONG}", key="t1")
    assert str(kept(bench.desk)).count(LONG) == 1


@pytest.mark.parametrize("how", ["full", "locked", "read-only"])
def test_a_form_stays_open_with_everything_in_it_and_goes_through_afterwards(bench: Bench, how: str) -> None:
    bench.ways.command(EDITOR, "/complaint")
    (view,) = bench.chat.views()
    filled = {"words": LONG, "customer": "阿蓝"}
    before = kept(bench.desk)
    with bench.failing(how), capture_logs():
        answer = bench.ways.form(EDITOR, view, filled)
    assert answer["response_action"] == "errors"
    (told,) = answer["errors"].values()
    assert told.startswith("没有记下来") and "填好的都还在" in told
    assert kept(bench.desk) == before
    assert "errors" not in bench.ways.form(EDITOR, view, filled)
    assert [row["customer"] for row in bench.desk.store.all("SELECT customer FROM complaints")] == ["小满", "阿蓝"]


@pytest.mark.parametrize("how", ["locked", "read-only"])
def test_a_click_is_told_at_once_and_to_them_alone(bench: Bench, how: str) -> None:
    with bench.failing(how), capture_logs():
        bench.ways.click(SERVICE, "complaint.claim", "C-1")
    ((method, asked),) = [(name, asked) for name, asked in bench.chat.calls if name == "chat.postEphemeral"]
    assert (method, asked["channel"], asked["user"]) == ("chat.postEphemeral", CHANNEL, SERVICE)
    assert "没有记下来" in said(asked)


def test_a_click_in_the_app_home_is_told_by_direct_message(bench: Bench) -> None:
    with bench.failing("read-only"), capture_logs():
        bench.ways.click(SERVICE, "complaint.claim", "C-1", view={"type": "home", "id": "V1", "blocks": []})
    assert any("没有记下来" in each for each in bench.told(SERVICE))


def test_where_not_even_the_chat_takes_it_the_chat_shows_that_it_failed(bench: Bench) -> None:
    bench.chat.refuse = {"chat.postEphemeral": "channel_not_found"}
    with bench.failing("read-only"), pytest.raises(AssertionError), capture_logs():
        bench.ways.click(SERVICE, "complaint.claim", "C-1")


@pytest.mark.parametrize("channel_type", ["channel", "im"])
def test_what_was_said_to_the_bot_is_answered_and_not_done_afterwards(bench: Bench, channel_type: str) -> None:
    kind = "message" if channel_type == "im" else "app_mention"
    text = "认领 1" if channel_type == "im" else "<@UBOT> 认领 1"
    event = {"type": kind, "user": SERVICE, "text": text, "channel": "C01", "ts": "9.1", "channel_type": channel_type}
    with bench.failing("read-only"), capture_logs():
        # Acknowledged: told again by the chat, it would be done although they were told that it was not.
        bench.ways.event(event)
    (told,) = [each for each in bench.told(SERVICE) if "没有记下来" in each]
    assert "请过一会儿再试一次" in told


def test_what_else_happens_in_the_chat_is_told_again_by_it(bench: Bench) -> None:
    body = {
        "type": "event_callback",
        "event": {"type": "app_home_opened", "user": SERVICE, "tab": "home"},
        "team_id": "T1",
    }
    with bench.failing("read-only"), capture_logs():
        answer = bench.ways.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
    assert answer.status == 500


def test_who_reads_english_is_told_in_english(bench: Bench) -> None:
    with bench.failing("read-only"), capture_logs():
        answer = bench.ways.command(ENGLISH, "/complaint", "note 1 words")
    assert "This was not saved: the database cannot be written to right now. Nothing was changed." in answer["text"]


def test_a_database_that_cannot_even_be_read_is_told_in_the_language_of_the_chat(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise CorruptDatabase(phrase("坏了。"), phrase("恢复。"))

    for name in ("one", "all", "transaction"):
        monkeypatch.setattr(bench.desk.store, name, broken)
    with capture_logs():
        answer = bench.ways.command(ENGLISH, "/complaint", "claim 1")
    assert "the database is damaged" in answer["text"] and "Trying again won't help" in said(answer)


def test_more_than_one_message_holds_comes_back_in_several(bench: Bench) -> None:
    words = "一二三四五六七八九十" * 1_200
    with bench.failing("read-only"), capture_logs():
        answer = bench.ways.command(SERVICE, "/complaint", f"note 1 {words}")
    rest = [said(asked) for name, asked in bench.chat.calls if name == "chat.postEphemeral"]
    assert sum(part.count("九") for part in [said(answer), *rest]) == 1_200


def test_those_who_wait_behind_one_who_is_kept_out_are_told_as_soon(bench: Bench) -> None:
    answers: list[dict[str, Any]] = []

    def note() -> None:
        answers.append(bench.ways.command(SERVICE, "/complaint", "note 1 还没送到"))

    with bench.failing("locked"), capture_logs():
        threads = [threading.Thread(target=note) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [LOCKED in answer["text"] for answer in answers] == [True] * 6


def test_the_admins_hear_of_it_once_with_what_to_do(bench: Bench) -> None:
    with bench.failing("full"), capture_logs():
        for user in (SERVICE, SECOND_SERVICE, EDITOR):
            bench.ways.command(user, "/complaint", f"note 1 {LONG}")
    (told,) = bench.told(ADMIN)
    assert "磁盘已满" in told and "请腾出磁盘空间" in told and str(bench.desk.store.path) in told
    with bench.failing("read-only"), capture_logs():
        bench.ways.command(SERVICE, "/complaint", "note 1 还没送到")
    assert len(bench.told(ADMIN)) == 2


@dataclass
class Ringing:
    """An alarm whose clock is set."""

    bench: Bench
    now: float = 0.0

    def __post_init__(self) -> None:
        client = WebClient("xoxb-tests", base_url=self.bench.chat.url)
        self.alarm = Alarm(self.bench.desk, client, lambda: self.now)

    def after(self, seconds: float, error: StoreError) -> int:
        """How many messages the admin has, ``seconds`` later."""
        self.now += seconds
        with capture_logs():
            self.alarm.ring(error)
            return len(self.bench.told(ADMIN))


def test_an_hour_later_they_hear_of_what_is_still_so(bench: Bench) -> None:
    ringing, locked = Ringing(bench), LockedDatabase(phrase("占用。"), phrase("关闭。"))
    assert [ringing.after(seconds, locked) for seconds in (0, 1, 3_000, 600)] == [1, 1, 1, 2]
    assert ringing.after(0, CorruptDatabase(phrase("坏了。"))) == 3


def test_an_alarm_that_the_chat_did_not_take_is_rung_at_the_next_chance(bench: Bench) -> None:
    ringing, locked = Ringing(bench), LockedDatabase(phrase("占用。"))
    bench.chat.refuse = {"chat.postMessage": "ratelimited"}
    ringing.after(0, locked)
    bench.chat.refuse = {}
    assert ringing.after(1, locked) == 2
    assert ringing.after(1, locked) == 2
