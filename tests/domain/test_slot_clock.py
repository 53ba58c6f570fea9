"""What the clock does with slots: reminders, tone clashes, handing over, asking after, missing; each once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from datetime import timedelta

import pytest

from bot.domain import complaints, draft_hold, draft_post, draft_review, draft_schedule, drafts, slot_clock
from bot.domain.complaints import Report
from bot.domain.desk import Desk, open_desk
from bot.domain.draft_sheet import Sheet
from bot.domain.draft_steps import show
from bot.errors import WrongState
from bot.store import away as away_rows
from bot.store import events
from bot.store import slots as rows
from bot.store.database import Store
from bot.store.times import to_store
from tests.company import EDITOR, LEGAL, REVIEWER, SALES, SERVICE, TUESDAY, Time, ask, settings
from tests.domain.test_drafts import CALM, post_link

AT = TUESDAY + timedelta(hours=2)


def wanted(desk: Desk, text: str = CALM, kind: str = "promotion") -> str:
    return drafts.submit(desk, ask(desk, SALES), Sheet(text, kind=kind, wanted_at=AT)).case_id


def told(desk: Desk, case: str) -> list[tuple[str, str]]:
    """To whom what was said directly, the answers to people's own requests left aside."""
    found = desk.store.all(
        "SELECT channel, body FROM outbox WHERE what = 'direct' AND case_id = :case ORDER BY id", {"case": case}
    )
    return [(str(row["channel"]), str(json.loads(str(row["body"]))["say"]["message"])) for row in found]


def reminders(desk: Desk, case: str) -> list[str]:
    return [who for who, said in told(desk, case) if "还有 {n} 分钟" in said]


def look_until(desk: Desk, time: Time, minutes: Iterable[int]) -> None:
    """Let the clock look at these minutes before the slot (negative: after it)."""
    for each in minutes:
        time.now = AT - timedelta(minutes=each)
        slot_clock.look(desk, time.now)


def actions(desk: Desk, case: str) -> list[str]:
    return [event.action for event in events.history(desk.store, case)]


def test_whoever_must_approve_is_reminded_an_hour_half_an_hour_and_ten_minutes_before_once_each(
    desk: Desk, time: Time
) -> None:
    case = wanted(desk)
    look_until(desk, time, (90, 61, 60, 59, 45, 30, 29, 11, 10, 9))
    assert reminders(desk, case) == [REVIEWER] * 3


def test_what_was_passed_over_while_the_bot_was_down_is_not_made_up_for(desk: Desk, time: Time) -> None:
    case = wanted(desk)
    look_until(desk, time, (20, 19, 5))
    assert reminders(desk, case) == [REVIEWER] * 2


