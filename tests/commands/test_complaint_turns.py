"""`/complaint assign`, `handover`, `accept`, `refuse`, `escalate`, `severity`, `category`, `why` and `ledger`, as they are typed."""

from __future__ import annotations

import pytest

from bot.commands import complaint as command
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.workspace.walls import check_message, check_view
from tests.chat import Chat, Ways, said
from tests.company import EDITOR, ENGLISH, SALES, SECOND_SERVICE, SERVICE, Time, ask
from tests.rings import rings


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register)


def logged(desk: Desk) -> str:
    return complaints.log(desk, ask(desk, EDITOR), Report(words="送来的酸奶是坏的", customer="@小满")).case_id


def claimed(desk: Desk) -> str:
    case = logged(desk)
    complaints.claim(desk, ask(desk, SERVICE), case)
    return case


def handed(desk: Desk) -> str:
    case = claimed(desk)
    complaints.hand_over(desk, ask(desk, SERVICE), case, "sales")
    return case


@pytest.mark.parametrize(
    ("typed", "by", "before", "state", "answered"),
    [
        (f"assign C-1 <@{SECOND_SERVICE}|luo.xin>", EDITOR, logged, "claimed", "C-1 已指派给 罗欣，并已通知"),
        (f"指派 C-1 <@{SECOND_SERVICE}>", EDITOR, logged, "claimed", "C-1 已指派给 罗欣"),
        ("assign 1 @罗欣 请尽快", EDITOR, claimed, "claimed", "C-1 已指派给 罗欣"),
        ("handover C-1 sales 门店赠品的事", SERVICE, claimed, "handed_over", "C-1 已转交给销售部"),
        ("转交 ｃ－１　销售部", SERVICE, claimed, "handed_over", "C-1 已转交给销售部"),
        ("accept C-1", SALES, handed, "claimed", "C-1 由您处理"),
        ("接单 1", ENGLISH, handed, "claimed", "C-1 is yours"),
        ("refuse C-1 应由官微组处理", SALES, handed, "claimed", "C-1 已退回给 何静"),
        ("退单 C-1 不是我们的，不清楚归谁", SALES, handed, "claimed", "C-1 已退回给 何静"),
        ("escalate C-1 顾客要曝光", SERVICE, claimed, "claimed", "C-1 已升级，并已通知 何静"),
        ("升级 C-1 顾客要曝光", EDITOR, logged, "new", "C-1 已升级"),
        ("severity C-1 P0 孩子住院", SERVICE, claimed, "claimed", "C-1 定为 P0，下一步要在 10:20 前完成"),
        ("级别 C-1 ｐ０", SERVICE, claimed, "claimed", "C-1 定为 P0"),
        ("category C-1 配送物流", SERVICE, claimed, "claimed", "C-1 定为配送物流"),
        ("类别 C-1 delivery", SERVICE, claimed, "claimed", "C-1 定为配送物流"),
        ("why C-1", SERVICE, claimed, "claimed", "C-1 的时限是怎么算的"),
        ("时限 C-1", SERVICE, claimed, "claimed", "→ *11:00 到期*"),
        ("ledger C-1", SERVICE, claimed, "claimed", "C-1 的时间账本"),
        ("账本 C-1", SERVICE, claimed, "claimed", "客服部 何静"),
    ],
)
def test_each_is_understood_in_both_languages(
    ways: Ways, desk: Desk, typed: str, by: str, before: object, state: str, answered: str
) -> None:
    assert callable(before)
    before(desk)
    answer = ways.command(by, "/complaint", typed)
    assert answered in said(answer)
    check_message(answer["text"], answer["blocks"])
    assert complaints.show(desk.store, "C-1").state == state


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("handover C-1 消售部", "没有“消售部”这个部门。"),
        ("assign C-1 @谁谁", "没有找到“@谁谁”这位同事。"),
        ("severity C-1 P9", "可以写：P0、普通"),
        ("category C-1 配松物流", "是不是“配送物流”？"),
        ("refuse C-1 不归我们", "C-1 没有在等人接单"),
        ("accept C-9", "没有 C-9 这条投诉"),
        ("why C-9", "没有 C-9 这条投诉"),
        ("ledger", "还缺少编号"),
    ],
)
def test_what_is_wrong_is_said_with_a_way_out_and_nothing_is_changed(
    ways: Ways, desk: Desk, typed: str, answered: str
) -> None:
    claimed(desk)
    before = desk.store.all("SELECT * FROM complaints")
    assert answered in said(ways.command(SERVICE, "/complaint", typed))
    assert desk.store.all("SELECT * FROM complaints") == before


@pytest.mark.parametrize("verb", ["assign", "指派", "handover", "转交", "refuse", "退单"])
def test_with_the_rest_left_out_the_form_asks_for_it(ways: Ways, chat: Chat, desk: Desk, verb: str) -> None:
    case = handed(desk) if verb in ("refuse", "退单") else claimed(desk)
    assert ways.command(SERVICE, "/complaint", f"{verb} {case}") == {}
    (view,) = chat.views()
    check_view(view, kinds=("modal",))
    assert view["private_metadata"] == case


def test_an_old_ledger_of_many_stretches_stays_within_one_message(ways: Ways, desk: Desk, time: Time) -> None:
    case = claimed(desk)
    for _ in range(150):
        time.forward(minutes=1)
        complaints.wait(desk, ask(desk, SERVICE), case)
        time.forward(minutes=1)
        complaints.order(desk, ask(desk, SERVICE), case, "DD1")
    answer = ways.command(SERVICE, "/complaint", f"ledger {case}")
    check_message(answer["text"], answer["blocks"])
    assert "只列出最近的" in said(answer)


def test_what_is_shown_rings_nobody(ways: Ways, desk: Desk) -> None:
    case = handed(desk)
    complaints.escalate(desk, ask(desk, SERVICE), case, "<!channel> 快")
    for typed in ("show C-1", "why C-1", "ledger C-1"):
        assert rings(ways.command(EDITOR, "/complaint", typed)) == []
