"""When a digest is due: working days, the first of the week, summer time, and whatever the clock does, once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.domain import digests, preferences
from bot.domain.desk import Desk, Request
from bot.domain.digests import Digest, Recipient, recipients
from bot.store import digests_settled
from bot.store.database import Reader
from tests.company import EDITOR, LEADER, SERVICE, Time, ask, opened

MANY = tuple(f"U0BOSS{n:03}" for n in range(300))
ROLES = {role: [EDITOR] for role in ("editor", "reviewer", "legal", "service", "admin")}
Sent = tuple[str, str, date]


@dataclass(frozen=True, slots=True)
class Said:
    day: date
    empty: bool


def something(desk: Desk, _reader: Reader, _to: Recipient, at: datetime) -> Said:
    return Said(at.astimezone(desk.zone).date(), empty=False)


DESK = Digest("desk", recipients.the_desk, something, lambda settings: settings.digests.desk)
LEADERS = Digest("leaders", recipients.leaders, something, lambda settings: settings.digests.leaders)
WEEKLY = Digest("weekly", recipients.the_desk, something, lambda settings: settings.digests.weekly, weekly=True)
PERSONAL = Digest("personal", recipients.whoever_asked, something, None)


def sent(desk: Desk) -> list[Sent]:
    rows = desk.store.all(
        "SELECT body ->> 'digest' AS name, channel, body ->> 'day' AS day FROM outbox WHERE body ->> 'digest' <> ''"
    )
    return sorted((str(row["name"]), str(row["channel"]), date.fromisoformat(str(row["day"]))) for row in rows)


def late(desk: Desk) -> list[bool]:
    rows = desk.store.all("SELECT body ->> 'late' AS late FROM outbox WHERE body ->> 'digest' <> '' ORDER BY id")
    return [bool(row["late"]) for row in rows]


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2026-11-23", True),  # a Monday
        ("2026-11-24", False),
        ("2026-10-05", False),  # a Monday of the holidays
        ("2026-10-08", True),  # the Thursday after them
        ("2026-10-10", False),  # the Saturday that makes up for them
        ("2026-09-20", False),  # a Sunday that is worked belongs to the week before
        ("2026-09-21", True),
        ("2026-11-28", False),
    ],
)
def test_the_weekly_report_opens_the_week(desk: Desk, day: str, first: bool) -> None:
    assert digests.opens_week(desk, date.fromisoformat(day)) is first


def test_a_week_without_a_working_day_has_none(tmp_path: Path) -> None:
    off = [f"2026-11-{day}" for day in range(23, 28)]
    with opened(tmp_path / "g.db", Time(), calendar={"off": off}) as desk:
        assert not any(digests.opens_week(desk, date(2026, 11, day)) for day in range(23, 30))


@contextmanager
def new_york(path: Path, **changes: Any) -> Iterator[Desk]:
    """A company abroad that works on the Sundays on which the clocks change."""
    changes = {
        "company": {"name": "Camellia", "timezone": "America/New_York"},
        "calendar": {"working": ["2026-03-08", "2026-11-01"]},
        **changes,
    }
    with opened(path, Time(), **changes) as desk:
        yield desk


def minutes(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += timedelta(minutes=5)


def test_a_time_that_the_clocks_leap_over_comes_as_long_after_midnight(tmp_path: Path) -> None:
    # 02:30 is not there on 8 March; two and a half hours after midnight the clocks show 03:30.
    with new_york(tmp_path / "g.db", digests={"desk": "02:30"}) as desk:
        looks = [at for at in minutes(_utc(3, 8, 5), _utc(3, 9, 3)) if digests.send_due(desk, at, (DESK,))]
        assert looks == [_utc(3, 8, 7, 30)]
        assert late(desk) == [False]


def test_a_time_that_the_clocks_pass_twice_comes_at_the_first(tmp_path: Path) -> None:
    with new_york(tmp_path / "g.db", digests={"desk": "01:30"}) as desk:
        preferences.choose_digest(desk, Request(SERVICE, "", _utc(10, 31, 3)), time(1, 30))
        looks = [at for at in minutes(_utc(11, 1, 4), _utc(11, 2, 4)) if digests.send_due(desk, at, (DESK, PERSONAL))]
        assert looks == [_utc(11, 1, 5, 30)]
        assert len(sent(desk)) == 2


def test_down_at_the_first_it_comes_late_although_the_clocks_show_an_earlier_time(tmp_path: Path) -> None:
    with new_york(tmp_path / "g.db", digests={"desk": "01:30"}) as desk:
        preferences.choose_digest(desk, Request(SERVICE, "", _utc(10, 31, 3)), time(1, 30))
        # 01:05 for the second time.
        assert digests.send_due(desk, _utc(11, 1, 6, 5), (DESK, PERSONAL)) == 2
        assert late(desk) == [True, True]


def _utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_three_hundred_are_told_once_each_although_the_bot_is_killed_three_times_among_them(tmp_path: Path) -> None:
    at, roles, path = _utc(11, 24, 10), {**ROLES, "leader": list(MANY)}, tmp_path / "g.db"
    killed = {MANY[40], MANY[41], MANY[222]}

    def dies(desk: Desk, reader: Reader, to: Recipient, at: datetime) -> Said:
        if to.id in killed:
            killed.remove(to.id)
            raise KeyboardInterrupt
        return something(desk, reader, to, at)

    table = (Digest("leaders", recipients.leaders, dies, lambda settings: settings.digests.leaders),)
    reached = []
    for _ in range(3):
        with opened(path, Time(at), roles=roles) as desk, pytest.raises(KeyboardInterrupt):
            digests.send_due(desk, at, table)
        with opened(path, Time(at), roles=roles) as desk:
            reached.append(len(sent(desk)))
    with opened(path, Time(at), roles=roles) as desk:
        digests.send_due(desk, at, table)
        assert [person for _, person, _ in sent(desk)] == list(MANY)
    # Each time it went on where it had been.
    assert reached == [25, 25, 200]


def test_who_is_found_in_the_directory_later_in_the_day_has_theirs_then(tmp_path: Path) -> None:
    path, at = tmp_path / "g.db", _utc(11, 24, 10)
    with opened(path, Time(at), roles={**ROLES, "leader": ["nobody@example.com"]}) as desk:
        assert digests.send_due(desk, at, (LEADERS,)) == 0
    with opened(path, Time(at), roles={**ROLES, "leader": ["p6@example.com"]}) as desk:
        assert digests.send_due(desk, at + timedelta(hours=2), (LEADERS,)) == 1
        assert (sent(desk), late(desk)) == ([("leaders", LEADER, date(2026, 11, 24))], [True])


def test_who_is_away_snoozes_or_does_not_want_it_gets_none_that_day(desk: Desk) -> None:
    at = _utc(11, 24, 10)
    preferences.mute(desk, ask(desk, LEADER), "leaders")
    assert digests.send_due(desk, at, (LEADERS,)) == 0
    preferences.unmute(desk, ask(desk, LEADER), "leaders")
    assert digests.send_due(desk, at + timedelta(hours=1), (LEADERS,)) == 0
    assert digests_settled.how(desk.store, "2026-11-24", "leaders") == {LEADER: "unwanted"}
    assert digests.send_due(desk, at + timedelta(days=1), (LEADERS,)) == 1


def test_two_threads_share_three_hundred_between_them(tmp_path: Path) -> None:
    at, roles, together = _utc(11, 24, 10), {**ROLES, "leader": list(MANY)}, threading.Barrier(2)
    owed: list[int] = []

    def look() -> None:
        with opened(tmp_path / "g.db", Time(at), roles=roles) as mine:
            together.wait()
            owed.append(digests.send_due(mine, at, (LEADERS,)))

    with opened(tmp_path / "g.db", Time(at), roles=roles) as desk:
        threads = [threading.Thread(target=look) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(owed) == len(MANY)
        assert [person for _, person, _ in sent(desk)] == list(MANY)


# From the Friday before a week of holidays to the Saturday that makes up for them: minutes since midnight.
_START = datetime(2026, 10, 8, tzinfo=UTC) - timedelta(hours=8)
_TICKS = st.lists(st.integers(0, 7 * 24 * 60), min_size=1, max_size=25)
_OWN = time(13, 30)


@hypothesis_settings(max_examples=40, deadline=None)
@given(
    ticks=_TICKS,
    quiet=st.sets(st.tuples(st.sampled_from(["desk", "leaders", "weekly", "personal"]), st.integers(8, 15))),
)
def test_whatever_the_clock_does_each_is_sent_once_where_a_look_fell_after_its_time(
    tmp_path_factory: pytest.TempPathFactory, ticks: list[int], quiet: set[tuple[str, int]]
) -> None:
    table = tuple(_with_quiet_days(one, quiet) for one in (DESK, LEADERS, WEEKLY, PERSONAL))
    with opened(tmp_path_factory.mktemp("d") / "g.db", Time()) as desk:
        preferences.choose_digest(desk, Request(SERVICE, "", _START - timedelta(days=2)), _OWN)
        looks = [_START + timedelta(minutes=tick) for tick in ticks]
        for at in looks:
            digests.send_due(desk, at, table)
        assert sent(desk) == sorted(_wanted(desk, looks, quiet))


def _with_quiet_days(digest: Digest, quiet: set[tuple[str, int]]) -> Digest:
    def gather(desk: Desk, _reader: Reader, _to: Recipient, at: datetime) -> Said:
        day = at.astimezone(desk.zone).date()
        return Said(day, (digest.name, day.day) in quiet)

    return Digest(digest.name, digest.recipients, gather, digest.at, digest.weekly)


def _wanted(desk: Desk, looks: list[datetime], quiet: set[tuple[str, int]]) -> set[Sent]:
    """By the wall clock of a zone without summer time: 8, 9, 10 and 12 to 15 October are worked, 8 and 12 open a week."""
    wanted: set[Sent] = set()
    for at in looks:
        local = at.astimezone(desk.zone)
        day, clock = local.date(), local.time()
        times = {
            ("desk", "#官微"): time(8, 45),
            ("leaders", LEADER): time(18),
            ("personal", SERVICE): _OWN,
            **({("weekly", "#官微"): time(9, 30)} if day.day in (8, 12) else {}),
        }
        if day.day != 11:
            wanted |= {
                (name, to, day) for (name, to), due in times.items() if clock >= due and (name, day.day) not in quiet
            }
    return wanted
