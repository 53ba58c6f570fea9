"""`/rally` as people type it, through the real app."""

from __future__ import annotations

import pytest

from bot.commands import rally as command
from bot.domain import rallies
from bot.domain.desk import Desk
from bot.store import rallies as rows
from bot.store import rally_lines, rally_people
from bot.workspace.walls import check_message, check_view
from tests.chat import Chat, Ways, said
from tests.company import EDITOR, ENGLISH, LEADER, SALES, SERVICE, Time, ask
from tests.rallies import POST, REPOST, opened


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register)


def asked(ways: Ways, text: str, user: str = SALES, *, key: str = "") -> str:
    answer = ways.command(user, "/rally", text, key=key)
    check_message(answer["text"], answer["blocks"])
    assert answer["response_type"] == "ephemeral"
    return said(answer)


def test_a_bare_command_opens_the_form_for_those_who_may(ways: Ways, chat: Chat) -> None:
    for user in (EDITOR, LEADER):
        assert ways.command(user, "/rally") == {}
    for view in chat.views():
        check_view(view, kinds=("modal",))
    assert "只有领导、官微编辑可以发起一次转发" in said(ways.command(SALES, "/rally"))
    assert len(chat.views()) == 2


def test_the_end_that_is_proposed_is_nine_in_the_evening(ways: Ways, chat: Chat, desk: Desk, time: Time) -> None:
    ways.command(EDITOR, "/rally")
    time.forward(hours=9)
    ways.command(EDITOR, "/rally")
    ends = [
        next(block["element"]["initial_date_time"] for block in view["blocks"] if block["block_id"] == "until")
        for view in chat.views()
    ]
    # Ten in the morning: tonight. Seven in the evening: tomorrow night.
    assert ends[0] - int(desk.now().timestamp()) == 2 * 3_600
    assert ends[1] - ends[0] == 24 * 3_600


@pytest.mark.parametrize("typed", ["join R-1", "参与 r－１", "参加 1", "JOIN R1"])
def test_join_gives_a_line_in_a_block_to_copy(ways: Ways, desk: Desk, typed: str) -> None:
    opened(desk)
    told = asked(ways, typed)
    line = rally_lines.of(desk.store, "R-1", SALES)
    assert line is not None
    assert f"```\n{line.text}\n```" in told


def test_join_with_a_link_is_done(ways: Ways, desk: Desk) -> None:
    opened(desk)
    assert "已登记您的转发" in asked(ways, f"join R-1 <{REPOST}>")
    assert rows.tally(desk.store, "R-1").reposts == 1
    assert "这是原微博的链接" in asked(ways, f"join R-1 {POST}", SERVICE)


def test_a_command_that_comes_twice_is_one_answer(ways: Ways, desk: Desk) -> None:
    opened(desk, named=())
    first = asked(ways, "join R-1", key="once")
    assert asked(ways, "join R-1", key="once") == first
    assert rows.tally(desk.store, "R-1").joined == 1
    assert rally_lines.free(desk.store, "R-1") == 3


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("later R-1", "11-24 11:00"),
        ("稍后 R-1 今晚", "11-24 19:00"),
        ("later R-1 tomorrow", "11-25 09:00"),
        ("later R-1 1 小时", "11-24 11:00"),
    ],
)
def test_later_says_when(ways: Ways, desk: Desk, typed: str, when: str) -> None:
    opened(desk)
    assert f"好的，{when} 再提醒您 R-1" in asked(ways, typed, LEADER)


def test_a_time_that_is_none_of_them_is_refused_with_how_it_is_typed(ways: Ways, desk: Desk) -> None:
    opened(desk)
    told = asked(ways, "later R-1 明年", LEADER)
    assert "“明年”不是可选的时间" in told
    assert "/rally 稍后 R-4 今晚" in told and "`明天`（9:00）" in told


def test_decline_is_told_to_the_person_alone_and_keeps_nothing(ways: Ways, desk: Desk) -> None:
    opened(desk)
    assert "也不会告诉任何人" in asked(ways, "不参加 R-1", LEADER)
    assert rally_people.of(desk.store, "R-1", LEADER) is None


def test_close_is_for_leaders_and_editors(ways: Ways, desk: Desk) -> None:
    opened(desk)
    assert "只有领导、官微编辑可以结束转发" in asked(ways, "结束 R-1")
    assert "R-1 已结束" in asked(ways, "close R-1", EDITOR)
    assert "已在 11-24 10:00 结束" in asked(ways, "join R-1")


def test_list_shows_the_open_ones_and_all_the_latest(ways: Ways, desk: Desk, time: Time) -> None:
    assert "现在没有" in asked(ways, "list")
    opened(desk)
    time.forward(minutes=1)
    opened(desk, title="新品见面会", named=())
    rallies.join(desk, ask(desk, SALES), "R-2")
    rallies.close(desk, ask(desk, EDITOR), "R-1")
    assert "*R-2* 新品见面会" in asked(ways, "列表")
    assert "R-1" not in asked(ways, "list open")
    told = asked(ways, "list all")
    assert told.index("R-2") < told.index("R-1")
    assert "参加 1 人" in told
    assert "没有“谁没来”这种列表" in asked(ways, "list 谁没来")


def test_show_has_the_persons_own_line_and_for_those_who_manage_it_what_is_left(ways: Ways, desk: Desk) -> None:
    opened(desk)
    rallies.join(desk, ask(desk, SALES), "R-1")
    mine = rally_lines.of(desk.store, "R-1", SALES)
    assert mine is not None
    assert mine.text in asked(ways, "show R-1")
    assert "没有人领" not in asked(ways, "show R-1")
    others = asked(ways, "查看 R-1", EDITOR)
    assert mine.text not in others
    assert "还有 3 句没有人领" in others
    assert "rally.close" in others


@pytest.mark.parametrize("typed", ["show R-9", "join R-9", "later R-9", "decline R-9", "close R-9"])
def test_there_is_no_such_rally(ways: Ways, typed: str) -> None:
    assert "没有 R-9 这次转发" in asked(ways, typed, EDITOR)


def test_what_is_mistyped_gets_the_nearest(ways: Ways) -> None:
    assert "/rally 不参加 R-1" in asked(ways, "declne R-1")
    assert "D-1 是稿件，不归 `/rally` 管" in asked(ways, "join D-1")


def test_help_and_answers_are_in_the_readers_language(ways: Ways, desk: Desk) -> None:
    opened(desk)
    assert "只有自己知道" in asked(ways, "help")
    assert "Not this time; nobody else knows" in asked(ways, "help", ENGLISH)
    assert "This line is yours alone" in asked(ways, "join R-1", ENGLISH)


def test_a_list_may_be_of_those_that_ask_a_department(ways: Ways, desk: Desk) -> None:
    opened(desk, title="请全公司", named=())
    opened(desk, title="请销售", named=(), whom=("d:sales",), link=REPOST)
    assert {"请全公司", "请销售"} <= set(_titles(asked(ways, "list 销售部")))
    assert _titles(asked(ways, "list 全部 客服部")) == ["请全公司"]


def _titles(told: str) -> list[str]:
    return [title for title in ("请全公司", "请销售") if title in told]
