"""Reminders as they reach people: over nights, a weekend and holidays, after answers, while held, with two processes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.domain import rallies
from bot.domain.desk import Desk, open_desk
from bot.domain.rallies import Later
from bot.store import away, rally_people, slots
from bot.store.database import Store
from bot.store.times import to_store
from tests.company import EDITOR, LEADER, LEGAL, SALES, SECOND_EDITOR, SERVICE, Time, ask, settings
from tests.office import Office, office
from tests.rallies import REPOST, local, opened

OWN = f"D{LEADER}"


@pytest.fixture
def post(desk: Desk, time: Time) -> Iterator[Office]:
    with office(desk, time) as found:
        yield found


def rung(post: Office, days: float, whom: str = LEADER) -> list[str]:
    """When a person's own card was posted anew in the days that follow."""
    end = post.time() + timedelta(days=days)
    return [when for where, when, _ in post.until(end) if where == f"D{whom}"]


def test_a_silent_leader_is_asked_and_reminded_twice_by_day_and_never_again(post: Office, desk: Desk) -> None:
    opened(desk, until=desk.now() + timedelta(days=10))
    post.send()
    assert [(where, when) for where, when, _ in post.rang()] == [(OWN, "11-24 10:00"), ("#官微", "11-24 10:00")]
    # Four hours later, and a day after that; then silence for the rest of it.
    assert rung(post, 9.5) == ["11-24 14:00", "11-25 14:00"]


def test_over_a_weekend_and_its_nights_nobody_is_rung(post: Office, desk: Desk, time: Time) -> None:
    time.now = local(desk, "2026-11-27", "18:00")  # a Friday
    opened(desk, until=desk.now() + timedelta(days=10))
    post.send()
    post.rang()
    # 22:00 is night, Saturday and Sunday are free: Monday morning; and a day later.
    assert rung(post, 9.5) == ["11-30 09:00", "12-01 09:00"]


def test_over_the_holidays_nobody_is_rung_and_on_a_make_up_sunday_they_are(
    post: Office, desk: Desk, time: Time
) -> None:
    time.now = local(desk, "2026-09-19", "20:00")  # a Saturday before a Sunday that is worked
    opened(desk, until=desk.now() + timedelta(days=4))
    post.send()
    post.rang()
    assert rung(post, 4) == ["09-20 09:00", "09-21 09:00"]
    time.now = local(desk, "2026-09-30", "19:00")  # the evening before National Day's week
    opened(desk, until=desk.now() + timedelta(days=12))
    post.send()
    post.rang()
    assert rung(post, 11.9) == ["10-08 09:00", "10-09 09:00"]


@pytest.mark.parametrize("answer", ["join", "done", "decline"])
def test_after_an_answer_there_is_no_reminder(post: Office, desk: Desk, answer: str) -> None:
    case = opened(desk, until=desk.now() + timedelta(days=5))
    post.send()
    post.rang()
    if answer == "join":
        rallies.join(desk, ask(desk, LEADER), case)
    elif answer == "done":
        rallies.done(desk, ask(desk, LEADER), case, REPOST)
    else:
        rallies.decline(desk, ask(desk, LEADER), case)
    assert rung(post, 4.9) == []


def test_not_even_one_that_was_owed_when_the_answer_came(post: Office, desk: Desk, time: Time) -> None:
    case = opened(desk, until=desk.now() + timedelta(days=5))
    post.send()
    post.rang()
    rallies.advance(desk, time.forward(hours=5))
    rallies.decline(desk, ask(desk, LEADER), case)
    post.send()
    assert post.rang() == []


def test_one_that_the_chat_could_not_take_by_day_is_not_sent_at_night(post: Office, desk: Desk, time: Time) -> None:
    opened(desk, until=desk.now() + timedelta(days=5))
    post.send()
    post.rang()
    rallies.advance(desk, time.forward(hours=5))
    time.forward(hours=8)
    post.send()
    assert post.rang() == []


@pytest.mark.parametrize(
    ("choice", "first"), [("hour", "11-24 11:00"), ("tonight", "11-24 19:00"), ("tomorrow", "11-25 09:00")]
)
def test_later_is_a_reminder_at_that_time_and_counts_as_one(
    post: Office, desk: Desk, choice: Later, first: str
) -> None:
    case = opened(desk, until=desk.now() + timedelta(days=8))
    post.send()
    post.rang()
    rallies.later(desk, ask(desk, LEADER), case, choice)
    rang = rung(post, 7)
    assert rang[0] == first
    assert len(rang) == 2
    said = rallies.later(desk, ask(desk, LEADER), case, "hour")
    assert "已经提醒过您两次" in str(said.said)
    assert rung(post, 0.9) == []


def test_somebody_who_was_not_named_is_reminded_too_if_they_want_to_be(post: Office, desk: Desk) -> None:
    case = opened(desk, named=(), until=desk.now() + timedelta(days=8))
    rallies.later(desk, ask(desk, SALES), case, "hour")
    assert rung(post, 0.2, SALES) == ["11-24 11:00"]
    rallies.decline(desk, ask(desk, SALES), case)
    assert rung(post, 6, SALES) == []


def test_while_held_there_is_none_and_afterwards_it_comes(post: Office, desk: Desk) -> None:
    opened(desk, until=desk.now() + timedelta(days=8))
    post.send()
    post.rang()
    values = {"case_id": "X-1", "reason": "危机", "since": to_store(desk.now()), "until": "", "held_by": EDITOR}
    with desk.store.transaction() as tx:
        number = slots.hold(tx, values)
    assert rung(post, 1.5) == []
    assert "暂停中" in str(post.last(OWN))
    assert "rally.join" not in str(post.last(OWN))
    assert "暂停中" in str(post.last("#官微"))
    with desk.store.transaction() as tx:
        slots.lift(tx, number, to_store(desk.now()))
    assert rung(post, 0.6) == ["11-26 09:00"]
    assert "rally.join" in str(post.last(OWN))


def test_who_is_away_is_reminded_when_they_are_back(post: Office, desk: Desk) -> None:
    opened(desk, until=desk.now() + timedelta(days=8))
    post.send()
    post.rang()
    with desk.store.transaction() as tx:
        back = local(desk, "2026-11-26", "12:00")
        away.put(tx, LEADER, to_store(desk.now()), to_store(back), "出差")
    assert rung(post, 2.2) == ["11-26 12:00"]


def test_two_processes_remind_once(post: Office, desk: Desk, time: Time) -> None:
    named = (LEADER, LEGAL, SERVICE, SECOND_EDITOR)
    lines = {"product": "我是员工，一。\n我是员工，二。\n我是员工，三。\n我是员工，四。"}
    opened(desk, lines, named=named, until=desk.now() + timedelta(days=5))
    second = open_desk(settings(), Store(desk.store.path), time)
    with office(second, time, seed=2) as other:
        for place in (post, other):
            place.send()
        post.rang(), other.rang()
        time.forward(hours=4)
        due = rally_people.to_remind(desk.store, to_store(time()), 10)
        assert len(due) == 4
        for own in (desk, second):
            rallies.advance(own, time())
        for place in (post, other):
            place.send()
        rang = [where for where, _, _ in (*post.rang(), *other.rang())]
    second.store.close()
    assert sorted(rang) == sorted(f"D{who}" for who in named)
