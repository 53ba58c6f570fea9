"""`/campaign`: its words in any language and width, its lists, and what it refuses."""

from __future__ import annotations

from datetime import date

import pytest

from bot.commands import campaign as command
from bot.domain import campaigns
from bot.domain.desk import Desk
from bot.domain.notice import Notice
from bot.store import slots
from bot.store.campaigns import Details
from bot.workspace.walls import check_message
from tests.chat import Chat, Ways, said
from tests.company import EDITOR, ENGLISH, LEADER, NAMES, SALES, SECOND_EDITOR, SERVICE, Time, ask


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register)


def given(
    desk: Desk,
    title: str = "双十二鲜奶节",
    by: str = SALES,
    day: date = date(2026, 12, 3),
    *,
    department: str = "sales",
    last: date = date(2026, 12, 12),
    **known: object,
) -> str:
    details = Details(**{"what": "买二赠一", **known})  # type: ignore[arg-type]  # by name
    notice = Notice(title, department, day, max(day, date(2026, 12, 10)), last, details)
    return campaigns.submit(desk, ask(desk, by), notice).case_id


def state(desk: Desk, case: str) -> str:
    return campaigns.show(desk.store, case).state


@pytest.mark.parametrize("typed", ["accept N-1", "受理 n-1", "ＡＣＣＥＰＴ Ｎ－１", "accept 1", "  accept   n1 "])
def test_accept_is_read_in_any_width_and_by_its_alias(ways: Ways, desk: Desk, typed: str) -> None:
    given(desk)
    answer = ways.command(EDITOR, "/campaign", typed)
    assert answer["response_type"] == "ephemeral"
    assert "N-1 已受理" in said(answer)
    assert state(desk, "N-1") == "accepted"


def test_return_takes_the_rest_as_the_reason(ways: Ways, desk: Desk) -> None:
    given(desk)
    ways.command(EDITOR, "/campaign", "退回 N-1 每人限购几份？ 请补充")
    assert campaigns.show(desk.store, "N-1").reason == "每人限购几份？ 请补充"


def test_return_without_a_reason_asks_for_it_in_the_form(ways: Ways, chat: Chat, desk: Desk) -> None:
    given(desk)
    assert ways.command(EDITOR, "/campaign", "退回1") == {}
    (view,) = chat.views()
    assert (view["callback_id"], view["private_metadata"]) == ("campaign.return", "N-1:1")
    assert "只有官微编辑可以" in said(ways.command(SALES, "/campaign", "return N-1"))
    assert state(desk, "N-1") == "submitted"


def test_a_notice_alone_is_shown(ways: Ways, desk: Desk) -> None:
    given(desk)
    assert "双十二鲜奶节" in said(ways.command(SALES, "/campaign", "1"))


def test_a_campaign_told_behind_the_command_can_be_taken_to_the_form(ways: Ways) -> None:
    answer = ways.command(SALES, "/campaign", "下周三起门店试饮，官微能不能发一条")
    (button,) = [one for block in answer["blocks"] for one in block.get("elements", ()) if one["type"] == "button"]
    assert (button["text"]["text"], button["action_id"]) == ("写成活动通知", "campaign.open")
    assert button["value"] == "text:下周三起门店试饮，官微能不能发一条"


def test_results_asked_for_too_early_say_when_they_are_due(ways: Ways, desk: Desk) -> None:
    given(desk)
    ways.command(EDITOR, "/campaign", "accept N-1")
    answer = said(ways.command(SALES, "/campaign", "复盘 1"))
    assert "N-1 还没有结束" in answer and "最后一天是 2026-12-12" in answer


def test_cancel_takes_a_reason_or_none(ways: Ways, desk: Desk) -> None:
    given(desk)
    given(desk)
    ways.command(SALES, "/campaign", "取消 N-1")
    ways.command(SALES, "/campaign", "cancel N-2 场地没谈下来")
    assert [campaigns.show(desk.store, case).reason for case in ("N-1", "N-2")] == ["", "场地没谈下来"]


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("acept N-1", "`/campaign 受理 N-1`"),
        ("show", "还缺少编号"),
        ("复盘 1", "N-1 现在是“待受理”"),
        ("show D-1", "D-1 是稿件，不归 `/campaign` 管"),
        ("show N-99", "没有 N-99"),
        ("list yesterday", "没有“yesterday”这种列表"),
        ("help", "/campaign 受理"),
    ],
)
def test_what_is_typed_wrong_is_answered_with_what_to_type(ways: Ways, desk: Desk, typed: str, answered: str) -> None:
    given(desk)
    assert answered in said(ways.command(SALES, "/campaign", typed))


def test_who_may_not_is_told_who_can(ways: Ways, desk: Desk) -> None:
    given(desk)
    answer = said(ways.command(SERVICE, "/campaign", "accept N-1"))
    assert "只有官微编辑可以受理活动通知" in answer
    assert NAMES[EDITOR] in answer


def test_a_very_long_reason_is_refused_and_given_back(ways: Ways, desk: Desk) -> None:
    given(desk)
    answer = ways.command(EDITOR, "/campaign", "return N-1 " + "长" * 5_000)
    assert "最多 1000 字" in said(answer)
    assert said(answer).count("长") > 4_900
    check_message(answer["text"], answer["blocks"])


def test_show_tells_all_of_it_with_its_history_and_rings_nobody(ways: Ways, desk: Desk) -> None:
    case = given(desk, offer="满 99 减 20", leaders=(LEADER,), day=date(2026, 11, 25))
    campaigns.accept(desk, ask(desk, EDITOR), case)
    answer = ways.command(SALES, "/campaign", "show N-1")
    text = said(answer)
    for part in ("双十二鲜奶节", "买二赠一", "满 99 减 20", NAMES[LEADER], "提交了活动通知", "受理了"):
        assert part in text
    assert "<@" not in text
    check_message(answer["text"], answer["blocks"])


