"""What is typed wrongly, in the wrong place or as it is said aloud: what was meant is told, and the button beside it does it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import commands, handlers
from bot.commands import campaign, complaint, draft, rally
from bot.commands.voiced import voiced
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.text.ids import Kind
from bot.text.verbs import Verb
from bot.workspace.walls import check_message
from tests.chat import Chat, Ways, said
from tests.company import ENGLISH, REVIEWER, SALES, SERVICE, ask
from tests.domain.test_drafts import sent

VERBS: dict[Kind, tuple[Verb, ...]] = {"N": campaign.VERBS, "D": draft.VERBS, "C": complaint.VERBS, "R": rally.VERBS}


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, commands.register, handlers.register)


def logged(desk: Desk) -> str:
    return complaints.log(desk, ask(desk, SALES), Report("送来的酸奶是坏的", customer="小满")).case_id


def buttons(answer: dict[str, Any]) -> list[dict[str, Any]]:
    check_message(answer["text"], answer["blocks"])
    return [one for block in answer["blocks"] if block["type"] == "actions" for one in block["elements"]]


@pytest.mark.parametrize(
    ("command", "typed", "label"),
    [
        # The wrong command for a case, or for a sub-command.
        ("/draft", "认领 C-1", "/complaint 认领 C-1"),
        ("/draft", "認領 Ｃ－１", "/complaint 认领 Ｃ－１"),
        ("/campaign", "认领 1", "/complaint 认领 1"),
        ("/weibo", "认领 1", "/complaint 认领 1"),
        ("/rally", "认领 C-1", "/complaint 认领 C-1"),
        # Mistyped, copied with what stood around it, with a picture in front.
        ("/complaint", "认灵 1", "/complaint 认领 1"),
        ("/complaint", "cliam 1", "/complaint 认领 1"),
        ("/complaint", "“认领 1”", "/complaint 认领 1"),
        ("/complaint", "`/complaint 认领 C-1`", "/complaint 认领 C-1"),
        ("/complaint", "/complaint 认领\nC-1", "/complaint 认领 C-1"),
        ("/complaint", "👍认领 1", "/complaint 认领 1"),
        # Another word for it.
        ("/complaint", "我来处理 C-1", "/complaint 认领 C-1"),
        ("/complaint", "接手 1", "/complaint 认领 1"),
        # As it is said aloud.
        ("/complaint", "帮我认领一号投诉", "/complaint 认领 C-1"),
        ("/complaint", "麻烦把1号投诉认领一下", "/complaint 认领 C-1"),
        ("/weibo", "请认领第一件投诉", "/complaint 认领 C-1"),
    ],
)
def test_the_button_beside_the_refusal_does_what_was_meant(
    ways: Ways, desk: Desk, command: str, typed: str, label: str
) -> None:
    case = logged(desk)
    answer = ways.command(SERVICE, command, typed)
    (button, *_) = buttons(answer)
    assert button["text"]["text"] == label
    assert f"`{label}`" in said(answer)
    ways.click(SERVICE, button["action_id"], button["value"])
    assert complaints.show(desk.store, case).holder == SERVICE


def test_an_id_of_another_kind_is_told_whose_it_is(ways: Ways, desk: Desk) -> None:
    logged(desk)
    sent(desk)
    answer = ways.command(REVIEWER, "/complaint", "办结 D-1 已发")
    assert "D-1 是稿件，不归 `/complaint` 管" in said(answer)
    assert [one["value"] for one in buttons(answer)] == ["draft show D-1"]
    assert [one["value"] for one in buttons(ways.command(REVIEWER, "/complaint", "查看 D-1"))] == ["draft show D-1"]
    assert [one["value"] for one in buttons(ways.command(REVIEWER, "/campaign", "accept C-1"))] == [
        "complaint accept C-1"
    ]
    assert [one["value"] for one in buttons(ways.command(REVIEWER, "/draft", "C-1"))] == ["complaint show C-1"]
    assert [one["value"] for one in buttons(ways.command(SALES, "/draft", "修改 C-1 新的文字"))] == [
        "complaint show C-1"
    ]


def test_what_two_commands_have_gets_a_button_for_each(ways: Ways) -> None:
    assert [one["value"] for one in buttons(ways.command(SERVICE, "/complaint", "退回 7 写得太满"))] == [
        "campaign return 7 写得太满",
        "draft return 7 写得太满",
    ]


@pytest.mark.parametrize(
    "typed", ["今天 送来的奶是坏的", "退款 一直没有到账，打电话也没人接", "找了半天 没人管", "等了 3 天", "要 退款"]
)
def test_a_customers_words_are_still_offered_the_form_though_they_begin_like_a_sub_command(
    ways: Ways, typed: str
) -> None:
    assert ("complaint.open", f"text:{typed}") in [
        (one["action_id"], one["value"]) for one in buttons(ways.command(SALES, "/complaint", typed))
    ]


@pytest.mark.parametrize(
    "typed", ["认领 会员卡 领好礼", "今天 开业啦", "日报 创刊了", "投诉 是最好的礼物", "一号店 上新"]
)
def test_words_for_a_post_are_still_words_for_a_post(ways: Ways, chat: Chat, typed: str) -> None:
    assert ways.command(SALES, "/draft", typed) == {}
    assert typed in said(chat.views()[-1])


def test_who_reads_english_is_told_in_english(ways: Ways, desk: Desk) -> None:
    logged(desk)
    answer = ways.command(ENGLISH, "/draft", "claim C-1")
    assert [one["text"]["text"] for one in buttons(answer)] == ["/complaint claim C-1"]
    assert "Did you mean `/complaint claim C-1`?" in said(answer)


def test_words_without_a_command_and_without_a_meaning_get_the_forms_with_them(
    ways: Ways, desk: Desk, chat: Chat
) -> None:
    words = "收到的箱子底下全湿了，漏了四盒"
    event = {"type": "app_mention", "user": SALES, "text": f"<@UBOT> {words}", "ts": "9.1", "channel": "C01"}
    ways.event(event)
    row = desk.store.one("SELECT body FROM outbox WHERE key LIKE 'answer:event:%'")
    assert row is not None
    offered = {one["action_id"]: one["value"] for one in buttons(json.loads(str(row["body"])))}
    assert offered == dict.fromkeys(("complaint.open", "draft.open", "campaign.open"), f"text:{words}")
    for action, callback in (
        ("complaint.open", "complaint.form"),
        ("draft.open", "draft.form"),
        ("campaign.open", "campaign.form"),
    ):
        ways.click(SALES, action, offered[action])
        assert chat.views()[-1]["callback_id"] == callback
        assert words in said(chat.views()[-1])


@pytest.mark.parametrize(
    ("spoken", "lines"),
    [
        ("帮我认领三十一号投诉", ["claim C-31"]),
        ("幫我認領三十一號投訴", ["claim C-31"]),
        ("把三十一号投诉转交给客服部", ["handover C-31 客服部"]),
        ("退回七号稿件，写得太满", ["return D-7 写得太满"]),
        ("通过稿件一百零五", ["approve D-105"]),
        ("投诉二〇三办结了吧，补寄一箱", ["resolve C-203 补寄一箱"]),
        ("三十一号投诉怎么样了", ["show C-31"]),
        ("退回 12 号", ["return N-12", "return D-12"]),
        ("c31 的账本给我看看", ["ledger C-31"]),
        ("第四场转发不参加了", ["decline R-4"]),
        ("等了三天还没送到", []),
        ("认领", []),
        ("", []),
    ],
)
def test_sentences_are_read_for_the_case_and_what_is_to_be_done(spoken: str, lines: list[str]) -> None:
    assert [f"{one.verb.word} {one.rest}" for one in voiced(spoken, VERBS)] == lines


@given(st.text(max_size=80))
def test_whatever_is_said_is_read_or_let_be(text: str) -> None:
    for one in voiced(text, VERBS):
        assert one.rest.startswith(f"{one.kind}-")
