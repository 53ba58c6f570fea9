"""Being away: nobody gives such a person work, and what they have not answered goes back to the queue after a warning."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain import complaints
from bot.domain.away import absence, away_at, is_away
from bot.domain.complaints import Report
from bot.domain.complaints.absence import come_back, leave, sweep
from bot.domain.desk import Desk
from bot.errors import Invalid, WrongState
from bot.store import events
from bot.store.times import from_store
from tests.company import EDITOR, SECOND_SERVICE, SERVICE, Time, ask


def claimed(desk: Desk, customer: str = "@小满") -> str:
    case = complaints.log(desk, ask(desk, EDITOR), Report(words="没发货", customer=customer)).case_id
    complaints.claim(desk, ask(desk, SERVICE), case)
    return case


def told(desk: Desk, person: str) -> list[str]:
    rows = desk.store.all("SELECT body FROM outbox WHERE what = 'direct' AND channel = :who", {"who": person})
    return [str(row["body"]) for row in rows]


def test_a_person_is_away_from_the_beginning_up_to_the_end(desk: Desk, time: Time) -> None:
    start, until = time.now + timedelta(hours=1), time.now + timedelta(hours=3)
    leave(desk, ask(desk, SERVICE), start, until, "出差")
    for later, away in ((0, False), (1, True), (2.9, True), (3, False)):
        assert is_away(desk.store, SERVICE, time.now + timedelta(hours=later)) == away
    assert away_at(desk.store, start) == {SERVICE}
    assert not is_away(desk.store, SECOND_SERVICE, start)


def test_unanswered_cases_go_back_to_the_queue_a_quarter_of_an_hour_after_the_warning(desk: Desk, time: Time) -> None:
    unanswered, answered = claimed(desk), claimed(desk, "@另一位")
    complaints.reply(desk, ask(desk, SERVICE), answered, "今天补发")
    time.forward(minutes=10)
    outcome = leave(desk, ask(desk, SERVICE), None, time.now + timedelta(days=2))
    assert "您手上有 1 条还没回复的投诉（C-1），11-24 10:25 会放回待认领" in str(outcome.warnings[0])
    time.forward(minutes=14)
    assert sweep(desk, time.now) == 0
    time.forward(minutes=1)
    assert sweep(desk, time.now) == 1
    shown = complaints.show(desk.store, unanswered)
    assert (shown.state, shown.holder, shown.department) == ("new", "", "service")
    # It must be claimed as quickly as a new one, and the customer's hour runs on.
    assert from_store(shown.next_due) == time.now + timedelta(minutes=15)
    assert from_store(shown.reply_due) == from_store(shown.created_at) + timedelta(hours=1)
    assert complaints.show(desk.store, answered).holder == SERVICE
    assert events.history(desk.store, unanswered)[-1].action == "give_back"
    assert "C-1" in told(desk, SERVICE)[-1]
    assert sweep(desk, time.now) == 0


def test_an_absence_to_come_is_warned_of_when_it_begins(desk: Desk, time: Time) -> None:
    leave(desk, ask(desk, SERVICE), time.now + timedelta(hours=1), time.now + timedelta(hours=5))
    case = claimed(desk)
    time.forward(hours=1)
    assert sweep(desk, time.now) == 0
    assert "放回待认领" in told(desk, SERVICE)[-1]
    time.forward(minutes=15)
    assert sweep(desk, time.now) == 1
    assert complaints.show(desk.store, case).state == "new"


def test_who_comes_back_in_time_keeps_them(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    leave(desk, ask(desk, SERVICE), None, time.now + timedelta(days=2))
    time.forward(minutes=10)
    come_back(desk, ask(desk, SERVICE))
    time.forward(minutes=10)
    assert sweep(desk, time.now) == 0
    assert complaints.show(desk.store, case).holder == SERVICE
    assert absence(desk.store, SERVICE, time.now) is None


def test_coming_back_without_having_left_says_so(desk: Desk) -> None:
    with pytest.raises(WrongState, match="您现在没有外出。 外出时写"):
        come_back(desk, ask(desk, SERVICE))


@pytest.mark.parametrize("length", [timedelta(), timedelta(hours=-1), timedelta(days=400)])
def test_an_end_that_makes_no_sense_is_refused(desk: Desk, time: Time, length: timedelta) -> None:
    with pytest.raises(Invalid):
        leave(desk, ask(desk, SERVICE), None, time.now + length)
    assert absence(desk.store, SERVICE, time.now) is None


def test_a_complaint_comes_back_to_the_department_while_the_one_who_closed_it_is_away(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发")
    leave(desk, ask(desk, SERVICE), None, time.now + timedelta(days=3))
    time.forward(days=1)
    complaints.reopen(desk, ask(desk, EDITOR), case, "又坏了")
    shown = complaints.show(desk.store, case)
    assert (shown.state, shown.holder, shown.department) == ("reopened", "", "service")


def test_leaving_and_coming_back_stand_on_the_record(desk: Desk, time: Time) -> None:
    leave(desk, ask(desk, SERVICE), None, time.now + timedelta(days=3), "出差")
    come_back(desk, ask(desk, SERVICE))
    kept = desk.store.all("SELECT action, actor FROM events ORDER BY seq")
    assert [(row["action"], row["actor"]) for row in kept] == [("away.leave", SERVICE), ("away.back", SERVICE)]