def test_the_list_has_what_is_coming_nearest_first_and_leaves_out_what_is_over(ways: Ways, desk: Desk) -> None:
    given(desk, "晚一些", day=date(2026, 12, 8))
    given(desk, "早一些", day=date(2026, 12, 1))
    gone = given(desk, "不办了", day=date(2026, 12, 1))
    campaigns.cancel(desk, ask(desk, SALES), gone)
    text = said(ways.command(EDITOR, "/campaign", "列表"))
    assert text.index("早一些") < text.index("晚一些")
    assert "不办了" not in text
    assert "待受理 2" in text
    assert "不办了" in said(ways.command(EDITOR, "/campaign", "list 全部"))


def test_mine_are_those_i_gave_or_look_after(ways: Ways, desk: Desk) -> None:
    given(desk, "我提交的", by=ENGLISH)
    case = given(desk, "我负责的")
    campaigns.accept(desk, ask(desk, SECOND_EDITOR), case)
    assert "我提交的" in said(ways.command(ENGLISH, "/campaign", "list mine"))
    mine = said(ways.command(SECOND_EDITOR, "/campaign", "list mine"))
    assert ("我负责的" in mine, "我提交的" in mine) == (True, False)
    none = said(ways.command(SERVICE, "/campaign", "list mine"))
    assert "没有符合的活动通知" in none
    # How many the whole company has is not beneath one's own.
    assert "待受理" not in none and "已受理 1" not in mine


@pytest.mark.parametrize("which", ["upcoming", "mine", "all"])
def test_a_long_list_shows_fifteen_and_says_how_many_more(ways: Ways, desk: Desk, which: str) -> None:
    for number in range(18):
        given(desk, f"第{number}场 <!channel> {'长' * 40}")
    answer = ways.command(SALES, "/campaign", f"list {which}")
    assert said(answer).count("*N-") == 15
    assert "还有 3 份没有列出" in said(answer)
    assert "<!channel>" not in said(answer)
    check_message(answer["text"], answer["blocks"])


def test_the_same_command_twice_changes_once_and_answers_the_same(ways: Ways, desk: Desk, time: Time) -> None:
    given(desk)
    answers = [ways.command(EDITOR, "/campaign", "accept N-1", key="again") for _ in range(2)]
    assert answers[0] == answers[1]
    assert campaigns.show(desk.store, "N-1").version == 2


def test_show_has_the_plan_with_a_button_to_write_for_what_nobody_wrote_for_yet(ways: Ways, desk: Desk) -> None:
    given(desk, asks=("teaser",))
    campaigns.accept(desk, ask(desk, EDITOR), "N-1")
    teaser, *others = slots.of_campaign(desk.store, "N-1")
    with desk.store.transaction() as tx:
        slots.change(tx, teaser, {"state": "published"})
    answer = ways.command(SALES, "/campaign", "show N-1")
    check_message(answer["text"], answer["blocks"])
    assert "12-03 周四 11:00 预告 · ✓" in said(answer)
    writes = [block["accessory"] for block in answer["blocks"] if "accessory" in block]
    assert [(one["action_id"], one["value"]) for one in writes] == [("slot.write", slot.id) for slot in others]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("list 销售部", {"销售的", "过了年的"}),
        ("list sales", {"销售的", "过了年的"}),
        ("列表 销售", {"销售的", "过了年的"}),
        ("list 銷售部", {"销售的", "过了年的"}),
        ("list 销售部 全部", {"销售的", "过了年的", "取消的"}),
        ("list all 销售部", {"销售的", "过了年的", "取消的"}),
        ("list 12月", {"销售的", "客服的"}),
        ("list 12 月", {"销售的", "客服的"}),
        ("list 2026-12 客服部", {"客服的"}),
        ("list 2027-01", {"过了年的"}),
        ("list 下月 我的", {"销售的"}),
        ("list mine, 销售部", {"销售的", "过了年的", "取消的"}),
        ("list mine 客服部", set()),
    ],
)
def test_a_list_may_be_of_a_department_or_a_month(ways: Ways, desk: Desk, typed: str, expected: set[str]) -> None:
    given(desk, "销售的")
    given(desk, "客服的", by=SERVICE, department="service")
    given(desk, "过了年的", day=date(2027, 1, 5), last=date(2027, 1, 9))
    campaigns.cancel(desk, ask(desk, SALES), given(desk, "取消的"))
    answer = ways.command(SALES, "/campaign", typed)
    check_message(answer["text"], answer["blocks"])
    assert {title for title in ("销售的", "客服的", "过了年的", "取消的") if title in said(answer)} == expected


def test_a_departments_long_list_says_how_many_more_it_has(ways: Ways, desk: Desk) -> None:
    for n in range(17):
        given(desk, f"第{n}场")
    given(desk, "客服的", by=SERVICE, department="service")
    for typed in ("list 销售部", "list all 销售部", "list 12月 销售部"):
        assert "还有 2 份没有列出" in said(ways.command(EDITOR, "/campaign", typed))


def test_no_such_list_names_the_kinds_and_the_departments(ways: Ways) -> None:
    refused = said(ways.command(EDITOR, "/campaign", "list 火星部"))
    assert "没有“火星部”这种列表" in refused
    assert "全部" in refused and "12月" in refused and "客服部、销售部" in refused
