"""Acting on a digest where it stands: its buttons, the lists that they open, and the digest drawn anew; through the real Bolt app."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bot.cards.digests.fold import MOST
from bot.commands import weibo
from bot.domain import campaigns, complaints, digests, draft_review, drafts
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.domain.draft_sheet import Sheet
from bot.domain.notice import Notice
from bot.drawing import drawer
from bot.handlers import campaign as campaign_handler
from bot.handlers import case, complaint, complaint_list, complaint_turns, rally, slot
from bot.handlers import digest as handler
from bot.store import outbox, posted, sending
from bot.store.campaigns import Details
from bot.store.outbox import Owed
from bot.store.sending import Held
from bot.workspace.walls import check_message
from tests import rallies as calls
from tests.chat import Chat, Ways, said
from tests.company import ADMIN, EDITOR, ENGLISH, LEADER, REVIEWER, SALES, SERVICE, STRANGER, Time, ask
from tests.rallies import owed

DESK_CHANNEL, DIRECT = "C00", "D0LEADER"
TS = "1764000000.000100"


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    handlers = (handler, case, complaint, complaint_list, complaint_turns, campaign_handler, rally, slot)
    return Ways(desk, chat, weibo.register, *(module.register for module in handlers))


def logged(desk: Desk, customer: str = "小满") -> str:
    return complaints.log(desk, ask(desk, EDITOR), Report(words="送来的酸奶是坏的", customer=customer)).case_id


def sent(desk: Desk, name: str, to: str = "") -> dict[str, Any]:
    """A digest as it stands in the chat."""
    body = {"digest": name, "day": "2026-11-24", "late": False}
    with desk.store.transaction() as tx:
        outbox.owe(tx, "direct" if to else "post", to or "#官微", now=0, body=body)
    row = taken(desk, "direct" if to else "post")
    drawn = drawer(desk)(row)
    assert drawn is not None
    check_message(drawn.text, drawn.blocks)
    return {"ts": TS, "text": drawn.text, "blocks": drawn.blocks}


def taken(desk: Desk, what: str) -> Owed:
    """The next message of a kind that the sender would take; what stands before it is sent."""
    for _ in range(100):
        with desk.store.transaction() as tx:
            row = sending.take(tx, now=10**15, sender="a", lease=1, held=Held())
            assert row is not None
            sending.sent(tx, row.id, "a", ts=TS, now=0)
        if row.what == what:
            return row
    raise AssertionError(what)


def pressed(message: dict[str, Any], action: str) -> dict[str, Any]:
    """The first button of an action."""
    found = [block["accessory"] for block in message["blocks"] if "accessory" in block]
    return next(one for one in found if one["action_id"] == action)


def click(ways: Ways, user: str, message: dict[str, Any], action: str, channel: str = DESK_CHANNEL) -> None:
    button = pressed(message, action)
    ways.click(user, action, button["value"], message=message, channel={"id": channel})


def anew(desk: Desk) -> list[Owed]:
    """The digests that are owed once more."""
    rows = desk.store.all("SELECT id FROM outbox WHERE what = 'card' AND state = 'waiting' AND case_id LIKE 'digest:%'")
    with desk.store.transaction() as tx:
        tx.execute("DELETE FROM outbox WHERE state = 'waiting' AND what <> 'card' OR case_id NOT LIKE 'digest:%'")
    return [taken(desk, "card") for _ in rows]


def test_a_complaint_is_claimed_where_the_digest_stands_and_the_line_says_who_has_it(ways: Ways, desk: Desk) -> None:
    logged(desk)
    message = sent(desk, "desk")
    assert "待认领" in said(message)
    click(ways, SERVICE, message, "complaint.claim")
    (told,) = owed(desk, "ephemeral")
    assert told["body"]["user"] == SERVICE
    (row,) = anew(desk)
    drawn = drawer(desk)(row)
    assert drawn is not None
    check_message(drawn.text, drawn.blocks)
    assert "*C-1* 送来的酸奶是坏的 — 何静" in said(drawn.blocks)
    assert "10:00 更新" in said(drawn.blocks)
    assert posted.card_ts(desk.store, row.case_id, row.channel) == TS


def test_whoever_comes_second_is_told_who_was_first_and_the_digest_comes_up_to_date(ways: Ways, desk: Desk) -> None:
    case_id = logged(desk)
    message = sent(desk, "desk")
    complaints.claim(desk, ask(desk, EDITOR), case_id)
    click(ways, SERVICE, message, "complaint.claim")
    (told,) = owed(desk, "ephemeral")
    assert "C-1 已由 陈溪 在 10:00 认领" in said(told["body"])
    assert len(anew(desk)) == 1


def test_whoever_may_not_is_told_who_can_and_nothing_moves(ways: Ways, desk: Desk) -> None:
    logged(desk)
    message = sent(desk, "desk")
    click(ways, STRANGER, message, "complaint.claim")
    (told,) = owed(desk, "ephemeral")
    assert "只有客服、官微编辑可以认领投诉" in said(told["body"])
    assert anew(desk) == []


def test_however_many_click_it_is_drawn_anew_once_in_a_while(ways: Ways, desk: Desk, time: Time) -> None:
    for n in range(5):
        logged(desk, f"顾客{n}")
    message = sent(desk, "desk")
    for block in [one for one in message["blocks"] if one.get("accessory", {}).get("action_id") == "complaint.claim"]:
        click(ways, SERVICE, {**message, "blocks": [message["blocks"][0], block]}, "complaint.claim")
    assert len(anew(desk)) == 1


def test_yesterdays_digest_stays_as_it_was(ways: Ways, desk: Desk, time: Time) -> None:
    logged(desk)
    message = sent(desk, "desk")
    time.forward(days=1)
    click(ways, SERVICE, message, "complaint.claim")
    (row,) = anew(desk)
    assert drawer(desk)(row) is None


def test_one_that_was_deleted_is_not_posted_again(ways: Ways, desk: Desk) -> None:
    logged(desk)
    message = sent(desk, "desk")
    click(ways, SERVICE, message, "complaint.claim")
    (row,) = anew(desk)
    with desk.store.transaction() as tx:
        posted.save_card(tx, row.case_id, row.channel, "")
    assert drawer(desk)(row) is None


def test_a_leader_joins_from_their_digest_and_it_says_so_in_their_own_messages(ways: Ways, desk: Desk) -> None:
    calls.opened(desk)
    message = sent(desk, "leaders", LEADER)
    assert message["blocks"][-1]["type"] == "actions"
    click(ways, LEADER, message, "rally.join", DIRECT)
    (row,) = anew(desk)
    assert row.channel == f"@{LEADER}"
    drawn = drawer(desk)(row)
    assert drawn is not None
    assert "*需要您*　今天没有。" in said(drawn.blocks)


def test_a_notice_is_accepted_from_the_form_behind_its_line(ways: Ways, desk: Desk, chat: Chat) -> None:
    day = date(2026, 12, 9)
    campaigns.submit(desk, ask(desk, SALES), Notice("鲜奶节", "sales", day, day, day, Details(what="买二赠一")))
    message = sent(desk, "desk")
    click(ways, EDITOR, message, "campaign.accept")
    (view,) = chat.views()
    assert anew(desk) == []
    ways.form(EDITOR, view, {})
    assert desk.store.one("SELECT state FROM campaigns")["state"] == "accepted"  # type: ignore[index]
    (row,) = anew(desk)
    drawn = drawer(desk)(row)
    assert drawn is not None
    assert "campaign.accept" in json.dumps(message["blocks"])
    assert "campaign.accept" not in json.dumps(drawn.blocks)
    assert posted.card_ts(desk.store, row.case_id, row.channel) == TS


def test_what_is_done_long_after_the_last_click_in_a_digest_is_not_done_from_it(
    ways: Ways, desk: Desk, chat: Chat, time: Time
) -> None:
    day = date(2026, 12, 9)
    campaigns.submit(desk, ask(desk, SALES), Notice("鲜奶节", "sales", day, day, day, Details(what="买二赠一")))
    click(ways, EDITOR, sent(desk, "desk"), "campaign.accept")
    (view,) = chat.views()
    time.forward(minutes=16)
    ways.form(EDITOR, view, {})
    assert anew(desk) == []


def test_what_one_does_from_the_rest_of_a_list_shows_in_the_digest_that_it_was_opened_from(
    ways: Ways, desk: Desk
) -> None:
    for n in range(MOST + 3):
        logged(desk, f"顾客{n}")
    click(ways, SERVICE, sent(desk, "desk"), "digest.list")
    (told,) = owed(desk, "ephemeral")
    assert anew(desk) == []
    button = pressed(told["body"], "complaint.claim")
    ways.click(SERVICE, "complaint.claim", button["value"], channel={"id": DESK_CHANNEL})
    assert len(anew(desk)) == 1


def test_a_draft_is_opened_for_review_for_the_reviewer_alone(ways: Ways, desk: Desk) -> None:
    drafts.submit(desk, ask(desk, SALES), Sheet("牧场的早上好"))
    click(ways, REVIEWER, sent(desk, "desk"), "case.show")
    (told,) = owed(desk, "ephemeral")
    assert told["body"]["user"] == REVIEWER
    assert "draft.approve" in json.dumps(told["body"])
    assert anew(desk) == []


def test_the_rest_of_a_list_is_a_click_away_and_its_pages_turn_in_place(ways: Ways, desk: Desk) -> None:
    for n in range(MOST + 3):
        drafts.submit(desk, ask(desk, SALES), Sheet(f"第 {n} 个清晨，牧场的风很轻。"))
    message = sent(desk, "desk")
    assert "还有 3 条" in said(message)
    click(ways, STRANGER, message, "digest.list")
    (told,) = owed(desk, "ephemeral")
    check_message(told["body"]["text"], told["body"]["blocks"])
    assert "第 1 页，共 2 页" in said(told["body"])
    following = told["body"]["blocks"][-1]["elements"][-1]
    ways.click(
        STRANGER,
        following["action_id"],
        following["value"],
        container={"is_ephemeral": True},
        response_url="https://chat.example/r",
    )
    (_, second) = owed(desk, "ephemeral")
    assert second["body"]["replaces"] == "https://chat.example/r"
    assert "*D-13*" in said(second["body"])
    assert "*D-10*" not in said(second["body"])


def test_the_rest_of_the_complaints_is_the_list_that_there_is(ways: Ways, desk: Desk) -> None:
    for n in range(MOST + 2):
        logged(desk, f"顾客{n}")
    click(ways, SERVICE, sent(desk, "desk"), "digest.list")
    (told,) = owed(desk, "ephemeral")
    assert "投诉：未办结" in said(told["body"])
    assert "complaint.list.next" in json.dumps(told["body"])


def test_nobody_opens_a_list_that_is_for_another_persons_eyes(ways: Ways, desk: Desk) -> None:
    calls.opened(desk)
    ways.click(EDITOR, "digest.list", f"asks:{LEADER}:1")
    (told,) = owed(desk, "ephemeral")
    assert "这是给别人的清单" in said(told["body"])
    assert "R-1" not in said(told["body"])


@pytest.mark.parametrize("who", [EDITOR, STRANGER])
def test_the_days_plan_opens_with_what_the_person_may_do(ways: Ways, desk: Desk, who: str) -> None:
    drafts.submit(desk, ask(desk, SALES), Sheet("牧场的早上好", wanted_at=desk.now().replace(hour=8)))
    click(ways, who, sent(desk, "desk"), "weibo.today")
    (told,) = owed(desk, "ephemeral")
    assert "待审" in said(told["body"])
    assert ("draft.schedule" in json.dumps(told["body"])) is (who == EDITOR)


def test_each_digest_can_be_looked_at_by_who_may_and_in_their_language(ways: Ways, desk: Desk) -> None:
    case_id = logged(desk)
    complaints.claim(desk, ask(desk, SERVICE), case_id)
    complaints.hand_over(desk, ask(desk, SERVICE), case_id, "sales")
    looks = [
        (EDITOR, "digest", "官微日报"),
        (EDITOR, "日报 官微", "发到官微频道"),
        (SALES, "digest me", "我的日报"),
        (SALES, "日报 我", "*等您处理*（1"),
        (SALES, "digest department", "*要处理的投诉*（1"),
        (LEADER, "日报 部门 销售部", "销售部日报"),
        (ENGLISH, "digest department", "*Complaints to handle* (1"),
        (ENGLISH, "digest me", "*Waits for you* (1"),
        (LEADER, "digest leaders", "今天的官微"),
        (ADMIN, "日报 领导", "*投诉*　新来 1 条（1 位顾客）"),
        (STRANGER, "digest me", "现在没有等您处理的事"),
    ]
    for who, typed, shown in looks:
        answer = ways.command(who, "/weibo", typed)
        check_message(answer["text"], answer["blocks"])
        assert shown in said(answer), typed
    assert owed(desk, "post") == []


@pytest.mark.parametrize(
    ("who", "typed", "told"),
    [
        (EDITOR, "digest leaders", "只有领导、管理员可以看给领导的日报"),
        (SERVICE, "digest department 销售部", "只有销售部的人可以看销售部的日报"),
        (STRANGER, "digest department", "您不在任何部门里"),
        (SALES, "digest department 采购部", "没有“采购部”这个部门"),
        (SALES, "digest everyone", "没有“everyone”这种日报"),
    ],
)
def test_what_is_not_theirs_to_see_is_refused_with_a_way_on(ways: Ways, who: str, typed: str, told: str) -> None:
    assert told in said(ways.command(who, "/weibo", typed))


def test_ones_own_digest_says_of_what_waits_for_one_that_it_waits_for_one(ways: Ways, desk: Desk) -> None:
    draft_review.send_back(desk, ask(desk, EDITOR), drafts.submit(desk, ask(desk, SALES), Sheet("早安")).case_id, "换")
    assert "退回，等您修改" in said(ways.command(SALES, "/weibo", "digest me"))
    told = [sent(desk, "personal", SALES) for _ in range(4)]
    assert "*等您处理*（1，最早到期的在前）" in said(told[-1])
    assert "退回，等您修改" in said(told[-1])


def test_nothing_is_drawn_for_a_day_without_anything_unless_somebody_asked(ways: Ways, desk: Desk) -> None:
    for asked in (False, True):
        body = {"digest": "desk", "day": "2026-11-24", "late": False, **({"asked": True} if asked else {})}
        with desk.store.transaction() as tx:
            outbox.owe(tx, "post", "#官微", now=0, body=body)
        drawn = drawer(desk)(taken(desk, "post"))
        assert (drawn is not None) is asked
    assert digests.desk.gather(desk, desk.store, digests.to_desk(desk), desk.now()).empty
