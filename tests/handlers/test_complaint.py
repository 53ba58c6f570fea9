"""Complaints: the buttons of the card, the forms behind them, the shortcuts that open the form, and who is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.cards.complaint_form import ASKS
from bot.commands import complaint as command
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.drawing import drawer
from bot.handlers import complaint as handler
from bot.store import events, sending
from bot.store.complaints import Complaint
from bot.store.sending import Held
from bot.workspace.walls import check_message, check_view
from tests.chat import CHANNEL, Chat, Ways, said
from tests.company import EDITOR, ENGLISH, NAMES, SALES, SECOND_SERVICE, SERVICE, Time, ask
from tests.rings import rings
from tests.states import states

FILLED: dict[str, Any] = {"words": "送来的酸奶是坏的", "customer": "小满"}
EVERYTHING: dict[str, Any] = {
    "words": "孩子喝了拉肚子",
    "customer": "＠小满 ",
    "place": "private",
    "link": "https://weibo.com/1/Qx",
    "order": "DD202611",
    "followers": "1，200",
    "category": "delivery",
    "severity": "normal",
}


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register, handler.register)


def opened(ways: Ways, chat: Chat, user: str = SALES) -> dict[str, Any]:
    ways.command(user, "/complaint")
    return chat.views()[-1]


def of(desk: Desk, case: str = "C-1") -> Complaint:
    return complaints.show(desk.store, case)


def logged(desk: Desk, words: str = "送来的酸奶是坏的") -> str:
    return complaints.log(desk, ask(desk, SALES), Report(words=words, customer="小满")).case_id


def claimed(desk: Desk) -> str:
    case = logged(desk)
    complaints.claim(desk, ask(desk, SERVICE), case)
    return case


def resolved(desk: Desk) -> str:
    case = claimed(desk)
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发")
    return case


def owed(desk: Desk, what: str) -> list[dict[str, Any]]:
    found = desk.store.all("SELECT channel, body FROM outbox WHERE what = :what ORDER BY id", {"what": what})
    return [{"to": str(row["channel"]), **json.loads(str(row["body"]))} for row in found]


def drawn(desk: Desk) -> list[Any]:
    """Everything that is owed, drawn as it would be sent now; each is within the chat's walls."""
    draw, found = drawer(desk), []
    with desk.store.transaction() as tx:
        while one := sending.take(tx, now=10**13, sender="test", lease=10, held=Held()):
            message = draw(one)
            sending.sent(tx, one.id, "test", ts="1.1", now=0)
            if message:
                check_message(message.text, message.blocks)
                found.append({"text": message.text, "blocks": message.blocks})
    return found


def test_the_form_is_within_the_chats_walls_in_both_languages(ways: Ways, chat: Chat) -> None:
    for person in (SALES, ENGLISH):
        check_view(opened(ways, chat, person), kinds=("modal",))


def test_a_form_makes_a_case_with_all_that_was_filled_in(ways: Ways, chat: Chat, desk: Desk) -> None:
    assert ways.form(SALES, opened(ways, chat), EVERYTHING) == {}
    case = of(desk)
    assert (case.words, case.customer, case.place) == ("孩子喝了拉肚子", "＠小满", "private")
    assert (case.link, case.order_number, case.followers) == ("https://weibo.com/1/Qx", "DD202611", 1200)
    # What a person chose stands, whatever the words propose.
    assert (case.category, case.severity, case.reporter) == ("delivery", "normal", SALES)
    assert [told["to"] for told in owed(desk, "direct")] == [SALES]
    assert "C-1" in json.dumps(owed(desk, "direct")[0])


def test_what_is_not_chosen_is_proposed_from_the_words(ways: Ways, chat: Chat, desk: Desk) -> None:
    ways.form(SALES, opened(ways, chat), {"words": "孩子喝了拉肚子，客服没人接", "customer": "小满"})
    assert (of(desk).severity, of(desk).category) == ("P0", "service")


def test_the_same_form_sent_twice_is_one_case_and_one_receipt(ways: Ways, chat: Chat, desk: Desk) -> None:
    view = opened(ways, chat)
    assert ways.form(SALES, view, FILLED) == ways.form(SALES, view, FILLED) == {}
    assert states(desk.store) == {"new": 1}
    assert of(desk).comments == 1
    assert len(owed(desk, "direct")) == 1


