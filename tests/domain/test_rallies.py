"""Rallies: who may open one, what each answer changes, the lines that are given out, holds and the end."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from bot.domain import campaigns, rallies
from bot.domain.desk import Desk, open_desk
from bot.domain.notice import Notice
from bot.errors import Invalid, NotAllowed, NotFound, WrongState
from bot.store import events, people, rally_lines, rally_people, slots
from bot.store import rallies as rows
from bot.store.campaigns import Details
from bot.store.database import Store
from bot.store.people import Group
from bot.store.rallies import EVERYONE, Tally
from tests.company import (
    EDITOR,
    ENGLISH,
    LEADER,
    LEGAL,
    SALES,
    SECOND_SERVICE,
    SERVICE,
    STRANGER,
    Time,
    ask,
    settings,
)
from tests.rallies import LINES, OTHER_REPOST, POST, REPOST, call, local, opened, owed, own_cards_owed


def tally(desk: Desk, case: str = "R-1") -> Tally:
    return rows.tally(desk.store, case)


def line(desk: Desk, person: str) -> str:
    found = rally_lines.of(desk.store, "R-1", person)
    return found.text if found else ""


def hold(desk: Desk, reason: str = "X-1 危机处理中") -> int:
    values = {"case_id": "X-1", "reason": reason, "since": ask(desk, EDITOR).stamp, "until": "", "held_by": EDITOR}
    with desk.store.transaction() as tx:
        return slots.hold(tx, values)


def lift(desk: Desk, number: int) -> None:
    with desk.store.transaction() as tx:
        assert slots.lift(tx, number, ask(desk, EDITOR).stamp)


# Opening


@pytest.mark.parametrize("who", [EDITOR, LEADER])
def test_leaders_and_editors_open_a_rally(desk: Desk, who: str) -> None:
    outcome = rallies.start(desk, ask(desk, who), call(desk), LINES)
    rally = rallies.load(desk.store, outcome.case_id)
    assert (rally.id, rally.state, rally.title, rally.opened_by) == ("R-1", "open", "冬至热牛奶", who)
    assert (rally.url, rally.named, rally.whom) == (POST, (LEADER,), (EVERYONE,))
    assert [row["channel"] for row in owed(desk)] == [f"@{LEADER}", "#官微"]


def test_nobody_else_does(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="只有领导、官微编辑可以发起一次转发"):
        rallies.start(desk, ask(desk, SALES), call(desk), LINES)
    assert rows.rally(desk.store, "R-1") is None


def test_a_request_that_comes_twice_is_one_rally(desk: Desk) -> None:
    first = rallies.start(desk, ask(desk, EDITOR, "k"), call(desk), LINES)
    again = rallies.start(desk, ask(desk, EDITOR, "k"), call(desk), LINES)
    assert first == again
    assert rows.rally(desk.store, "R-2") is None


@pytest.mark.parametrize(
    ("wrong", "field", "why"),
    [
        ({"link": "https://example.com/1"}, "link", "不是一条微博的链接"),
        ({"link": "http://t.cn/A6"}, "link", "短链接"),
        ({"link": ""}, "link", "请填写微博链接"),
        ({"title": " "}, "title", "请填写题目"),
        ({"title": "题" * 41}, "title", "最多 40 字"),
        ({"why": ""}, "why", "请填写为什么值得转"),
        ({"why": "因" * 81}, "why", "最多 80 字"),
        ({"until": None}, "until", "请选择到什么时候"),
        ({"named": (), "whom": ()}, "named", "请选择邀请谁"),
        ({"named": ("UBOT",)}, "named", "没有找到这位同事"),
        ({"named": tuple(f"U{n}" for n in range(13))}, "named", "最多点名 12 位"),
        ({"whom": ("d:nowhere",)}, "whom", "请重新选择"),
        ({"about": "N-9"}, "about", "没有 N-9"),
        ({"about": "D-9"}, "about", "没有 D-9"),
    ],
)
def test_what_is_wrong_is_refused_with_its_field(desk: Desk, wrong: dict[str, object], field: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        rallies.prepare(desk, EDITOR, desk.now(), call(desk, **wrong))
    assert refused.value.field == field
    assert why in str(refused.value)


@pytest.mark.parametrize(("lasts", "why"), [(timedelta(minutes=20), "半小时"), (timedelta(days=31), "30 天")])
def test_it_lasts_from_half_an_hour_to_thirty_days(desk: Desk, lasts: timedelta, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        rallies.prepare(desk, EDITOR, desk.now(), call(desk, until=desk.now() + lasts))


def test_everything_wrong_is_said_at_once(desk: Desk) -> None:
    with pytest.raises(Invalid) as refused:
        rallies.prepare(desk, EDITOR, desk.now(), call(desk, link="x", why="", until=None))
    assert [refused.value.field, *(one.field for one in refused.value.others)] == ["link", "why", "until"]


def test_the_title_comes_from_the_campaign_it_belongs_to(desk: Desk) -> None:
    day = (desk.now() + timedelta(days=20)).date()
    notice = Notice("冬至热牛奶节", "sales", day, day, day, Details(what="买二赠一"))
    campaigns.submit(desk, ask(desk, SALES), notice)
    found, lines = rallies.prepare(desk, EDITOR, desk.now(), call(desk, title="", about="N-1"))
    assert (found.title, found.campaign_id) == ("冬至热牛奶节", "N-1")
    assert all("冬至热牛奶节" in one or "想请大家喝口热的" in one for one in lines["leader"])


def test_departments_see_the_card_in_their_channel_and_groups_are_known(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        people.save_groups(tx, [Group("S0KEFU", "kefu", (SERVICE,))])
    opened(desk, whom=("d:sales", "d:weibo", "g:S0KEFU"), named=())
    assert [row["channel"] for row in owed(desk, "card")] == ["#官微", "#销售部"]
    assert rallies.load(desk.store, "R-1").groups == ("S0KEFU",)


def test_as_many_lines_are_needed_as_leaders_are_named(desk: Desk) -> None:
    with pytest.raises(Invalid, match="还差 1 句：至少要 5 句"):
        rallies.start(desk, ask(desk, EDITOR), call(desk, named=(LEADER, LEGAL, SALES, SERVICE, EDITOR)), LINES)


def test_opened_at_night_the_card_goes_at_once_and_the_leaders_hear_of_it_in_the_morning(
    desk: Desk, time: Time
) -> None:
    time.now = local(desk, "2026-11-24", "23:00")
    outcome = rallies.start(desk, ask(desk, EDITOR), call(desk), LINES)
    assert "11-25 09:00" in str(outcome.warnings[0])
    own, card = owed(desk, "card")
    assert own["channel"] == f"@{LEADER}"
    assert own["not_before"] == int(local(desk, "2026-11-25", "09:00").timestamp() * 1000)
    assert card["not_before"] == 0


# Joining, and the lines


def test_who_joins_gets_a_line_of_their_own(desk: Desk) -> None:
    case = opened(desk)
    for who in (LEADER, SALES, SERVICE):
        rallies.join(desk, ask(desk, who), case)
    assert line(desk, LEADER) == "我在山茶乳业工作，这条我会跟到底。"
    assert len({line(desk, who) for who in (LEADER, SALES, SERVICE)}) == 3
    assert tally(desk).joined == 3


def test_joining_again_gives_the_same_line_and_counts_once(desk: Desk) -> None:
    case = opened(desk)
    first = rallies.join(desk, ask(desk, SALES), case)
    again = rallies.join(desk, ask(desk, SALES), case)
    assert line(desk, SALES) in str(first.said)
    assert line(desk, SALES) in str(again.said)
    assert "已经参加" in str(again.said)
    assert tally(desk).joined == 1
    assert [event.action for event in events.history(desk.store, case)] == ["open", "join"]


def test_a_leaders_voice_is_given_to_leaders_only(desk: Desk) -> None:
    case = opened(desk, {"leader": "我是员工，管事的一。\n我是员工，管事的二。", "shop": "我是员工，店里。"}, named=())
    for who in (SALES, SERVICE):
        rallies.join(desk, ask(desk, who), case)
    assert (line(desk, SALES), line(desk, SERVICE)) == ("我是员工，店里。", "")
    rallies.join(desk, ask(desk, LEADER), case)
    assert line(desk, LEADER) == "我是员工，管事的一。"


def test_a_line_is_kept_back_for_each_named_leader_until_they_answer(desk: Desk) -> None:
    lines = {"product": "我是员工，一。\n我是员工，二。\n我是员工，三。"}
    case = opened(desk, lines, named=(LEADER, LEGAL))
    for who in (SALES, SERVICE):
        rallies.join(desk, ask(desk, who), case)
    assert [bool(line(desk, who)) for who in (SALES, SERVICE)] == [True, False]
    rallies.decline(desk, ask(desk, LEGAL), case)
    rallies.join(desk, ask(desk, SERVICE), case)
    assert line(desk, SERVICE)
    rallies.join(desk, ask(desk, LEADER), case)
    assert line(desk, LEADER)


def test_when_the_lines_run_out_the_next_write_their_own_and_the_one_who_opened_it_is_told_once(desk: Desk) -> None:
    lines = {"product": "我是员工，一。\n我是员工，二。\n我是员工，三。"}
    case = opened(desk, lines, named=())
    for who in (SALES, SERVICE, SECOND_SERVICE, LEGAL, STRANGER):
        said = rallies.join(desk, ask(desk, who), case).said
    assert "请用自己的话写，并说明您是山茶乳业的员工" in str(said)
    assert tally(desk).joined == 5
    (told,) = owed(desk, "direct")
    assert (told["channel"], told["body"]["offers"][0]["action"]) == (EDITOR, "rally.lines")


def test_lines_that_are_added_go_first_to_those_who_have_none(desk: Desk) -> None:
    case = opened(desk, {"product": "我是员工，一。\n我是员工，二。\n我是员工，三。"}, named=())
    for who in (SALES, SERVICE, SECOND_SERVICE, LEGAL, STRANGER):
        rallies.join(desk, ask(desk, who), case)
    rallies.add_lines(desk, ask(desk, EDITOR), case, {"shop": "我是员工，四。\n我是员工，一。"})
    assert (line(desk, LEGAL), line(desk, STRANGER)) == ("我是员工，四。", "")
    rallies.add_lines(desk, ask(desk, EDITOR), case, {"shop": "我是员工，五。\n我是员工，六。"})
    assert line(desk, STRANGER) == "我是员工，五。"
    with pytest.raises(Invalid, match="都已经有了"):
        rallies.add_lines(desk, ask(desk, EDITOR), case, {"shop": "我是员工，六！"})
    with pytest.raises(NotAllowed):
        rallies.add_lines(desk, ask(desk, SALES), case, {"shop": "我是员工，七。"})


def test_of_all_who_race_for_the_last_lines_each_line_has_one_winner(desk: Desk) -> None:
    """Two processes, each with its own database connection, and a crowd in each."""
    case = opened(desk, {"product": "我是员工，一。\n我是员工，二。\n我是员工，三。"}, named=())
    second = open_desk(settings(), Store(desk.store.path), desk.now)
    crowd = [f"U0CROWD{n}" for n in range(20)]
    start = threading.Barrier(len(crowd))

    def run(number: int, who: str) -> None:
        own = (desk, second)[number % 2]
        start.wait()
        rallies.join(own, ask(own, who), case)

    threads = [threading.Thread(target=run, args=(n, who)) for n, who in enumerate(crowd)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    second.store.close()
    given = [line(desk, who) for who in crowd if line(desk, who)]
    assert sorted(given) == ["我是员工，一。", "我是员工，三。", "我是员工，二。"]
    assert tally(desk).joined == 20
    assert rally_lines.free(desk.store, case) == 0


# Done


def test_a_repost_is_counted_with_its_link(desk: Desk) -> None:
    case = opened(desk)
    rallies.join(desk, ask(desk, SALES), case)
    rallies.done(desk, ask(desk, SALES), case, REPOST, "我自己的话，我是员工", 3)
    found = rally_people.of(desk.store, case, SALES)
    assert found is not None
    assert (found.state, found.url, found.verbatim, found.replies) == ("reposted", REPOST, False, 3)
    assert tally(desk) == Tally(joined=1, reposts=1, verbatim=0, replies=3)


def test_who_reposted_without_joining_takes_part_and_leaves_the_lines_to_others(desk: Desk) -> None:
    case = opened(desk)
    free = rally_lines.free(desk.store, case)
    rallies.done(desk, ask(desk, SALES), case, REPOST)
    assert tally(desk) == Tally(joined=1, reposts=1)
    assert rally_lines.free(desk.store, case) == free


def test_word_for_word_is_flagged_kindly_to_the_person_alone_and_counts(desk: Desk) -> None:
    case = opened(desk)
    rallies.join(desk, ask(desk, SALES), case)
    said = rallies.done(desk, ask(desk, SALES), case, REPOST, line(desk, SALES).replace("，", ",") + "//@官微:转发")
    assert "一字不差" in str(said.warnings[0])
    assert tally(desk) == Tally(joined=1, reposts=1, verbatim=1)
    assert all("verbatim" not in event.data for event in events.history(desk.store, case))
    changed = rallies.done(desk, ask(desk, SALES), case, REPOST, "改过了，我是员工", 5)
    assert changed.warnings == ()
    assert tally(desk) == Tally(joined=1, reposts=1, verbatim=0, replies=5)


@pytest.mark.parametrize(
    ("url", "why"),
    [(POST, "这是原微博的链接"), ("https://weibo.com/u/1234567890", "不是一条微博的链接"), ("t.cn/A6x", "短链接")],
)
def test_a_link_that_is_no_repost_is_refused_under_its_field(desk: Desk, url: str, why: str) -> None:
    case = opened(desk)
    with pytest.raises(Invalid, match=why) as refused:
        rallies.done(desk, ask(desk, SALES), case, url)
    assert refused.value.field == "url"
    assert tally(desk) == Tally()


def test_a_repost_is_one_persons(desk: Desk) -> None:
    case = opened(desk)
    rallies.done(desk, ask(desk, SALES), case, REPOST)
    with pytest.raises(Invalid, match="这条转发已由 钱多 登记"):
        rallies.done(desk, ask(desk, SERVICE), case, REPOST)
    rallies.done(desk, ask(desk, SALES), case, OTHER_REPOST)
    rallies.done(desk, ask(desk, SERVICE), case, REPOST)
    assert tally(desk).reposts == 2


def test_replies_are_a_number(desk: Desk) -> None:
    case = opened(desk)
    with pytest.raises(Invalid, match="0 到 1000000"):
        rallies.done(desk, ask(desk, SALES), case, REPOST, "", -1)


# Later, not this time


def test_after_joining_there_is_nothing_to_put_off_or_decline(desk: Desk) -> None:
    case = opened(desk)
    rallies.join(desk, ask(desk, LEADER), case)
    for answer in (rallies.decline, lambda d, r, c: rallies.later(d, r, c, "hour")):
        with pytest.raises(WrongState, match="您已经参加了"):
            answer(desk, ask(desk, LEADER), case)
    assert tally(desk).joined == 1


def test_who_declined_may_still_join(desk: Desk) -> None:
    case = opened(desk)
    rallies.decline(desk, ask(desk, LEADER), case)
    rallies.join(desk, ask(desk, LEADER), case)
    assert line(desk, LEADER)


def test_there_is_no_such_rally(desk: Desk) -> None:
    for answer in (rallies.join, rallies.decline, rallies.close):
        with pytest.raises(NotFound, match="没有 R-9"):
            answer(desk, ask(desk, EDITOR), "R-9")


# Held


def test_while_promotions_are_held_nobody_joins_and_nothing_is_opened(desk: Desk) -> None:
    case = opened(desk)
    number = hold(desk)
    with pytest.raises(WrongState, match="R-1 暂停了：X-1 危机处理中。请先不要转发。"):
        rallies.join(desk, ask(desk, SALES), case)
    with pytest.raises(WrongState, match="推广暂停中"):
        rallies.start(desk, ask(desk, EDITOR), call(desk), LINES)
    # What was reposted before is still put down.
    rallies.done(desk, ask(desk, SALES), case, REPOST)
    lift(desk, number)
    rallies.join(desk, ask(desk, SERVICE), case)
    assert tally(desk).joined == 2


def test_the_cards_are_drawn_once_when_it_is_held_and_once_when_it_goes_on(desk: Desk) -> None:
    case = opened(desk)
    number = hold(desk)
    for _ in range(2):
        rallies.advance(desk, desk.now())
        assert rallies.load(desk.store, case).held
    lift(desk, number)
    rallies.advance(desk, desk.now())
    assert not rallies.load(desk.store, case).held


# The end


def test_it_is_closed_by_hand_with_thanks_to_those_who_joined(desk: Desk) -> None:
    case = opened(desk)
    rallies.join(desk, ask(desk, SALES), case)
    with pytest.raises(NotAllowed):
        rallies.close(desk, ask(desk, SALES), case)
    assert "参加 1 人" in str(rallies.close(desk, ask(desk, LEADER), case).said)
    last = events.history(desk.store, case)[-1]
    assert (last.action, last.to_state, last.data["thanks"]) == ("close", "closed", [SALES])
    with pytest.raises(WrongState, match="R-1 已在 11-24 10:00 结束"):
        rallies.close(desk, ask(desk, EDITOR), case)
    with pytest.raises(WrongState):
        rallies.join(desk, ask(desk, SERVICE), case)


def test_it_ends_when_its_time_is_over_once_whoever_looks(desk: Desk, time: Time) -> None:
    case = opened(desk)
    rallies.advance(desk, time.forward(hours=47))
    assert rallies.load(desk.store, case).state == "open"
    second = open_desk(settings(), Store(desk.store.path), desk.now)
    time.forward(hours=2)
    for own in (desk, second, desk):
        rallies.advance(own, time())
    second.store.close()
    assert [event.action for event in events.history(desk.store, case)] == ["open", "close"]
    assert events.history(desk.store, case)[-1].actor == ""


def test_replies_can_be_put_down_after_the_end_by_those_who_reposted_in_time(desk: Desk) -> None:
    case = opened(desk)
    rallies.done(desk, ask(desk, SALES), case, REPOST)
    rallies.close(desk, ask(desk, EDITOR), case)
    rallies.done(desk, ask(desk, SALES), case, REPOST, "", 40)
    assert tally(desk).replies == 40
    with pytest.raises(WrongState):
        rallies.done(desk, ask(desk, SERVICE), case, OTHER_REPOST)


def test_what_came_of_rallies_is_there_for_the_digests(desk: Desk, time: Time) -> None:
    case = opened(desk)
    rallies.join(desk, ask(desk, SALES), case)
    rallies.done(desk, ask(desk, SERVICE), case, REPOST, "", 4)
    (running,) = rallies.running(desk.store)
    assert (running.rally.id, running.tally) == ("R-1", Tally(joined=2, reposts=1, replies=4))
    start = time()
    rallies.close(desk, ask(desk, EDITOR), case)
    opened(desk, named=())
    (ended,) = rallies.ended(desk.store, start, time.forward(minutes=1))
    assert ended.thanks == (SALES, SERVICE)
    assert rallies.ended(desk.store, time(), time.forward(minutes=1)) == ()
    assert rallies.total((*rallies.running(desk.store), ended)) == Tally(joined=2, reposts=1, replies=4)


def test_a_person_sees_what_waits_for_their_answer(desk: Desk) -> None:
    case = opened(desk, named=(LEADER, LEGAL))
    assert [one.id for one in rallies.waiting_for(desk.store, LEADER)] == [case]
    rallies.join(desk, ask(desk, LEADER), case)
    rallies.decline(desk, ask(desk, LEGAL), case)
    assert rallies.waiting_for(desk.store, LEADER) == rallies.waiting_for(desk.store, LEGAL) == ()
    assert own_cards_owed(desk) == [LEADER, LEGAL]
    assert rallies.waiting_for(desk.store, ENGLISH) == ()
