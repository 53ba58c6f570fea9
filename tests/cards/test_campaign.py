"""The notice's card, lines and details: what they say, whom they ring, and that they fit what the chat takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.cards import campaign as cards
from bot.cards import campaign_events, campaign_messages
from bot.cards.blocks import MESSAGE, section
from bot.cards.paper import Paper
from bot.domain import campaigns
from bot.domain.campaigns import Clashes
from bot.domain.desk import Desk
from bot.domain.notice import Notice
from bot.store import events
from bot.store.campaigns import Campaign, CodeResult, Details, Prize, Question, Results
from bot.store.events import Event
from bot.store.slots import Slot
from bot.text.words import words
from bot.workspace.walls import check_message
from bot.workspace.walls.messages import written
from tests.company import EDITOR, LEADER, NAMES, SALES, Time, ask
from tests.examples import CAMPAIGN
from tests.examples import paper as on

LATER = "2026-11-24T06:00:00.000000Z"


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


@pytest.mark.parametrize(
    ("changed", "title", "turn"),
    [
        ({"state": "submitted", "accept_due": LATER}, "N-1 · 待受理", "*等官微编辑受理*，14:00 前"),
        (
            {"state": "returned", "reason": "限购几份？"},
            "N-1 · 已退回",
            "*等 何静 补充后重新提交*，还需要：\n> 限购几份？",
        ),
        ({"state": "accepted"}, "N-1 · 已受理", "*何静 负责*，10:00 受理"),
        ({"state": "running"}, "N-1 · 进行中", "*何静 负责*"),
        ({"state": "ended"}, "N-1 · 已结束", "*等 何静 填写活动结果*，何静 负责"),
        (
            {"state": "ended", "asked": 2, "next_due": LATER},
            "N-1 · 已结束",
            "*等 何静 填写活动结果*（已提醒 2 次），何静 负责",
        ),
        ({"state": "reviewed"}, "N-1 · 已复盘", "*何静 负责*"),
        ({"state": "cancelled", "reason": "不办了"}, "N-1 · 已取消", "原因：\n> 不办了"),
        ({"state": "cancelled"}, "N-1 · 已取消", "官微不再为它发布。"),
    ],
)
def test_the_state_stands_in_the_title_and_beneath_it_whose_turn_it_is(
    changed: dict[str, Any], title: str, turn: str
) -> None:
    drawn = cards.card(replace(CAMPAIGN, **changed), (), on())
    blocks: Any = drawn.blocks
    assert [blocks[0]["text"]["text"], blocks[1]["text"]["text"]] == [title, turn]
    assert drawn.text == f"{title} 鲜奶节"


def test_its_contact_is_told_what_waits_for_them() -> None:
    own = replace(on(), reader=CAMPAIGN.contact)
    returned = replace(CAMPAIGN, state="returned", reason="限购几份？", owner="")
    assert "*等您补充后重新提交*，还需要：" in str(cards.card(returned, (), own))
    assert "*等您填写活动结果*，您 负责" in str(cards.card(replace(CAMPAIGN, state="ended"), (), own))
    assert "已退回，等您修改" in cards.row(returned, own)
    assert "已退回，等您修改" not in cards.row(returned, replace(own, reader="U9"))


def test_how_late_a_notice_is_stands_once_on_its_card() -> None:
    late = replace(CAMPAIGN, state="submitted", light="late", lead_days=2, accept_due=LATER)
    drawn = str(cards.card(late, (), on()).blocks)
    assert (drawn.count("偏晚"), drawn.count("🟡")) == (1, 1)
    assert "2 个工作日" in drawn
    assert "🟡 偏晚，2 个工作日" in str(cards.card(replace(late, state="accepted"), (), on()))


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
    clashing = Clashes(
        (found,) * 40, ((date(2026, 12, 13), "&" * 80),) * 90, (date(2026, 12, 12),) * 90, (EDITOR,) * 90
    )
    orders = tuple(CodeResult("&" * 40, 10**9, 10**12) for _ in range(30))
    brought = Results(orders, 10**9, 10**9, 10**12, (letter * 1_000)[:1_000])
    reviewed = replace(found, state="reviewed", results=brought, reason="")
    at = "2026-12-03T03:00:00.000000Z"
    slots = [
        Slot(f"S-{n}", at, "planned", True, 1, True, case, "repost", "D-12345", SALES, "", "", "", at, at)
        for n in range(40)
    ]
    history = events.history(desk.store, case) * 10
    for drawn in (
        cards.card(found, campaigns.allowed(found), paper(desk)),
        cards.card(replace(found, state="submitted", accept_due=found.created_at), (), paper(desk), clashing),
        cards.card(reviewed, campaigns.allowed(reviewed), paper(desk)),
        cards.details(found, history, campaigns.allowed(found), paper(desk)),
        cards.details(found, history, campaigns.allowed(found), paper(desk), found=clashing, slots=slots),
        cards.details(reviewed, history, campaigns.allowed(reviewed), paper(desk), slots=slots),
        campaign_messages.answers(found, paper(desk)),
        campaign_messages.ask_results(found, 3, paper(desk)),
    ):
        check_message(drawn.text, drawn.blocks, most=4_000)
        assert written(drawn.blocks) <= MESSAGE


@pytest.mark.parametrize("letter", ["长", "<", "&\n"])
def test_the_longest_lines_there_can_be_fit_in_a_message(desk: Desk, letter: str) -> None:
    long = (letter * 500)[:500]
    fields: list[Mapping[str, object]] = [
        {"field": name, "old": long, "new": long} for name in ("title", "what", "where", "offer", "questions")
    ]
    fields += [{"field": name, "old": [LEADER] * 10, "new": []} for name in ("leaders",)]
    fields += [{"field": name, "old": "2026-12-01", "new": "2026-12-02"} for name in ("promotion", "first_day")]
    slots = [{"ask": "launch", "at": "2026-12-03T03:00:00.000000Z", "draft": "D-1"}] * 12
    brought = Results(tuple(CodeResult("&" * 40, 10**9, 10**12) for _ in range(30)), 1, 1, 10**12, long)
    ring = [f"U0{n:08}" for n in range(30)]
    told: dict[str, Mapping[str, object]] = {
        "edit": {"fields": fields, "owner": EDITOR, "moved": True, "unfit": slots, "days": 1, "needed": 5, "light": "late", "ring": ring},
        "accept": {"owner": SALES, "plan": slots, "leaders": ring[:10]},
        "plan": {"plan": slots},
        "cancel": {"text": long, "dropped": 7},
        "escalate": {"ring": ring},
        "owe": {"ring": ring},
        "result": {"again": False, "results": brought.to_json()},
    }  # fmt: skip
    for action, data in told.items():
        event = Event(1, "2026-11-24T02:00:00.000000Z", EDITOR, "N-1", action, "accepted", "accepted", data)
        line = campaign_events.line(event, paper(desk))
        check_message("x", [section(line), *campaign_events.offered(event, paper(desk))], most=4_000)
        if letter == "长":
            assert len(line) < 3_000, action
