"""Rallies drawn: in the channel, for one person, in lists; at their longest and most hostile, in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import rally as cards
from bot.cards.blocks import section
from bot.cards.message import Message
from bot.cards.rally_form import Choices, done_form, form, lines_form, more_form
from bot.cards.rally_own import own_card
from bot.domain.rallies import Own
from bot.domain.rallies.starters import proposed
from bot.store.events import Event
from bot.store.rallies import EVERYONE, Rally, Tally
from bot.store.rally_lines import LINE_MOST, VOICES
from bot.store.rally_people import Participant
from bot.text.words import phrase
from bot.workspace.walls import check_message, check_view
from tests.company import TUESDAY
from tests.examples import STAMP, paper, texts, whole
from tests.rings import rings

RALLY = Rally(
    id="R-4",
    state="open",
    version=1,
    title="冬至热牛奶",
    why="天冷了，想请大家喝口热的",
    post="5286244619593401",
    url="https://weibo.com/1234567890/QAbCdEfGh",
    campaign_id="N-12",
    draft_id=None,
    until="2026-11-26T02:00:00.000000Z",
    whom=("d:sales", "g:S0KEFU"),
    named=("U0LEADER", "U0LEGAL"),
    opened_by="U0EDITOR",
    opened_at=STAMP,
    closed_at="",
    held=False,
    ran_out=False,
)
CLOSED = replace(RALLY, state="closed", closed_at=STAMP, named=())
TALLY = Tally(joined=5, reposts=3, verbatim=1, replies=12)
PERSON = Participant(
    rally_id="R-4",
    person="U0LEADER",
    state="asked",
    reminded=0,
    remind_at="",
    joined_at="",
    post="",
    url="",
    verbatim=False,
    replies=0,
)
JOINED = replace(PERSON, state="joined", joined_at=STAMP)
REPOSTED = replace(JOINED, state="reposted", post="5286244619593402", url=RALLY.url, replies=7)
CLOSE = Event(9, STAMP, "U0EDITOR", "R-4", "close", "open", "closed", {})


def own(person: Participant | None, rally: Rally = RALLY, line: str = "", *, may_wait: bool = True) -> Own:
    return Own(rally, TALLY, person, line, may_wait)


def actions(message: Message) -> list[str]:
    blocks: list[dict[str, Any]] = [dict(block) for block in message.blocks]
    return [one["action_id"] for block in blocks if block["type"] == "actions" for one in block["elements"]]


def test_the_card_says_who_asks_for_what_until_when_and_what_came_of_it() -> None:
    drawn = cards.card(RALLY, TALLY, paper(), ring=True)
    shown = str(drawn.blocks)
    assert drawn.text == "R-4 · 一起转发：冬至热牛奶"
    for said in (
        "*何静* 想请大家转发 <https://weibo.com/1234567890/QAbCdEfGh|这条微博>",
        "> 天冷了",
        "到 11-26 10:00 为止",
    ):
        assert said in shown
    assert "参加 5 人 · 转发 3 条 · 带来 12 条回复" in shown
    assert "属于 N-12" in shown
    assert actions(drawn) == ["rally.join", "rally.done"]


def test_it_rings_the_named_leaders_and_groups_in_its_own_channel_only() -> None:
    assert rings(whole(cards.card(RALLY, TALLY, paper(), ring=True))) == [
        "<@U0LEADER>",
        "<@U0LEGAL>",
        "<!subteam^S0KEFU>",
    ]
    assert rings(whole(cards.card(RALLY, TALLY, paper(), ring=False))) == []


def test_everyone_is_invited_in_words_and_not_rung() -> None:
    drawn = cards.card(replace(RALLY, named=(), whom=(EVERYONE,)), TALLY, paper(), ring=True)
    assert "邀请：全公司" in str(drawn.blocks)
    assert rings(whole(drawn)) == []


def test_held_it_has_no_buttons_and_says_so() -> None:
    drawn = cards.card(replace(RALLY, held=True), TALLY, paper(), ring=True)
    assert "暂停中" in str(drawn.blocks)
    assert actions(drawn) == []


def test_over_it_names_nobody_and_asks_for_nothing() -> None:
    drawn = cards.card(CLOSED, TALLY, paper(), ring=True)
    assert "已结束" in drawn.text
    assert "邀请" not in str(drawn.blocks)
    assert actions(drawn) == []
    assert rings(whole(drawn)) == []


def test_the_end_is_summed_up_with_thanks_to_those_who_joined() -> None:
    data = {"joined": 3, "reposts": 2, "verbatim": 1, "replies": 0, "thanks": ["U1", "U2", "U3"]}
    said = cards.line(replace(CLOSE, data=data), paper())
    assert said == "这次转发结束了：参加 3 人 · 转发 2 条\n其中 1 条没有改过起头的话。\n谢谢 何静、何静、何静！"
    many = {**data, "joined": 300, "thanks": [f"U{n}" for n in range(300)]}
    assert "等 300 位同事" in cards.line(replace(CLOSE, data=many), paper())
    assert "谢谢" not in cards.line(replace(CLOSE, data={"joined": 0, "thanks": []}), paper())


@pytest.mark.parametrize("action", ["open", "add_lines", "join", "repost", "replies"])
def test_every_event_is_a_sentence(action: str) -> None:
    assert cards.line(replace(CLOSE, action=action, data={"lines": 2}), paper())


def test_an_asked_person_has_the_four_answers() -> None:
    drawn = own_card(own(PERSON), paper())
    assert actions(drawn) == ["rally.join", "rally.done", "rally.later", "rally.decline"]
    assert "不参加也不会告诉任何人" in str(drawn.blocks)
    later = replace(PERSON, state="later", remind_at="2026-11-24T11:00:00.000000Z")
    assert "好的，19:00 再提醒您" in str(own_card(own(later), paper()).blocks)


def test_a_reminder_says_so_and_after_the_second_there_is_no_later() -> None:
    drawn = own_card(own(replace(PERSON, reminded=2), may_wait=False), paper())
    assert "再提醒一次" in str(drawn.blocks)
    assert actions(drawn) == ["rally.join", "rally.done", "rally.decline"]


def test_who_joined_has_their_line_to_copy_to_the_letter_and_is_asked_to_say_who_they_are() -> None:
    drawn = own_card(own(JOINED, line="我是<山茶>的员工 & 朋友"), paper())
    (block,) = [block for block in drawn.blocks if block["type"] == "rich_text"]
    assert "我是<山茶>的员工 & 朋友" in str(block)
    assert "我是……员工" in str(drawn.blocks)
    assert actions(drawn) == ["rally.done"]
    assert "请用自己的话写" in str(own_card(own(JOINED), paper()).blocks)


def test_who_reposted_is_thanked_and_can_bring_the_replies_later() -> None:
    drawn = own_card(own(REPOSTED), paper())
    assert "谢谢您转发" in drawn.text
    assert "带来 7 条回复" in str(drawn.blocks)
    assert "更新回复数" in str(drawn.blocks)


def test_who_would_rather_not_is_left_alone_and_can_still_join() -> None:
    drawn = own_card(own(None), paper())
    assert "这次不再打扰您" in str(drawn.blocks)
    assert actions(drawn) == ["rally.join"]


def test_when_it_is_over_nothing_is_asked_any_more() -> None:
    assert "谢谢您参加" in str(own_card(own(JOINED, CLOSED), paper()).blocks)
    assert actions(own_card(own(JOINED, CLOSED), paper())) == []
    assert actions(own_card(own(REPOSTED, CLOSED), paper())) == ["rally.done"]
    others = str(own_card(own(None, CLOSED), paper()).blocks)
    assert "谢谢您" not in others
    assert "不参加" not in others


@pytest.mark.parametrize("language", ["zh", "en"])
@given(title=texts(40), why=texts(80), name=texts(80), line=texts(LINE_MOST), n=st.integers(0, 12))
def test_every_drawing_is_within_the_walls_and_rings_nobody_it_should_not(
    language: str, title: str, why: str, name: str, line: str, n: int
) -> None:
    drawn_on = paper(language, name)
    named = tuple(f"U0LEAD{number}" for number in range(n))
    rally = replace(RALLY, title=title or "题", why=why or "因", named=named)
    over = replace(rally, state="closed", closed_at=STAMP)
    thanks = [f"U{number}" for number in range(300)]
    closing = replace(CLOSE, data={"joined": 300, "verbatim": 2, "thanks": thanks})
    messages = [
        cards.card(rally, TALLY, drawn_on, ring=True),
        cards.details(rally, TALLY, thanks, line, 3, drawn_on, manages=True),
        cards.details(over, TALLY, thanks, line, 3, drawn_on, manages=True),
        cards.listing("转发", [(rally, TALLY)] * 16, drawn_on),
        Message("·", [section(cards.line(closing, drawn_on))]),
        *(
            own_card(own(person, one, line), drawn_on)
            for person in (None, PERSON, JOINED, REPOSTED)
            for one in (rally, over)
        ),
    ]
    for message in messages:
        check_message(message.text, message.blocks)
        assert set(rings(whole(message))) <= {*(f"<@{one}>" for one in named), "<!subteam^S0KEFU>"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_forms_are_within_the_walls_at_their_fullest(language: str) -> None:
    drawn_on = paper(language)
    whom = {f"d:{n}": phrase("{name}", name="部" * 80) for n in range(130)}
    choices = Choices([(f"N-{n}", "题" * 60) for n in range(120)], whom)
    lines = proposed("长" * 80, "题" * 40, "因" * 80, turn=3, named=12, many=True)
    views = [
        form(drawn_on, choices, TUESDAY),
        lines_form("题" * 40, lines, 12, drawn_on, carried="x" * 3_000),
        more_form("R-4000000", 30, drawn_on),
        done_form("R-4000000:own", REPOSTED, drawn_on),
    ]
    for view in views:
        check_view(view, kinds=("modal",))
        title: Any = view["title"]
        assert not title["text"].endswith("…")
    assert "100" in str(views[0])
    assert all(len("\n".join(lines[voice])) <= 3_000 for voice in VOICES), "no line is cut off in its field"
