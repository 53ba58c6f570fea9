"""Files out: every complaint of the days asked for, masked, safe in a spreadsheet, and whole for admins on the record."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.errors import Invalid, NotAllowed
from bot.store import events
from bot.transfer import exporting
from bot.transfer.exporting import Chosen, cell
from tests.company import ADMIN, SALES, SERVICE, Time, ask

PHONE = "13800138000"
EVERYTHING = Chosen()
WHOLE = Chosen(whole=True)


def logged(desk: Desk, n: int = 0, **more: Any) -> str:
    report = Report(**{"words": "送来的酸奶是坏的", "customer": f"顾客{n}", **more})
    return complaints.log(desk, ask(desk, SALES), report).case_id


def handled(desk: Desk) -> str:
    case = logged(
        desk,
        words=f"=1+1 打{PHONE}，订单DD202611",
        customer="@小满",
        order_number="DD202611",
        link="https://weibo.com/1/Qx",
        category="quality",
    )
    complaints.claim(desk, ask(desk, SERVICE), case)
    complaints.verify(desk, ask(desk, SERVICE), case, {"verdict": "confirmed", "our_record": "司机迟到"})
    complaints.reply(desk, ask(desk, SERVICE), case, f"您好，请打{PHONE}")
    complaints.accepted(desk, ask(desk, SERVICE), case, "行吧")
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发")
    return case


def rows(desk: Desk, chosen: Chosen = EVERYTHING) -> list[dict[str, str]]:
    file = io.StringIO()
    written = exporting.write(desk, chosen, "csv", file)
    found = list(csv.DictReader(io.StringIO(file.getvalue(), newline="")))
    assert len(found) == written == exporting.count(desk, chosen)
    return found


def lines(desk: Desk, chosen: Chosen = EVERYTHING) -> list[dict[str, Any]]:
    file = io.StringIO()
    exporting.write(desk, chosen, "jsonl", file)
    return [json.loads(line) for line in file.getvalue().splitlines()]


def test_a_row_says_what_became_of_a_complaint_in_words(desk: Desk, time: Time) -> None:
    handled(desk)
    (row,) = rows(desk)
    for name, value in {
        "编号": "C-1",
        "状态": "已办结",
        "类别": "商品质量",
        "来源类型": "评论",
        "部门": "客服部",
        "处理人": "何静",
        "登记人": "钱多",
        "登记时间": "2026-11-24 10:00:00",
        "认领时限": "2026-11-24 10:15:00",
        "处理结果": "补发",
        "链接": "https://weibo.com/1/Qx",
        "粉丝数": "",
    }.items():
        assert row[name] == value, name


def test_the_ledger_says_whose_the_time_was_and_adds_up(desk: Desk, time: Time) -> None:
    case = logged(desk)
    time.forward(minutes=12)
    complaints.claim(desk, ask(desk, SERVICE), case)
    time.forward(minutes=100)
    complaints.wait(desk, ask(desk, SERVICE), case)
    time.forward(minutes=90)
    complaints.reply(desk, ask(desk, SERVICE), case, "您好")
    time.forward(minutes=8)
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发")
    time.forward(days=3)
    (row,) = rows(desk)
    assert (row["总用时（分钟）"], row["服务用时（分钟）"]) == ("210", "210")
    assert (row["客服部（分钟）"], row["等顾客（分钟）"], row["销售部（分钟）"]) == ("120", "90", "0")
    assert row["超时（分钟）"] == "52"
    assert row["时间账本"] == "客服部 2 小时，超 52 分 · 等顾客 1 小时 30 分"
    (line,) = lines(desk)
    assert (line["service.service"], line["customer_time"], line["elapsed"]) == (120, 90, 210)


def test_json_lines_keep_our_own_keys_and_the_zone(desk: Desk) -> None:
    handled(desk)
    (row,) = lines(desk)
    assert (row["state"], row["place"], row["followers"]) == ("resolved", "comment", None)
    assert row["logged_at"] == "2026-11-24 10:00:00+08:00"


@pytest.mark.parametrize("how", [rows, lines])
def test_numbers_are_masked_and_the_fact_sheet_stays_at_home(desk: Desk, how: Any) -> None:
    handled(desk)
    told = json.dumps(how(desk), ensure_ascii=False)
    for secret in (PHONE, "DD202611", "司机迟到", "行吧", "confirmed", "核实"):
        assert secret not in told
    assert "138××××8000" in told
    assert "××××2611" in told


@pytest.mark.parametrize("how", [rows, lines])
def test_whole_it_has_the_numbers_and_the_fact_sheet(desk: Desk, how: Any) -> None:
    handled(desk)
    told = json.dumps(how(desk, WHOLE), ensure_ascii=False)
    for known in (PHONE, "DD202611", "司机迟到", "行吧"):
        assert known in told


def test_whoever_takes_it_whole_is_an_admin_and_on_the_record(desk: Desk) -> None:
    handled(desk)
    email = desk.company.people[ADMIN].email
    assert exporting.take_whole(desk, email.upper(), WHOLE, "csv") == "管理员小吴"
    event = events.history(desk.store, "")[-1]
    assert (event.action, event.actor) == ("export", ADMIN)
    assert event.data == {"first": "", "last": "", "format": "csv", "rows": 1}
    for person in (desk.company.people[SERVICE].email, "nobody@example.com", ""):
        with pytest.raises(NotAllowed, match="管理员有：管理员小吴"):
            exporting.take_whole(desk, person, WHOLE, "csv")
    assert events.history(desk.store, "")[-1] == event


def test_the_days_are_the_companys_and_both_are_included(desk: Desk, time: Time) -> None:
    logged(desk, 0)
    time.forward(hours=15)  # 01:00 of the 25th in Shanghai
    logged(desk, 1)
    first, second = date(2026, 11, 24), date(2026, 11, 25)

    def ids(chosen: Chosen) -> list[str]:
        return [row["编号"] for row in rows(desk, chosen)]

    assert ids(Chosen(first, first)) == ["C-1"]
    assert ids(Chosen(second)) == ["C-2"]
    assert ids(Chosen(None, second)) == ["C-1", "C-2"]
    assert ids(Chosen(date(2027, 1, 1))) == []
    with pytest.raises(Invalid):
        exporting.count(desk, Chosen(second, first))


def test_it_is_written_a_page_at_a_time_and_nothing_twice(desk: Desk) -> None:
    # All at the same moment: the pages are told apart by their numbers alone.
    for n in range(1_203):
        logged(desk, n)
    pages: list[int] = []
    file = io.StringIO()
    assert exporting.write(desk, EVERYTHING, "jsonl", file, step=pages.append) == 1_203
    assert pages == [500, 500, 203]
    assert [json.loads(line)["id"] for line in file.getvalue().splitlines()] == [f"C-{n}" for n in range(1, 1_204)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@小满", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠小满"])
def test_a_text_that_begins_like_a_formula_is_shown_as_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@given(st.text(max_size=50))
def test_no_cell_is_reckoned_and_every_text_comes_back(text: str) -> None:
    shown = cell(text)
    assert isinstance(shown, str)
    assert shown[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")
    assert shown.removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize("value", [0, -5, None])
def test_numbers_stay_numbers(value: int | None) -> None:
    assert cell(value) == value


def test_a_category_that_came_with_an_import_is_no_formula_either(desk: Desk) -> None:
    logged(desk, category="=1+1")
    (row,) = rows(desk)
    assert row["类别"] == "'=1+1"


def test_what_people_wrote_stays_in_its_cell(desk: Desk) -> None:
    words = '坏了,"真的"\n第二行;\t=HYPERLINK("x")'
    logged(desk, words=words)
    (row,) = rows(desk)
    assert row["原话"] == words
    handled(desk)
    assert rows(desk)[1]["原话"].startswith("'=1+1")
    assert rows(desk)[1]["微博名"] == "'@小满"