@pytest.mark.parametrize(
    ("wrong", "field", "why"),
    [
        ({"words": "\u200b\ufeff "}, "words", "请填写顾客原话"),
        ({"words": "长" * 10_000}, "words", "太长：10000 字，最多 3000 字"),
        ({"customer": "名" * 61}, "customer", "最多 60 字"),
        ({"order": "1" * 61}, "order", "最多 60 字"),
        ({"link": "https://a.cn/" + "x" * 1_000}, "link", "最多 1000 字"),
        ({"followers": "很多"}, "followers", "请填数字"),
        ({"followers": "-3"}, "followers", "请填数字"),
    ],
)
def test_what_is_wrong_stands_under_its_field_and_can_be_put_right(
    ways: Ways, chat: Chat, desk: Desk, wrong: dict[str, str], field: str, why: str
) -> None:
    view = opened(ways, chat)
    answer = ways.form(SALES, view, {**FILLED, **wrong})
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == [field]
    assert why in answer["errors"][field]
    assert states(desk.store) == {}
    assert ways.form(SALES, view, FILLED) == {}
    assert states(desk.store) == {"new": 1}


def test_a_customer_with_an_open_case_joins_it(ways: Ways, chat: Chat, desk: Desk) -> None:
    ways.form(SALES, opened(ways, chat), FILLED, key="V1")
    ways.form(EDITOR, opened(ways, chat), {"words": "还是没人理", "customer": "@小满"}, key="V2")
    assert (of(desk).comments, states(desk.store)) == (2, {"new": 1})
    assert "已并入" in json.dumps(owed(desk, "direct")[-1], ensure_ascii=False)


def test_claim_by_button_gives_the_case_and_tells_only_who_pressed(ways: Ways, desk: Desk) -> None:
    case = logged(desk)
    assert ways.click(SERVICE, "complaint.claim", case) == {}
    assert (of(desk).state, of(desk).holder) == ("claimed", SERVICE)
    (told,) = owed(desk, "ephemeral")
    assert (told["to"], told["user"]) == (CHANNEL, SERVICE)


def test_the_second_to_press_is_told_who_has_it(ways: Ways, desk: Desk) -> None:
    case = logged(desk)
    ways.click(SERVICE, "complaint.claim", case)
    ways.click(SECOND_SERVICE, "complaint.claim", case)
    told = owed(desk, "ephemeral")[-1]
    assert told["user"] == SECOND_SERVICE
    assert f"C-1 已由 {NAMES[SERVICE]} 在 10:00 认领" in told["text"]
    assert of(desk).holder == SERVICE


@pytest.mark.parametrize("action", ["claim", "wait"])
def test_the_same_click_twice_changes_nothing_and_tells_once(ways: Ways, desk: Desk, action: str) -> None:
    case = logged(desk) if action == "claim" else claimed(desk)
    before = len(events.history(desk.store, case))
    for _ in range(3):
        assert ways.click(SERVICE, f"complaint.{action}", case, key="trigger.same") == {}
    assert len(events.history(desk.store, case)) == before + 1
    assert len(owed(desk, "ephemeral")) == 1


def test_the_same_refused_click_tells_once(ways: Ways, desk: Desk) -> None:
    case = logged(desk)
    for _ in range(3):
        ways.click(SALES, "complaint.claim", case, key="trigger.same")
    (told,) = owed(desk, "ephemeral")
    assert "只有客服、官微编辑可以认领投诉" in told["text"]


@pytest.mark.parametrize(
    ("action", "given_state", "filled", "after"),
    [
        ("reply", claimed, "您好，今天补发", "replied"),
        ("resolve", claimed, "补发一箱", "resolved"),
        ("note", claimed, "已请店长写经过", "claimed"),
        ("order", claimed, "DD202611", "claimed"),
        ("reopen", resolved, "又坏了", "reopened"),
    ],
)
def test_each_button_that_needs_words_asks_and_does_it_once(
    ways: Ways, chat: Chat, desk: Desk, action: str, given_state: Any, filled: str, after: str
) -> None:
    case = given_state(desk)
    before = len(events.history(desk.store, case))
    assert ways.click(SERVICE, f"complaint.{action}", case) == {}
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    assert case in view["title"]["text"]
    for _ in range(2):
        assert ways.form(SERVICE, view, {ASKS[action]: filled}) == {}
    assert of(desk).state == after
    assert len(events.history(desk.store, case)) == before + 1


@pytest.mark.parametrize("action", sorted(ASKS))
def test_the_small_forms_keep_open_with_what_is_wrong(ways: Ways, chat: Chat, desk: Desk, action: str) -> None:
    case = resolved(desk) if action == "reopen" else claimed(desk)
    before = of(desk)
    ways.click(SERVICE, f"complaint.{action}", case)
    for text in ("", "\u200b", "长" * 10_000):
        answer = ways.form(SERVICE, chat.views()[-1], {ASKS[action]: text})
        assert list(answer["errors"]) == [ASKS[action]]
    assert of(desk) == before


