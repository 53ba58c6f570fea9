"""What each digest gathers: of the day and of what is open, the few that matter and how many there are; or nothing at all."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.cards.digests.fold import MOST, Lines
from bot.cards.lines import case_id
from bot.domain import (
    campaigns,
    complaints,
    digests,
    draft_dispute,
    draft_post,
    draft_review,
    drafts,
    posting,
    rallies,
    slot_clock,
)
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.domain.digests.lists import LISTED, lines, must_be_own
from bot.domain.digests.table import named
from bot.domain.draft_sheet import Sheet
from bot.domain.notice import Notice
from bot.errors import NotAllowed
from bot.store import slots
from bot.store.campaigns import Details
from bot.store.times import to_store
from tests import rallies as calls
from tests.company import ADMIN, EDITOR, ENGLISH, LEADER, REVIEWER, SALES, SERVICE, STRANGER, TUESDAY, Time, ask
from tests.domain.test_drafts import CALM, post_link

DAY = date(2026, 11, 24)


def gathered(desk: Desk, name: str, who: str = "", department: str = "") -> Any:
    place: Any = "person" if who else "channel"
    to = digests.Recipient(place, who or "#销售部", department)
    return named(name).gather(desk, desk.store, to, desk.now())


def logged(desk: Desk, customer: str = "小满", words: str = "送来的酸奶是坏的") -> str:
    return complaints.log(desk, ask(desk, EDITOR), Report(words=words, customer=customer)).case_id


def noticed(desk: Desk, title: str = "鲜奶节", day: date = date(2026, 12, 9), **details: Any) -> str:
    notice = Notice(title, "sales", day, day, day, Details(what="买二赠一", **details))
    return campaigns.submit(desk, ask(desk, SALES), notice).case_id


def drafted(desk: Desk, text: str = CALM, author: str = SALES) -> str:
    return drafts.submit(desk, ask(desk, author), Sheet(text, department="sales")).case_id


def planned(desk: Desk, at: datetime) -> None:
    with desk.store.transaction() as tx:
        (placed,) = posting.plan(tx, desk, ask(desk, EDITOR), None, [posting.Wish("teaser", at)])
    assert placed.slot is not None


def held(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        values = {"case_id": "", "reason": "先查清楚", "since": to_store(desk.now()), "until": "", "held_by": EDITOR}
        slots.hold(tx, values)


def told(part: Lines) -> list[tuple[str, str]]:
    return [(case_id(line.case), line.step) for line in part.lines]


def by_name(parts: tuple[Lines, ...]) -> dict[str, Lines]:
    return {part.name: part for part in parts}


@pytest.mark.parametrize("name", ["desk", "department", "leaders", "personal"])
def test_where_nothing_is_there_is_nothing_to_say(desk: Desk, name: str) -> None:
    found = gathered(desk, name, SALES if name in ("leaders", "personal") else "", "sales")
    assert (found.empty, found.day) == (True, DAY)


def test_the_desk_reads_of_everything_that_waits_for_it(desk: Desk, time: Time) -> None:
    claimed = logged(desk, "甲")
    complaints.claim(desk, ask(desk, SERVICE), claimed)
    unclaimed = logged(desk, "乙")
    notice, other = noticed(desk), noticed(desk, "早市", date(2026, 11, 27), leaders=(LEADER,))
    campaigns.accept(desk, ask(desk, EDITOR), other, plan=[])
    waiting, approved = drafted(desk), drafted(desk, "门店换了新的灯，晚上来看看。")
    draft_review.approve(desk, ask(desk, REVIEWER), approved)
    planned(desk, TUESDAY + timedelta(hours=5))
    call = calls.opened(desk)
    found = gathered(desk, "desk")
    parts = by_name(found.parts)
    assert told(parts["complaints"]) == [(unclaimed, "claim"), (claimed, "show")]
    assert found.counts == {"open": 2, "unclaimed": 1, "waiting": 0, "overdue": 0}
    assert told(parts["notices"]) == [(notice, "accept")]
    assert told(parts["review"]) == [(waiting, "review")]
    assert told(parts["approved"]) == [(approved, "schedule")]
    assert told(parts["starting"]) == [(other, "plan")]
    assert told(parts["rallies"]) == [(call, "join")]
    assert [line.step for line in parts["gaps"].lines] == ["write"]
    assert len(found.posts) == 1
    assert "results" not in parts


def test_ten_of_a_list_are_gathered_and_all_are_counted(desk: Desk) -> None:
    cases = [logged(desk, f"顾客{n}") for n in range(MOST + 3)]
    notices = [noticed(desk, f"活动{n}", date(2026, 12, 9 + n)) for n in range(MOST + 2)]
    texts = [drafted(desk, f"第 {n} 个清晨，牧场的风很轻。") for n in range(MOST + 1)]
    parts = by_name(gathered(desk, "desk").parts)
    for name, every in (("complaints", cases), ("notices", notices), ("review", texts)):
        assert [case for case, _ in told(parts[name])] == every[:MOST]
        assert parts[name].total == len(every)


def test_what_is_written_or_past_is_no_gap(desk: Desk, time: Time) -> None:
    planned(desk, TUESDAY + timedelta(hours=1))
    planned(desk, TUESDAY + timedelta(hours=3))
    time.forward(hours=2)
    assert by_name(gathered(desk, "desk").parts)["gaps"].total == 1


def test_a_hold_is_something_to_say_and_no_rally_is_joined_meanwhile(desk: Desk) -> None:
    calls.opened(desk)
    held(desk)
    found = gathered(desk, "desk")
    assert found.hold.reason == "先查清楚"
    assert [line.step for line in by_name(found.parts)["rallies"].lines] == ["show"]
    assert not gathered(desk, "leaders", LEADER).asks.total


def test_results_are_the_departments_at_once_and_the_desks_when_nobody_gave_them(desk: Desk, time: Time) -> None:
    case = noticed(desk, day=date(2026, 11, 25))
    campaigns.accept(desk, ask(desk, EDITOR), case, plan=[])
    time.forward(days=1)
    campaigns.advance(desk, desk.now())
    time.forward(days=1)
    campaigns.advance(desk, desk.now())
    assert told(by_name(gathered(desk, "department", department="sales").owed)["results"]) == [(case, "result")]
    assert "results" not in by_name(gathered(desk, "desk").parts)
    for _ in range(20):
        time.forward(days=1)
        campaigns.look_at_due(desk, desk.now())
    assert told(by_name(gathered(desk, "desk").parts)["results"]) == [(case, "result")]


def test_a_department_reads_what_it_owes_and_awaits_and_nothing_of_others(desk: Desk) -> None:
    mine, theirs, given = logged(desk, "甲"), logged(desk, "乙"), logged(desk, "丙")
    complaints.claim(desk, ask(desk, SERVICE), mine)
    complaints.hand_over(desk, ask(desk, SERVICE), mine, "sales")
    complaints.claim(desk, ask(desk, SERVICE), given)
    complaints.hand_over(desk, ask(desk, SERVICE), given, "sales")
    complaints.accept(desk, ask(desk, SALES), given)
    complaints.hand_over(desk, ask(desk, SALES), given, "service")
    returned, waiting = noticed(desk), noticed(desk, "早市")
    campaigns.send_back(desk, ask(desk, EDITOR), returned, "缺优惠码")
    back, review = drafted(desk), drafted(desk, "门店换了新的灯，晚上来看看。")
    draft_review.send_back(desk, ask(desk, REVIEWER), back, "换个开头", None)
    found = gathered(desk, "department", department="sales")
    owed, awaited = by_name(found.owed), by_name(found.awaited)
    assert {name: told(part) for name, part in owed.items()} == {
        "complaints": [(mine, "take")],
        "returned": [(returned, "edit")],
        "revise": [(back, "revise")],
    }
    assert {name: told(part) for name, part in awaited.items()} == {
        "handed": [(given, "show")],
        "notices": [(waiting, "show")],
        "review": [(review, "show")],
    }
    service = gathered(desk, "department", department="service")
    assert [case for case, _ in told(by_name(service.owed)["complaints"])] == [theirs, given]
    assert [case for case, _ in told(by_name(service.awaited)["handed"])] == [mine]
    assert gathered(desk, "department", department="weibo").empty


def test_a_department_reads_how_many_of_its_complaints_are_late(desk: Desk, time: Time) -> None:
    logged(desk, "甲")
    time.forward(minutes=20)
    logged(desk, "乙")
    part = by_name(gathered(desk, "department", department="service").owed)["complaints"]
    assert (part.total, part.late) == (2, 1)


def test_a_leader_reads_the_figures_of_the_day(desk: Desk, time: Time) -> None:
    first, second = logged(desk, "小满"), logged(desk, "大寒", "快递三天没到")
    logged(desk, "小满", "还没人理我")
    for case in (first, second):
        complaints.claim(desk, ask(desk, SERVICE), case)
        complaints.reply(desk, ask(desk, SERVICE), case, "马上处理")
    complaints.resolve(desk, ask(desk, SERVICE), first, "已退款")
    noticed(desk, day=date(2026, 11, 25))
    begun = noticed(desk, "早市", DAY)
    campaigns.accept(desk, ask(desk, EDITOR), begun, plan=[])
    post = drafted(desk)
    draft_review.approve(desk, ask(desk, REVIEWER), post)
    draft_post.published(desk, ask(desk, EDITOR), post, post_link())
    call = calls.opened(desk)
    rallies.join(desk, ask(desk, SERVICE), call)
    planned(desk, TUESDAY + timedelta(hours=5))
    found = gathered(desk, "leaders", LEADER)
    assert (found.published, found.missed, found.ahead) == (1, 0, 1)
    assert (found.came.complaints, found.came.customers) == (2, 2)
    assert (found.resolved.complaints, found.resolved.in_time) == (1, 1)
    assert (found.open, found.overdue) == (1, 0)
    assert (found.notices, found.late, [one.id for one in found.begun]) == (2, 2, [begun])
    assert (found.rallies, found.tally.joined, found.thanks) == (1, 1, (SERVICE,))
    assert found.voice.id == first
    assert told(found.asks) == [(call, "join")]
    assert not found.empty


def test_yesterdays_figures_are_not_todays(desk: Desk, time: Time) -> None:
    case = logged(desk)
    complaints.claim(desk, ask(desk, SERVICE), case)
    complaints.resolve(desk, ask(desk, SERVICE), case, "已退款")
    assert not gathered(desk, "leaders", LEADER).empty
    time.forward(days=1)
    assert gathered(desk, "leaders", LEADER).empty


def test_a_slot_that_passed_without_a_post_is_said_before_and_after_it_counts_as_missed(desk: Desk, time: Time) -> None:
    planned(desk, TUESDAY + timedelta(hours=1))
    time.forward(hours=2)
    assert (gathered(desk, "leaders", LEADER).missed, gathered(desk, "leaders", LEADER).ahead) == (1, 0)
    slot_clock.look(desk, desk.now())
    assert (gathered(desk, "leaders", LEADER).missed, gathered(desk, "leaders", LEADER).ahead) == (1, 0)


def test_what_needs_a_leader_is_one_of_each_kind_before_a_second(desk: Desk, time: Time) -> None:
    late = [logged(desk, f"顾客{n}") for n in range(3)]
    for case in late:
        for _ in range(2):
            complaints.escalate(desk, ask(desk, SERVICE), case, "顾客等不了")
    asked = drafted(desk)
    draft_dispute.escalate(desk, ask(desk, SALES), asked, LEADER, "请您定")
    other = drafted(desk, "门店换了新的灯，晚上来看看。")
    draft_dispute.escalate(desk, ask(desk, SALES), other, REVIEWER, "请您定")
    call = calls.opened(desk)
    found = gathered(desk, "leaders", LEADER).asks
    assert told(found) == [(asked, "review"), (late[0], "show"), (call, "join")]
    assert found.total == 5
    rest = lines(desk, desk.store, "asks", desk.now(), of=LEADER, skip=3)
    assert [case for case, _ in told(rest)] == late[1:]


def test_whoever_answered_a_rally_is_not_asked_again_and_nobody_else_hears_of_it(desk: Desk) -> None:
    call = calls.opened(desk)
    assert told(gathered(desk, "leaders", LEADER).asks) == [(call, "join")]
    assert not gathered(desk, "leaders", EDITOR).asks.total
    rallies.decline(desk, ask(desk, LEADER), call)
    assert not gathered(desk, "leaders", LEADER).asks.total


def test_ones_own_digest_is_ones_desk_in_brief(desk: Desk) -> None:
    case = logged(desk)
    complaints.claim(desk, ask(desk, SERVICE), case)
    mine = drafted(desk)
    found = gathered(desk, "personal", SERVICE)
    assert told(found.waits) == [(case, "reply")]
    assert not found.awaited.total
    assert told(gathered(desk, "personal", SALES).awaited) == [(mine, "show")]
    assert told(gathered(desk, "personal", REVIEWER).waits) == [(mine, "review")]
    assert gathered(desk, "personal", STRANGER).empty


def test_what_is_coming_alone_sends_nobody_a_digest(desk: Desk) -> None:
    case = noticed(desk, day=date(2026, 11, 27))
    campaigns.accept(desk, ask(desk, EDITOR), case, plan=[])
    found = gathered(desk, "personal", ENGLISH)
    assert (found.coming.total, found.empty) == (1, True)


@pytest.mark.parametrize("name", ["review", "notices", "handed", "waits", "asks"])
def test_pages_of_a_list_follow_one_another_without_a_gap(desk: Desk, name: Any) -> None:
    for n in range(13):
        drafted(desk, f"第 {n} 个清晨，牧场的风很轻。")
        noticed(desk, f"活动{n}", date(2026, 12, 9 + n))
        case = logged(desk, f"顾客{n}")
        for _ in range(2):
            complaints.escalate(desk, ask(desk, SERVICE), case, "顾客等不了")
        complaints.claim(desk, ask(desk, SERVICE), case)
        complaints.hand_over(desk, ask(desk, SERVICE), case, "sales")
    of = {"handed": "service", "waits": REVIEWER, "asks": LEADER}.get(name, "")
    pages = [lines(desk, desk.store, name, desk.now(), of=of, most=5, skip=5 * n) for n in range(3)]
    every = [case for page in pages for case, _ in told(page)]
    assert len(set(every)) == len(every) == 13
    assert {page.total for page in pages} == {13}


def test_a_list_for_ones_own_eyes_is_nobody_elses() -> None:
    must_be_own(LEADER, "asks", LEADER)
    for name in ("asks", "waits", "awaited", "coming"):
        assert name in LISTED
        with pytest.raises(NotAllowed):
            must_be_own(EDITOR, name, LEADER)


@pytest.mark.parametrize(
    ("who", "may"), [(SALES, True), (ENGLISH, True), (LEADER, True), (ADMIN, True), (SERVICE, False)]
)
def test_a_departments_digest_is_its_peoples_the_leaders_and_the_admins(desk: Desk, who: str, may: bool) -> None:
    refused = pytest.raises(NotAllowed, match="只有销售部的人可以看销售部的日报")
    with nullcontext() if may else refused:
        digests.department.must_belong(desk, who, "sales")


def test_a_year_whose_holidays_are_not_announced_says_so(desk: Desk, time: Time) -> None:
    time.now = datetime(2035, 1, 3, 1, 0, tzinfo=UTC)
    found = gathered(desk, "desk")
    assert (found.announced, found.working) == (False, True)


def test_the_day_is_the_companys_not_the_clocks(desk: Desk, time: Time) -> None:
    # 00:30 in Shanghai on Wednesday is still Tuesday in UTC.
    time.now = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    assert gathered(desk, "desk").day == date(2026, 11, 25)
