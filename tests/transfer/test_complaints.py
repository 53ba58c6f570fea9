"""Complaints from files: every row once, whatever wrote the file and however often it is read."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.drawing import drawer
from bot.errors import Invalid
from bot.store import complaints as rows
from bot.store import events, posted, sending
from bot.store.sending import Held
from bot.transfer.complaints import import_complaints
from bot.transfer.files import Imported, read
from tests.company import EDITOR, SERVICE, TUESDAY, Time, ask, opened
from tests.states import states

ROOT = Path(__file__).resolve().parents[2]


def take(desk: Desk, path: Path, columns: Mapping[str, str] | None = None) -> Imported:
    return import_complaints(desk, path, columns or {}, refused_to=side_of(path))


def side_of(path: Path) -> Path:
    return path.with_name("refused.csv")


def refused(path: Path) -> list[list[str]]:
    """The side file's rows, without its head: line, reason, row."""
    if not side_of(path).exists():
        return []
    with side_of(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def jsonl(path: Path, found: Sequence[Mapping[str, object]]) -> Path:
    return written(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found))


def many(path: Path, n: int) -> Path:
    return jsonl(path, [{"id": f"c{i}", "text": f"第{i}箱漏了", "user": f"顾客{i}"} for i in range(n)])


def words(desk: Desk) -> list[str]:
    return [str(row["words"]) for row in desk.store.all("SELECT words FROM complaints ORDER BY rowid")]


def counts(imported: Imported) -> tuple[int, int, int, int]:
    return imported.added, imported.joined, imported.known, imported.refused


def owed(desk: Desk) -> list[str]:
    return [str(row["what"]) for row in desk.store.all("SELECT what FROM outbox ORDER BY id")]


CSV = "编号,内容,昵称,订单号,粉丝数,链接,类别,位置\n"
ROW = "1,箱子漏了,小满,DD1,1200,https://weibo.com/1/Q,生鲜,私信\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_csv_of_any_chinese_spreadsheet_is_read(desk: Desk, tmp_path: Path, encoding: str, ending: str) -> None:
    path = written(tmp_path / "投诉.csv", (CSV + ROW).replace("\n", ending), encoding)
    assert counts(take(desk, path)) == (1, 0, 0, 0)
    case = complaints.show(desk.store, "C-1")
    assert (case.words, case.customer, case.order_number, case.followers) == ("箱子漏了", "小满", "DD1", 1200)
    assert (case.link, case.category, case.place) == ("https://weibo.com/1/Q", "生鲜", "private")


@pytest.mark.parametrize("sign", [";", "\t"])
def test_other_separators_are_noticed(desk: Desk, tmp_path: Path, sign: str) -> None:
    path = written(tmp_path / "a.csv", f"text{sign}user\n漏了，全湿了{sign}小满\n")
    assert counts(take(desk, path)) == (1, 0, 0, 0)
    assert words(desk) == ["漏了，全湿了"]


def test_excels_own_ways_are_understood(desk: Desk, tmp_path: Path) -> None:
    text = 'sep=,\r\n编号,内容,昵称,订单号,粉丝数,,\r\n1,"第一行\r\n第二行，""引""",小满,="00123","1,200",,\r\n,,,,,,\r\n2,漏了,小林,,1.2万,,\r\n\r\n'
    path = written(tmp_path / "a.csv", text, "utf-8-sig")
    assert counts(take(desk, path)) == (2, 0, 0, 0)
    first, second = (complaints.show(desk.store, case) for case in ("C-1", "C-2"))
    assert (first.words, first.order_number, first.followers) == ('第一行\r\n第二行，"引"', "00123", 1200)
    assert second.followers == 12_000


def test_json_lines_with_a_mark_at_the_beginning_and_lines_of_windows(desk: Desk, tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.jsonl", '{"text": "漏了", "fans": 3}\r\n\r\n{"text": "坏了", "user": null}\r\n', "utf-8-sig"
    )
    assert counts(take(desk, path)) == (2, 0, 0, 0)
    assert words(desk) == ["漏了", "坏了"]


