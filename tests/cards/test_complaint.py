"""Complaints drawn: any texts there are, within the chat's walls, and nobody is rung."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.cards import complaint as cards
from bot.cards.blocks import MESSAGE, SECTION, section, sections, written
from bot.cards.complaint_beside import Beside, Similar
from bot.cards.complaint_form import ASKS, ask, form
from bot.cards.message import Message
from bot.domain import complaints
from bot.store.complaints import CATEGORIES, LINK_MOST, NAME_MOST, NOTE_MOST, ORDER_MOST, PLACES, WORDS_MOST, Complaint
from bot.store.events import Event
from bot.workspace.walls import check_message, check_view
from tests.chat import said
from tests.examples import CASE, STAMP, paper, texts, whole
from tests.rings import rings

STATES = ("new", "claimed", "waiting_customer", "replied", "resolved", "closed", "reopened", "merged")
ACTIONS = (
    "log",
    "comment",
    "claim",
    "note",
    "order",
    "wait",
    "reply",
    "resolve",
    "reopen",
    "merge",
    "take_in",
    "unmerge",
    "give_out",
)


def in_order(message: Message) -> None:
    """Within every wall, with room to spare, and silent."""
    check_message(message.text, message.blocks, most=4_000)
    assert written(message.blocks) <= MESSAGE
    assert rings(whole(message)) == []


CASES = st.builds(
    lambda **changes: CASE._replace(**changes),
    state=st.sampled_from(STATES),
    severity=st.sampled_from(["normal", "P0"]),
    category=st.one_of(st.sampled_from(CATEGORIES), texts(NAME_MOST)),
    place=st.sampled_from(PLACES),
    customer=texts(NAME_MOST),
    words=texts(WORDS_MOST),
    link=st.one_of(texts(LINK_MOST), texts(LINK_MOST - 8).map(lambda text: "https://" + text)),
    order_number=texts(ORDER_MOST),
    followers=st.one_of(st.none(), st.integers(0, 10**12)),
    comments=st.integers(1, 200),
    holder=st.sampled_from(["", "U1"]),
    reporter=st.sampled_from(["", "U1"]),
    claimed_at=st.just(STAMP),
    paused_at=st.just(STAMP),
    replied_at=st.sampled_from(["", STAMP]),
    resolved_at=st.just(STAMP),
    resolved_by=st.sampled_from(["", "U1"]),
    resolution=texts(NOTE_MOST),
    reopened=st.integers(0, 9),
    next_due=st.sampled_from(["", CASE.claim_due, "2026-11-24T01:00:00.000000Z"]),
    via=st.sampled_from(["", "file", "web"]),
    written_at=st.sampled_from(["", STAMP]),
    category_by=st.sampled_from(["", "U1"]),
    severity_by=st.sampled_from(["", "U1"]),
    merged_into=st.just("C-20"),
)
BESIDE = st.builds(
    Beside,
    category_words=st.lists(texts(30), max_size=3),
    severity_words=st.lists(texts(30), max_size=3),
    similar=st.lists(
        st.builds(Similar, st.just("C-999999999999"), texts(WORDS_MOST), st.integers(33, 100)), max_size=3
    ),
    merged=st.lists(CASES, max_size=8),
    merged_count=st.integers(0, 10**6),
)
BUTTONS = ("claim", "note", "order", "wait", "reply", "resolve", "reopen", "unmerge")
MOVED = {"into": "C-20", "case": "C-31", "from": "C-20"}
COMMENTS = st.lists(texts(WORDS_MOST).map(lambda text: {"number": 2, "words": text, "at": STAMP}), max_size=3)
EVENTS = st.lists(
    st.builds(
        lambda action, text: Event(
            1,
            STAMP,
            "U1",
            "C-31",
            action,
            "new",
            "new",
            {"text": text, "words": text, "reason": text, "number": 2, **MOVED},
        ),
        st.sampled_from(ACTIONS),
        texts(NOTE_MOST),
    ),
    max_size=40,
)
NAMES = texts(80)
LANGUAGES = st.sampled_from(["zh", "en"])


@hypothesis_settings(max_examples=150, deadline=None)
@given(case=CASES, comments=COMMENTS, history=EVENTS, name=NAMES, language=LANGUAGES, beside=BESIDE)
def test_any_card_and_its_details_are_within_the_walls_and_ring_nobody(
    case: Complaint, comments: list[dict[str, Any]], history: list[Event], name: str, language: str, beside: Beside
) -> None:
    allowed = complaints.allowed(case)
    on = paper(language, name)
    in_order(cards.card(case, comments, allowed, on, beside=beside))
    in_order(cards.details(case, comments, history, allowed, on, beside=beside))


@hypothesis_settings(max_examples=60, deadline=None)
@given(
    case=CASES,
    latest=st.one_of(
        st.none(), st.builds(lambda words, who: {"words": words, "customer": who}, texts(3_000), texts(60))
    ),
    direct=st.booleans(),
    language=LANGUAGES,
)
def test_any_line_about_further_comments_is_within_the_walls(
    case: Complaint, latest: dict[str, Any] | None, direct: bool, language: str
) -> None:
    text = cards.comments_line(case, 7, latest, paper(language), direct=direct)
    in_order(Message(text, [section(text)]))


@pytest.mark.parametrize("sign", ["&", "<", "\n", "长", "😀"])
@pytest.mark.parametrize("state", STATES)
def test_the_longest_of_everything_at_once_is_within_the_walls(state: str, sign: str) -> None:
    case = CASE._replace(
        state=state,
        words=sign * WORDS_MOST,
        customer=sign * NAME_MOST,
        category=sign * NAME_MOST,
        order_number=sign * ORDER_MOST,
        link="https://" + sign * (LINK_MOST - 8),
        resolution=sign * NOTE_MOST,
        comments=99,
        claimed_at=STAMP,
        paused_at=STAMP,
        resolved_at=STAMP,
    )
    comments = [{"number": n, "words": sign * WORDS_MOST, "at": STAMP} for n in (99, 98, 97)]
    history = [Event(n, STAMP, "U1", "C-31", "note", "new", "new", {"text": sign * NOTE_MOST}) for n in range(20)]
    on = paper(name=sign * 80)
    beside = Beside(
        category_words=(sign * 30,) * 3,
        severity_words=(sign * 30,) * 3,
        similar=(Similar("C-999999999999", sign * WORDS_MOST, 100),) * 3,
        merged=(case,) * 8,
        merged_count=10**6,
    )
    in_order(cards.card(case, comments, (), on, beside=beside))
    in_order(cards.details(case, comments, history, BUTTONS, on, beside=beside))


@hypothesis_settings(max_examples=60, deadline=None)
@given(words=texts(12_000), link=texts(1_000), language=LANGUAGES)
def test_any_form_is_within_the_walls(words: str, link: str, language: str) -> None:
    check_view(form(paper(language), words=words, link=link), kinds=("modal",))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("action", sorted(ASKS))
def test_the_small_forms_are_within_the_walls(action: str, language: str) -> None:
    check_view(ask(action, "C-999999999999", paper(language)), kinds=("modal",))


@pytest.mark.parametrize("state", STATES)
def test_the_card_has_a_button_for_each_action_that_is_allowed(state: str) -> None:
    case = CASE._replace(state=state, claimed_at=STAMP, paused_at=STAMP, resolved_at=STAMP)
    allowed = complaints.allowed(case)
    blocks: Any = cards.card(case, [], allowed, paper()).blocks
    assert offered(blocks[-1]["elements"]) == [f"{name}:C-31" for name in allowed]


def offered(elements: list[Any]) -> list[str]:
    """The actions of buttons and of the menu, with the case that each carries."""
    found = []
    for one in elements:
        if one["type"] == "overflow":
            found += [str(option["value"]) for option in one["options"]]
        else:
            found.append(f"{one['action_id'].removeprefix('complaint.')}:{one['value']}")
    return found


def test_the_card_says_whose_turn_it_is_and_until_when() -> None:
    late = CASE._replace(next_due="2026-11-24T01:59:59.000000Z")
    assert "*⏰ 认领已超时（09:59 到期）*" in said(whole(cards.card(late, [], (), paper())))


@pytest.mark.parametrize(
    ("changed", "title", "turn"),
    [
        ({}, "C-31 · 待认领", "*10:15 前认领*"),
        ({"state": "claimed", "holder": "U1"}, "C-31 · 处理中", "*10:15 前回复* · 何静 10:00 认领"),
        ({"state": "waiting_customer", "holder": "U1"}, "C-31 · 等待顾客", "*10:00 起时钟暂停* · 何静 负责"),
        ({"state": "replied", "holder": "U1"}, "C-31 · 已回复", "*10:15 前办结* · 何静 负责"),
        (
            {"state": "handed_over", "holder": "U1", "department": "sales"},
            "C-31 · 转交中",
            "*sales：10:15 前接单* · 接单前由 何静 负责",
        ),
        ({"state": "reopened", "holder": "U1"}, "C-31 · 重新打开", "*10:15 前认领* · 请 何静 接着处理"),
        ({"state": "reopened"}, "C-31 · 重新打开", "*10:15 前认领*"),
        ({"state": "resolved", "resolved_by": "U1"}, "C-31 · 已办结", "*何静* 10:00 办结"),
        ({"state": "closed", "resolved_by": "U1"}, "C-31 · 已关闭", "*何静* 10:00 办结 · 七天内顾客没有再来"),
        ({"state": "merged", "merged_into": "C-20"}, "C-31 · 已并入", "*已并入 C-20* · 时钟暂停"),
    ],
)
def test_the_state_stands_in_the_title_and_beneath_it_what_is_next_and_who_has_it(
    changed: dict[str, Any], title: str, turn: str
) -> None:
    case = CASE._replace(claimed_at=STAMP, paused_at=STAMP, resolved_at=STAMP)._replace(**changed)
    drawn = cards.card(case, [], (), paper())
    blocks: Any = drawn.blocks
    assert [blocks[0]["text"]["text"], blocks[1]["text"]["text"]] == [title, turn]
    assert drawn.text == f"{title} 送来的酸奶是坏的"


def test_to_whoever_has_it_it_says_so() -> None:
    case = CASE._replace(state="claimed", holder="U1", claimed_at=STAMP)
    mine = replace(paper(), reader="U1")
    assert "*10:15 前回复* · 您 10:00 认领" in said(whole(cards.card(case, [], (), mine)))
    assert cards.row(case, mine) == "*C-31* 送来的酸奶是坏的 — 您 · 10:15 前回复"
    assert cards.row(case, replace(mine, reader="U2")) == "*C-31* 送来的酸奶是坏的 — 何静 · 10:15 前回复"
    again = said(whole(cards.card(case._replace(state="reopened"), [], (), mine)))
    assert "*10:15 前认领* · 请您接着处理" in again


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "10:15 前认领"),
        ({"state": "claimed", "holder": "U1"}, "何静 · 10:15 前回复"),
        ({"state": "waiting_customer", "holder": "U1", "next_due": ""}, "何静 · 等待顾客"),
        ({"state": "reopened", "holder": "U1", "next_due": ""}, "重新打开"),
    ],
)
def test_a_row_says_who_has_it_and_until_when_or_how_it_stands(changed: dict[str, Any], told: str) -> None:
    assert cards.row(CASE._replace(**changed), paper()) == f"*C-31* 送来的酸奶是坏的 — {told}"


def test_a_severe_case_and_a_flood_show() -> None:
    case = CASE._replace(severity="P0", comments=7)
    comments = [{"number": 7, "words": "再不回我就去投诉", "at": STAMP}]
    shown = said(whole(cards.card(case, comments, (), paper())))
    assert "🔴 P0 C-31" in shown
    assert "共 7 条留言，1 人" in shown
    assert "· 再不回我就去投诉" in shown


def test_what_came_from_a_file_says_so() -> None:
    assert "10:00 从文件导入" in said(whole(cards.card(CASE._replace(reporter=""), [], (), paper())))


def test_what_is_like_it_and_what_was_merged_stand_on_the_card_with_buttons() -> None:
    beside = Beside(
        category_words=("坏的",),
        similar=(Similar("C-12", "酸奶是坏的\n真的", 72), Similar("C-9", "坏了", 40)),
        merged=(CASE._replace(id="C-40", customer="小<林"),),
        merged_count=1,
    )
    message = cards.card(CASE, [], ("claim",), paper(), beside=beside)
    shown = said(whole(message))
    assert "*相似*（别的顾客）：\n*C-12* 酸奶是坏的 真的 · 72%\n*C-9* 坏了 · 40%" in shown
    assert "*已并入这里*（1 条）：C-40（小&lt;林）" in shown
    assert "商品质量（按“坏的”）" in shown
    blocks: Any = message.blocks
    merges = [each for block in blocks[:-1] if block["type"] == "actions" for each in block["elements"]]
    assert [(each["action_id"], each["value"]) for each in merges] == [
        ("complaint.into.1", "C-31 C-12"),
        ("complaint.into.2", "C-31 C-9"),
    ]


def test_what_a_person_decided_says_so() -> None:
    case = CASE._replace(category="price", category_by="U1", severity="P0", severity_by="U1")
    assert "价格（人工） · P0（人工）" in said(
        whole(cards.card(case, [], (), paper(), beside=Beside(("贵",), ("变质",))))
    )


def test_a_merged_case_names_the_one_that_goes_on() -> None:
    shown = said(whole(cards.card(CASE._replace(state="merged", merged_into="C-20"), [], ("unmerge", "note"), paper())))
    assert "*已并入 C-20*" in shown
    assert "拆开" in shown


def test_details_hold_the_words_whole_and_the_latest_of_the_history() -> None:
    case = CASE._replace(words="长" * WORDS_MOST)
    history = [
        Event(n, STAMP, "U1", "C-31", "note", "claimed", "claimed", {"text": f"第{n}条" + "备" * 100})
        for n in range(60)
    ]
    shown = said(whole(cards.details(case, [], history, (), paper())))
    assert "长" * WORDS_MOST in shown
    assert "第59条" in shown
    assert "第0条" not in shown


def test_a_whole_reply_stands_in_the_thread() -> None:
    text = "对不起" * 600
    event = Event(1, STAMP, "U1", "C-31", "reply", "claimed", "replied", {"text": text})
    assert text in cards.line(event, paper())


@given(st.lists(st.text(max_size=SECTION), max_size=12))
def test_lines_are_packed_into_sections_without_loss(lines: list[str]) -> None:
    blocks: Any = sections(lines)
    assert all(len(block["text"]["text"]) <= SECTION for block in blocks)
    if lines and any(lines):
        assert "\n".join(block["text"]["text"] for block in blocks).strip() == "\n".join(lines).strip()
