"""`/weibo`: the help of all commands, what is on today, and the digest to look at."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.cards.guide import ROLES, first_things
from bot.commands import campaign, complaint, draft, rally
from bot.commands import weibo as command
from bot.domain import campaigns, complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.domain.notice import Notice
from bot.store.campaigns import Details
from bot.text.verbs import find, split
from bot.text.words import LANGUAGES, words
from bot.workspace.walls import check_message
from tests.chat import Chat, Ways, said
from tests.company import EDITOR, ENGLISH, LEADER, NAMES, SALES, SERVICE, STRANGER, ask
from tests.rings import rings


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register)


def a_day(desk: Desk, words: str = "送来的酸奶是坏的") -> None:
    """A complaint, and an accepted campaign that starts in two days and asks a leader to join."""
    complaints.log(desk, ask(desk, EDITOR), Report(words=words, customer="小满"))
    day = date(2026, 11, 26)
    details = Details(what="买二赠一", leaders=(LEADER,))
    case = campaigns.submit(desk, ask(desk, SALES), Notice("鲜奶节", "sales", day, day, day, details)).case_id
    campaigns.accept(desk, ask(desk, EDITOR), case)


def outbox_of(desk: Desk) -> int:
    return len(desk.store.all("SELECT id FROM outbox"))


@pytest.mark.parametrize("typed", ["", "help", "帮助", "ＨＥＬＰ", "  help  ", "\u200b"])
def test_help_begins_with_what_the_person_needs_and_folds_the_rest(ways: Ways, typed: str) -> None:
    for person, first in ((STRANGER, "complaint"), (SERVICE, "complaint 列表 待认领"), (EDITOR, "weibo 今天")):
        answer = ways.command(person, "/weibo", typed)
        check_message(answer["text"], answer["blocks"])
        things = [block["accessory"]["value"] for block in answer["blocks"] if "accessory" in block]
        assert things[0] == first
        folded = next(block for block in answer["blocks"] if block["type"] == "actions")["elements"]
        assert [one["value"] for one in folded][1:] == ["draft help", "complaint help", "rally help", "weibo help all"]


def test_every_role_has_three_things_of_its_own_that_are_commands() -> None:
    every = {module.COMMAND: module.VERBS for module in (campaign, complaint, draft, rally, command)}
    for role in ROLES:
        things = first_things((role,))
        assert len(things) == 3
        for thing in things:
            for t in map(words, LANGUAGES):
                name, _, rest = t(thing.line).partition(" ")
                assert not rest or find(split(rest)[0], every[f"/{name}"]), thing
    assert len(first_things(ROLES)) == 3


@pytest.mark.parametrize("typed", ["help all", "帮助 全部"])
def test_help_names_every_command_and_its_own_words(ways: Ways, typed: str) -> None:
    answer = ways.command(STRANGER, "/weibo", typed)
    check_message(answer["text"], answer["blocks"])
    for word in ("/campaign", "/draft", "/complaint", "/weibo 今天", "/weibo 日报"):
        assert word in said(answer)


@pytest.mark.parametrize("typed", ["today", "今天", "ｔｏｄａｙ"])
def test_today_shows_what_is_on_and_rings_nobody(ways: Ways, desk: Desk, typed: str) -> None:
    a_day(desk)
    before = outbox_of(desk)
    answer = ways.command(STRANGER, "/weibo", typed)
    for part in ("官微日报 11-24 周二", "未办结 1，待认领 1", "*N-1* 鲜奶节", f"请 {NAMES[LEADER]} 参与转发"):
        assert part in said(answer)
    assert rings(answer) == []
    assert outbox_of(desk) == before


@pytest.mark.parametrize("typed", ["digest", "日报", "digest desk", "日报 官微", "ＤＩＧＥＳＴ ＤＥＳＫ"])
def test_the_digest_is_shown_with_a_button_that_sends_it(ways: Ways, desk: Desk, typed: str) -> None:
    a_day(desk)
    before = outbox_of(desk)
    answer = ways.command(EDITOR, "/weibo", typed)
    check_message(answer["text"], answer["blocks"])
    assert answer["blocks"][-1]["elements"][0]["action_id"] == "weibo.post_digest"
    assert rings(answer) == []
    assert outbox_of(desk) == before


def test_a_quiet_day_says_that_nothing_waits(ways: Ways) -> None:
    assert "今天没有待办" in said(ways.command(EDITOR, "/weibo", "today"))


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("tody", "`/weibo 今天`"),
        ("今日", "`/weibo 帮助`"),
        ("digest leader", "没有“leader”这种日报"),
        ("digest <!channel>", "没有“&lt;!channel&gt;”这种日报"),
        ("<!channel>", "没有“&lt;!channel&gt;”这个子命令"),
    ],
)
def test_what_is_typed_wrong_is_answered_with_what_to_type(ways: Ways, typed: str, answered: str) -> None:
    answer = ways.command(EDITOR, "/weibo", typed)
    assert answered in said(answer)
    assert rings(answer) == []


@pytest.mark.parametrize("typed", ["长" * 10_000, "digest " + "&amp;" * 10_000, "😀" * 10_000])
def test_ten_thousand_characters_are_given_back(ways: Ways, typed: str) -> None:
    answer = ways.command(EDITOR, "/weibo", typed)
    check_message(answer["text"], answer["blocks"])
    assert typed[:1] * 500 in said(answer) or "&" * 500 in said(answer)


def test_words_of_customers_ring_nobody_in_the_digest(ways: Ways, desk: Desk) -> None:
    a_day(desk, "<!channel> <@U0LEADER> 都来看 & <!here>")
    for typed in ("today", "digest"):
        answer = ways.command(EDITOR, "/weibo", typed)
        assert "都来看" in said(answer)
        assert rings(answer) == []


def test_every_command_has_help_within_the_chats_walls_in_both_languages(desk: Desk, chat: Chat) -> None:
    ways = Ways(desk, chat, *(module.register for module in (campaign, draft, complaint, command)))
    for name in ("/campaign", "/draft", "/complaint", "/weibo"):
        for person in (EDITOR, ENGLISH):
            answer = ways.command(person, name, "help")
            check_message(answer["text"], answer["blocks"])
            assert name in said(answer)


@hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=80))
def test_any_words_at_all_are_answered_within_the_chats_walls(ways: Ways, typed: str) -> None:
    answer = ways.command(EDITOR, "/weibo", typed)
    check_message(answer["text"], answer["blocks"])
    assert rings(answer) == []


@pytest.mark.parametrize(
    ("typed", "command"),
    [("help 投诉", "/complaint"), ("帮助 /draft", "/draft"), ("帮助 活动", "/campaign"), ("help rally", "/rally")],
)
def test_help_may_be_asked_for_one_command(ways: Ways, typed: str, command: str) -> None:
    assert f"{command} 怎么用" in said(ways.command(SALES, "/weibo", typed))
