"""`/draft`: words that open the form, sub-commands in any width, lists, the check, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from bot.commands import draft as command
from bot.domain import draft_review, drafts
from bot.domain.desk import Desk
from bot.domain.draft_sheet import Sheet
from bot.domain.draft_steps import show
from bot.store import drafts as rows
from bot.workspace.walls import check_message, check_view
from tests.chat import Chat, Ways, said
from tests.company import ADMIN, EDITOR, ENGLISH, LEGAL, REVIEWER, SALES, SERVICE, STRANGER, Time, ask
from tests.domain.test_drafts import CALM, TACKY, sent


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register)


def initial(view: dict[str, Any], block: str) -> str:
    found = (one["element"] for one in view["blocks"] if one.get("block_id") == block)
    return str(next(found).get("initial_value", ""))


def test_without_words_the_form_opens_with_the_persons_department(ways: Ways, chat: Chat) -> None:
    assert ways.command(SALES, "/draft") == {}
    (view,) = chat.views()
    check_view(view, kinds=("modal",))
    assert "销售部" in said(view)


@pytest.mark.parametrize(
    "text", [TACKY, "买一送一", "秋天 到 了", "第一行\n第二行\n\n第四行", "a" * 3_000, "😀\u200d🔥"]
)
def test_words_that_are_no_sub_command_are_all_put_into_the_form(ways: Ways, chat: Chat, text: str) -> None:
    assert ways.command(SALES, "/draft", text) == {}
    assert initial(chat.views()[0], "text") == text


def test_entities_and_links_come_as_they_were_typed(ways: Ways, chat: Chat) -> None:
    ways.command(SALES, "/draft", "买 &lt;A&gt; 送 B &amp; C <https://a.cn/x>")
    assert initial(chat.views()[0], "text") == "买 <A> 送 B & C https://a.cn/x"


def test_ten_thousand_characters_are_refused_with_the_count_the_limit_and_what_was_typed(
    ways: Ways, chat: Chat
) -> None:
    answer = ways.command(SALES, "/draft", "好" * 10_000)
    check_message(answer["text"], answer["blocks"])
    assert "10000 字，微博最多 2000 字" in said(answer)
    assert "好" * 2_000 in said(answer)
    assert chat.views() == []


@pytest.mark.parametrize("typed", ["退回 D-1", "退回1", "return 1", "reject D-1", "暂停 1", "排期 1", "schedule d1"])
def test_where_only_the_draft_is_named_the_form_asks_for_the_rest(
    ways: Ways, chat: Chat, desk: Desk, typed: str
) -> None:
    sent(desk)
    assert ways.command(REVIEWER, "/draft", typed) == {}
    (view,) = chat.views()
    check_view(view, kinds=("modal",))
    assert view["private_metadata"] == "D-1:1"


def test_what_the_draft_does_not_allow_opens_no_form(ways: Ways, chat: Chat, desk: Desk) -> None:
    sent(desk)
    assert said(ways.command(EDITOR, "/draft", "已发 D-1"))
    assert chat.views() == []


@pytest.mark.parametrize("typed", ["D-1", "1", "1号"])
def test_a_draft_alone_is_shown(ways: Ways, desk: Desk, typed: str) -> None:
    sent(desk)
    assert "提交了这份稿件" in said(ways.command(SALES, "/draft", typed))


@pytest.mark.parametrize(
    "typed", ["approve D-1", "通过 d-1", "ＡＰＰＲＯＶＥ Ｄ－１", "approve 1", "approve D-1 第1版", "approve D-1 1"]
)
def test_approve_is_read_in_any_width_and_by_its_alias(ways: Ways, desk: Desk, typed: str) -> None:
    sent(desk)
    assert "D-1 第 1 版已通过" in said(ways.command(REVIEWER, "/draft", typed))
    assert show(desk.store, "D-1").state == "approved"


def test_approving_a_revision_that_is_not_the_latest_is_refused(ways: Ways, desk: Desk) -> None:
    sent(desk)
    assert "已有第 1 版" in said(ways.command(REVIEWER, "/draft", "approve D-1 2"))
    assert "不是版次" in said(ways.command(REVIEWER, "/draft", "approve D-1 马上"))
    assert show(desk.store, "D-1").state == "in_review"


def test_the_whole_way_by_words(ways: Ways, desk: Desk) -> None:
    sent(desk, TACKY)
    assert "不可发布" in said(ways.command(REVIEWER, "/draft", "通过 D-1"))
    assert "D-1 已退回" in said(ways.command(REVIEWER, "/draft", "退回 D-1 太土 换个说法"))
    assert show(desk.store, "D-1").reason == "太土 换个说法"
    assert "等待修改" in said(ways.command(LEGAL, "/draft", "override D-1 已核实"))
    assert "D-1 已撤回" in said(ways.command(SALES, "/draft", "withdraw 1"))
    sent(desk, TACKY)
    assert "已放行 D-2" in said(ways.command(LEGAL, "/draft", "放行 D-2 竞品原话"))
    assert "D-2 第 1 版已通过" in said(ways.command(REVIEWER, "/draft", "approve D-2"))
    assert "已登记 D-2 发布" in said(
        ways.command(EDITOR, "/draft", "已发 D-2 <https://weibo.com/1234567890/P5kqLmN2x>")
    )
    assert show(desk.store, "D-2").url == "https://weibo.com/1234567890/P5kqLmN2x"


def test_the_same_command_twice_is_answered_the_same(ways: Ways, desk: Desk) -> None:
    sent(desk)
    first, second = (ways.command(REVIEWER, "/draft", "approve D-1", key="once") for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("aprove D-1", "/draft 通过 D-1"),
        ("pulished D-1 https://weibo.com/1", "/draft 已发 D-1"),
        ("list 昨天", "没有“昨天”这种列表"),
        ("show", "还缺少编号"),
        ("show C-1", "C-1 是投诉，不归 `/draft` 管"),
        ("show D-9", "没有 D-9 这份稿件"),
        ("9", "没有 D-9 这份稿件"),
        ("return D-9", "没有 D-9 这份稿件"),
        ("published D-1 见微博", "不是一条微博的链接"),
        ("revise D-9", "没有 D-9"),
        ("check", "请这样输入：`/draft 检查 文字`"),
        ("deny 老铁", "还缺少词或理由"),
    ],
)
def test_what_cannot_be_says_what_to_do(ways: Ways, chat: Chat, desk: Desk, typed: str, expected: str) -> None:
    sent(desk)
    answer = ways.command(EDITOR, "/draft", typed)
    check_message(answer["text"], answer["blocks"])
    assert expected in said(answer)
    assert chat.views() == []


def test_revise_opens_the_latest_revision_with_what_was_found_above_it(ways: Ways, chat: Chat, desk: Desk) -> None:
    sent(desk, TACKY)
    draft_review.send_back(desk, ask(desk, EDITOR), "D-1", "太土了")
    assert ways.command(SALES, "/draft", "修改 D-1") == {}
    view = chat.views()[0]
    check_view(view, kinds=("modal",))
    assert (initial(view, "text"), view["private_metadata"]) == (TACKY, "D-1:1")
    assert "太土了" in said(view) and "不可发布" in said(view)
    ways.command(SALES, "/draft", "revise D-1 换成这一句")
    assert initial(chat.views()[1], "text") == "换成这一句"


def test_who_may_not_revise_is_told_before_they_type(ways: Ways, chat: Chat, desk: Desk) -> None:
    sent(desk)
    assert "只有作者" in said(ways.command(STRANGER, "/draft", "revise D-1"))
    assert chat.views() == []


def test_check_marks_the_words_and_keeps_nothing(ways: Ways, desk: Desk) -> None:
    answer = ways.command(SALES, "/draft", f"check {TACKY}")
    check_message(answer["text"], answer["blocks"])
    assert answer["response_type"] == "ephemeral"
    assert "不可发布" in said(answer) and "全网最低价" in said(answer) and "广告法" in said(answer)
    assert rows.unfinished(desk.store, 5) == []
    assert "没有发现问题" in said(ways.command(SALES, "/draft", f"检查 {CALM}"))


def test_the_lists(ways: Ways, desk: Desk, time: Time) -> None:
    sent(desk, "待审的这一条")
    sent(desk, "英文同事的这一条", by=ENGLISH)
    draft_review.approve(desk, ask(desk, REVIEWER), sent(desk, "通过的这一条", wanted_at=time.forward(hours=3)))
    every = said(ways.command(SALES, "/draft", "list"))
    assert all(text in every for text in ("待审的这一条", "英文同事的这一条", "通过的这一条"))
    mine = said(ways.command(SALES, "/draft", "list mine"))
    assert "待审的这一条" in mine and "英文同事的这一条" not in mine
    approved = said(ways.command(SALES, "/draft", "列表 已通过"))
    assert "通过的这一条" in approved and "待审的这一条" not in approved
    today = said(ways.command(SALES, "/draft", "list today"))
    assert "通过的这一条" in today
    review = said(ways.command(SALES, "/draft", "list review"))
    assert "待审的这一条" in review and "通过的这一条" not in review
    # The company's counts stand beneath the company's lists only.
    assert "待审 2" in every and "待审 2" in review
    assert "待审 2" not in mine and "待审 2" not in today
    assert "待审 2" not in said(ways.command(STRANGER, "/draft", "list mine"))


def test_the_author_of_a_returned_draft_reads_in_list_and_show_that_it_waits_for_them(ways: Ways, desk: Desk) -> None:
    draft_review.send_back(desk, ask(desk, EDITOR), sent(desk), "换个说法")
    assert "等您修改" in said(ways.command(SALES, "/draft", "list mine"))
    assert "退回，等您修改*，改好点“修改”提交" in said(ways.command(SALES, "/draft", "show D-1"))
    for typed in ("list", "show D-1"):
        assert "您" not in said(ways.command(REVIEWER, "/draft", typed))


def test_show_has_the_history_and_the_buttons(ways: Ways, desk: Desk) -> None:
    sent(desk, TACKY)
    draft_review.send_back(desk, ask(desk, EDITOR), "D-1", "太土了")
    answer = ways.command(STRANGER, "/draft", "查看 d1")
    check_message(answer["text"], answer["blocks"])
    assert "提交了这份稿件" in said(answer) and "退回了" in said(answer) and "draft.revise" in said(answer)


def test_the_companys_own_words_are_set_listed_and_taken_off(ways: Ways) -> None:
    assert "已禁用“板栗饼”" in said(ways.command(ADMIN, "/draft", "deny 板栗饼 已经停产"))
    assert "已允许“奶皮子”" in said(ways.command(ADMIN, "/draft", "允许 奶皮子 产品名"))
    listed = ways.command(SALES, "/draft", "terms")
    check_message(listed["text"], listed["blocks"])
    assert "已经停产" in said(listed) and "产品名" in said(listed)
    assert "已从词表删除" in said(ways.command(ADMIN, "/draft", "删词 板栗饼 又上架了"))
    assert "板栗饼" not in said(ways.command(SALES, "/draft", "词表"))
    assert "只有管理员" in said(ways.command(SALES, "/draft", "deny 板栗饼 不好听"))


def test_help_names_every_sub_command(ways: Ways) -> None:
    answer = ways.command(SALES, "/draft", "help")
    check_message(answer["text"], answer["blocks"])
    assert all(f"/draft {verb.aliases[0]}" in said(answer) for verb in command.VERBS)


def test_a_list_may_be_of_a_department(ways: Ways, desk: Desk) -> None:
    sent(desk, "销售的稿")
    drafts.submit(desk, ask(desk, SERVICE), Sheet("客服的稿", department="service"))
    for typed in ("list 销售部", "列表 待审 销售", "list sales review", "list 我的 销售部"):
        listed = said(ways.command(SALES, "/draft", typed))
        assert "销售的稿" in listed and "客服的稿" not in listed
        assert "待审 2" not in listed, "the company's counts are not the department's"
    for typed in ("list 法务部", "list 我的 客服部", "list 今天 销售部", "list 已通过 销售部"):
        assert "的稿" not in said(ways.command(SALES, "/draft", typed)).replace("的稿件", "")


@pytest.mark.parametrize(
    "typed",
    [
        "数据 1 5000/12/30/78",
        "数据 1 阅读5000 转发12 评论30 赞78",
        "数据 1 赞 78，评论：30，转发量 12，阅读 5,000",
        "数据1 5000 12 30 78",
    ],
)
def test_figures_are_read_as_people_write_them_down(ways: Ways, desk: Desk, typed: str) -> None:
    case = sent(desk)
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    ways.command(EDITOR, "/draft", "已发 1 https://weibo.com/1234567890/P5kqLmN2x")
    ways.command(EDITOR, "/draft", typed)
    found = show(desk.store, case).figures
    assert found is not None
    assert (found.reads, found.reposts, found.comments, found.likes) == (5_000, 12, 30, 78)


def test_a_term_is_kept_without_the_marks_around_it(ways: Ways) -> None:
    assert "已允许“牧场直送”" in said(ways.command(ADMIN, "/draft", "允许 “牧场直送” 有合同"))


def test_a_day_without_its_time_is_asked_for_the_time_that_it_can_have(ways: Ways, desk: Desk) -> None:
    sent(desk)
    assert "`今晚 20:00`" in said(ways.command(EDITOR, "/draft", "排期 1 今晚"))
    assert "`周日 15:00`" in said(ways.command(EDITOR, "/draft", "排期 1 周日"))