def test_two_programs_remind_once(desk: Desk, time: Time) -> None:
    case = wanted(desk)
    time.now = AT - timedelta(minutes=60)
    other = open_desk(settings(), Store(desk.store.path), time)
    other.directory.company = desk.company
    threads = [threading.Thread(target=slot_clock.look, args=(one, time.now)) for one in (desk, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.store.close()
    assert reminders(desk, case) == [REVIEWER]


def test_a_lottery_reminds_a_reviewer_and_legal_and_then_only_who_is_missing(desk: Desk, time: Time) -> None:
    case = wanted(desk, "转发抽3位送鲜奶", "lottery")
    look_until(desk, time, (60,))
    assert reminders(desk, case) == [REVIEWER, LEGAL]
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    look_until(desk, time, (30,))
    assert reminders(desk, case) == [REVIEWER, LEGAL, LEGAL]


def test_who_is_away_is_not_reminded_but_the_next_one_is(desk: Desk, time: Time) -> None:
    case = wanted(desk)
    with desk.store.transaction() as tx:
        away_rows.put(tx, REVIEWER, to_store(TUESDAY), to_store(AT + timedelta(days=1)), "")
    look_until(desk, time, (60,))
    assert reminders(desk, case) == [EDITOR]


def test_nobody_is_reminded_once_it_is_approved_withdrawn_or_on_hold(desk: Desk, time: Time) -> None:
    for end in ("approve", "withdraw", "hold"):
        case = wanted(desk)
        if end == "approve":
            draft_review.approve(desk, ask(desk, REVIEWER), case)
            draft_schedule.schedule(desk, ask(desk, REVIEWER), case, AT + timedelta(hours=5))
        elif end == "withdraw":
            draft_review.withdraw(desk, ask(desk, SALES), case)
        else:
            draft_hold.hold(desk, ask(desk, EDITOR), case, "等等")
        look_until(desk, time, (60, 30, 10))
        time.now = TUESDAY
        assert reminders(desk, case) == []


def test_not_approved_at_its_time_it_is_missed_and_a_late_approval_asks_when(desk: Desk, time: Time) -> None:
    case = wanted(desk)
    look_until(desk, time, (0,))
    assert (show(desk.store, case).state, show(desk.store, case).wanted_at) == ("in_review", "")
    assert rows.of_draft(desk.store, case) is None
    outcome = draft_review.approve(desk, ask(desk, REVIEWER), case)
    assert show(desk.store, case).state == "approved"
    assert [one.action for one in outcome.offers] == ["draft.now", "draft.next", "draft.drop"]
    # Approved after the time it named: any other is covered.
    time.forward(minutes=3)
    draft_schedule.schedule(desk, ask(desk, EDITOR), case, "next")
    assert (show(desk.store, case).state, show(desk.store, case).revision) == ("scheduled", 1)


def test_an_approval_a_minute_late_does_not_publish_by_surprise(desk: Desk, time: Time) -> None:
    case = wanted(desk)
    # The clock has not looked yet.
    time.now = AT + timedelta(minutes=1)
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    assert show(desk.store, case).state == "approved"
    slot_clock.look(desk, time.now)
    assert "handed" not in actions(desk, case)
    draft_review.drop(desk, ask(desk, REVIEWER), case)
    assert show(desk.store, case).state == "withdrawn"


def test_the_approved_text_is_handed_over_at_its_time_and_asked_after_once(desk: Desk, time: Time) -> None:
    case = wanted(desk)
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    look_until(desk, time, (60, 30, 1, 0, -1, -14, -15, -16, -60))
    assert actions(desk, case) == ["submit", "approve", "handed", "unconfirmed"]
    handed = events.history(desk.store, case)[2]
    assert handed.data["text"] == CALM
    assert handed.data["ring"]


def test_not_confirmed_for_two_hours_it_is_missed_keeps_its_time_and_can_still_be_logged(
    desk: Desk, time: Time
) -> None:
    case = wanted(desk)
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    look_until(desk, time, (0, -15, -120))
    slot = rows.of_draft(desk.store, case)
    assert slot is not None and (slot.state, slot.counts) == ("missed", True)
    assert show(desk.store, case).state == "approved"
    draft_post.published(desk, ask(desk, EDITOR), case, post_link())
    assert show(desk.store, case).state == "published"
    look_until(desk, time, (-130, -240))
    assert actions(desk, case)[-1] == "published"


def test_missed_and_not_posted_another_time_must_be_approved(desk: Desk, time: Time) -> None:
    case = wanted(desk)
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    look_until(desk, time, (0, -15, -120))
    draft_schedule.schedule(desk, ask(desk, SALES), case, "next")
    assert (show(desk.store, case).state, show(desk.store, case).revision) == ("in_review", 2)


def test_a_bot_that_was_down_hands_nothing_over_hours_later(desk: Desk, time: Time) -> None:
    case = wanted(desk)
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    look_until(desk, time, (-180,))
    assert "handed" not in actions(desk, case)
    assert show(desk.store, case).state == "approved"


def test_promotions_that_were_held_meanwhile_go_on_hold_and_not_out(desk: Desk, time: Time) -> None:
    case = wanted(desk)
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    held = {"case_id": "X-1", "reason": "召回", "since": to_store(TUESDAY), "until": "", "held_by": EDITOR}
    with desk.store.transaction() as tx:
        number = rows.hold(tx, held)
    look_until(desk, time, (0,))
    assert show(desk.store, case).state == "on_hold"
    assert "召回" in show(desk.store, case).held_reason
    with desk.store.transaction() as tx:
        rows.lift(tx, number, to_store(time.now))
    draft_hold.release(desk, ask(desk, EDITOR), case)
    # Its minute still runs: it goes back to where it was, and the clock hands it over.
    assert show(desk.store, case).state == "scheduled"


def complain(desk: Desk, words: str, customer: str) -> str:
    return complaints.log(desk, ask(desk, SERVICE), Report(words, customer=customer)).case_id


def test_open_complaints_of_several_customers_on_the_posts_own_words_are_named_before_it(
    desk: Desk, time: Time
) -> None:
    complain(desk, "配送员把箱子扔在楼下", "小满")
    assert complain(desk, "配送又晚了两个小时", "阿树") == "C-2"
    case = wanted(desk, "有人问配送为什么慢？因为鲜奶在散步呀", "brand")
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    look_until(desk, time, (60, 59))
    asked = [event for event in events.history(desk.store, case) if event.action == "tone"]
    assert [event.data["clashes"] for event in asked] == [[{"word": "配送", "n": 2, "cases": ["C-2", "C-1"]}]]
    draft_hold.go_on(desk, ask(desk, EDITOR), case)
    with pytest.raises(WrongState, match="已经有人决定"):
        draft_hold.go_on(desk, ask(desk, REVIEWER), case)
    look_until(desk, time, (0,))
    handed = [event for event in events.history(desk.store, case) if event.action == "handed"]
    assert len(handed) == 1 and "clashes" not in handed[0].data


def test_one_customers_words_or_common_ones_are_no_clash(desk: Desk, time: Time) -> None:
    complain(desk, "今天的配送太慢了", "小满")
    complain(desk, "今天的包装破了", "阿树")
    case = wanted(desk, "今天的配送在散步", "brand")
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    look_until(desk, time, (60, 0))
    assert "tone" not in actions(desk, case)