def test_the_rest_is_taken_and_broken_rows_are_named(desk: Desk, tmp_path: Path) -> None:
    lines = [
        '{"text": "漏了"}',
        "{不是",
        '["也不是"]',
        '{"text": ""}',
        '{"text": "\\u200b"}',
        json.dumps({"text": "长" * 3_001}, ensure_ascii=False),
        '{"text": "坏了", "followers": "许多"}',
        '{"text": "坏了", "user": "' + "名" * 61 + '"}',
        '{"text": "半个字 \\ud83d"}',
        '{"text": "好了吗"}',
    ]
    path = written(tmp_path / "a.jsonl", "\n".join(lines))
    assert counts(take(desk, path)) == (3, 0, 0, 7)
    assert words(desk) == ["漏了", "半个字 ?", "好了吗"]
    named = refused(path)
    assert [(row[0], row[2]) for row in named] == [(str(n), lines[n - 1]) for n in range(2, 9)]
    reasons = [
        "JSON",
        "不是 JSON 对象",
        "没有顾客原话",
        "请填写顾客原话",
        "3001 字，最多 3000 字",
        "“许多”不是数字",
        "最多 60 字",
    ]
    assert all(reason in row[1] for reason, row in zip(reasons, named, strict=True))


def test_a_quotation_mark_without_its_pair_costs_one_row_only(desk: Desk, tmp_path: Path) -> None:
    text = 'text,user\n一,a\n"二,b\n三,c\n"四 ""引""",d\n五,e,多了\n六\n"七"x,g\n八,h\n'
    path = written(tmp_path / "a.csv", text)
    assert counts(take(desk, path)) == (4, 0, 0, 4)
    assert words(desk) == ["一", "三", '四 "引"', "八"]
    assert [row[0] for row in refused(path)] == ["3", "6", "7", "8"]
    assert [row[2] for row in refused(path)] == ['"二,b', "五,e,多了", "六", '"七"x,g']


def test_the_side_file_goes_when_nothing_is_refused_any_more(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", "{")
    take(desk, path)
    assert len(refused(path)) == 1
    take(desk, written(path, '{"text": "漏了"}'))
    assert not side_of(path).exists()


def test_columns_of_other_names_are_named(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "谁,说了什么\n小满,漏了\n")
    assert counts(take(desk, path, {"words": "说了什么", "customer": "谁"})) == (1, 0, 0, 0)
    assert complaints.show(desk.store, "C-1").customer == "小满"


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({}, "看不出哪一列是顾客原话。 请指明，例如：--column words=内容。文件里有：谁、说了什么"),
        ({"words": "原文"}, "文件里没有“原文”这一列。 文件里有：谁、说了什么"),
        ({"wrods": "谁"}, "不认识“wrods”。 可以用：id、words"),
    ],
)
def test_wrong_columns_are_refused_before_anything_is_taken(
    desk: Desk, tmp_path: Path, columns: dict[str, str], why: str
) -> None:
    path = written(tmp_path / "a.csv", "谁,说了什么\n小满,漏了\n")
    with pytest.raises(Invalid) as wrong:
        take(desk, path, columns)
    assert why in str(wrong.value)
    assert words(desk) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", ""),
        ("a.csv", "\n\n"),
        ("a.csv", "text,user\n"),
        ("a.csv", "\ufeff"),
        ("a.jsonl", ""),
        ("a.jsonl", "\n\n"),
    ],
)
def test_a_file_with_nothing_in_it_adds_nothing(desk: Desk, tmp_path: Path, name: str, text: str) -> None:
    assert counts(take(desk, written(tmp_path / name, text))) == (0, 0, 0, 0)
    assert owed(desk) == []


def test_a_second_run_adds_nothing(desk: Desk, tmp_path: Path) -> None:
    path = many(tmp_path / "a.jsonl", 20)
    assert counts(take(desk, path)) == (20, 0, 0, 0)
    before = (len(events.history(desk.store, "C-1")), owed(desk), words(desk))
    assert counts(take(desk, path)) == (0, 0, 20, 0)
    assert (len(events.history(desk.store, "C-1")), owed(desk), words(desk)) == before


def test_rows_of_one_customer_are_one_case_and_joined_rows_are_known_again(desk: Desk, tmp_path: Path) -> None:
    flood = [{"id": str(n), "text": f"第{n}遍了", "user": ["@小满", "小满", "＠小满 "][n % 3]} for n in range(12)]
    path = jsonl(tmp_path / "a.jsonl", flood)
    assert counts(take(desk, path)) == (1, 11, 0, 0)
    assert complaints.show(desk.store, "C-1").comments == 12
    assert counts(take(desk, path)) == (0, 0, 12, 0)
    assert complaints.show(desk.store, "C-1").comments == 12


