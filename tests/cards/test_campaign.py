"""The notice's card, lines and details: what they say, whom they ring, and that they fit what the chat takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.cards import campaign as cards
from bot.cards import campaign_events
from bot.cards.blocks import MESSAGE
from bot.cards.paper import Paper
from bot.domain import campaigns
from bot.domain.desk import Desk
from bot.domain.notice import Notice
from bot.store import events
from bot.store.campaigns import Campaign, Details, Prize, Question
from bot.text.words import words
from bot.workspace.walls import check_message
from bot.workspace.walls.messages import written
from tests.company import EDITOR, LEADER, NAMES, SALES, Time, ask


def paper(desk: Desk, language: str = "zh") -> Paper:
    return Paper(words(language), desk.zone, desk.company.name, desk.company.department_name, desk.now())


def given(desk: Desk, promotion: date = date(2026, 12, 3), **known: Any) -> str:
    details = Details(**{"what": "买二赠一", **known})
    notice = Notice("双十二 <!channel> 鲜奶节", "sales", promotion, date(2026, 12, 10), date(2026, 12, 12), details)
    return campaigns.submit(desk, ask(desk, SALES), notice).case_id


def of(desk: Desk, case: str) -> Campaign:
    return campaigns.show(desk.store, case)


def card(desk: Desk, case: str) -> str:
    found = of(desk, case)
    drawn = cards.card(found, campaigns.allowed(found), paper(desk))
    check_message(drawn.text, drawn.blocks)
    return str(drawn)


def last_line(desk: Desk, case: str, *, ring: bool = True) -> str:
    return campaign_events.line(events.history(desk.store, case)[-1], paper(desk), ring=ring)


def test_the_card_says_whose_turn_it_is_and_offers_what_is_allowed(desk: Desk) -> None:
    case = given(desk)
    drawn = card(desk, case)
    assert "待受理" in drawn
    assert "14:00 前" in drawn  # four working hours after 10:00
    assert "campaign.accept" in drawn and "campaign.result" not in drawn
    campaigns.accept(desk, ask(desk, EDITOR), case)
    drawn = card(desk, case)
    assert f"{NAMES[EDITOR]} 负责" in drawn
    assert "campaign.accept" not in drawn


def test_the_card_of_a_late_notice_is_marked(desk: Desk) -> None:
    assert "🟡 N-1 · 待受理 · 偏晚" in card(desk, given(desk, date(2026, 11, 26)))
    assert "🔴 N-2 · 待受理 · 紧急" in card(desk, given(desk, date(2026, 11, 24)))


def test_an_acceptance_that_is_overdue_shows(desk: Desk, time: Time) -> None:
    case = given(desk)
    time.forward(hours=5)
    assert "受理已超时" in card(desk, case)


def test_the_card_says_which_years_were_guessed(desk: Desk) -> None:
    details = Details(what="买二赠一")
    notice = Notice("新春", "sales", date(2028, 3, 1), date(2028, 3, 1), date(2028, 3, 2), details)
    case = campaigns.submit(desk, ask(desk, SALES), notice).case_id
    assert "2028 年节假日尚未公布，按周一至周五计算" in card(desk, case)


def test_what_people_wrote_rings_nobody(desk: Desk) -> None:
    case = given(desk, what="<!channel> & <@U0LEADER>")
    assert "<!channel>" not in card(desk, case)
    assert "<@U0LEADER>" not in card(desk, case)


def test_the_line_of_a_late_notice_really_rings_the_editors(desk: Desk) -> None:
    case = given(desk, date(2026, 11, 26))
    assert f"<@{EDITOR}>" in last_line(desk, case)
    assert "<@" not in last_line(desk, case, ring=False)


def test_the_line_of_an_acceptance_really_rings_the_leaders(desk: Desk) -> None:
    case = given(desk, leaders=(LEADER,))
    campaigns.accept(desk, ask(desk, EDITOR), case)
    assert f"<@{LEADER}>" in last_line(desk, case)
    assert NAMES[LEADER] in last_line(desk, case, ring=False)


def test_every_action_has_a_line(desk: Desk, time: Time) -> None:
    case = given(desk)
    campaigns.send_back(desk, ask(desk, EDITOR), case, "每人限购几份？")
    assert last_line(desk, case) == "退回了，还需要：\n> 每人限购几份？"
    notice = Notice("鲜奶节", "sales", date(2026, 12, 3), date(2026, 12, 3), date(2026, 12, 3), Details(what="两份"))
    campaigns.edit(desk, ask(desk, SALES), case, notice)
    assert last_line(desk, case) == "修改后重新提交了"
    campaigns.accept(desk, ask(desk, EDITOR), case)
    assert last_line(desk, case) == "受理了，从现在起负责这场活动\n发布计划：\n• 12-03 周四 10:00 活动开始"
    time.now = datetime(2026, 12, 4, 2, 0, tzinfo=UTC)
    campaigns.advance(desk, time())
    lines = [campaign_events.line(event, paper(desk)) for event in events.history(desk.store, case)[-2:]]
    assert lines == ["活动开始了", "活动结束了"]
    other = given(desk, date(2026, 12, 8))
    campaigns.cancel(desk, ask(desk, SALES), other)
    assert last_line(desk, other) == "取消了活动"


@pytest.mark.parametrize("letter", ["长", "<", "\n", "&\n"])
def test_the_longest_notice_there_can_be_fits_in_a_message(desk: Desk, letter: str) -> None:
    case = given(desk)
    full = Details(
        where=(letter * 200)[:200],
        what=(letter * 2_000)[:2_000],
        offer=(letter * 500)[:500],
        codes=("K" * 40,) * 70,
        budget=10**12,
        prizes=(Prize("<" * 100, 999_999_999, 10**12),) * 30,
        audience=(letter * 300)[:300],
        questions=(Question("<" * 100, "&" * 190),) * 30,
        links=("https://example.com/" + "a" * 280,) * 10,
        asks=("teaser", "repost", "photo", "topic", "live", "questions"),
        leaders=(LEADER,) * 10,
    )
    campaigns.send_back(desk, ask(desk, EDITOR), case, ("理由" + letter * 1_000 + "完")[:1_000])
    found = replace(of(desk, case), title="<" * 60, details=full, guessed_years=(2027, 2028, 2029))
    history = events.history(desk.store, case) * 10
    for drawn in (
        cards.card(found, campaigns.allowed(found), paper(desk)),
        cards.details(found, history, campaigns.allowed(found), paper(desk)),
    ):
        check_message(drawn.text, drawn.blocks, most=4_000)
        assert written(drawn.blocks) <= MESSAGE
