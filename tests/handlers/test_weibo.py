"""The buttons of the digest and of the report, through the real Bolt app."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bot.commands import weibo as command
from bot.domain import campaigns, complaints, digests
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.domain.notice import Notice
from bot.drawing import drawer
from bot.handlers import weibo as handler
from bot.store import sending
from bot.store.campaigns import Details
from bot.store.sending import Held
from bot.workspace.walls import check_message
from tests.chat import CHANNEL, Chat, Ways
from tests.company import ADMIN, EDITOR, LEADER, SALES, SERVICE, STRANGER, Time, ask
from tests.rings import rings
from tests.weeks import live


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register, handler.register)


def owed(desk: Desk, what: str) -> list[dict[str, Any]]:
    found = desk.store.all("SELECT channel, body FROM outbox WHERE what = :what ORDER BY id", {"what": what})
    return [{"to": str(row["channel"]), **json.loads(str(row["body"]))} for row in found]


@pytest.mark.parametrize("person", [EDITOR, LEADER, ADMIN])
def test_the_digest_is_sent_by_who_may(ways: Ways, desk: Desk, person: str) -> None:
    ways.click(person, "weibo.post_digest", "2026-11-24")
    assert [told["to"] for told in owed(desk, "post")] == ["#官微"]
    assert "今天的日报已发到官微频道" in json.dumps(owed(desk, "ephemeral"), ensure_ascii=False)


@pytest.mark.parametrize("person", [SERVICE, SALES, STRANGER])
def test_who_may_not_is_told_who_may(ways: Ways, desk: Desk, person: str) -> None:
    ways.click(person, "weibo.post_digest", "2026-11-24")
    assert owed(desk, "post") == []
    (told,) = owed(desk, "ephemeral")
    assert (told["to"], told["user"]) == (CHANNEL, person)
    assert "只有官微编辑、领导、管理员可以发送日报" in told["text"]


def test_the_same_click_twice_sends_one_digest_and_answers_once(ways: Ways, desk: Desk) -> None:
    for _ in range(3):
        ways.click(EDITOR, "weibo.post_digest", "2026-11-24", key="trigger.same")
    assert (len(owed(desk, "post")), len(owed(desk, "ephemeral"))) == (1, 1)


def test_another_click_says_that_it_was_sent(ways: Ways, desk: Desk) -> None:
    ways.click(EDITOR, "weibo.post_digest", "2026-11-24")
    ways.click(LEADER, "weibo.post_digest", "2026-11-24")
    assert len(owed(desk, "post")) == 1
    assert "今天的日报已经发过了" in owed(desk, "ephemeral")[-1]["text"]


def test_a_leader_named_in_the_digest_is_really_rung_and_customers_ring_nobody(
    ways: Ways, desk: Desk, time: Time
) -> None:
    day = date(2026, 11, 26)
    notice = Notice("鲜奶节 <!channel>", "sales", day, day, day, Details(what="买二赠一", leaders=(LEADER,)))
    case = campaigns.submit(desk, ask(desk, SALES), notice).case_id
    campaigns.accept(desk, ask(desk, EDITOR), case)
    complaints.log(desk, ask(desk, EDITOR), Report(words="<!here> 坏了 <@U0ADMIN>", customer="<!everyone>"))
    ways.click(EDITOR, "weibo.post_digest", "2026-11-24")
    draw = drawer(desk)
    with desk.store.transaction() as tx:
        while one := sending.take(tx, now=10**13, sender="t", lease=1, held=Held(frozenset({"#客服"}))):
            sending.sent(tx, one.id, "t", ts="1.1", now=0)
            message = draw(one)
            if one.what == "post" and message:
                check_message(message.text, message.blocks)
                assert rings(message.blocks) == [f"<@{LEADER}>"]
                return
    pytest.fail("no digest was owed")


def test_a_digest_that_could_not_be_sent_on_its_day_is_not_sent_on_another(desk: Desk, time: Time) -> None:
    time.forward(minutes=-70)
    complaints.log(desk, ask(desk, EDITOR), Report(words="送来的酸奶是坏的", customer="小满"))
    assert digests.send_due(desk, time())
    time.forward(days=1)
    with desk.store.transaction() as tx:
        one = sending.take(tx, now=10**13, sender="t", lease=1, held=Held(frozenset({"#客服"})))
    assert one is not None
    assert drawer(desk)(one) is None


def test_a_digest_with_nothing_left_to_say_when_it_goes_is_not_sent(desk: Desk, time: Time) -> None:
    time.forward(minutes=-70)
    case = complaints.log(desk, ask(desk, EDITOR), Report(words="送来的酸奶是坏的", customer="小满")).case_id
    assert digests.send_due(desk, time())
    complaints.claim(desk, ask(desk, SERVICE), case)
    complaints.resolve(desk, ask(desk, SERVICE), case, "已退款")
    with desk.store.transaction() as tx:
        one = sending.take(tx, now=10**13, sender="t", lease=1, held=Held(frozenset({"#客服"})))
    assert one is not None
    assert drawer(desk)(one) is None


def test_whoever_looks_at_the_report_gets_it_with_its_chart_once_whatever_the_company_may_see(
    ways: Ways, desk: Desk, time: Time
) -> None:
    live(desk, time)
    with desk.store.transaction() as tx:
        tx.execute("DELETE FROM outbox")
    for _ in range(2):
        ways.click(STRANGER, "weibo.send_report", "2026-11-16", key="trigger.same")
    (told,) = owed(desk, "direct")
    assert (told["to"], told["digest"]) == (STRANGER, "weekly")
    assert "发到你的私信里了" in json.dumps(owed(desk, "ephemeral"), ensure_ascii=False)
    with desk.store.transaction() as tx:
        tx.execute("DELETE FROM outbox WHERE what <> 'direct'")
        row = sending.take(tx, now=10**15, sender="a", lease=1, held=Held())
    assert row is not None
    message = drawer(desk)(row)
    assert message is not None and message.picture is not None
    assert message.picture.png().startswith(b"\x89PNG")
