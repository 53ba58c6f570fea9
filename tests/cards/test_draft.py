"""The draft's card, lines and details: what they say, and that they fit what the chat takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.cards import draft as cards
from bot.cards.blocks import MESSAGE
from bot.cards.findings import check_message as drawn_check
from bot.cards.message import Message
from bot.cards.paper import Paper
from bot.domain import draft_review, drafts
from bot.domain.copy_context import kept, report_on
from bot.domain.desk import Desk
from bot.domain.draft_sheet import Sheet
from bot.domain.draft_steps import show
from bot.store import drafts as rows
from bot.store import events
from bot.store.reports import Found, KeptReport, LetPass
from bot.text.words import phrase, words
from bot.workspace.walls import check_message
from bot.workspace.walls.messages import written
from tests.chat import said
from tests.company import EDITOR, LEGAL, NAMES, REVIEWER, SALES, ask
from tests.domain.test_drafts import CALM, TACKY, sent
from tests.examples import DRAFT, STAMP


def paper(desk: Desk, language: str = "zh") -> Paper:
    return Paper(words(language), desk.zone, desk.company.name, desk.company.department_name, desk.now())


def card(desk: Desk, case: str, language: str = "zh") -> Message:
    draft = show(desk.store, case)
    drawn = cards.card(draft, drafts.allowed(draft), paper(desk, language))
    check_message(drawn.text, drawn.blocks)
    return drawn


def buttons(drawn: Message) -> dict[str, str]:
    return {
        element["action_id"]: element["value"]
        for block in drawn.blocks
        if block["type"] == "actions"
        for element in block["elements"]  # type: ignore[attr-defined]  # a list of blocks
    }


def runs(drawn: Message) -> list[dict[str, Any]]:
    found: Sequence[Any] = [block["elements"] for block in drawn.blocks if block["type"] == "rich_text"]
    return [run for elements in found for element in elements for run in element["elements"]]


def styled(drawn: Message, *styles: str) -> str:
    return "|".join(run["text"] for run in runs(drawn) if set(run.get("style", ())) == set(styles))


def last_line(desk: Desk, case: str) -> str:
    return cards.line(events.history(desk.store, case)[-1], paper(desk))


def test_a_blocked_draft_shows_what_is_wrong_where_it_stands_and_cannot_be_approved(desk: Desk) -> None:
    drawn = card(desk, sent(desk, TACKY))
    assert "全网最低价" in styled(drawn, "bold", "code")
    assert "手慢无" in styled(drawn, "italic")
    text = said(drawn.blocks)
    assert "不可发布" in text and "广告法第九条" in text and "①" in text
    assert "draft.approve" not in buttons(drawn)
    assert buttons(drawn)["draft.override"] == "D-1:1"


def test_the_marked_text_is_the_text(desk: Desk) -> None:
    drawn = card(desk, sent(desk, TACKY))
    numbers = str.maketrans("", "", "①②③④⑤⑥⑦⑧⑨")
    assert "".join(run["text"] for run in runs(drawn)).translate(numbers) == TACKY


def test_a_mended_draft_shows_what_changed_and_what_got_better(desk: Desk) -> None:
    case = sent(desk, TACKY)
    drafts.revise(desk, ask(desk, SALES), case, 1, Sheet("我们的新品到店了，手慢也有"))
    drawn = card(desk, case)
    assert "史上最强" in styled(drawn, "strike")
    assert "新品到店了" in styled(drawn, "bold")
    assert "改好" in said(drawn.blocks) and "第 1 版" in said(drawn.blocks)
    assert buttons(drawn)["draft.approve"] == "D-1:2"


def test_an_approved_draft_is_there_to_copy_with_its_link(desk: Desk) -> None:
    case = sent(desk, CALM, link="https://example.com/nai")
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    drawn = card(desk, case)
    copied = [block for block in drawn.blocks if "preformatted" in str(block)]
    assert said(copied).count(f"{CALM}\nhttps://example.com/nai") == 1
    assert f"{NAMES[REVIEWER]} 10:00 通过" in said(drawn.blocks)
    assert "draft.published" in buttons(drawn)
    assert f"```\n{CALM}\nhttps://example.com/nai\n```" in last_line(desk, case)


BY = {"reviewed_by": REVIEWER, "reviewed_at": STAMP, "reviewed_fingerprint": "f"}


@pytest.mark.parametrize(
    ("changed", "title", "turn", "facts"),
    [
        ({"state": "in_review"}, "D-7 · 待审", f"*等审稿人*（{NAMES[REVIEWER]}）", "10:00 发"),
        (
            {"state": "in_review", "needs_legal": True},
            "D-7 · 待审",
            f"*等审稿人（{NAMES[REVIEWER]}）和法务（{NAMES[LEGAL]}）*",
            "10:00 发",
        ),
        (
            {"state": "changes_requested", "returned_by": EDITOR, "reason": "换个说法"},
            "D-7 · 待修改",
            f"*{NAMES[EDITOR]} 退回，请 {NAMES[SALES]} 修改*：\n> 换个说法",
            "10:00 发",
        ),
        (
            {"state": "approved", **BY},
            "D-7 · 已通过",
            "*10:00 到点没有登记*：已经发了的请登记链接，没发的请改时间。",
            f"{NAMES[REVIEWER]} 10:00 通过",
        ),
        (
            {"state": "scheduled", **BY},
            "D-7 · 已排期",
            "*10:00 发布*，到时在这里提醒编辑复制发布。",
            f"{NAMES[REVIEWER]} 10:00 通过",
        ),
        (
            {"state": "published", "published_at": STAMP, "url": "https://weibo.com/1/Qx", **BY},
            "D-7 · 已发布",
            "*10:00* <https://weibo.com/1/Qx|看微博>",
            f"{NAMES[REVIEWER]} 10:00 通过",
        ),
        (
            {"state": "on_hold", "held_by": EDITOR, "held_reason": "先查清楚"},
            "D-7 · 已暂停",
            f"{NAMES[EDITOR]} 暂停的，恢复后从原处继续：\n> 先查清楚",
            "10:00 发",
        ),
        ({"state": "withdrawn"}, "D-7 · 已撤回", "不能再用了；要发的话，请重新提交。", "10:00 发"),
    ],
)
def test_the_state_stands_in_the_title_and_beneath_it_what_is_next(
    desk: Desk, changed: dict[str, Any], title: str, turn: str, facts: str
) -> None:
    draft = replace(DRAFT, author=SALES, **changed)
    drawn = cards.card(draft, (), paper(desk), {"reviewer": [REVIEWER], "legal": [LEGAL]})
    blocks: Any = drawn.blocks
    assert [blocks[0]["text"]["text"], blocks[1]["text"]["text"]] == [title, turn]
    small = blocks[-1]["elements"][0]["text"]
    assert facts in small
    assert (turn + small).count("10:00 发") <= 1
    assert drawn.text == f"{title} 牧场的早上好"


def test_nobody_is_said_to_have_agreed_where_nobody_did(desk: Desk) -> None:
    draft = replace(DRAFT, state="published", published_at=STAMP, url="https://weibo.com/1/Qx")
    assert "通过" not in said(cards.card(draft, (), paper(desk)).blocks)


def test_its_author_is_told_what_waits_for_them_and_what_to_do(desk: Desk) -> None:
    draft = replace(DRAFT, state="changes_requested", author=SALES, returned_by=EDITOR, reason="换个说法")
    own, others = replace(paper(desk), reader=SALES), replace(paper(desk), reader=REVIEWER)
    told = said(cards.card(draft, (), own).blocks)
    assert f"*{NAMES[EDITOR]} 退回，等您修改*，改好点“修改”提交；不同意就点“坚持原文”说明理由：\n> 换个说法" in told
    assert cards.row(draft, own) == "*D-7* 牧场的早上好 — 等您修改 · 10:00 发"
    assert cards.row(draft, others) == f"*D-7* 牧场的早上好 — 待修改 · {NAMES[SALES]} · 10:00 发"


def test_a_reviewer_reads_themself_first_among_those_who_can(desk: Desk) -> None:
    draft, able = replace(DRAFT, author=SALES), {"reviewer": [EDITOR, REVIEWER]}
    assert f"*等审稿人*（您、{NAMES[EDITOR]}）" in said(
        cards.card(draft, (), replace(paper(desk), reader=REVIEWER), able).blocks
    )


def test_who_is_still_missing_is_said(desk: Desk) -> None:
    case = sent(desk, kind="lottery")
    assert "等审稿人和法务" in said(card(desk, case).blocks)
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    assert "还差法务" in said(card(desk, case).blocks)
    assert "还差法务" in last_line(desk, case)


def test_an_override_and_a_return_say_why(desk: Desk) -> None:
    case = sent(desk, TACKY)
    draft_review.override(desk, ask(desk, LEGAL), case, "竞品原话 <!here>")
    assert "竞品原话 &lt;!here&gt;" in said(card(desk, case).blocks)
    assert "竞品原话 &lt;!here&gt;" in last_line(desk, case)
    draft_review.send_back(desk, ask(desk, EDITOR), case, "换个说法")
    assert f"{NAMES[EDITOR]} 退回" in said(card(desk, case).blocks)
    assert "换个说法" in last_line(desk, case)


def test_nothing_people_wrote_rings_anyone(desk: Desk) -> None:
    case = sent(desk, "<!channel> <@U0EDITOR> 全网最低价", proof="<!here>", picture_notes="<!everyone>")
    drafts.revise(desk, ask(desk, EDITOR), case, 1, Sheet("<!channel> 到店 ```", department="sales"))
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    for event in events.history(desk.store, case):
        assert "<!" not in cards.line(event, paper(desk)).replace("&lt;!", "")
    draft = show(desk.store, case)
    history = events.history(desk.store, case)
    drawn = cards.details(draft, rows.revision(desk.store, case, 1), history, drafts.allowed(draft), paper(desk))
    for block in drawn.blocks:
        if block["type"] != "rich_text":
            assert "<!" not in str(block)


def test_the_history_leads_to_nothing_that_is_not_there(desk: Desk) -> None:
    case = sent(desk)
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    draft, history = show(desk.store, case), events.history(desk.store, case)
    drawn = cards.details(draft, rows.revision(desk.store, case, 1), history, drafts.allowed(draft), paper(desk))
    told = next(block["text"]["text"] for block in drawn.blocks if "提交了这份稿件" in str(block))  # type: ignore[index]  # a section
    assert [line[-1] for line in str(told).splitlines() if line.endswith(("：", ":"))] == []
    assert "可以复制发布" in str(told)


def longest(desk: Desk) -> str:
    text = "全网最低价史上最强&<>，手慢无！！！" * 150
    case = sent(
        desk, text[:3_000], by=SALES, proof="<" * 1_000, picture_notes="&" * 500, link="https://a.cn/" + "a" * 480
    )
    draft_review.send_back(desk, ask(desk, EDITOR), case, ">" * 1_000)
    worse = Sheet(text[7:2_990], proof="&" * 1_000, department="sales", link="https://a.cn/" + "b" * 480)
    drafts.revise(desk, ask(desk, EDITOR), case, 1, worse)
    return case


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_longest_draft_with_the_most_findings_fits_the_chats_walls(desk: Desk, language: str) -> None:
    case = longest(desk)
    drawn = card(desk, case, language)
    assert written(drawn.blocks) <= MESSAGE
    draft, history = show(desk.store, case), events.history(desk.store, case)
    first = rows.revision(desk.store, case, 1)
    whole = cards.details(draft, first, history, drafts.allowed(draft), paper(desk, language))
    check_message(whole.text, whole.blocks)
    assert written(whole.blocks) <= MESSAGE
    draft_review.override(desk, ask(desk, LEGAL), case, "&" * 1_000)
    assert written(card(desk, case, language).blocks) <= MESSAGE
    report = kept(report_on(desk.settings, desk.store, desk.now(), draft.text))
    checked = drawn_check(draft.text, report, paper(desk, language))
    check_message(checked.text, checked.blocks)
    assert written(checked.blocks) <= MESSAGE


def test_a_list_says_what_it_holds_and_how_many_stand_where(desk: Desk) -> None:
    for _ in range(17):
        sent(desk, TACKY)
    drawn = cards.listing("待审的稿件", rows.in_review(desk.store, 16), rows.counts(desk.store), paper(desk))
    check_message(drawn.text, drawn.blocks)
    assert "待审 17" in said(drawn.blocks)
    assert "只列出前 15 份" in said(drawn.blocks)
    assert "⛔ *D-1*" in said(drawn.blocks)
    empty = cards.listing("我的稿件", [], {}, paper(desk))
    assert "没有符合的稿件" in said(empty.blocks)


def found(words: str, start: int, level: str = "block", said: str = "不行") -> Found:
    end = start + len(words)
    return Found("r", "absolute", level, start, end, words, phrase(said), "广告法第九条")


def test_a_check_lists_alike_findings_once_under_their_numbers_and_what_it_let_pass(desk: Desk) -> None:
    report = KeptReport(
        (found("最好", 0), found("最强", 3), found("手慢无", 6, "style", "催促")),
        (LetPass("最近", phrase("时间")),),
        units=9,
    )
    drawn = drawn_check("最好，最强，手慢无", report, paper(desk))
    check_message(drawn.text, drawn.blocks)
    assert "⛔ ①② “最好”、“最强” 不行（广告法第九条）" in said(drawn.blocks)
    assert "💡 ③ “手慢无” 催促" in said(drawn.blocks)
    assert "已放行：“最近” 时间" in said(drawn.blocks)
