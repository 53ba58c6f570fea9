"""`/complaint list`: its words in any order and language, its pages, and the buttons of its rows."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.commands import complaint as command
from bot.commands.complaint_words import read_asked
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.handlers import complaint, complaint_list
from bot.store.complaints import CATEGORIES, NAME_MOST
from bot.workspace.walls import check_message
from tests.chat import Chat, Ways, said
from tests.company import ENGLISH, SALES, SECOND_SERVICE, SERVICE, STRANGER, Time, ask
from tests.rings import rings


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register, complaint.register, complaint_list.register)


def logged(desk: Desk, words: str = "送来的酸奶是坏的", customer: str = "小满") -> str:
    return complaints.log(desk, ask(desk, SALES), Report(words, customer=customer)).case_id


def shown(answer: dict[str, Any]) -> list[str]:
    """The ids of the rows, in order."""
    rows = [block for block in answer["blocks"] if "accessory" in block]
    return [row["text"]["text"].split("*")[1] for row in rows]


def ways_on(answer: dict[str, Any]) -> dict[str, str]:
    """The buttons under the list: action → value."""
    rows = [block for block in answer["blocks"] if block["type"] == "actions"]
    return {button["action_id"]: button["value"] for row in rows for button in row["elements"]}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("list", ["C-1", "C-4", "C-2", "C-3"]),
        ("列表", ["C-1", "C-4", "C-2", "C-3"]),
        ("list open", ["C-1", "C-4", "C-2", "C-3"]),
        ("list 未办结", ["C-1", "C-4", "C-2", "C-3"]),
        ("list unclaimed", ["C-1", "C-4"]),
        ("list 待认领", ["C-1", "C-4"]),
        ("list mine", ["C-2", "C-3"]),
        ("list 我的", ["C-2", "C-3"]),
        ("list overdue", ["C-1"]),
        ("list 超时", ["C-1"]),
        ("列表 已超时", ["C-1"]),
        ("列表 在等顾客", ["C-3"]),
        ("ＬＩＳＴ　ＯＶＥＲＤＵＥ", ["C-1"]),
        ("list waiting", ["C-3"]),
        ("list 等顾客", ["C-3"]),
        ("list 我的 等顾客", ["C-3"]),
        ("list department 客服部", ["C-1", "C-4", "C-2", "C-3"]),
        ("list 部门：官微组", []),
        ("list 顾客 顾客1", ["C-2"]),
        ("list customer:顾客1 mine", ["C-2"]),
    ],
)
def test_the_lists(ways: Ways, desk: Desk, time: Time, typed: str, found: list[str]) -> None:
    for n in range(4):
        logged(desk, customer=f"顾客{n}")
        if n == 0:
            time.forward(minutes=16)
    complaints.claim(desk, ask(desk, SERVICE), "C-2")
    complaints.claim(desk, ask(desk, SERVICE), "C-3")
    complaints.wait(desk, ask(desk, SERVICE), "C-3")
    answer = ways.command(SERVICE, "/complaint", typed)
    check_message(answer["text"], answer["blocks"])
    assert shown(answer) == found
    # Beneath a list of somebody's, or of some only, the company's counts would be taken for theirs.
    narrowed = any(word in typed for word in ("mine", "我的", "部门", "department", "顾客 ", "customer"))
    assert ("未办结 4 · 待认领 2 · 超时 1 · 等顾客 1" in said(answer)) is not narrowed


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("list from 11-01", "投诉：未办结 · 2026-11-01 起"),
        ("list to 11-20", "投诉：未办结 · 到 2026-11-20"),
        ("list from 11-01 to 11-20", "投诉：未办结 · 2026-11-01 – 2026-11-20"),
        ("list 昨天", "投诉：未办结 · 2026-11-23"),
        ("list 上周", "投诉：未办结 · 2026-11-16 – 2026-11-22"),
        ("list 本周 我的", "投诉：我的 · 2026-11-23 – 2026-11-24"),
        ("list 上个月", "投诉：未办结 · 2026-10-01 – 2026-10-31"),
        ("list 12月", "投诉：未办结 · 2025-12-01 – 2025-12-31"),
        ("list @小满", "投诉：未办结 · 小满"),
    ],
)
def test_the_title_names_the_days_and_which_end_is_open(ways: Ways, typed: str, title: str) -> None:
    assert title in said(ways.command(SERVICE, "/complaint", typed)).replace("*", "").splitlines()


def test_in_english_the_kinds_of_list_are_named_alike(ways: Ways) -> None:
    answer = ways.command(ENGLISH, "/complaint", "list")
    (row,) = [block for block in answer["blocks"] if block["type"] == "actions"]
    labels = [button["text"]["text"] for button in row["elements"]]
    assert labels == ["Open", "Mine", "Unclaimed", "Overdue", "Waiting for the customer"]


@pytest.mark.parametrize(
    ("typed", "which", "rest"),
    [
        ("", [], {}),
        ("overdue 客服部", ["overdue"], {"department": "service"}),
        ("我的、超时，P0", ["mine", "overdue"], {"severity": "P0"}),
        ("普通 配送", [], {"severity": "normal", "category": "delivery"}),
        ("category 商品质量", [], {"category": "quality"}),
        ("类别=自己的类别", [], {"category": "自己的类别"}),
        ("類別=他們的類別 待認領", ["unclaimed"], {"category": "他們的類別"}),
        ("customer 小 满 unclaimed", ["unclaimed"], {"customer": "小 满"}),
        ("部门 销售部 顾客 小满", [], {"department": "sales", "customer": "小满"}),
        ("from 2026-11-01 to 2026-11-20", [], {"first": "2026-11-01", "last": "2026-11-20"}),
        ("从 11-01 到 昨天", [], {"first": "2026-11-01", "last": "2026-11-23"}),
        ("from 12月5日", [], {"first": "2025-12-05"}),
        ("今天", [], {"first": "2026-11-24", "last": "2026-11-24"}),
        ("yesterday all", ["all"], {"first": "2026-11-23", "last": "2026-11-23"}),
        ("severity normal", [], {"severity": "normal"}),
    ],
)
def test_words_are_read_in_any_order(desk: Desk, typed: str, which: list[str], rest: dict[str, str]) -> None:
    asked = read_asked(desk, typed)
    assert asked.which == set(which)
    told = {name: getattr(asked, name) for name in ("department", "category", "severity", "customer", "first", "last")}
    assert {name: str(value) for name, value in told.items() if value} == rest


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("yesteryear", "没有“yesteryear”这种列表"),
        ("service", "“service”既是部门也是类别"),
        ("department 火星部", "没有“火星部”这个部门。"),
        ("department 火星部", "可以写：官微组、客服部、销售部"),
        ("severity 很急", "没有“很急”这种严重程度"),
        ("from 2026-02-30", "“2026-02-30”不是日期"),
        ("from 明年", "“明年”不是日期"),
        ("all to 11-01", "请再写明顾客或日期"),
        ("from 11-20 to 11-10", "结束日期早于开始日期"),
        ("<!channel>", "没有“&lt;!channel&gt;”这种列表"),
    ],
)
def test_a_word_that_is_not_understood_is_answered_with_those_that_are(ways: Ways, typed: str, answered: str) -> None:
    answer = ways.command(SERVICE, "/complaint", f"list {typed.replace('<', '&lt;').replace('>', '&gt;')}")
    check_message(answer["text"], answer["blocks"])
    assert answered in said(answer)


def test_a_list_with_nothing_says_so_and_leads_to_others(ways: Ways) -> None:
    answer = ways.command(SERVICE, "/complaint", "list mine")
    assert "没有符合的投诉" in said(answer)
    assert set(ways_on(answer)) == {
        f"complaint.list.{name}" for name in ("open", "mine", "unclaimed", "overdue", "waiting")
    }


def owed(desk: Desk) -> dict[str, Any]:
    row = desk.store.all("SELECT what, body FROM outbox WHERE what IN ('ephemeral', 'direct') ORDER BY id")[-1]
    body: dict[str, Any] = json.loads(str(row["body"]))
    if "blocks" in body:
        check_message(body["text"], body["blocks"])
    return body


def turned(ways: Ways, desk: Desk, answer: dict[str, Any], action: str, **more: Any) -> dict[str, Any]:
    assert ways.click(SERVICE, f"complaint.list.{action}", ways_on(answer)[f"complaint.list.{action}"], **more) == {}
    return owed(desk)


def test_pages_are_turned_forward_and_back(ways: Ways, desk: Desk, time: Time) -> None:
    for n in range(23):
        logged(desk, customer=f"顾客{n}")
        time.forward(seconds=1)
    first = ways.command(SERVICE, "/complaint", "list 待认领")
    assert "complaint.list.previous" not in ways_on(first)
    second = turned(ways, desk, first, "next")
    third = turned(ways, desk, second, "next")
    assert [shown(one) for one in (first, second, third)] == [
        [f"C-{n}" for n in range(1, 11)],
        [f"C-{n}" for n in range(11, 21)],
        [f"C-{n}" for n in range(21, 24)],
    ]
    assert "第 3 页" in said(third)
    assert "complaint.list.next" not in ways_on(third)
    back = turned(ways, desk, third, "previous")
    assert (shown(back), "第 2 页" in said(back)) == (shown(second), True)
    assert shown(turned(ways, desk, back, "previous")) == shown(first)


def test_a_kind_keeps_what_else_was_asked_for(ways: Ways, desk: Desk) -> None:
    logged(desk, customer="小满")
    logged(desk, customer="小林")
    complaints.claim(desk, ask(desk, SERVICE), "C-1")
    answer = ways.command(SERVICE, "/complaint", "list customer 小满")
    assert shown(turned(ways, desk, answer, "mine")) == ["C-1"]
    assert shown(turned(ways, desk, answer, "unclaimed")) == []


URL = "https://hooks.example.com/actions/1"


def test_a_page_takes_the_place_of_the_one_before_where_only_its_reader_sees_it(ways: Ways, desk: Desk) -> None:
    logged(desk)
    answer = ways.command(SERVICE, "/complaint", "list")
    alone = {"response_url": URL, "container": {"type": "message", "is_ephemeral": True}}
    assert turned(ways, desk, answer, "mine", **alone)["replaces"] == URL
    others_see_it = {"response_url": URL, "container": {"type": "message", "is_ephemeral": False}}
    assert "replaces" not in turned(ways, desk, answer, "mine", **others_see_it)
    assert "replaces" not in turned(ways, desk, answer, "mine")


def test_the_rows_buttons_work_where_they_stand(ways: Ways, chat: Chat, desk: Desk) -> None:
    logged(desk)
    for user, action in ((STRANGER, "complaint.show"), (SERVICE, "complaint.claim")):
        answer = ways.command(user, "/complaint", "list")
        button = answer["blocks"][1]["accessory"]
        assert (button["action_id"], button["value"]) == (action, "C-1")
        ways.click(user, action, "C-1")
    assert complaints.show(desk.store, "C-1").holder == SERVICE
    button = ways.command(SERVICE, "/complaint", "list mine")["blocks"][1]["accessory"]
    ways.click(SERVICE, button["action_id"], button["value"])
    assert chat.views()[-1]["callback_id"] == "complaint.reply"
    ways.click(SECOND_SERVICE, "complaint.show", "C-1")
    assert "送来的酸奶是坏的" in said(owed(desk))


@pytest.mark.parametrize("sign", ["&", "长", "😀", "<"])
def test_the_longest_page_is_within_the_walls(ways: Ways, desk: Desk, time: Time, sign: str) -> None:
    for n in range(25):
        report = Report(sign * 3_000, customer=f"{sign * 50}{n}", category=sign * 60)
        complaints.log(desk, ask(desk, SALES), report)
        time.forward(seconds=1)
    escaped = {"&": "&amp;", "<": "&lt;"}.get(sign, sign)
    typed = (
        f"list department 销售部 category {escaped * 60} customer {escaped * NAME_MOST} from 2026-11-01 to 2026-11-30"
    )
    for text in ("list", typed):
        for user in (SERVICE, ENGLISH):
            answer = ways.command(user, "/complaint", text)
            check_message(answer["text"], answer["blocks"])
            assert rings(answer) == []
    answer = turned(ways, desk, ways.command(SERVICE, "/complaint", "list"), "next")
    assert {"complaint.list.previous", "complaint.list.next"} <= set(ways_on(answer))


@hypothesis_settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["mine", "超时", "department", "部门:", "customer", "from", "to", "P0", "客服部", *CATEGORIES]
            ),
            st.sampled_from(["2026-11-01", "13-45", "昨天", "all", "service", "="]),
            st.text(max_size=20),
        ),
        max_size=8,
    ).map(" ".join)
)
def test_any_words_at_all_are_answered(ways: Ways, text: str) -> None:
    answer = ways.command(SERVICE, "/complaint", f"list {text}")
    check_message(answer["text"], answer["blocks"])
    assert rings(answer) == []


def test_all_alone_is_what_came_in_during_the_last_thirty_days(ways: Ways, desk: Desk, time: Time) -> None:
    complaints.log(desk, ask(desk, SALES), Report("老早的", customer="从前"))
    time.forward(days=30)
    case = complaints.log(desk, ask(desk, SALES), Report("昨天的", customer="后来")).case_id
    complaints.claim(desk, ask(desk, SERVICE), case)
    complaints.resolve(desk, ask(desk, SERVICE), case, "补寄了")
    assert shown(ways.command(SERVICE, "/complaint", "list all")) == [case]
    assert "2026-11-25 起" in said(ways.command(SERVICE, "/complaint", "列表 全部"))
