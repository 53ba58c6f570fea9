"""The desk's digest: once each working day, late rather than never, and nothing where there is nothing to say."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain import complaints, digests
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.domain.digests import desk as of_desk
from bot.domain.digests.kinds import Recipient
from bot.errors import NotAllowed, WrongState
from tests.company import EDITOR, LEADER, SALES, SERVICE, Time, ask, opened

# Tuesday 2026-11-24 in Shanghai; the digest's time is 08:45.
ON_TIME = datetime(2026, 11, 24, 0, 45, tzinfo=UTC)
LATE = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
BOTH = (Recipient("channel", "#官微"), Recipient("person", LEADER))


def logged(desk: Desk, customer: str = "小满") -> str:
    return complaints.log(desk, ask(desk, EDITOR), Report(words="送来的酸奶是坏的", customer=customer)).case_id


def look(desk: Desk, at: datetime) -> int:
    """Look for the desk's digest only; how many were owed."""
    return digests.send_due(desk, at, (digests.named("desk"),))


def owed(desk: Desk) -> list[tuple[str, dict[str, object]]]:
    """The digests in the outbox: their state and what they are drawn from."""
    found = desk.store.all("SELECT state, body FROM outbox WHERE body ->> 'digest' <> '' ORDER BY id")
    return [(str(row["state"]), json.loads(str(row["body"]))) for row in found]


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        (datetime(2026, 11, 24, 0, 44, 59, tzinfo=UTC), False),
        (ON_TIME, True),
        (datetime(2026, 11, 24, 0, 50, tzinfo=UTC), True),
        (datetime(2026, 11, 28, 0, 45, tzinfo=UTC), False),  # Saturday
        (datetime(2026, 10, 1, 0, 45, tzinfo=UTC), False),  # the national holiday, a Thursday
        (datetime(2026, 10, 10, 0, 45, tzinfo=UTC), True),  # a Saturday on which the country makes up for it
        (datetime(2026, 11, 24, 15, 59, tzinfo=UTC), True),  # a minute to midnight in Shanghai
    ],
)
def test_it_is_due_from_its_time_on_working_days(desk: Desk, at: datetime, sent: bool) -> None:
    logged(desk)
    assert look(desk, at) == int(sent)
    assert len(owed(desk)) == int(sent)


def test_it_is_sent_once_however_often_it_is_looked_for(desk: Desk) -> None:
    logged(desk)
    assert look(desk, ON_TIME)
    assert not any(look(desk, ON_TIME + timedelta(seconds=15 * n)) for n in range(1, 200))
    assert len(owed(desk)) == 1
    assert look(desk, ON_TIME + timedelta(days=1))


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (10, False), (11, True), (600, True)])
def test_a_bot_that_was_down_sends_it_late_the_same_day_and_says_so(desk: Desk, minutes: int, late: bool) -> None:
    logged(desk)
    assert look(desk, ON_TIME + timedelta(minutes=minutes))
    ((state, body),) = owed(desk)
    assert (state, body["late"]) == ("waiting", late)


@pytest.mark.parametrize("at", [ON_TIME, LATE])
def test_with_nothing_to_say_none_is_sent_and_the_first_case_does_not_bring_it(desk: Desk, at: datetime) -> None:
    assert not look(desk, at)
    logged(desk)
    assert not look(desk, at + timedelta(minutes=1))
    assert owed(desk) == []
    assert look(desk, at + timedelta(days=1))


def test_yesterdays_is_not_made_up_for(desk: Desk) -> None:
    logged(desk)
    assert look(desk, ON_TIME + timedelta(days=2))
    assert [body["day"] for _, body in owed(desk)] == ["2026-11-26"]


def test_two_threads_with_stores_of_their_own_send_one(tmp_path: Path) -> None:
    path, together, sent = tmp_path / "g.db", threading.Barrier(6), []
    with opened(path, Time(ON_TIME)) as desk:
        logged(desk)

        def take_part() -> None:
            with opened(path, Time(ON_TIME)) as mine:
                together.wait()
                sent.append(look(mine, ON_TIME))

        threads = [threading.Thread(target=take_part) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(sent) == [0] * 5 + [1]
        assert len(owed(desk)) == 1


_PROCESS = """
import sys
from datetime import datetime
from pathlib import Path
from bot.domain import digests
from tests.company import Time, opened
at = datetime.fromisoformat(sys.argv[2])
with opened(Path(sys.argv[1]), Time(at)) as desk:
    print("ready", flush=True)
    sys.stdin.readline()
    print(digests.send_due(desk, at, (digests.named("desk"),)), flush=True)
"""


def test_two_processes_on_one_database_send_one(tmp_path: Path) -> None:
    path = tmp_path / "g.db"
    with opened(path, Time(ON_TIME)) as desk:
        logged(desk)
        command = [sys.executable, "-c", _PROCESS, str(path), ON_TIME.isoformat()]
        running = [
            subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in running:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        answers = [process.communicate(timeout=30)[0].strip() for process in running]
        assert sorted(answers) == ["0", "1"]
        assert len(owed(desk)) == 1


def test_sent_by_hand_it_is_not_sent_again_by_the_clock(desk: Desk, time: Time) -> None:
    time.now = ON_TIME - timedelta(hours=1)
    digests.post_now(desk, ask(desk, EDITOR))
    assert not look(desk, ON_TIME)
    with pytest.raises(WrongState, match="今天的日报已经发过了"):
        digests.post_now(desk, ask(desk, LEADER))
    assert len(owed(desk)) == 1


def test_by_hand_it_can_be_sent_after_there_was_nothing_to_say_and_does_not_call_itself_late(
    desk: Desk, time: Time
) -> None:
    time.now = LATE
    assert not look(desk, LATE)
    logged(desk)
    digests.post_now(desk, ask(desk, EDITOR))
    assert owed(desk) == [("waiting", {"digest": "desk", "day": "2026-11-24", "late": False, "asked": True})]
    with pytest.raises(WrongState):
        digests.post_now(desk, ask(desk, EDITOR))


def test_by_hand_it_can_be_sent_on_a_day_off(desk: Desk, time: Time) -> None:
    time.now = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
    digests.post_now(desk, ask(desk, EDITOR))
    assert len(owed(desk)) == 1


@pytest.mark.parametrize("person", [SERVICE, SALES])
def test_who_may_not_send_it_is_refused(desk: Desk, person: str) -> None:
    with pytest.raises(NotAllowed, match="只有官微编辑、领导、管理员可以发送日报"):
        digests.post_now(desk, ask(desk, person))
    assert owed(desk) == []


@pytest.mark.parametrize(("alike", "times"), [(True, 1), (False, 2)])
def test_what_says_the_same_wherever_it_goes_is_read_once(desk: Desk, alike: bool, times: int) -> None:
    logged(desk)
    read = []

    def gather(*given: Any) -> digests.DeskDigest:
        read.append(given)
        return of_desk.gather(*given)

    one = replace(digests.named("desk"), recipients=lambda *_: BOTH, gather=gather, alike=alike)
    assert digests.send_due(desk, ON_TIME, (one,)) == 2
    assert len(read) == times
