"""The clock's thread: what is due is done at the start, and no trouble of the chat or the database ends it."""

from __future__ import annotations

import datetime as real
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from http.client import IncompleteRead
from types import SimpleNamespace

import pytest
from slack_sdk import WebClient
from structlog.testing import capture_logs

from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.errors import LockedDatabase
from bot.jobs import clock
from bot.jobs.clock import Clockwork
from bot.store import inbound
from bot.store.times import to_store
from bot.text.words import phrase
from tests.chat import chatting
from tests.company import EDITOR, Time, ask


@pytest.fixture
def clockwork(desk: Desk) -> Iterator[Clockwork]:
    with chatting() as chat:
        chat.refuse = dict.fromkeys(("users.list", "usergroups.list", "conversations.list"), "ratelimited")
        yield Clockwork(desk, WebClient("xoxb-tests", base_url=chat.url))


def at_start(clockwork: Clockwork) -> None:
    """Let it look once."""
    stop = threading.Event()
    stop.set()
    clockwork.run(stop)


def digests_of(desk: Desk) -> int:
    return len(desk.store.all("SELECT id FROM outbox WHERE body ->> 'digest' <> '' AND state = 'waiting'"))


def test_what_is_due_is_done_at_the_start_although_the_chat_answers_nothing(
    clockwork: Clockwork, desk: Desk, time: Time
) -> None:
    complaints.log(desk, ask(desk, EDITOR), Report(words="漏了", customer="小满"))
    time.now = datetime(2026, 11, 24, 0, 45, tzinfo=UTC)
    with capture_logs() as logged:
        at_start(clockwork)
    assert digests_of(desk) == 1
    assert [(line["event"], line["job"]) for line in logged] == [("job.failed", "directory")]


@pytest.mark.parametrize(
    "trouble",
    [
        lambda: LockedDatabase(phrase("占用。")),
        lambda: ConnectionResetError(),
        lambda: TimeoutError(),
        lambda: IncompleteRead(b""),
        lambda: ZeroDivisionError(),
    ],
)
def test_trouble_of_one_look_does_not_keep_it_from_the_next(
    clockwork: Clockwork, desk: Desk, time: Time, monkeypatch: pytest.MonkeyPatch, trouble: Callable[[], Exception]
) -> None:
    def fails(*_: object) -> bool:
        raise trouble()

    complaints.log(desk, ask(desk, EDITOR), Report(words="漏了", customer="小满"))
    time.now = datetime(2026, 11, 24, 0, 45, tzinfo=UTC)
    with monkeypatch.context() as broken:
        broken.setattr(clock, "LOOKS", (("digests", fails), *clock.LOOKS[1:]))
        at_start(clockwork)
    assert digests_of(desk) == 0
    at_start(clockwork)
    assert digests_of(desk) == 1


def test_two_clocks_on_one_desk_send_one_digest(clockwork: Clockwork, desk: Desk, time: Time) -> None:
    complaints.log(desk, ask(desk, EDITOR), Report(words="漏了", customer="小满"))
    time.now = datetime(2026, 11, 24, 0, 45, tzinfo=UTC)
    at_start(clockwork)
    at_start(clockwork)
    assert digests_of(desk) == 1


def test_answers_are_kept_for_a_week(clockwork: Clockwork, desk: Desk, time: Time) -> None:
    with desk.store.transaction() as tx:
        inbound.remember(tx, "old", "{}", to_store(time() - timedelta(days=7, seconds=1)))
        inbound.remember(tx, "young", "{}", to_store(time() - timedelta(days=6)))
    clockwork._tidy()
    assert [row["key"] for row in desk.store.all("SELECT key FROM inbound")] == ["young"]


def test_it_ends_when_it_is_told_to(clockwork: Clockwork) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=clockwork.run, args=(stop,))
    thread.start()
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def test_a_clock_that_is_set_back_keeps_nothing_from_being_looked_at(
    clockwork: Clockwork, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`schedule` goes by the time of day, and by that the next look is an hour away then."""
    looked, stop = list[float](), threading.Event()

    def look(_: Desk, __: datetime) -> None:
        looked.append(1)
        if len(looked) == 1:
            set_back.append(timedelta(hours=1))
        else:
            stop.set()

    set_back = list[timedelta]()

    class SetBack(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) - sum(set_back, timedelta())

    monkeypatch.setattr("schedule.datetime", SimpleNamespace(**{**vars(real), "datetime": SetBack}))
    monkeypatch.setattr(clock, "LOOKS", (("look", look),))
    monkeypatch.setattr(clock, "_TICK_SECONDS", 1)
    again = Clockwork(desk, clockwork._client)
    running = threading.Thread(target=again.run, args=(stop,), daemon=True)
    running.start()
    assert stop.wait(20)
    running.join()
