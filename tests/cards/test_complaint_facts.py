"""The fact sheet drawn: the acceptance first, numbers masked, everything within the chat's walls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.cards import complaint as cards
from bot.cards.blocks import MESSAGE, written
from bot.cards.complaint_facts import accepted_form, form
from bot.cards.complaint_list import Turning, listing
from bot.cards.complaint_whole import whole as in_full
from bot.cards.message import Message
from bot.domain import complaints
from bot.domain.complaints.lists import Asked
from bot.store.complaints import NAME_MOST, NOTE_MOST, ORDER_MOST, WORDS_MOST
from bot.store.events import Event
from bot.store.facts import FACT_MOST, Facts, blank
from bot.text.vocabulary import VERDICTS
from bot.workspace.walls import check_message, check_view
from tests.chat import said
from tests.examples import CASE, STAMP, paper, texts, whole
from tests.rings import rings

PHONE = "13800138000"
FACTS = Facts(
    complaint_id="C-31",
    customer_says="要换货",
    our_record="11-22 签收",
    evidence="监控 10:31",
    verdict="confirmed",
    remedy="换货一箱",
    filled_by="U1",
    filled_at=STAMP,
    accepted_at=STAMP,
    accepted_words="行，那就换一箱吧",
    accepted_by="U1",
)
REOPENED = CASE._replace(state="reopened", reopened=1)


def in_order(message: Message) -> None:
    check_message(message.text, message.blocks, most=4_000)
    assert written(message.blocks) <= MESSAGE
    assert rings(whole(message)) == []


def facts_of(text: st.SearchStrategy[str]) -> st.SearchStrategy[Facts]:
    return st.builds(
        lambda verdict, accepted, says, record, evidence, remedy, words: Facts(
            "C-31", says, record, evidence, verdict, remedy, "U1", STAMP, accepted, words, "U1"
        ),
        st.sampled_from(["", *VERDICTS]),
        st.sampled_from(["", STAMP]),
        text,
        text,
        text,
        text,
        text,
    )


def test_on_a_case_opened_again_the_acceptance_comes_first() -> None:
    blocks: Any = cards.card(REOPENED, [], (), paper(), facts=FACTS).blocks
    assert blocks[0]["type"] == "header"
    assert blocks[1]["text"]["text"] == "✅ *顾客 10:00 接受过处理*（何静 记录）：\n> 行，那就换一箱吧"
    shown: Any = cards.details(REOPENED, [], [], (), paper(), facts=FACTS).blocks
    assert shown[1] == blocks[1]


def test_before_that_it_stands_below_the_words() -> None:
    for case in (CASE._replace(state="resolved", resolved_at=STAMP), CASE._replace(state="replied")):
        blocks: Any = cards.card(case, [], (), paper(), facts=FACTS).blocks
        assert "接受过处理" not in said(blocks[1])
        assert "接受过处理" in said(blocks)


def test_the_card_says_the_verdict_and_the_remedy_and_not_the_evidence() -> None:
    shown = said(whole(cards.card(CASE, [], (), paper(), facts=FACTS)))
    assert "*核实*：属实 — 换货一箱" in shown
    assert "监控 10:31" not in shown


def test_show_has_the_whole_sheet_marked_as_internal() -> None:
    shown = said(whole(cards.details(CASE, [], [], (), paper(), facts=FACTS)))
    assert "*核实表*（内部，不对外） · 属实 · 何静 10:00 填写" in shown
    for part in ("*顾客诉求*\n要换货", "*我方记录*\n11-22 签收", "*证据*\n监控 10:31", "*处理措施*\n换货一箱"):
        assert part in shown


def test_a_change_is_told_old_to_new() -> None:
    changes = {"verdict": ["confirmed", "partly"], "remedy": ["", "补发"], "evidence": ["照片", ""]}
    event = Event(1, STAMP, "U1", "C-31", "verdict", "claimed", "claimed", {"changes": changes})
    told = cards.line(event, paper())
    assert "核实结论：属实 → 部分属实" in told
    assert "处理措施：补发" in told
    assert "证据：照片 → —" in told


def test_numbers_are_masked_on_the_card_in_the_list_in_the_history_and_in_details() -> None:
    case = CASE._replace(
        words=f"打{PHONE}没人接，单号DD202611", order_number="DD202611", customer=f"小满{PHONE}", resolution=PHONE
    )
    facts = replace(FACTS, remedy=PHONE, our_record=PHONE, accepted_words=PHONE)
    comments = [{"number": 2, "words": f"再打{PHONE}", "at": STAMP}]
    history = [
        Event(1, STAMP, "U1", "C-31", "note", "new", "new", {"text": PHONE}),
        Event(2, STAMP, "U1", "C-31", "comment", "new", "new", {"number": 2, "words": PHONE}),
        Event(3, STAMP, "U1", "C-31", "reopen", "new", "new", {"reason": PHONE}),
        Event(4, STAMP, "U1", "C-31", "verdict", "new", "new", {"changes": {"remedy": [PHONE, PHONE * 2]}}),
        Event(5, STAMP, "U1", "C-31", "accepted", "new", "new", {"text": PHONE, "at": STAMP}),
    ]
    counts = dict.fromkeys(("open", "unclaimed", "overdue", "waiting"), 1)
    drawn = [
        cards.card(case, comments, ("claim",), paper(), facts=facts),
        cards.details(case, comments, history, ("claim",), paper(), facts=facts),
        listing(Asked(customer=case.customer), [(case, "claim")], counts, Turning(1, "", "", {}), paper()),
    ]
    for message in drawn:
        shown = said(whole(message))
        assert "8001" not in shown
        assert "DD202611" not in shown
        assert "138××××8000" in shown
    assert "×××" in said(whole(drawn[1])).partition("*订单号*")[2]


def test_whoever_asked_sees_them_in_full() -> None:
    case = CASE._replace(words=f"打{PHONE}", order_number="DD202611", customer=f"小满{PHONE}")
    comments = [{"number": n, "words": f"第{n}次 {PHONE}", "at": STAMP} for n in (3, 2)]
    history = [Event(1, STAMP, "U1", "C-31", "note", "new", "new", {"text": f"回拨{PHONE}"})]
    shown = said(whole(in_full(case, comments, history, FACTS, paper())))
    for part in (f"打{PHONE}", "DD202611", f"小满{PHONE}", f"第3次 {PHONE}", f"回拨{PHONE}", "只有您看得到"):
        assert part in shown


def test_the_button_to_see_in_full_is_there_where_something_is_hidden() -> None:
    for case, hidden in ((CASE, False), (CASE._replace(words=PHONE), True), (CASE._replace(order_number="1"), True)):
        blocks: Any = cards.card(case, [], ("claim",), paper()).blocks
        assert ("complaint.see" in said(blocks[-1])) is hidden


@hypothesis_settings(max_examples=120, deadline=None)
@given(
    facts=facts_of(texts(FACT_MOST)),
    words=texts(WORDS_MOST),
    customer=texts(NAME_MOST),
    order=texts(ORDER_MOST),
    resolution=texts(NOTE_MOST),
    state=st.sampled_from(["claimed", "reopened", "resolved"]),
    language=st.sampled_from(["zh", "en"]),
)
def test_any_sheet_is_within_the_walls_and_rings_nobody(
    facts: Facts, words: str, customer: str, order: str, resolution: str, state: str, language: str
) -> None:
    case = CASE._replace(
        words=words,
        customer=customer,
        order_number=order,
        resolution=resolution,
        state=state,
        reopened=1,
        claimed_at=STAMP,
        resolved_at=STAMP,
    )
    on = paper(language)
    comments = [{"number": n, "words": words, "at": STAMP} for n in range(40, 0, -1)]
    history = [Event(n, STAMP, "U1", "C-31", "note", "new", "new", {"text": facts.remedy}) for n in range(30)]
    in_order(cards.card(case, comments, complaints.allowed(case), on, facts=facts))
    in_order(cards.details(case, comments[:3], history, complaints.allowed(case), on, facts=facts))
    in_order(in_full(case, comments, history, facts, on))
    check_view(form(case, facts, on), kinds=("modal",))


@pytest.mark.parametrize("sign", ["&", "<", "\n", "长", "😀"])
def test_the_longest_of_everything_at_once_is_within_the_walls(sign: str) -> None:
    case = REOPENED._replace(
        words=sign * WORDS_MOST,
        customer=sign * NAME_MOST,
        order_number=sign * ORDER_MOST,
        resolution=sign * NOTE_MOST,
        link="https://" + sign * 700,
        category=sign * NAME_MOST,
        comments=99,
    )
    most = sign * FACT_MOST
    facts = Facts("C-31", most, most, most, "confirmed", most, "U1", STAMP, STAMP, sign * NOTE_MOST, "U1")
    comments = [{"number": n, "words": sign * WORDS_MOST, "at": STAMP} for n in range(99, 59, -1)]
    on = paper(name=sign * 80)
    for told in (facts, blank("C-31")):
        in_order(cards.card(case, comments[:3], complaints.allowed(case), on, facts=told))
        in_order(cards.details(case, comments[:3], [], complaints.allowed(case), on, facts=told))
        in_order(in_full(case, comments, [], told, on))
        check_view(form(case, told, on), kinds=("modal",))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_form_of_the_acceptance_is_within_the_walls(language: str) -> None:
    check_view(accepted_form("C-999999999999", paper(language)), kinds=("modal",))