def test_a_form_whose_case_has_moved_on_says_so_and_keeps_the_words(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = claimed(desk)
    ways.click(SERVICE, "complaint.reply", case)
    complaints.resolve(desk, ask(desk, EDITOR), case, "已处理")
    answer = ways.form(SERVICE, chat.views()[-1], {"reply": "您好"})
    assert "已办结" in answer["errors"]["reply"]
    assert "/complaint 重开 C-1" in answer["errors"]["reply"]


def test_a_form_that_does_not_open_is_told_where_the_button_was(ways: Ways, chat: Chat, desk: Desk) -> None:
    chat.refuse["views.open"] = "expired_trigger_id"
    ways.click(SERVICE, "complaint.note", claimed(desk))
    assert "表单没能打开" in owed(desk, "ephemeral")[0]["text"]


def test_a_form_asked_for_on_the_home_opens_and_a_refusal_there_comes_directly(
    ways: Ways, chat: Chat, desk: Desk
) -> None:
    home: dict[str, Any] = {"view": {"type": "home", "id": "VH"}}
    ways.click(SALES, "complaint.open", "new", **home)
    assert chat.views()[-1]["callback_id"] == "complaint.form"
    chat.refuse["views.open"] = "expired_trigger_id"
    ways.click(SALES, "complaint.open", "new", **home)
    assert [told["to"] for told in owed(desk, "direct")] == [SALES]


def test_a_button_brings_what_was_typed_behind_the_command_into_the_form(ways: Ways, chat: Chat) -> None:
    ways.click(SALES, "complaint.open", "text:@小满：酸奶胀包了 https://weibo.com/1/Qx")
    filled = {block["block_id"]: block["element"].get("initial_value", "") for block in chat.views()[-1]["blocks"]}
    assert (filled["words"], filled["customer"], filled["link"]) == (
        "酸奶胀包了 https://weibo.com/1/Qx",
        "小满",
        "https://weibo.com/1/Qx",
    )


def test_an_old_cards_button_says_at_once_that_the_case_is_done(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = claimed(desk)
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发")
    ways.click(SERVICE, "complaint.reply", case)
    assert chat.views() == []
    assert f"/complaint 重开 {case} 原因" in str(owed(desk, "ephemeral"))


def test_the_shortcuts_open_the_form_empty_or_with_the_messages_words(ways: Ways, chat: Chat) -> None:
    ways.shortcut(SALES, "complaint.new")
    ways.message_shortcut(SALES, "complaint.from_message", "顾客说 &lt;坏了&gt; 😀 <https://weibo.com/1/Qx>")
    for view in chat.views():
        check_view(view, kinds=("modal",))
    empty, full = (view["blocks"][0]["element"] for view in chat.views())
    assert "initial_value" not in empty
    assert full["initial_value"] == "顾客说 <坏了> 😀 https://weibo.com/1/Qx"


@pytest.mark.parametrize("text", ["", "长" * 12_000, "&amp;" * 8_000, "\u200b", "😀" * 4_000])
def test_a_shortcut_on_any_message_opens_a_form_the_chat_takes(ways: Ways, chat: Chat, text: str) -> None:
    ways.message_shortcut(SALES, "complaint.from_message", text)
    check_view(chat.views()[-1], kinds=("modal",))


EVIL = "<!channel> <@U0LEADER> <!here> &lt;!everyone&gt; <!subteam^S123> <https://x.cn|点我> 😀\u200b\u202e"


def test_nothing_people_write_rings_anybody_anywhere(ways: Ways, chat: Chat, desk: Desk) -> None:
    filled = {"words": EVIL, "customer": "<!channel>", "link": "https://x.cn/<!here>", "order": "<!everyone>"}
    ways.form(SALES, opened(ways, chat), filled, key="V1")
    ways.form(EDITOR, opened(ways, chat), {**filled, "words": EVIL * 2}, key="V2")
    ways.click(SERVICE, "complaint.claim", "C-1")
    for number, (action, block) in enumerate((name, ASKS[name]) for name in ("note", "reply", "resolve", "reopen")):
        ways.click(SERVICE, f"complaint.{action}", "C-1")
        assert ways.form(SERVICE, chat.views()[-1], {block: EVIL}, key=f"VA{number}") == {}
    sent = drawn(desk)
    assert len(sent) >= 8
    assert [rings(one) for one in sent if rings(one)] == []
    assert any("&lt;!channel&gt;" in said(one) for one in sent)


def test_a_lone_half_of_a_character_breaks_nothing(ways: Ways, chat: Chat, desk: Desk) -> None:
    assert ways.form(SALES, opened(ways, chat), {"words": "坏了\ud83d", "customer": "小\udc00满"}) == {}
    assert of(desk).words == "坏了?"
    drawn(desk)


def test_who_opened_the_case_is_told_when_it_is_resolved(ways: Ways, chat: Chat, desk: Desk, time: Time) -> None:
    ways.form(SALES, opened(ways, chat), FILLED)
    ways.click(SERVICE, "complaint.claim", "C-1")
    time.forward(minutes=5)
    ways.click(SERVICE, "complaint.resolve", "C-1")
    ways.form(SERVICE, chat.views()[-1], {"resolution": "补发一箱"}, key="V2")
    assert [told["to"] for told in owed(desk, "direct")] == [SALES, SALES, SERVICE]


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(st.characters(), max_size=200),
    customer=st.text(max_size=70),
    followers=st.text(max_size=10),
    key=st.sampled_from(["V1", "V2", "V3"]),
)
def test_any_text_in_a_form_is_taken_or_refused_under_a_field(
    ways: Ways, chat: Chat, desk: Desk, words: str, customer: str, followers: str, key: str
) -> None:
    view = opened(ways, chat)
    answer = ways.form(SALES, view, {"words": words, "customer": customer, "followers": followers}, key=key)
    fields = {block["block_id"] for block in view["blocks"]}
    assert answer == {} or set(answer["errors"]) <= fields
    # One form is at most one case.
    assert sum(states(desk.store).values()) <= 3


def test_the_button_merges_by_number_and_says_under_the_field_what_is_wrong(ways: Ways, chat: Chat, desk: Desk) -> None:
    logged(desk)
    complaints.log(desk, ask(desk, SALES), Report(words="也是坏的", customer="小林"))
    ways.click(SERVICE, "complaint.merge", "C-1")
    view = chat.views()[-1]
    answer = ways.form(SERVICE, view, {"into": "C1"})
    assert "不能把 C-1 并入它自己" in answer["errors"]["into"]
    assert ways.form(SERVICE, view, {"into": "Ｃ－２"}) == {}
    assert (of(desk).state, of(desk).merged_into) == ("merged", "C-2")
    drawn(desk)


def test_a_similar_case_is_merged_by_its_button_and_split_again(ways: Ways, chat: Chat, desk: Desk) -> None:
    logged(desk, "订的鲜奶三天没有送来")
    ways.form(SALES, opened(ways, chat), {"words": "订的鲜奶三天没有送来了", "customer": "小林"})
    told = owed(desk, "direct")[-1]
    assert "和别的顾客的投诉很像" in json.dumps(told, ensure_ascii=False)
    card = next(one for one in drawn(desk) if one["text"].startswith("C-2 "))
    (merge,) = [
        each
        for block in card["blocks"]
        for each in block.get("elements", ())
        if str(each.get("action_id", "")).startswith("complaint.into.")
    ]
    assert ways.click(SERVICE, merge["action_id"], merge["value"]) == {}
    assert of(desk, "C-2").merged_into == "C-1"
    assert ways.click(SERVICE, "complaint.unmerge", "C-2") == {}
    assert of(desk, "C-2").state == "new"


def test_a_message_fills_in_its_words_its_author_on_weibo_and_its_address(ways: Ways, chat: Chat) -> None:
    ways.message_shortcut(SALES, "complaint.from_message", "@小满：酸奶是坏的 &amp; 漏了")
    values = {block["block_id"]: block["element"] for block in chat.views()[-1]["blocks"]}
    assert values["words"]["initial_value"] == "酸奶是坏的 & 漏了"
    assert values["customer"]["initial_value"] == "小满"
    assert values["link"]["initial_value"] == "https://chat.example/p11"


@pytest.mark.parametrize(
    ("text", "words", "customer", "link"),
    [
        ("酸奶坏了 <https://weibo.com/1/Qx>", "酸奶坏了 https://weibo.com/1/Qx", None, "https://weibo.com/1/Qx"),
        ("<@U0SALES|qian.duo>：这条看一下", "@qian.duo：这条看一下", None, "https://chat.example/p11"),
        ("@小满 坏了", "@小满 坏了", None, "https://chat.example/p11"),
    ],
)
def test_a_colleague_is_not_taken_for_the_customer(
    ways: Ways, chat: Chat, text: str, words: str, customer: str | None, link: str
) -> None:
    ways.message_shortcut(SALES, "complaint.from_message", text)
    values = {block["block_id"]: block["element"] for block in chat.views()[-1]["blocks"]}
    assert values["words"]["initial_value"] == words
    assert values["customer"].get("initial_value") == customer
    assert values["link"]["initial_value"] == link


def test_where_the_chat_does_not_tell_the_address_the_form_opens_without(ways: Ways, chat: Chat) -> None:
    chat.refuse["chat.getPermalink"] = "message_not_found"
    ways.message_shortcut(SALES, "complaint.from_message", "酸奶坏了")
    values = {block["block_id"]: block["element"] for block in chat.views()[-1]["blocks"]}
    assert "initial_value" not in values["link"]
