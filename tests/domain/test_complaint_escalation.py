"""Escalation: at 100, 150 and 200 % of a clock's time, each once, none after the case moved, none for a long stop's backlog."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain import complaints
from bot.domain.complaints import Report, escalation
from bot.domain.complaints.escalation import sweep
from bot.domain.desk import Desk, open_desk
from bot.drawing import drawer
from bot.errors import NotAllowed, WrongState
from bot.store import events, heartbeat, sending
from bot.store.database import Store
from bot.store.sending import Held
from bot.store.times import to_store
from tests.chat import said
from tests.company import EDITOR, LEADER, SALES, SECOND_SERVICE, SERVICE, STRANGER, Time, ask, settings
from tests.rings import rings

HEAD = SERVICE


@pytest.fixture(autouse=True)
def at_work(desk: Desk, time: Time) -> None:
    """The bot is there, and was a moment ago."""
    sweep(desk, time.now)


def logged(desk: Desk, words: str = "送来的酸奶是坏的", customer: str = "@小满") -> str:
    return complaints.log(desk, ask(desk, EDITOR), Report(words=words, customer=customer)).case_id


def minutes_later(desk: Desk, time: Time, minutes: float) -> None:
    """Time passes, and the clock looks every few minutes as it always does."""
    until = time.now + timedelta(minutes=minutes)
    while time.now < until:
        time.now = min(time.now + timedelta(minutes=5), until)
        sweep(desk, time.now)


def levels(desk: Desk, case: str) -> list[int]:
    return [int(str(e.data["level"])) for e in events.history(desk.store, case) if e.action == "escalate"]


def sent(desk: Desk, what: str) -> list[tuple[str, dict[str, Any]]]:
    """What is owed, drawn: to whom, and the message."""
    draw, found = drawer(desk), []
    with desk.store.transaction() as tx:
        while one := sending.take(tx, now=10**13, sender="test", lease=10, held=Held()):
            message = draw(one)
            sending.sent(tx, one.id, "test", ts="1.1", now=0)
            if message and one.what == what:
                found.append((one.channel, {"text": message.text, "blocks": message.blocks}))
    return found


def test_an_unclaimed_case_goes_to_the_channel_then_the_head_then_the_leaders_each_once(desk: Desk, time: Time) -> None:
    case = logged(desk)
    minutes_later(desk, time, 14)
    assert levels(desk, case) == []
    minutes_later(desk, time, 1)
    assert levels(desk, case) == [1]
    # 150 % of 15 minutes.
    minutes_later(desk, time, 7)
    assert levels(desk, case) == [1]
    minutes_later(desk, time, 0.5)
    assert levels(desk, case) == [1, 2]
    minutes_later(desk, time, 7.5)
    assert levels(desk, case) == [1, 2, 3]
    minutes_later(desk, time, 600)
    assert levels(desk, case) == [1, 2, 3]
    assert complaints.show(desk.store, case).escalate_at == ""


def test_the_channel_sees_the_first_and_the_others_get_a_direct_message(desk: Desk, time: Time) -> None:
    case = logged(desk)
    minutes_later(desk, time, 30)
    lines = desk.store.all("SELECT body FROM outbox WHERE what = 'thread' ORDER BY id")
    assert [json.loads(str(line["body"]))["broadcast"] for line in lines] == [True, False, False]
    assert [channel for channel, _ in sent(desk, "direct")] == [HEAD, LEADER]
    assert case == "C-1"


def test_the_line_names_people_with_real_mentions_and_the_details_ring_nobody(desk: Desk, time: Time) -> None:
    case = logged(desk)
    complaints.claim(desk, ask(desk, SECOND_SERVICE), case)
    minutes_later(desk, time, 60)
    (line,) = [message for _, message in sent(desk, "thread") if "超时" in said(message)]
    assert set(rings(line)) == {f"<@{SECOND_SERVICE}>"}
    assert "⏰ C-1 回复已超时（11:00 到期），请" in said(line)


def test_unclaimed_it_rings_customer_service_and_handed_over_the_receiver(desk: Desk, time: Time) -> None:
    case = logged(desk)
    minutes_later(desk, time, 15)
    (line,) = [message for _, message in sent(desk, "thread")]
    assert set(rings(line)) == {f"<@{SERVICE}>", f"<@{SECOND_SERVICE}>"}
    complaints.claim(desk, ask(desk, SERVICE), case)
    complaints.hand_over(desk, ask(desk, SERVICE), case, "sales")
    sent(desk, "thread")
    minutes_later(desk, time, 15)
    lines = sent(desk, "thread")
    assert [channel for channel, _ in lines] == ["#客服", "#销售部"]
    assert f"<@{SALES}>" in rings(lines[0][1])
    assert "接单已超时" in said(lines[0][1])
    minutes_later(desk, time, 7.5)
    assert [channel for channel, _ in sent(desk, "direct")] == [SALES]


def test_nothing_is_escalated_once_the_case_has_moved(desk: Desk, time: Time) -> None:
    case = logged(desk)
    minutes_later(desk, time, 16)
    complaints.claim(desk, ask(desk, SERVICE), case)
    minutes_later(desk, time, 30)
    assert levels(desk, case) == [1]
    complaints.reply(desk, ask(desk, SERVICE), case, "今天补发")
    minutes_later(desk, time, 60)
    assert levels(desk, case) == [1]
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发")
    minutes_later(desk, time, 60 * 48)
    assert levels(desk, case) == [1]


def test_a_pause_takes_what_is_left_with_it_and_repeats_nothing(desk: Desk, time: Time) -> None:
    case = logged(desk)
    complaints.claim(desk, ask(desk, SERVICE), case)
    minutes_later(desk, time, 70)
    assert levels(desk, case) == [1]
    complaints.wait(desk, ask(desk, SERVICE), case)
    minutes_later(desk, time, 120)
    complaints.order(desk, ask(desk, SERVICE), case, "DD1")
    minutes_later(desk, time, 15)
    assert levels(desk, case) == [1]
    minutes_later(desk, time, 5)
    assert levels(desk, case) == [1, 2]


def test_the_severest_is_escalated_at_night(desk: Desk, time: Time) -> None:
    time.now = datetime.fromisoformat("2026-11-24T18:00:00+00:00")
    sweep(desk, time.now)
    case = logged(desk, "孩子喝了住院了")
    minutes_later(desk, time, 10)
    # The clock looked every five minutes: at seven and a half it did not, and the head is told with the leaders.
    assert levels(desk, case) == [1, 3]
    assert [channel for channel, _ in sent(desk, "direct")] == [HEAD, LEADER]


def test_after_a_long_stop_there_is_one_summary_instead_of_the_backlog(desk: Desk, time: Time) -> None:
    cases = [logged(desk, customer=f"顾客{n}") for n in range(3)]
    sent(desk, "card")
    time.forward(hours=3)
    sweep(desk, time.now)
    assert [levels(desk, case) for case in cases] == [[3], [3], [3]]
    assert sent(desk, "direct") == sent(desk, "thread") == []
    sweep(desk, time.now)
    (summary,) = desk.store.all("SELECT channel, body FROM outbox WHERE what = 'post'")
    body = str(summary["body"])
    assert summary["channel"] == "#客服"
    assert '"n": 3' in body
    assert "C-1" in body


def test_a_short_stop_is_made_good(desk: Desk, time: Time) -> None:
    case = logged(desk)
    time.forward(minutes=20)
    sweep(desk, time.now)
    assert levels(desk, case) == [1]
    assert desk.store.all("SELECT id FROM outbox WHERE what = 'post'") == []


def test_what_falls_due_after_the_bot_is_back_is_escalated_as_always(desk: Desk, time: Time) -> None:
    case = logged(desk)
    complaints.claim(desk, ask(desk, SERVICE), case)
    time.forward(minutes=70)
    sweep(desk, time.now)
    assert levels(desk, case) == [1]
    assert sent(desk, "thread") == [] or "超时" not in str(sent(desk, "thread"))
    minutes_later(desk, time, 20)
    assert levels(desk, case) == [1, 2]
    assert [channel for channel, _ in sent(desk, "direct")] == [HEAD]


def test_nothing_is_said_after_a_long_stop_when_nothing_is_overdue(desk: Desk, time: Time) -> None:
    time.forward(hours=12)
    sweep(desk, time.now)
    assert desk.store.all("SELECT id FROM outbox") == []
    assert heartbeat.last(desk.store) == to_store(time.now)


def test_many_at_once_are_told_in_one_message(desk: Desk, time: Time) -> None:
    for n in range(8):
        request = ask(desk, "")
        complaints.log(desk, request, Report(words="没发货", customer=f"顾客{n}", source_key=f"k{n}"), via="file")
    minutes_later(desk, time, 15)
    assert all(levels(desk, f"C-{n}") == [1] for n in range(1, 9))
    (post,) = sent(desk, "post")
    assert "8 条投诉超时未处理：C-1、C-2" in said(post[1])
    # Nobody has acted on them: their cards stand nowhere, and stay so.
    assert desk.store.all("SELECT id FROM outbox WHERE what IN ('card', 'thread')") == []


def test_two_processes_escalate_once(desk: Desk, time: Time, tmp_path: Path) -> None:
    case = logged(desk)
    other = open_desk(settings(), Store(desk.store.path), time)
    time.forward(minutes=15)
    assert [sweep(desk, time.now), sweep(other, time.now)] == [1, 0]
    assert levels(desk, case) == [1]
    other.store.close()


def test_by_hand_it_goes_to_the_head_and_then_to_the_leaders(desk: Desk, time: Time) -> None:
    case = logged(desk)
    complaints.claim(desk, ask(desk, SECOND_SERVICE), case)
    sent(desk, "direct")
    first = complaints.escalate(desk, ask(desk, SECOND_SERVICE), case, "顾客说要找记者")
    assert "C-1 已升级，并已通知 何静。" in str(first.said)
    complaints.escalate(desk, ask(desk, EDITOR), case, "还是没有人管")
    told = sent(desk, "direct")
    assert [channel for channel, _ in told] == [HEAD, LEADER]
    assert "罗欣 把 C-1 升级给您：顾客说要找记者" in said(told[0][1])
    with pytest.raises(WrongState, match="C-1 已经升级到领导了"):
        complaints.escalate(desk, ask(desk, EDITOR), case, "再来")
    # The clock repeats neither.
    minutes_later(desk, time, 240)
    assert levels(desk, case) == [2, 3]


def test_a_stranger_does_not_escalate_and_a_closed_case_is_not_escalated(desk: Desk) -> None:
    case = logged(desk)
    with pytest.raises(NotAllowed):
        complaints.escalate(desk, ask(desk, STRANGER), case, "快点")
    complaints.claim(desk, ask(desk, SERVICE), case)
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发")
    with pytest.raises(WrongState, match="已办结"):
        complaints.escalate(desk, ask(desk, EDITOR), case, "快点")
    assert levels(desk, case) == []


def test_the_card_says_how_far_it_was_escalated_while_it_waits(desk: Desk, time: Time) -> None:
    case = logged(desk)
    sent(desk, "card")
    minutes_later(desk, time, 15)
    (_, card) = sent(desk, "card")[-1]
    assert "🔺 升级级别：本人和频道" in said(card)
    complaints.claim(desk, ask(desk, SERVICE), case)
    (_, card) = sent(desk, "card")[-1]
    assert "已升级" not in said(card)


def test_a_look_costs_one_read_while_nothing_is_due(desk: Desk, time: Time) -> None:
    logged(desk)
    sweep(desk, time.now)
    before = heartbeat.last(desk.store)
    time.forward(seconds=15)
    sweep(desk, time.now)
    assert heartbeat.last(desk.store) == before
    time.forward(minutes=1)
    sweep(desk, time.now)
    assert heartbeat.last(desk.store) == to_store(time.now)
    assert timedelta(minutes=1) < escalation.LONG_STOP
