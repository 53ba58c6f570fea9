"""Whose a complaint is: assigned, handed over, accepted, refused; who may, who is told, and whose the time is meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain import complaints
from bot.domain.complaints import Report, absence, turns
from bot.domain.desk import Desk
from bot.errors import Invalid, NotAllowed, NotFound, Refusal, WrongState
from bot.store import events, posted
from bot.store.times import from_store
from tests.company import (
    EDITOR,
    ENGLISH,
    LEADER,
    REVIEWER,
    SALES,
    SECOND_EDITOR,
    SECOND_SERVICE,
    SERVICE,
    STRANGER,
    Time,
    ask,
    opened,
)

EMPTY = {
    "departments": {
        "service": {"name": "客服部", "channel": "#客服", "head": SERVICE, "members": [SECOND_SERVICE]},
        "shop": {"name": "门店部", "channel": "#门店", "head": "nobody@example.com"},
    }
}


@pytest.fixture
def deserted(tmp_path: Path, time: Time) -> Iterator[Desk]:
    """A company with a department in which nobody is known."""
    with opened(tmp_path / "deserted.db", time, **EMPTY) as found:
        yield found


def logged(desk: Desk, by: str = EDITOR) -> str:
    return complaints.log(desk, ask(desk, by), Report(words="送来的酸奶是坏的", customer="@小满")).case_id


def claimed(desk: Desk, by: str = SERVICE) -> str:
    case = logged(desk)
    complaints.claim(desk, ask(desk, by), case)
    return case


def handed(desk: Desk, to: str = "sales") -> str:
    case = claimed(desk)
    complaints.hand_over(desk, ask(desk, SERVICE), case, to, "赠品是门店发的")
    return case


def told(desk: Desk, what: str = "direct") -> list[tuple[str, str]]:
    found = desk.store.all("SELECT channel, body FROM outbox WHERE what = :what ORDER BY id", {"what": what})
    return [(str(row["channel"]), str(row["body"])) for row in found]


def test_an_assigned_complaint_is_the_colleagues_who_is_told(desk: Desk) -> None:
    case = logged(desk)
    complaints.assign(desk, ask(desk, EDITOR), case, SECOND_SERVICE)
    shown = complaints.show(desk.store, case)
    assert (shown.state, shown.holder, shown.department) == ("claimed", SECOND_SERVICE, "service")
    assert (shown.first_holder, shown.first_department) == (SECOND_SERVICE, "service")
    assert [person for person, _ in told(desk)] == [SECOND_SERVICE]


def test_a_held_complaint_is_passed_on_within_the_department_and_its_clock_runs_on(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    before = complaints.show(desk.store, case)
    time.forward(minutes=10)
    complaints.assign(desk, ask(desk, SERVICE), case, SECOND_SERVICE, "我去开会")
    shown = complaints.show(desk.store, case)
    assert (shown.holder, shown.next_due, shown.first_holder) == (SECOND_SERVICE, before.next_due, SERVICE)


@pytest.mark.parametrize(
    ("whom", "why"),
    [(SALES, "钱多 不是客服，也不是官微编辑。 可以指派给：何静、罗欣、陈溪、林岚"), (STRANGER, "路人 不是客服")],
)
def test_whoever_may_not_claim_is_not_assigned_from_the_queue(desk: Desk, whom: str, why: str) -> None:
    case = logged(desk)
    with pytest.raises(Invalid, match=why):
        complaints.assign(desk, ask(desk, EDITOR), case, whom)
    assert complaints.show(desk.store, case).state == "new"


def test_somebody_of_another_department_is_asked_by_a_hand_over(desk: Desk) -> None:
    case = claimed(desk)
    with pytest.raises(Invalid, match="陈溪 不在客服部。 交给别的部门要等对方接单：`/complaint 转交 C-1 官微组`"):
        complaints.assign(desk, ask(desk, SERVICE), case, EDITOR)


def test_who_is_away_is_not_assigned(desk: Desk, time: Time) -> None:
    absence.leave(desk, ask(desk, SECOND_SERVICE), None, time.now + timedelta(days=2))
    with pytest.raises(WrongState, match="罗欣 外出，11-26 10:00 回来。 请指派给别的同事。"):
        complaints.assign(desk, ask(desk, EDITOR), logged(desk), SECOND_SERVICE)


def test_only_editors_heads_and_the_holder_assign(desk: Desk) -> None:
    case = claimed(desk)
    with pytest.raises(NotAllowed, match="只有处理人、部门负责人和官微编辑可以指派投诉。 请找：何静、陈溪"):
        complaints.assign(desk, ask(desk, SECOND_SERVICE), case, SECOND_SERVICE)
    complaints.assign(desk, ask(desk, EDITOR), case, SECOND_SERVICE)
    # 何静 is the head of customer service.
    complaints.assign(desk, ask(desk, SERVICE), case, SERVICE)


def test_assigning_to_who_has_it_says_so(desk: Desk) -> None:
    with pytest.raises(WrongState, match="C-1 已经在 何静 手上"):
        complaints.assign(desk, ask(desk, EDITOR), claimed(desk), SERVICE)


def test_until_it_is_accepted_the_time_is_the_receivers_and_the_first_receiver_leads(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    time.forward(minutes=12)
    outcome = complaints.hand_over(desk, ask(desk, SERVICE), case, "sales")
    assert "已转交给销售部，请他们在 10:27 前接单。接单之前仍由 何静 负责" in str(outcome.said)
    shown = complaints.show(desk.store, case)
    assert (shown.state, shown.department, shown.holder) == ("handed_over", "sales", SERVICE)
    assert from_store(shown.next_due) == time.now + timedelta(minutes=15)
    time.forward(minutes=5)
    complaints.accept(desk, ask(desk, ENGLISH), case)
    shown = complaints.show(desk.store, case)
    assert (shown.state, shown.department, shown.holder, shown.first_holder) == ("claimed", "sales", ENGLISH, SERVICE)
    spent = turns.timeline(desk, desk.store, shown, time.now)
    assert [(one.state, one.department, one.person, one.elapsed) for one in spent] == [
        ("new", "service", "", 0),
        ("claimed", "service", SERVICE, 720),
        ("handed_over", "sales", "", 300),
        ("claimed", "sales", ENGLISH, 0),
    ]


def test_the_receiver_has_clocks_of_its_own_from_the_hand_over_on(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    time.forward(hours=2)
    complaints.hand_over(desk, ask(desk, SERVICE), case, "sales")
    start = time.now
    time.forward(minutes=5)
    complaints.accept(desk, ask(desk, SALES), case)
    shown = complaints.show(desk.store, case)
    assert from_store(shown.reply_due) == start + timedelta(minutes=60)
    assert from_store(shown.claim_due) == start + timedelta(minutes=15)
    assert shown.next_due == shown.reply_due


def test_what_was_answered_stays_answered_with_the_other_department(desk: Desk) -> None:
    case = claimed(desk)
    complaints.reply(desk, ask(desk, SERVICE), case, "请稍等")
    complaints.hand_over(desk, ask(desk, SERVICE), case, "sales")
    complaints.accept(desk, ask(desk, SALES), case)
    shown = complaints.show(desk.store, case)
    assert (shown.state, shown.next_due) == ("replied", shown.resolve_due)


def test_a_refusal_gives_it_back_with_the_reason_and_a_better_holder(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    before = complaints.show(desk.store, case)
    time.forward(minutes=10)
    complaints.hand_over(desk, ask(desk, SERVICE), case, "sales")
    time.forward(minutes=7)
    complaints.refuse(desk, ask(desk, SALES), case, "赠品是官微组定的")
    shown = complaints.show(desk.store, case)
    assert (shown.state, shown.department, shown.holder) == ("claimed", "service", SERVICE)
    # The seven minutes were not the first receiver's.
    assert from_store(shown.reply_due) == from_store(before.reply_due) + timedelta(minutes=7)
    event = events.history(desk.store, case)[-1]
    assert (event.data["better"], event.data["text"]) == ("weibo", "赠品是官微组定的")
    (lead, body) = told(desk)[-1]
    assert lead == SERVICE
    assert "官微组" in body


def test_a_refusal_names_who_would_be_better_or_says_that_nobody_is_known(desk: Desk) -> None:
    case = handed(desk)
    with pytest.raises(Invalid, match="退单要写明谁更合适"):
        complaints.refuse(desk, ask(desk, SALES), case, "这不归我们")
    with pytest.raises(Invalid, match="更合适的不能还是本部门"):
        complaints.refuse(desk, ask(desk, SALES), case, "不归我们", "sales")
    complaints.refuse(desk, ask(desk, SALES), case, "不归我们，也不清楚归谁")
    assert complaints.show(desk.store, case).state == "claimed"


def test_a_refusal_may_name_a_colleague(desk: Desk) -> None:
    case = handed(desk)
    complaints.refuse(desk, ask(desk, SALES), case, "请找 @林岚")
    assert events.history(desk.store, case)[-1].data["better"] == SECOND_EDITOR


@pytest.mark.parametrize("person", [SERVICE, EDITOR, LEADER, STRANGER])
def test_only_people_of_the_receiving_department_accept_and_refuse(desk: Desk, person: str) -> None:
    case = handed(desk)
    steps: list[Callable[[], object]] = [
        lambda: complaints.accept(desk, ask(desk, person), case),
        lambda: complaints.refuse(desk, ask(desk, person), case, "不清楚"),
    ]
    for step in steps:
        with pytest.raises(NotAllowed, match="C-1 转交给了销售部，只有他们可以接单或退单。 请找："):
            step()
    assert complaints.show(desk.store, case).state == "handed_over"


def test_a_hand_over_to_a_department_nobody_is_in_is_refused(deserted: Desk) -> None:
    case = claimed(deserted)
    with pytest.raises(Invalid, match="门店部里还没有人，没有谁能接单。 请选别的部门：客服部"):
        complaints.hand_over(deserted, ask(deserted, SERVICE), case, "shop")
    assert complaints.show(deserted.store, case).state == "claimed"


def test_a_department_whose_people_are_all_away_is_told_with_a_warning(desk: Desk, time: Time) -> None:
    for person in (SALES, ENGLISH):
        absence.leave(desk, ask(desk, person), None, time.now + timedelta(days=1))
    outcome = complaints.hand_over(desk, ask(desk, SERVICE), claimed(desk), "sales")
    assert [str(one) for one in outcome.warnings] == ["销售部的人现在都外出。"]


def test_a_hand_over_that_went_astray_is_sent_on_by_who_leads(desk: Desk, time: Time) -> None:
    case = handed(desk, "weibo")
    time.forward(minutes=3)
    complaints.hand_over(desk, ask(desk, SERVICE), case, "sales")
    shown = complaints.show(desk.store, case)
    assert (shown.department, shown.handed_from, shown.holder) == ("sales", "service", SERVICE)
    with pytest.raises(NotAllowed):
        complaints.accept(desk, ask(desk, REVIEWER), case)
    complaints.refuse(desk, ask(desk, SALES), case, "不清楚归谁")
    assert complaints.show(desk.store, case).department == "service"


def test_the_receivers_channel_gets_the_card_and_is_rung(desk: Desk) -> None:
    case = handed(desk)
    assert ("#销售部", "{}") in told(desk, "card")
    (line,) = [json.loads(body) for channel, body in told(desk, "thread") if channel == "#销售部"]
    assert f"<@{SALES}>" in line["say"]["values"]["said"]["values"]["people"]
    assert case in json.dumps(line, ensure_ascii=False)


def test_a_card_in_the_receivers_channel_is_kept_up_to_date(desk: Desk) -> None:
    case = handed(desk)
    with desk.store.transaction() as tx:
        posted.save_card(tx, case, "#销售部", "1.1")
        tx.execute("DELETE FROM outbox")
    complaints.refuse(desk, ask(desk, SALES), case, "不清楚归谁")
    assert {channel for channel, _ in told(desk, "card")} == {"#客服", "#销售部"}


WRONG: dict[str, tuple[Callable[[Desk], str], Callable[[Desk, str], object], str]] = {
    "handing over what nobody has": (
        logged,
        lambda d, c: complaints.hand_over(d, ask(d, SERVICE), c, "sales"),
        "先认领",
    ),
    "handing over to where it is": (
        claimed,
        lambda d, c: complaints.hand_over(d, ask(d, SERVICE), c, "service"),
        "C-1 本来就在客服部。 换本部门的人处理：`/complaint 指派 C-1 @同事`",
    ),
    "handing over twice": (
        handed,
        lambda d, c: complaints.hand_over(d, ask(d, SERVICE), c, "sales"),
        "已转交给销售部，等他们接单。 急的话可以升级",
    ),
    "handing over to no department": (
        claimed,
        lambda d, c: complaints.hand_over(d, ask(d, SERVICE), c, "warehouse"),
        "没有“warehouse”这个部门",
    ),
    "accepting what was not handed over": (
        claimed,
        lambda d, c: complaints.accept(d, ask(d, SERVICE), c),
        "C-1 没有在等人接单",
    ),
    "claiming what was handed over": (
        handed,
        lambda d, c: complaints.claim(d, ask(d, SECOND_SERVICE), c),
        "C-1 已转交给销售部，等他们接单",
    ),
    "replying before it is accepted": (
        handed,
        lambda d, c: complaints.reply(d, ask(d, SERVICE), c, "您好"),
        "C-1 现在是“转交中”，不能这样做",
    ),
    "assigning before it is accepted": (
        handed,
        lambda d, c: complaints.assign(d, ask(d, EDITOR), c, SECOND_SERVICE),
        "等他们接单",
    ),
    "a case that is not there": (
        lambda d: "C-99",
        lambda d, c: complaints.accept(d, ask(d, SERVICE), c),
        "没有 C-99 这条投诉",
    ),
}


@pytest.mark.parametrize("move", WRONG)
def test_a_wrong_move_gets_a_clear_message_and_changes_nothing(desk: Desk, move: str) -> None:
    prepare, step, message = WRONG[move]
    case = prepare(desk)
    before = desk.store.all("SELECT * FROM complaints"), len(events.history(desk.store, case)), told(desk)
    with pytest.raises(Refusal, match=message):
        step(desk, case)
    assert (desk.store.all("SELECT * FROM complaints"), len(events.history(desk.store, case)), told(desk)) == before


def test_who_accepted_for_their_department_works_on_it_like_customer_service(desk: Desk) -> None:
    case = handed(desk)
    complaints.accept(desk, ask(desk, ENGLISH), case)
    complaints.note(desk, ask(desk, SALES), case, "已联系门店")
    complaints.wait(desk, ask(desk, ENGLISH), case)
    complaints.reply(desk, ask(desk, ENGLISH), case, "门店补发")
    complaints.resolve(desk, ask(desk, ENGLISH), case, "已补发")
    assert complaints.show(desk.store, case).state == "resolved"


def test_not_found_is_said_before_anything_else(desk: Desk) -> None:
    with pytest.raises(NotFound):
        complaints.hand_over(desk, ask(desk, SERVICE), "C-99", "sales")