def test_a_row_joins_the_case_that_a_colleague_logged_and_severe_words_raise_it(desk: Desk, tmp_path: Path) -> None:
    complaints.log(desk, ask(desk, EDITOR), Report(words="漏了", customer="小满"))
    take(desk, jsonl(tmp_path / "a.jsonl", [{"text": "孩子喝了在急诊", "user": "小满"}]))
    case = complaints.show(desk.store, "C-1")
    assert (case.comments, case.severity) == (2, "P0")


def test_a_card_that_stands_in_the_channel_is_drawn_anew_and_once(desk: Desk, tmp_path: Path) -> None:
    complaints.log(desk, ask(desk, EDITOR), Report(words="漏了", customer="小满"))
    with desk.store.transaction() as tx:
        one = sending.take(tx, now=10**13, sender="t", lease=1, held=Held())
        assert one is not None
        sending.sent(tx, one.id, "t", ts="1.1", now=0)
        posted.save_card(tx, "C-1", "#客服", "1.1")
    flood = [{"id": str(n), "text": f"第{n}遍", "user": "小满"} for n in range(9)]
    assert counts(take(desk, jsonl(tmp_path / "a.jsonl", flood))) == (0, 9, 0, 0)
    assert owed(desk) == ["card", "card", "post"]


def test_customers_without_a_name_are_not_one_customer(desk: Desk, tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", [{"id": "1", "text": "漏了"}, {"id": "2", "text": "漏了"}])
    assert counts(take(desk, path)) == (2, 0, 0, 0)


def test_no_card_is_owed_and_one_word_is_said_of_all(desk: Desk, tmp_path: Path) -> None:
    take(desk, many(tmp_path / "投诉<!channel>.jsonl", 30))
    assert owed(desk) == ["post"]
    with desk.store.transaction() as tx:
        one = sending.take(tx, now=10**13, sender="t", lease=1, held=Held())
    assert one is not None
    message = drawer(desk)(one)
    assert message is not None
    assert one.channel == "#客服"
    assert "新增 30 条，并入 0 条" in message.text
    assert "<!channel>" not in str(message)


def test_whoever_acts_on_a_row_brings_its_card_and_nobody_else_is_told(desk: Desk, tmp_path: Path) -> None:
    take(desk, many(tmp_path / "a.jsonl", 3))
    complaints.claim(desk, ask(desk, SERVICE), "C-2")
    complaints.resolve(desk, ask(desk, SERVICE), "C-2", "补发")
    # The file reported it: there is no person to tell of the resolution.
    assert sorted(owed(desk)) == ["card", "post", "thread", "thread"]


class Broken(Exception):
    """Stands for whatever may happen in the middle."""


def test_broken_off_in_the_middle_it_is_simply_run_again(desk: Desk, tmp_path: Path) -> None:
    path = many(tmp_path / "a.jsonl", 130)

    def breaks(done: int) -> None:
        # Rows are on disk by the hundred, and told as done only then.
        if done == 11:
            raise Broken

    with pytest.raises(Broken):
        import_complaints(desk, path, {}, refused_to=side_of(path), step=breaks)
    assert (len(words(desk)), owed(desk)) == (100, [])
    assert counts(take(desk, path)) == (30, 0, 100, 0)
    assert words(desk) == [f"第{n}箱漏了" for n in range(130)]
    assert owed(desk) == ["post"]
    assert events.verify(desk.store).broken is None


_KILLED = """
import os, signal, sys
from pathlib import Path
from bot.transfer.complaints import import_complaints
from tests.company import Time, opened
file = Path(sys.argv[2])
def step(done):
    if done == 101:
        os.kill(os.getpid(), signal.SIGKILL)
with opened(Path(sys.argv[1]), Time()) as desk:
    import_complaints(desk, file, {}, refused_to=file.with_name("refused.csv"), step=step)
"""


def test_killed_in_the_middle_it_is_simply_run_again(tmp_path: Path) -> None:
    path, database = many(tmp_path / "a.jsonl", 230), tmp_path / "g.db"
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(database), str(path)], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    with opened(database, Time(TUESDAY)) as desk:
        assert len(words(desk)) == 200
        assert counts(take(desk, path)) == (30, 0, 200, 0)
        assert words(desk) == [f"第{n}箱漏了" for n in range(230)]
        assert owed(desk) == ["post"]


