"""`/weibo search`: cases of every kind by words, customer or id, in pages."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.commands import weibo as command
from bot.domain import campaigns, complaints, drafts
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.domain.draft_sheet import Sheet
from bot.domain.notice import Notice
from bot.handlers import search as handler
from bot.store.campaigns import Details
from bot.workspace.walls import check_message
from tests.chat import Chat, Ways, said
from tests.company import EDITOR, SALES, SERVICE, STRANGER, ask
from tests.rallies import opened
from tests.rings import rings


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register, handler.register)


@pytest.fixture
def full(desk: Desk) -> Desk:
    """A case of every kind that says 热牛奶, and others that do not."""
    day = date(2026, 12, 9)
    for title, what in (("冬至热牛奶", "买二赠一"), ("春茶", "满减")):
        campaigns.submit(desk, ask(desk, SALES), Notice(title, "sales", day, day, day, Details(what=what)))
    for text in ("天冷了，来一杯热牛奶", "早上好"):
        drafts.submit(desk, ask(desk, SALES), Sheet(text, kind="brand"))
    for words, customer in (("热牛奶烫嘴了，打 13912345678 没人接", "小满"), ("没有送到", "阿远")):
        complaints.log(desk, ask(desk, EDITOR), Report(words=words, customer=customer))
    opened(desk)
    return desk


def found(answer: dict[str, Any]) -> list[str]:
    return [block["accessory"]["value"] for block in answer["blocks"] if "accessory" in block]


def search(ways: Ways, words: str, user: str = STRANGER) -> dict[str, Any]:
    answer = ways.command(user, "/weibo", f"search {words}")
    check_message(answer["text"], answer["blocks"])
    assert rings(answer) == []
    return answer


@pytest.mark.parametrize("words", ["热牛奶", "熱牛奶", "牛奶 热", "热 牛奶"])
def test_cases_of_every_kind_are_found_by_their_words(ways: Ways, full: Desk, words: str) -> None:
    assert sorted(found(search(ways, words))) == ["C-1", "D-1", "N-1", "R-1"]


def test_widths_are_alike_and_every_word_must_be_there(ways: Ways, full: Desk) -> None:
    complaints.log(full, ask(full, EDITOR), Report(words="ＡＰＰ打不开", customer="小满2"))
    assert found(search(ways, "app 打不开")) == ["C-3"]
    assert "没有找到" in said(search(ways, "app 热牛奶"))


def test_a_customer_is_found_by_their_name_and_a_case_by_its_id(ways: Ways, full: Desk) -> None:
    assert found(search(ways, "@阿远")) == ["C-2"]
    assert found(search(ways, "ｎ－２"))[0] == "N-2"
    assert "没有找到" in said(search(ways, "N-99"))


def test_numbers_of_customers_are_masked_and_lead_to_nobody(ways: Ways, full: Desk) -> None:
    shown = said(search(ways, "热牛奶", SERVICE))
    assert "139××××5678" in shown and "13912345678" not in shown
    assert "C-1" not in said(search(ways, "13912345678"))


def test_a_revision_is_found_by_its_new_words_and_no_longer_by_the_old(ways: Ways, full: Desk) -> None:
    drafts.revise(full, ask(full, SALES), "D-2", 1, Sheet("晚安", kind="brand"))
    assert found(search(ways, "晚安")) == ["D-2"]
    assert "没有找到" in said(search(ways, "早上好"))


def test_ten_are_shown_and_the_rest_is_folded_behind_a_button(ways: Ways, desk: Desk) -> None:
    for n in range(14):
        complaints.log(desk, ask(desk, EDITOR), Report(words=f"酸奶坏了 {n}", customer=f"顾客{n}"))
    answer = search(ways, "酸奶")
    assert len(found(answer)) == 10
    (turn,) = answer["blocks"][-1]["elements"]
    assert turn["text"]["text"] == "还有 4 件"
    ways.click(STRANGER, turn["action_id"], turn["value"])
    row = desk.store.one("SELECT body FROM outbox WHERE what = 'ephemeral'")
    assert row is not None
    assert len(found(json.loads(str(row["body"])))) == 4


def test_what_is_too_much_says_so(ways: Ways, desk: Desk) -> None:
    for n in range(55):
        complaints.log(desk, ask(desk, EDITOR), Report(words="酸奶坏了", customer=f"顾客{n}"))
    assert "只列出最近的" in said(search(ways, "酸奶"))


@pytest.mark.parametrize("words", ["", "！！", "   "])
def test_nothing_to_look_for_is_refused_with_an_example(ways: Ways, words: str) -> None:
    assert "/weibo 搜索 C-31" in said(search(ways, words))


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=200))
def test_whatever_is_typed_is_answered_within_the_walls(ways: Ways, full: Desk, words: str) -> None:
    search(ways, words.encode("utf-8", "ignore").decode())
