"""`guanwei check`: a text, a file or JSON Lines, for people and for programs."""

from __future__ import annotations

import json

import pytest

from tests.terminal import Terminal

BAD = "全网最低价，史上最强！"
FINE = "本周六门店照常营业，欢迎来坐坐。"


def test_what_may_not_be_published_exits_1_and_says_why(empty: Terminal) -> None:
    said = empty("check", typed=BAD)
    assert said.code == 1
    assert "不可发布" in said.out
    assert "第 1 行" in said.out
    assert "微博字数" in said.out


def test_what_is_fine_exits_0(empty: Terminal) -> None:
    said = empty("check", typed=FINE)
    assert said.code == 0
    assert "没有发现问题" in said.out


def test_a_file_is_read_with_or_without_its_mark(empty: Terminal) -> None:
    (empty.folder / "稿件.txt").write_bytes(b"\xef\xbb\xbf" + FINE.encode())
    said = empty("check", "稿件.txt")
    assert said.code == 0


def test_a_file_that_is_no_utf_8_is_refused_in_words(empty: Terminal) -> None:
    (empty.folder / "稿件.txt").write_bytes(BAD.encode("gb18030"))
    said = empty("check", "稿件.txt")
    assert said.code == 1
    assert "不是 UTF-8 编码" in said.err


def test_for_programs_there_is_json(empty: Terminal) -> None:
    said = empty("check", "--json", typed=BAD)
    assert said.code == 1
    found = json.loads(said.out)
    assert found["length"]["units"] == 11
    first = found["findings"][0]
    assert set(first) == {"rule", "category", "level", "start", "end", "text", "reason", "source", "suggestion"}
    assert BAD[first["start"] : first["end"]] == first["text"]


def test_drafts_by_the_line(empty: Terminal) -> None:
    lines = [{"id": "a", "text": FINE}, {"id": 2, "text": BAD, "kind": "brand", "date": "2026-12-13"}]
    said = empty("check", "--jsonl", typed="\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n\n")
    assert said.code == 1
    found = [json.loads(line) for line in said.out.splitlines()]
    assert [one["id"] for one in found] == ["a", 2]
    assert found[0]["findings"] == []
    assert found[1]["findings"]


def test_lines_that_are_all_fine_exit_0(empty: Terminal) -> None:
    assert empty("check", "--jsonl", typed=json.dumps({"id": 1, "text": FINE})).code == 0


@pytest.mark.parametrize("line", ["不是 JSON", "[1]", '{"id": 1}', '{"id": 1, "text": "好", "date": "明天"}'])
def test_a_line_that_cannot_be_read_is_named(empty: Terminal, line: str) -> None:
    said = empty("check", "--jsonl", typed='{"id": 0, "text": "好"}\n' + line)
    assert said.code == 1
    assert "第 2 行读不懂" in said.err


@pytest.mark.parametrize("text", ["", "\n", "😀\u200b", "长" * 10_000])
def test_any_text_is_checked(empty: Terminal, text: str) -> None:
    assert empty("check", typed=text).code in (0, 1)


def test_the_companys_settings_are_used_where_they_are(guanwei: Terminal) -> None:
    assert "白鹭乳业" in guanwei("check", typed="比白鹭乳业的更好喝").out


def test_settings_that_are_wrong_are_told(guanwei: Terminal) -> None:
    (guanwei.folder / "guanwei.toml").write_text("[company]\n", "utf-8")
    said = guanwei("check", typed=FINE)
    assert said.code == 1
    assert "company" in said.err