@hypothesis_settings(max_examples=120, deadline=None)
@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: ("text,user\n" + text).encode())))
def test_any_bytes_are_rows_or_named_refusals(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("t") / "a.csv"
    path.write_bytes(data)
    for line in read(path):
        assert line.number >= 1
        assert line.wrong is not None or line.values


@hypothesis_settings(max_examples=60, deadline=None)
@given(cells=st.lists(st.tuples(st.text(max_size=30), st.text(max_size=10)), max_size=8))
def test_what_a_csv_writer_wrote_is_read_to_the_letter(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("t") / "a.csv"
    with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("text", "user"), *cells])
    kept = [
        {"text": text.encode("utf-8", "replace").decode(), "user": user.encode("utf-8", "replace").decode()}
        for text, user in cells
        if text.strip() or user.strip()
    ]
    found = [dict(line.values) for line in read(path) if line.wrong is None]
    assert found == [row for row in kept if not any(cell.strip().startswith('="') for cell in row.values())] or any(
        cell.strip().startswith('="') for row in kept for cell in row.values()
    )


def test_figures_follow_what_was_taken(desk: Desk, tmp_path: Path) -> None:
    take(desk, many(tmp_path / "a.jsonl", 7))
    assert states(desk.store) == {"new": 7}
    assert rows.open_counts(desk.store, "2026-11-24T02:00:00.000000Z")["unclaimed"] == 7


@pytest.mark.parametrize(
    ("written_at", "kept"),
    [
        ("2026-11-24 09:30", "2026-11-24T01:30:00.000000Z"),
        ("2026/11/24 9:05", "2026-11-24T01:05:00.000000Z"),
        ("2026年11月24日 9:05", "2026-11-24T01:05:00.000000Z"),
        ("2026-11-23", "2026-11-22T16:00:00.000000Z"),
        ("2026-11-24T01:30:00Z", "2026-11-24T01:30:00.000000Z"),
        ("2026-11-24T09:30:00.123+08:00", "2026-11-24T01:30:00.000000Z"),
        ("Tue Nov 24 09:30:00 +0800 2026", "2026-11-24T01:30:00.000000Z"),
        ("1795484400", "2026-11-24T01:40:00.000000Z"),
        ("1795484400000", "2026-11-24T01:40:00.000000Z"),
        ("", ""),
    ],
)
def test_the_time_of_a_row_is_kept_as_the_company_means_it(
    desk: Desk, tmp_path: Path, written_at: str, kept: str
) -> None:
    take(desk, jsonl(tmp_path / "a.jsonl", [{"text": "漏了", "时间": written_at}]))
    assert complaints.show(desk.store, "C-1").written_at == kept


@pytest.mark.parametrize(
    ("written_at", "why"),
    [
        ("昨天", "时间“昨天”看不懂"),
        ("2026-02-30", "时间“2026-02-30”看不懂"),
        ("2026-11-24 25:00", "看不懂"),
        ("24/11/2026", "看不懂"),
        ("Mon Foo 24 2026", "看不懂"),
        ("2026-11-25 09:00", "在将来"),
        ("1999-01-01", "早于微博"),
        ("99999999999999999999", "看不懂"),
    ],
)
def test_a_time_that_is_none_is_named_and_refused(desk: Desk, tmp_path: Path, written_at: str, why: str) -> None:
    path = jsonl(tmp_path / "a.jsonl", [{"text": "漏了", "time": written_at}, {"text": "坏了"}])
    assert counts(take(desk, path)) == (1, 0, 0, 1)
    assert why in refused(path)[0][1]


def test_what_was_imported_is_found_by_what_is_alike(desk: Desk, tmp_path: Path) -> None:
    take(desk, jsonl(tmp_path / "a.jsonl", [{"text": "订的鲜奶三天没有送来，没有人接电话", "user": "小满"}]))
    (found,) = complaints.similar_open(desk.store, "订的鲜奶三天没有送来了，没人接电话")
    assert found.case.id == "C-1"


def test_a_row_from_a_file_joins_the_customers_case_and_rings_nobody(desk: Desk, tmp_path: Path) -> None:
    case = complaints.log(desk, ask(desk, EDITOR), Report(words="漏了", customer="小满")).case_id
    complaints.claim(desk, ask(desk, SERVICE), case)
    before = owed(desk)
    assert counts(take(desk, jsonl(tmp_path / "a.jsonl", [{"text": "还是漏的", "user": "＠小满"}]))) == (0, 1, 0, 0)
    assert [what for what in owed(desk) if what in ("thread", "direct")] == [
        w for w in before if w in ("thread", "direct")
    ]
