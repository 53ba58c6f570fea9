"""The posting calendar's rules, each by itself, and the free times that are offered instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config.model import DraftPolicy
from bot.domain.posting import rules
from bot.domain.posting.rules import Board, Pause, broken, next_free, offers, whole_minute

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 12, 1, 10, 2, 30, tzinfo=ZONE)


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def board(
    taken: Iterable[datetime] = (), *, days: dict[date, str] | None = None, pauses: Iterable[Pause] = (), **policy: int
) -> Board:
    there = tuple(taken)
    return Board(
        now=NOW,
        policy=DraftPolicy(**policy),
        quiet=(time(23), time(7, 30)),
        zone=ZONE,
        taken=lambda day: tuple(one for one in there if one.astimezone(ZONE).date() == day),
        days=days if days is not None else {date(2026, 12, 13): "国家公祭日"},
        pauses=tuple(pauses),
    )


def local(times: Iterable[datetime]) -> list[str]:
    return [f"{one.astimezone(ZONE):%m-%d %H:%M}" for one in times]


def test_a_free_time_breaks_no_rule() -> None:
    assert broken(board(), at(1, 15, 30), True) is None
    assert broken(board(), whole_minute(NOW), True) is None


@pytest.mark.parametrize(
    ("moment", "rule", "said", "offered"),
    [
        (at(1, 9), "past", "已经过了", ["12-01 10:05", "12-01 10:35"]),
        (
            datetime(2099, 1, 1, 12, tzinfo=UTC),
            "far",
            "最多排到一年以内（2027-12-02 之前）",
            ["12-02 09:30", "12-02 10:00"],
        ),
        (at(2, 23, 30), "quiet", "23:00–07:30 是静默时段", ["12-02 22:55", "12-03 07:30"]),
        (at(3, 4), "quiet", "静默时段", ["12-02 22:55", "12-03 07:30"]),
        (at(13, 20), "memorial", "12-13 是国家公祭日", ["12-14 07:30", "12-12 22:55"]),
        (at(5, 12, 10), "gap", "12:00 已经有一条，两条之间至少隔 30 分钟", ["12-05 11:30", "12-05 12:30"]),
        (at(6, 12), "full", "12-06 已经排满 2 条", ["12-05 22:55", "12-07 07:30"]),
        (at(8, 12), "hold", "促销内容暂停发布：门店出事", ["12-07 22:55", "12-09 18:00"]),
    ],
)
def test_each_rule_speaks_for_itself_and_the_nearest_free_times_are_offered(
    moment: datetime, rule: str, said: str, offered: list[str]
) -> None:
    there = board(
        [at(5, 12), at(6, 9), at(6, 10)],
        pauses=[Pause(at(8, 0), at(9, 18), "门店出事")],
        posts_a_day=2,
    )
    found = broken(there, moment, True)
    assert found is not None
    assert (found.rule, said in str(found.said)) == (rule, True)
    assert sorted(local(offers(there, moment, True))) == sorted(offered)


def test_memorial_days_and_holds_are_for_promotion_only() -> None:
    there = board(pauses=[Pause(at(2, 0), None, "危机")])
    for moment in (at(13, 20), at(3, 12)):
        assert broken(there, moment, True) is not None
        assert broken(there, moment, False) is None


def test_while_promotions_are_held_for_good_nothing_is_offered() -> None:
    there = board(pauses=[Pause(whole_minute(NOW) - timedelta(hours=1), None, "危机")])
    assert offers(there, at(2, 12), True) == ()
    assert next_free(there, NOW, True) is None
    assert next_free(there, NOW, False) == at(1, 10, 5)


def test_exactly_the_gap_apart_is_far_enough() -> None:
    there = board([at(5, 12)])
    assert broken(there, at(5, 12, 30), True) is None
    assert broken(there, at(5, 12, 29), True) is not None


def test_a_post_before_midnight_is_seen_from_after_it() -> None:
    there = replace(board([at(5, 23, 50)]), quiet=(time(3), time(4)))
    found = broken(there, at(6, 0, 10), True)
    assert found is not None and found.rule == "gap"


minutes = st.integers(-60 * 24, 60 * 24 * 25).map(lambda n: whole_minute(NOW) + timedelta(minutes=n))


@given(
    taken=st.lists(minutes, max_size=60),
    moment=minutes,
    promotes=st.booleans(),
    gap=st.integers(0, 240),
    most=st.integers(1, 6),
    holds=st.lists(st.tuples(minutes, st.integers(1, 5_000)), max_size=2),
    night=st.sampled_from([(time(23), time(7, 30)), (time(12), time(13, 7)), (time(0), time(6))]),
)
def test_every_refusal_offers_times_that_would_be_taken_beside_each_other(
    taken: list[datetime],
    moment: datetime,
    promotes: bool,
    gap: int,
    most: int,
    holds: list[tuple[datetime, int]],
    night: tuple[time, time],
) -> None:
    pauses = [Pause(since, since + timedelta(minutes=length), "x") for since, length in holds]
    there = replace(board(taken, pauses=pauses, gap_minutes=gap, posts_a_day=most), quiet=night)
    found = broken(there, moment, promotes)
    if found is None:
        return
    assert str(found.said)
    offered = offers(there, moment, promotes)
    assert len(offered) == 2
    assert [broken(there, one, promotes) for one in offered] == [None, None]
    assert offered[1] - offered[0] >= timedelta(minutes=max(gap, 5))
    following = next_free(there, moment, promotes)
    assert following is not None and following >= moment and broken(there, following, promotes) is None


def test_the_rules_are_seven_and_each_has_its_own_function() -> None:
    assert len({rule.__name__ for rule in rules.RULES}) == 7
