"""Drafts: the buttons of the card, the forms behind them, and the shortcuts on messages."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.cards import draft as cards
from bot.commands import draft as command
from bot.domain import draft_review, drafts
from bot.domain.desk import Desk
from bot.domain.draft_sheet import Sheet
from bot.domain.draft_steps import show
from bot.domain.paper import paper
from bot.handlers import draft as handler
from bot.store import drafts as rows
from bot.store.times import from_store
from bot.text.words import words
from bot.workspace.walls import check_message, check_view
from tests.chat import CHANNEL, Chat, Ways, said
from tests.company import EDITOR, LEGAL, NAMES, REVIEWER, SALES, STRANGER, Time, ask
from tests.domain.test_drafts import CALM, TACKY, sent


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register, handler.register)


def opened(ways: Ways, chat: Chat, text: str = "", user: str = SALES) -> dict[str, Any]:
    ways.command(user, "/draft", text)
    return chat.views()[-1]


def whispers(desk: Desk, what: str = "ephemeral") -> list[tuple[str, dict[str, Any]]]:
    found = desk.store.all("SELECT channel, body FROM outbox WHERE what = :what ORDER BY id", {"what": what})
    return [(str(row["channel"]), json.loads(str(row["body"]))) for row in found]


def of(desk: Desk, case: str) -> rows.Draft:
    return show(desk.store, case)


def test_a_form_with_everything_in_it_becomes_a_draft(ways: Ways, chat: Chat, desk: Desk, time: Time) -> None:
    wanted = time.now + timedelta(hours=5)
    filled = {
        "text": CALM,
        "kind": "brand",
        "department": "service",
        "wanted": int(wanted.timestamp()),
        "link": "https://example.com/nai",
        "pictures": "3",
        "picture_notes": "第一张放大",
        "proof": "检测报告见附件",
    }
    assert ways.form(SALES, opened(ways, chat), filled) == {}
    draft = of(desk, "D-1")
    assert (draft.text, draft.kind, draft.department, draft.author) == (CALM, "brand", "service", SALES)
    latest = draft.latest
    assert (latest.link, latest.pictures, latest.picture_notes, latest.proof) == (
        "https://example.com/nai",
        3,
        "第一张放大",
        "检测报告见附件",
    )
    assert from_store(draft.wanted_at) == wanted
    ((person, body),) = whispers(desk, "direct")
    assert person == SALES
    assert "D-1" in str(body)


def test_a_long_text_is_shown_whole_to_who_presses_for_it_and_to_nobody_else(ways: Ways, desk: Desk) -> None:
    text = "牧场的早上好。" * 400
    case = drafts.submit(desk, ask(desk, SALES), Sheet(text)).case_id
    drawn: Any = cards.card(of(desk, case), (), paper(desk, words("zh")))
    pressed = [block["accessory"] for block in drawn.blocks if "accessory" in block]
    assert [(one["text"]["text"], one["action_id"], one["value"]) for one in pressed] == [("全文", "draft.text", "D-1")]
    assert "只显示了前 1200 个字。" in said(drawn.blocks)
    ways.click(STRANGER, "draft.text", "D-1")
    ((channel, body),) = whispers(desk)
    assert (channel, body["user"]) == (CHANNEL, STRANGER)
    assert "".join(run["text"] for run in body["blocks"][1]["elements"][0]["elements"]) == text
    assert body["text"] == "D-1 第 1 版全文"
    check_message(body["text"], body["blocks"])


def test_a_short_text_needs_no_button(desk: Desk) -> None:
    case = drafts.submit(desk, ask(desk, SALES), Sheet(CALM)).case_id
    drawn: Any = cards.card(of(desk, case), (), paper(desk, words("zh")))
    assert [block for block in drawn.blocks if "accessory" in block] == []


@pytest.mark.parametrize(("field", "typed"), [("text", " \n"), ("link", "见附件"), ("wanted", 1)])
def test_an_error_stands_under_its_field_and_the_form_stays(
    ways: Ways, chat: Chat, desk: Desk, field: str, typed: object
) -> None:
    view = opened(ways, chat)
    answer = ways.form(SALES, view, {"text": CALM, field: typed})
    assert answer["response_action"] == "errors"
    assert set(answer["errors"]) == {field}
    assert ways.form(SALES, view, {"text": CALM}) == {}
    assert rows.counts(desk.store) == {"in_review": 1}


def test_a_form_submitted_twice_makes_one_draft(ways: Ways, chat: Chat, desk: Desk) -> None:
    view = opened(ways, chat)
    assert [ways.form(SALES, view, {"text": CALM}) for _ in range(2)] == [{}, {}]
    assert rows.counts(desk.store) == {"in_review": 1}


def test_what_was_sent_twice_is_withdrawn_by_the_button_beside_the_answer(ways: Ways, chat: Chat, desk: Desk) -> None:
    for key in ("V1", "V2"):
        assert ways.form(SALES, opened(ways, chat), {"text": CALM}, key=key) == {}
    (_, body) = whispers(desk, "direct")[-1]
    assert "和 D-1 一样" in str([one["message"].format(**one["values"]) for one in body["more"]])
    offer = body["offers"][-1]
    ways.click(SALES, offer["action"], offer["value"])
    assert (of(desk, "D-1").state, of(desk, "D-2").state) == ("in_review", "withdrawn")


def test_the_departments_line_from_check_to_published(ways: Ways, chat: Chat, desk: Desk) -> None:
    answer = ways.command(SALES, "/draft", f"check {TACKY}")
    assert "不可发布" in said(answer)
    button = next(block for block in answer["blocks"] if block["type"] == "actions")["elements"][0]
    ways.click(SALES, button["action_id"], button["value"])
    assert ways.form(SALES, chat.views()[-1], {}) == {}
    assert of(desk, "D-1").text == TACKY
    # Blocked for the reviewer, returned with a reason, mended by the author, approved, published.
    ways.click(REVIEWER, "draft.approve", "D-1:1")
    assert "不可发布" in str(whispers(desk)[-1][1])
    ways.click(REVIEWER, "draft.return", "D-1:1")
    check_view(chat.views()[-1], kinds=("modal",))
    assert "全网最低价" in said(chat.views()[-1])
    assert ways.form(REVIEWER, chat.views()[-1], {"reason": "太像电视购物"}, key="V2") == {}
    ways.click(SALES, "draft.revise", "D-1:1")
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    assert "太像电视购物" in said(view)
    assert ways.form(SALES, view, {"text": CALM}, key="V3") == {}
    ways.click(REVIEWER, "draft.approve", "D-1:2")
    assert (of(desk, "D-1").state, of(desk, "D-1").revision) == ("approved", 2)
    ways.click(EDITOR, "draft.published", "D-1:2")
    check_view(chat.views()[-1], kinds=("modal",))
    assert ways.form(EDITOR, chat.views()[-1], {"url": "https://weibo.com/1234567890/P5kqLmN2x"}, key="V4") == {}
    assert of(desk, "D-1").state == "published"


def test_legal_overrides_through_the_card(ways: Ways, chat: Chat, desk: Desk) -> None:
    sent(desk, TACKY)
    ways.click(LEGAL, "draft.override", "D-1:1")
    check_view(chat.views()[-1], kinds=("modal",))
    refused = ways.form(LEGAL, chat.views()[-1], {"reason": " "}, key="V2")
    assert set(refused["errors"]) == {"reason"}
    assert ways.form(LEGAL, chat.views()[-1], {"reason": "竞品原话，已核实"}, key="V2") == {}
    assert of(desk, "D-1").override_reason == "竞品原话，已核实"


def test_who_is_not_of_legal_cannot_override_through_the_form(ways: Ways, chat: Chat, desk: Desk) -> None:
    sent(desk, TACKY)
    ways.click(EDITOR, "draft.override", "D-1:1")
    answer = ways.form(EDITOR, chat.views()[-1], {"reason": "我看行"}, key="V2")
    assert NAMES[LEGAL] in answer["errors"]["reason"]
    assert of(desk, "D-1").open_blocks


@pytest.mark.parametrize("action", ["approve", "withdraw", "return", "revise", "override"])
def test_an_old_cards_button_says_superseded_and_does_nothing(ways: Ways, chat: Chat, desk: Desk, action: str) -> None:
    sent(desk)
    drafts.revise(desk, ask(desk, SALES), "D-1", 1, Sheet(CALM + "再来一箱。"))
    before = of(desk, "D-1")
    ways.click(EDITOR, f"draft.{action}", "D-1:1")
    channel, body = whispers(desk)[-1]
    assert channel == CHANNEL
    assert "已有第 2 版" in str(body)
    assert chat.views() == []
    assert of(desk, "D-1") == before


def test_a_form_opened_on_an_older_revision_is_refused_and_keeps_what_was_typed(
    ways: Ways, chat: Chat, desk: Desk
) -> None:
    sent(desk)
    ways.click(EDITOR, "draft.revise", "D-1:1")
    view = chat.views()[-1]
    drafts.revise(desk, ask(desk, SALES), "D-1", 1, Sheet(CALM + "作者先改了。"))
    answer = ways.form(EDITOR, view, {"text": "编辑后改的"})
    assert "已有第 2 版" in answer["errors"]["text"]
    assert of(desk, "D-1").text == CALM + "作者先改了。"


def test_a_revision_from_the_form_keeps_what_was_not_touched(ways: Ways, chat: Chat, desk: Desk, time: Time) -> None:
    wanted = time.now + timedelta(hours=5)
    sent(desk, kind="brand", link="https://a.cn/x", pictures=2, picture_notes="竖图", wanted_at=wanted, proof="见附件")
    ways.click(EDITOR, "draft.revise", "D-1:1")
    assert ways.form(EDITOR, chat.views()[-1], {"text": "编辑改过的话"}) == {}
    draft, latest = of(desk, "D-1"), of(desk, "D-1").latest
    assert (draft.kind, draft.department, draft.author) == ("brand", "sales", SALES)
    assert (latest.link, latest.pictures, latest.picture_notes, latest.proof) == ("https://a.cn/x", 2, "竖图", "见附件")
    assert from_store(latest.wanted_at) == wanted


def test_a_click_that_comes_twice_is_one(ways: Ways, desk: Desk) -> None:
    sent(desk)
    for _ in range(2):
        ways.click(REVIEWER, "draft.approve", "D-1:1", key="again")
    assert len(whispers(desk)) == 1
    assert of(desk, "D-1").state == "approved"


def test_the_author_clicking_approve_on_their_own_draft_is_told_why_not(ways: Ways, desk: Desk) -> None:
    sent(desk, by=REVIEWER)
    ways.click(REVIEWER, "draft.approve", "D-1:1")
    assert "自己的稿件" in str(whispers(desk)[-1][1])


@pytest.mark.parametrize("way", ["shortcut", "home"])
def test_the_form_opens_from_a_shortcut_and_from_the_home(ways: Ways, chat: Chat, way: str) -> None:
    if way == "shortcut":
        ways.shortcut(SALES, "draft.new")
    else:
        ways.click(SALES, "draft.open", "new", view={"id": "V0", "type": "home"})
    view = chat.views()[-1]
    assert view["callback_id"] == "draft.form"
    assert "initial_value" not in str(view["blocks"][0])


def test_a_messages_text_fills_the_form(ways: Ways, chat: Chat) -> None:
    ways.message_shortcut(STRANGER, "draft.from_message", "满 &lt;99&gt; 减 20\n今晚八点")
    assert "满 <99> 减 20\n今晚八点" in str(chat.views()[-1]["blocks"][0]["element"]["initial_value"])


def test_a_message_is_checked_for_the_one_who_asked_only(ways: Ways, desk: Desk) -> None:
    ways.message_shortcut(STRANGER, "draft.check_message", TACKY)
    ((channel, body),) = whispers(desk)
    assert (channel, body["user"]) == (CHANNEL, STRANGER)
    check_message(body["text"], body["blocks"])
    assert "不可发布" in str(body)


def test_a_message_without_text_or_too_long_is_refused_in_words(ways: Ways, chat: Chat, desk: Desk) -> None:
    ways.message_shortcut(STRANGER, "draft.from_message", "")
    ways.message_shortcut(STRANGER, "draft.from_message", "长" * 3_001)
    assert "请填写正文" in said(whispers(desk)[0][1])
    assert "3001 字，微博最多 2000 字" in said(whispers(desk)[1][1])
    assert chat.views() == []


def test_a_campaign_can_be_chosen_and_taken_away_again(ways: Ways, chat: Chat, desk: Desk) -> None:
    with desk.store.transaction() as tx:
        tx.execute(
            "INSERT INTO campaigns (id, state, title, department, contact, promotion_from, first_day, last_day, "
            "details, lead_days, light, submitted_at, created_at, changed_at) VALUES ('N-1', 'accepted', '双十二', "
            "'sales', 'U', '2026-12-03', '2026-12-10', '2026-12-12', '{}', 7, 'in_time', '', '', '')"
        )
    assert ways.form(SALES, opened(ways, chat), {"text": CALM, "campaign": "N-1"}) == {}
    assert of(desk, "D-1").campaign_id == "N-1"
    ways.click(SALES, "draft.revise", "D-1:1")
    assert ways.form(SALES, chat.views()[-1], {"campaign": "none"}, key="V2") == {}
    assert of(desk, "D-1").campaign_id is None


def test_a_draft_someone_withdrew_meanwhile_says_so(ways: Ways, chat: Chat, desk: Desk) -> None:
    sent(desk)
    draft_review.withdraw(desk, ask(desk, SALES), "D-1")
    ways.click(REVIEWER, "draft.approve", "D-1:1")
    assert "已撤回" in str(whispers(desk)[-1][1])
