"""The posting calendar from the chat: times typed and clicked, planned slots, the day's line; and that none of the ways in passes
the approval by."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cards.draft_asks import ASKS
from bot.cards.draft_asks import ask as ask_form
from bot.commands import draft as command
from bot.commands import weibo
from bot.domain import draft_post, draft_review, draft_schedule, drafts, posting, slot_clock
from bot.domain.desk import Desk
from bot.domain.draft_sheet import Sheet
from bot.domain.draft_steps import show
from bot.domain.paper import paper
from bot.drawing import drawer
from bot.handlers import draft as handler
from bot.handlers import home as home_handler
from bot.handlers import slot as slot_handler
from bot.store import outbox
from bot.store import slots as rows
from bot.store.times import to_store
from bot.text.words import words
from bot.transfer.figures import import_figures
from bot.workspace.walls import check_message, check_view
from tests.chat import Chat, Ways, said
from tests.company import EDITOR, LEADER, LEGAL, REVIEWER, SALES, TUESDAY, Time, ask
from tests.domain.test_drafts import CALM, post_link, sent

AT = TUESDAY + timedelta(hours=2)


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    registers = (command.register, weibo.register, handler.register, slot_handler.register, home_handler.register)
    return Ways(desk, chat, *registers)


def approved(desk: Desk, wanted: bool = True, text: str = CALM) -> str:
    case = drafts.submit(desk, ask(desk, SALES), Sheet(text, wanted_at=AT if wanted else None)).case_id
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    return case


def planned(desk: Desk, ask_for: str = "launch") -> str:
    with desk.store.transaction() as tx:
        (placed,) = posting.plan(tx, desk, ask(desk, EDITOR), None, [posting.Wish(ask_for, AT)])
    assert placed.slot is not None
    return placed.slot.id


def whispered(desk: Desk) -> dict[str, Any]:
    found = desk.store.all("SELECT body FROM outbox WHERE what = 'ephemeral' ORDER BY id DESC LIMIT 1")
    body: dict[str, Any] = json.loads(str(found[0]["body"]))
    return body


def test_times_are_typed_as_people_say_them(ways: Ways, desk: Desk) -> None:
    case = approved(desk, wanted=False)
    for typed, shown in (
        ("15:30", "15:30"),
        ("明天 9:30", "11-25 09:30"),
        ("12-03 20:00", "12-03 20:00"),
        ("next", "10:00"),
    ):
        assert shown in said(ways.command(EDITOR, "/draft", f"排期 {case} {typed}"))
    assert "看不懂" in said(ways.command(EDITOR, "/draft", f"schedule {case} 改天"))
    assert "最多排到一年以内" in said(ways.command(EDITOR, "/draft", f"schedule {case} 2099-01-01 9:00"))


def test_a_taken_time_is_answered_with_two_buttons_of_which_one_schedules(ways: Ways, desk: Desk) -> None:
    approved(desk)
    case = approved(desk, wanted=False)
    answer = ways.command(EDITOR, "/draft", f"schedule {case} 12:10")
    check_message(answer["text"], answer["blocks"])
    offered = next(block for block in answer["blocks"] if block["type"] == "actions")["elements"]
    assert [button["text"]["text"] for button in offered] == ["排到 11:30", "排到 12:30"]
    ways.click(EDITOR, offered[1]["action_id"], offered[1]["value"])
    assert show(desk.store, case).wanted_at == to_store(AT + timedelta(minutes=30))


def test_a_slot_is_moved_by_its_button_and_a_taken_time_stands_under_the_field(
    ways: Ways, chat: Chat, desk: Desk
) -> None:
    approved(desk)
    case = approved(desk, wanted=False)
    ways.click(EDITOR, "draft.schedule", f"{case}:1")
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    answer = ways.form(EDITOR, view, {"wanted": int(AT.timestamp())})
    assert (
        "12:00 已经有一条" in answer["errors"]["wanted"] and "最近的空档：11:30 或 12:30" in answer["errors"]["wanted"]
    )
    assert ways.form(EDITOR, view, {"wanted": int(AT.timestamp()) + 3600}) == {}
    assert show(desk.store, case).state == "scheduled"


def test_a_planned_slot_is_written_for_moved_and_given_up(ways: Ways, chat: Chat, desk: Desk) -> None:
    slot = planned(desk)
    ways.click(SALES, "slot.write", slot)
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    assert ways.form(SALES, view, {"text": CALM}) == {}
    held = rows.slot(desk.store, slot)
    assert held is not None and (held.state, held.draft_id) == ("held", "D-1")
    ways.click(SALES, "slot.write", slot)
    assert "已经有稿件 D-1" in str(whispered(desk))
    with desk.store.transaction() as tx:
        (placed,) = posting.plan(tx, desk, ask(desk, EDITOR), None, [posting.Wish("teaser", AT + timedelta(hours=2))])
    assert placed.slot is not None

    def more(action: str) -> None:
        chosen = {"type": "overflow", "selected_option": {"value": f"{action}:{placed.slot.id}"}}  # type: ignore[union-attr]  # asserted
        ways.click(EDITOR, "slot.more", "", action_more=chosen)

    more("move")
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    assert "wanted" in ways.form(EDITOR, view, {"wanted": int(AT.timestamp())}, key="V2")["errors"]
    assert ways.form(EDITOR, view, {"wanted": int(AT.timestamp()) + 3600}, key="V2") == {}
    more("drop")
    given_up = rows.slot(desk.store, placed.slot.id)
    assert given_up is not None and given_up.state == "dropped"


def test_the_day_is_a_row_for_each_slot_with_its_button_and_the_gaps_between(
    ways: Ways, chat: Chat, desk: Desk, time: Time
) -> None:
    out = approved(desk, wanted=False)
    draft_post.published(desk, ask(desk, EDITOR), out, post_link())
    approved(desk)
    drafts.submit(desk, ask(desk, SALES), Sheet("下午的一条", wanted_at=AT + timedelta(hours=3)))
    with desk.store.transaction() as tx:
        posting.plan(tx, desk, ask(desk, EDITOR), None, [posting.Wish("launch", AT + timedelta(hours=4))])
    answer = ways.command(EDITOR, "/weibo", "today")
    check_message(answer["text"], answer["blocks"])
    text = said(answer)
    rows = [block["text"]["text"] for block in answer["blocks"] if block["text"]["text"].startswith("*1")]
    assert rows[1:5] == [
        f"*10:00* ✓ · *D-1* {CALM}\n…空 2 小时…",
        f"*12:00* 待发 · *D-2* {CALM}\n…空 3 小时…",
        "*15:00* 待审 · *D-3* 下午的一条",
        "*16:00* 待写",
    ]
    assert text.count("改时间") == 3 and "写稿" in text
    assert "写稿" not in said(ways.command(SALES, "/weibo", "today"))
    ways.event({"type": "app_home_opened", "user": EDITOR, "tab": "home", "channel": "D1", "event_ts": "1.1"})
    (home,) = chat.views("views.publish")
    assert "*12:00* 待发" in said(home)


def test_what_the_clock_hands_over_can_be_copied_and_logged(ways: Ways, chat: Chat, desk: Desk, time: Time) -> None:
    sheet = Sheet(CALM, link="https://example.com/nai", pictures=2, picture_notes="第一张放大 <!here>", wanted_at=AT)
    case = drafts.submit(desk, ask(desk, SALES), sheet).case_id
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    time.now = AT
    slot_clock.look(desk, time.now)
    lines = [owed for owed in _owed(desk) if owed.what == "thread"]
    drawn = drawer(desk)(lines[-1])
    assert drawn is not None
    check_message(drawn.text, drawn.blocks)
    text = said(drawn.blocks)
    assert f"{CALM}\nhttps://example.com/nai" in text and f"<@{EDITOR}>" in text
    assert "图 2 张" in text and "&lt;!here&gt;" in text
    ways.click(EDITOR, "draft.published", f"{case}:1")
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    for wrong in ("https://example.com/1", "https://t.cn/A6abcdef", "见微博"):
        answer = ways.form(EDITOR, view, {"url": wrong, "text": CALM})
        assert set(answer["errors"]) == {"url"}
    assert ways.form(EDITOR, view, {"url": "m.weibo.cn/detail/5112701795431729", "text": CALM}) == {}
    assert show(desk.store, case).state == "published"


def _owed(desk: Desk) -> list[outbox.Owed]:
    return [outbox.owed_of(row) for row in desk.store.all("SELECT * FROM outbox ORDER BY id")]


def test_every_small_form_is_within_the_walls(desk: Desk) -> None:
    case = sent(desk, "全网最低价" * 200)
    for language in ("zh", "en"):
        for action in ASKS:
            view = ask_form(action, show(desk.store, case), paper(desk, words(language)), [EDITOR, LEADER])
            check_view(view, kinds=("modal",))


@pytest.mark.parametrize(
    ("language", "labels"),
    [("zh", ["阅读数", "转发数", "评论数", "点赞数"]), ("en", ["Reads", "Reposts", "Comments", "Likes"])],
)
def test_the_figures_are_asked_for_by_what_is_counted(desk: Desk, language: str, labels: list[str]) -> None:
    draft = show(desk.store, approved(desk, wanted=False))
    view: dict[str, Any] = dict(ask_form("figures", draft, paper(desk, words(language))))
    assert [block["label"]["text"] for block in view["blocks"]] == labels


def test_the_department_answers_an_edit_by_words_and_by_buttons(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = sent(desk)
    drafts.revise(desk, ask(desk, EDITOR), case, 1, Sheet("编辑改过的话", department="sales"))
    assert "接受" in said(ways.command(SALES, "/draft", f"接受 {case}"))
    assert "申辩" in said(ways.command(SALES, "/draft", f"argue {case} 有检测报告 https://example.com/r.pdf"))
    stance = show(desk.store, case).stance
    assert stance is not None and (stance.words, stance.link) == ("有检测报告", "https://example.com/r.pdf")
    assert "升级" in said(ways.command(SALES, "/draft", f"升级 {case} <@{LEADER}|fang> 请定"))
    ways.click(SALES, "draft.escalate", f"{case}:2")
    assert ways.form(SALES, chat.views()[-1], {"approver": LEADER, "words": "还是请您定"}) == {}
    assert "已暂停" in said(ways.command(EDITOR, "/draft", f"hold {case} 等等"))
    assert "已恢复" in said(ways.command(EDITOR, "/draft", f"恢复 {case}"))
    assert "已否决" in said(ways.command(LEGAL, "/draft", f"reject {case} 不合适"))


def test_figures_come_by_command_form_and_file(ways: Ways, chat: Chat, desk: Desk, tmp_path: Path, time: Time) -> None:
    case = approved(desk, wanted=False)
    draft_post.published(desk, ask(desk, EDITOR), case, post_link())
    assert "已记下" in said(ways.command(EDITOR, "/draft", f"数据 {case} 5000 12 30 78"))
    ways.click(EDITOR, "draft.figures", f"{case}:1")
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    assert "likes" in ways.form(EDITOR, view, {"reads": "5100", "likes": "很多"})["errors"]
    time.forward(minutes=1)
    assert ways.form(EDITOR, view, {"reads": "5100", "likes": "80"}) == {}
    time.forward(hours=2)
    file = tmp_path / "数据.csv"
    file.write_text(
        "链接,阅读,转发,评论,赞,时间\n"
        f"{post_link()},1.2万,20,40,100,2026-11-24 11:00\n"
        f"{case},11000,19,39,99,2026-11-24 10:30\n"
        "https://weibo.com/1234567890/P5kqLmN2y,1,1,1,1,2026-11-24 11:00\n"
        f"{case},很多,1,1,1,2026-11-24 11:00\n",
        "utf-8",
    )
    first = import_figures(desk, file, refused_to=tmp_path / "r.csv")
    again = import_figures(desk, file, refused_to=tmp_path / "r.csv")
    assert [(one.added, one.known, one.refused) for one in (first, again)] == [(2, 0, 2), (0, 2, 2)]
    assert "不是登记过的微博" in (tmp_path / "r.csv").read_text("utf-8-sig")
    listed = said(ways.command(SALES, "/draft", "list mine"))
    assert "互动率 1.33%（转 20 + 评 40 + 赞 100 ÷ 阅读 12000，11:00）" in listed


def by_command(ways: Ways, chat: Chat, desk: Desk, case: str) -> None:
    ways.command(EDITOR, "/draft", f"published {case} {post_link()} 已经发了")


def by_form(ways: Ways, chat: Chat, desk: Desk, case: str) -> None:
    ways.click(EDITOR, "draft.published", f"{case}:{show(desk.store, case).revision}")
    ways.form(EDITOR, chat.views()[-1], {"url": post_link(), "reason": "已经发了"}, key="V9")


def by_schedule(ways: Ways, chat: Chat, desk: Desk, case: str) -> None:
    ways.command(EDITOR, "/draft", f"schedule {case} now")
    slot_clock.look(desk, desk.now())
    by_command(ways, chat, desk, case)


def by_buttons(ways: Ways, chat: Chat, desk: Desk, case: str) -> None:
    for action in ("now", "next", "release", "go_on"):
        ways.click(EDITOR, f"draft.{action}", f"{case}:1")
    by_form(ways, chat, desk, case)


def by_import(ways: Ways, chat: Chat, desk: Desk, case: str) -> None:
    file = desk.store.path.parent / "f.csv"
    file.write_text(f"稿件,阅读\n{case},100\n", "utf-8")
    import_figures(desk, file, refused_to=file.with_suffix(".r"))


def by_slot_move(ways: Ways, chat: Chat, desk: Desk, case: str) -> None:
    draft_schedule.schedule(desk, ask(desk, SALES), case, AT + timedelta(hours=5))
    time = desk.now
    assert isinstance(time, Time)
    time.now = AT + timedelta(hours=5)
    slot_clock.look(desk, time.now)
    by_form(ways, chat, desk, case)


def in_review(desk: Desk) -> str:
    return sent(desk)


def stale_by_words(desk: Desk) -> str:
    case = approved(desk)
    drafts.revise(desk, ask(desk, SALES), case, 1, Sheet(CALM + "再来一箱。", wanted_at=AT))
    return case


def stale_by_time(desk: Desk) -> str:
    case = approved(desk)
    draft_schedule.schedule(desk, ask(desk, SALES), case, AT + timedelta(hours=1))
    return case


def half_approved(desk: Desk) -> str:
    case = drafts.submit(desk, ask(desk, SALES), Sheet("转发抽3位送鲜奶", kind="lottery", wanted_at=AT)).case_id
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    return case


@pytest.mark.parametrize("way", [by_command, by_form, by_schedule, by_buttons, by_import, by_slot_move])
@pytest.mark.parametrize("before", [in_review, stale_by_words, stale_by_time, half_approved])
def test_no_way_in_passes_the_approval_by(
    ways: Ways,
    chat: Chat,
    desk: Desk,
    way: Callable[[Ways, Chat, Desk, str], None],
    before: Callable[[Desk], str],
) -> None:
    case = before(desk)
    way(ways, chat, desk, case)
    draft = show(desk.store, case)
    assert draft.state in ("in_review", "changes_requested")
    assert not (draft.url or draft.published_at)
    handed = desk.store.all("SELECT 1 FROM events WHERE case_id = :case AND action = 'handed'", {"case": case})
    assert handed == []


def test_an_old_button_says_what_superseded_it(ways: Ways, desk: Desk) -> None:
    case = stale_by_time(desk)
    ways.click(REVIEWER, "draft.approve", f"{case}:1")
    assert "已有第 2 版，您看到的是第 1 版" in str(whispered(desk))
    assert show(desk.store, case).state == "in_review"
