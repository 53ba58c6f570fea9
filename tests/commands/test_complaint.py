"""`/complaint`: its words in any language and width, its lists, what it refuses, and what it gives back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.cards.blocks import MESSAGE
from bot.commands import complaint as command
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.store import events
from bot.workspace.walls import check_message, check_view
from tests.chat import Chat, Ways, said
from tests.company import EDITOR, ENGLISH, NAMES, SALES, SECOND_SERVICE, SERVICE, STRANGER, ask
from tests.rings import rings


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register)


def logged(desk: Desk, words: str = "送来的酸奶是坏的", customer: str = "@小满", by: str = EDITOR) -> str:
    return complaints.log(desk, ask(desk, by), Report(words=words, customer=customer)).case_id


def claimed(desk: Desk) -> str:
    case = logged(desk)
    complaints.claim(desk, ask(desk, SERVICE), case)
    return case


def resolved(desk: Desk) -> str:
    case = claimed(desk)
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发")
    return case


def two(desk: Desk) -> str:
    logged(desk, customer="小林")
    logged(desk, customer="小周")
    return "C-1"


def merged(desk: Desk) -> str:
    complaints.merge(desk, ask(desk, SERVICE), two(desk), "C-2")
    return "C-1"


def state(desk: Desk, case: str = "C-1") -> str:
    return complaints.show(desk.store, case).state


@pytest.mark.parametrize(
    "typed", ["claim C-1", "认领 c-1", "ＣＬＡＩＭ　Ｃ－１", "claim 1", "  claim   c1 ", "认领 #1"]
)
def test_claim_is_read_in_any_width_and_by_its_alias(ways: Ways, desk: Desk, typed: str) -> None:
    logged(desk)
    answer = ways.command(SERVICE, "/complaint", typed)
    assert answer["response_type"] == "ephemeral"
    assert "C-1 由您处理。请在 11:00 前回复顾客。" in said(answer)
    assert state(desk) == "claimed"


@pytest.mark.parametrize(
    ("typed", "before", "after", "answered"),
    [
        ("claim C-1", logged, "claimed", "由您处理"),
        ("认领 C-1", logged, "claimed", "由您处理"),
        ("note C-1 已请店长写经过", claimed, "claimed", "已记下 C-1 的备注"),
        ("备注 C-1 已请店长写经过", claimed, "claimed", "已记下 C-1 的备注"),
        ("order C-1 DD202611", claimed, "claimed", "已记下 C-1 的订单号"),
        ("订单 C-1 DD202611", claimed, "claimed", "已记下 C-1 的订单号"),
        ("wait C-1", claimed, "waiting_customer", "时钟已停"),
        ("等顾客 C-1", claimed, "waiting_customer", "时钟已停"),
        ("reply C-1 您好，今天补发", claimed, "replied", "已记下 C-1 的回复"),
        ("回复 C-1 您好，今天补发", claimed, "replied", "已记下 C-1 的回复"),
        ("resolve C-1 补发一箱", claimed, "resolved", "已办结"),
        ("办结 C-1 补发一箱", claimed, "resolved", "已办结"),
        ("merge C-1 into C-2", two, "merged", "C-1 已并入 C-2"),
        ("并入 C-1 到 C-2", two, "merged", "C-1 已并入 C-2"),
        ("merge C-1 C-2", two, "merged", "C-1 已并入 C-2"),
        ("ＭＥＲＧＥ　ｃ－１　ＩＮＴＯ　２", two, "merged", "C-1 已并入 C-2"),
        ("unmerge C-1", merged, "new", "C-1 已从 C-2 拆开"),
        ("拆开 C-1", merged, "new", "C-1 已从 C-2 拆开"),
        ("reopen C-1 又坏了", resolved, "reopened", "已重新打开"),
        ("重开 C-1 又坏了", resolved, "reopened", "已重新打开"),
    ],
)
def test_each_step_and_its_alias(ways: Ways, desk: Desk, typed: str, before: object, after: str, answered: str) -> None:
    assert callable(before)
    before(desk)
    assert answered in said(ways.command(SERVICE, "/complaint", typed))
    assert state(desk) == after


@pytest.mark.parametrize("verb", [verb.word for verb in command.VERBS if verb.word not in ("help", "list", "show")])
def test_the_same_command_twice_changes_nothing_and_answers_the_same(ways: Ways, desk: Desk, verb: str) -> None:
    case = {"claim": logged, "reopen": resolved, "merge": two, "unmerge": merged}.get(verb, claimed)(desk)
    typed = f"{verb} {case} {({'merge': 'C-2', 'category': '价格', 'severity': 'P0'}).get(verb, '说明')}"
    first = ways.command(SERVICE, "/complaint", typed, key="trigger.same")
    history = events.history(desk.store, case)
    assert ways.command(SERVICE, "/complaint", typed, key="trigger.same") == first
    assert events.history(desk.store, case) == history


def test_a_refused_command_twice_answers_the_same(ways: Ways, desk: Desk) -> None:
    claimed(desk)
    first = ways.command(SECOND_SERVICE, "/complaint", "claim C-1", key="trigger.same")
    assert f"已由 {NAMES[SERVICE]} 在 10:00 认领" in said(first)
    complaints.resolve(desk, ask(desk, SERVICE), "C-1", "补发")
    assert ways.command(SECOND_SERVICE, "/complaint", "claim C-1", key="trigger.same") == first


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "\u3000\u200b\ufeff "])
def test_nothing_typed_opens_the_form(ways: Ways, chat: Chat, typed: str) -> None:
    assert ways.command(SALES, "/complaint", typed) == {}
    (view,) = chat.views()
    check_view(view, kinds=("modal",))
    assert view["callback_id"] == "complaint.form"


@pytest.mark.parametrize(
    ("typed", "before"),
    [
        ("note C-1", logged),
        ("备注 1 \u200b\ufeff", logged),
        ("order C-1", claimed),
        ("merge C-1", logged),
        ("escalate C-1", claimed),
        ("severity C-1", claimed),
        ("类别 1", claimed),
        ("reply C-1", claimed),
        ("办结 1", claimed),
        ("accepted C-1", claimed),
        ("顾客接受1", claimed),
        ("重开1", resolved),
    ],
)
def test_where_only_the_case_is_named_the_form_asks_for_the_rest(
    ways: Ways, chat: Chat, desk: Desk, typed: str, before: object
) -> None:
    assert callable(before)
    before(desk)
    assert ways.command(SERVICE, "/complaint", typed) == {}
    (view,) = chat.views()
    check_view(view, kinds=("modal",))
    assert view["private_metadata"] == "C-1"


@pytest.mark.parametrize("typed", ["C-1", "1", "ｃ－１", "1号", "查看1", "1 查看"])
def test_a_case_alone_is_shown(ways: Ways, desk: Desk, typed: str) -> None:
    logged(desk)
    assert "登记了这条投诉" in said(ways.command(SALES, "/complaint", typed))


def test_a_colleague_is_assigned_however_the_words_stand(ways: Ways, desk: Desk) -> None:
    claimed(desk)
    ways.command(SERVICE, "/complaint", f"指派1 <@{SECOND_SERVICE}|ma.chao>")
    assert complaints.show(desk.store, "C-1").holder == SECOND_SERVICE


def test_a_customers_words_typed_behind_the_command_are_not_lost(ways: Ways, desk: Desk) -> None:
    answer = ways.command(SALES, "/complaint", "@小满：送来的酸奶胀包了，打开就喷 <!channel>")
    check_message(answer["text"], answer["blocks"])
    offered = [one for block in answer["blocks"] for one in block.get("elements", ()) if one["type"] == "button"]
    assert [(one["text"]["text"], one["action_id"]) for one in offered] == [("登记为投诉", "complaint.open")]
    assert rings(answer) == []


def test_a_form_that_does_not_open_is_told(ways: Ways, chat: Chat) -> None:
    chat.refuse["views.open"] = "expired_trigger_id"
    answer = ways.command(SALES, "/complaint")
    assert "表单没能打开（expired_trigger_id）" in said(answer)
    assert "请再试一次" in said(answer)


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("cliam C-1", "/complaint 认领 C-1"),
        ("claim", "还缺少编号"),
        ("claim N-1", "N-1 是活动，不归 `/complaint` 管"),
        ("claim 0", "不是有效的编号"),
        ("claim C-99", "没有 C-99 这条投诉"),
        ("claim Ｃ－９９", "没有 C-99 这条投诉"),
        ("认领 ９９", "没有 C-99 这条投诉"),
        ("claim 999999999999", "没有 C-999999999999 这条投诉"),
        ("claim 9999999999999999", "不是有效的编号"),
        ("认领99", "没有 C-99 这条投诉"),
        ("99", "没有 C-99 这条投诉"),
        ("reply C-1", "先认领：`/complaint 认领 C-1`"),
        ("resolve C-1", "还没有人认领"),
        ("note C-99", "没有 C-99 这条投诉"),
        ("reply C-1 您好", "还没有人认领"),
        ("wait C-1", "先认领：`/complaint 认领 C-1`"),
        ("resolve C-1 好了", "还没有人认领"),
        ("reopen C-1 又来了", "还没有人认领"),
        ("merge C-1 into C-1", "不能把 C-1 并入它自己"),
        ("merge C-1 into N-1", "“N-1”不是有效的编号"),
        ("merge C-1 into C-99", "没有 C-99 这条投诉"),
        ("unmerge C-1", "C-1 没有并入别的投诉"),
        ("list yesteryear", "没有“yesteryear”这种列表"),
        ("help", "/complaint 重开 C-31 原因"),
        ("帮助", "/complaint 认领 C-31"),
    ],
)
def test_what_is_typed_wrong_is_answered_with_what_to_type(ways: Ways, desk: Desk, typed: str, answered: str) -> None:
    logged(desk)
    answer = ways.command(SERVICE, "/complaint", typed)
    assert answered in said(answer)
    check_message(answer["text"], answer["blocks"])
    assert state(desk) == "new"


def test_what_a_resolved_case_does_not_allow_says_how_to_reopen_it(ways: Ways, desk: Desk) -> None:
    resolved(desk)
    for typed in ("claim C-1", "reply C-1 您好", "wait C-1", "resolve C-1 好了"):
        assert "/complaint 重开 C-1 原因" in said(ways.command(SERVICE, "/complaint", typed)), typed
    assert state(desk) == "resolved"


@pytest.mark.parametrize("person", [SALES, STRANGER])
@pytest.mark.parametrize("typed", ["claim C-1", "note C-1 看看", "wait C-1", "reply C-1 您好", "resolve C-1 好了"])
def test_who_may_not_is_told_who_may(ways: Ways, desk: Desk, person: str, typed: str) -> None:
    logged(desk)
    answer = said(ways.command(person, "/complaint", typed))
    assert "只有客服、官微编辑可以" in answer
    assert f"请找：{NAMES[SERVICE]}" in answer
    assert state(desk) == "new"


def test_somebody_elses_case_says_whose_it_is(ways: Ways, desk: Desk) -> None:
    claimed(desk)
    assert f"C-1 由 {NAMES[SERVICE]} 处理" in said(ways.command(SECOND_SERVICE, "/complaint", "resolve C-1 好了"))


@pytest.mark.parametrize("length", [30, 3_001, 10_000, 25_000])
@pytest.mark.parametrize("sign", ["长", "&", "😀", "<"])
def test_a_text_too_long_is_given_back_whole(ways: Ways, desk: Desk, length: int, sign: str) -> None:
    claimed(desk)
    slack = {"&": "&amp;", "<": "&lt;"}.get(sign, sign)
    answer = ways.command(SERVICE, "/complaint", "rply C-1 " + slack * length)
    check_message(answer["text"], answer["blocks"])
    more = desk.store.all("SELECT body FROM outbox WHERE what = 'ephemeral' ORDER BY id")
    assert len(more) == (length + 9 - 1) // MESSAGE
    given_back = copied(answer["blocks"]) + "".join(copied_of_row(str(row["body"])) for row in more)
    assert given_back == "rply C-1 " + sign * length


def copied(blocks: list[dict[str, Any]]) -> str:
    """The text of the blocks to copy from."""
    found = [block["elements"] for block in blocks if block["type"] == "rich_text"]
    return "".join(run["text"] for parts in found for part in parts for run in part["elements"])


def copied_of_row(body: str) -> str:
    drawn = json.loads(body)
    check_message(drawn["text"], drawn["blocks"])
    return copied(drawn["blocks"])


def test_a_reply_too_long_is_refused_with_both_numbers_and_given_back(ways: Ways, desk: Desk) -> None:
    claimed(desk)
    text = "对不起" * 800
    answer = ways.command(SERVICE, "/complaint", f"reply C-1 {text}")
    assert "回复内容太长：2400 字，最多 2000 字" in said(answer)
    assert copied(answer["blocks"]) == f"reply C-1 {text}"
    assert state(desk) == "claimed"


def test_what_a_person_typed_comes_as_they_typed_it(ways: Ways, desk: Desk) -> None:
    claimed(desk)
    ways.command(
        SERVICE, "/complaint", "note C-1 问 &lt;仓库&gt; &amp; <@U0SALES|qian.duo> 见 <https://a.cn/x> <#C9|客服>"
    )
    note = events.history(desk.store, "C-1")[-1]
    assert note.data["text"] == "问 <仓库> & @qian.duo 见 https://a.cn/x #客服"


EVIL = "<!channel> <@U0LEADER> <!here> &lt;!everyone&gt; <!subteam^S123> <https://x.cn|点我>"


@pytest.mark.parametrize(
    "typed",
    [
        f"{EVIL}",
        f"claim {EVIL}",
        f"show {EVIL}",
        f"list {EVIL}",
        f"note C-1 {EVIL}",
        f"order C-1 {EVIL[:50]}",
        f"reply C-1 {EVIL}",
        f"resolve C-1 {EVIL}",
    ],
)
def test_nothing_typed_rings_anybody(ways: Ways, desk: Desk, typed: str) -> None:
    claimed(desk)
    assert rings(ways.command(SERVICE, "/complaint", typed)) == []
    assert rings(ways.command(SERVICE, "/complaint", "show C-1")) == []
    assert rings(ways.command(SERVICE, "/complaint", "list open")) == []


@pytest.mark.parametrize("alias", ["查看 C-1", "show Ｃ－１", "SHOW 1"])
def test_show_tells_the_words_the_clocks_and_the_history(ways: Ways, desk: Desk, alias: str) -> None:
    claimed(desk)
    answer = ways.command(SALES, "/complaint", alias)
    for part in ("送来的酸奶是坏的", "认领时限", "10:15（10:00 完成，按时）", f"10:00 {NAMES[SERVICE]} 认领了"):
        assert part in said(answer)
    check_message(answer["text"], answer["blocks"])


def test_show_holds_three_thousand_characters_to_the_letter(ways: Ways, desk: Desk) -> None:
    words = "<&>送错了" * 500
    logged(desk, words)
    for n in range(30):
        complaints.note(desk, ask(desk, SERVICE), "C-1", f"&<>备注{n}" * 100)
    answer = ways.command(SERVICE, "/complaint", "show C-1")
    check_message(answer["text"], answer["blocks"])
    assert copied(answer["blocks"]) == words
    assert "备注29" in said(answer)


def test_english_readers_are_answered_without_a_fault(ways: Ways, desk: Desk) -> None:
    logged(desk)
    for typed in ("help", "list", "show C-1", "claim C-1", "frob"):
        assert said(ways.command(ENGLISH, "/complaint", typed))


@hypothesis_settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    verb=st.sampled_from(["", *(name for verb in command.VERBS for name in (verb.word, *verb.aliases))]),
    rest=st.one_of(st.text(max_size=60), st.text(max_size=30).map(lambda text: f"C-1 {text}")),
)
def test_any_words_at_all_are_answered_within_the_chats_walls(ways: Ways, desk: Desk, verb: str, rest: str) -> None:
    if not events.history(desk.store, "C-1"):
        logged(desk)
    answer = ways.command(SERVICE, "/complaint", f"{verb} {rest}")
    if answer:
        check_message(answer["text"], answer["blocks"])
        assert rings(answer) == []
