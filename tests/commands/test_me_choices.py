"""`/weibo me` chosen by words, by the form and by the buttons beneath a digest."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cards.digests.beneath import beneath
from bot.cards.message import Message
from bot.commands import weibo as command
from bot.domain.desk import Desk
from bot.domain.paper import paper
from bot.domain.preferences import is_snoozed
from bot.edge import voice
from bot.handlers import me as handler
from bot.store import preferences
from bot.store.preferences import Preferences
from bot.workspace.walls import check_message, check_view
from tests.chat import Chat, Ways, said
from tests.company import ENGLISH, LEADER, SERVICE


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register, handler.register)


def chosen(desk: Desk, person: str = SERVICE) -> Preferences:
    return preferences.of(desk.store, person)


@pytest.mark.parametrize(
    ("typed", "language", "answered"),
    [
        ("me language en", "en", "Language from now on: English."),
        ("me 语言 English", "en", "Language from now on: English."),
        ("我的设置 语言 繁體", "zh-Hant", "繁體中文"),
        ("me language ＺＨ", "zh", "以后用简体中文"),
        ("me language auto", "", "语言以后跟随聊天平台"),
    ],
)
def test_a_language_is_chosen_and_the_answer_is_in_it(
    ways: Ways, desk: Desk, typed: str, language: str, answered: str
) -> None:
    assert answered in said(ways.command(SERVICE, "/weibo", typed))
    assert chosen(desk).language == language


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("me digest 08:30", "08:30"),
        ("me 日报 8点半", "08:30"),
        ("me digest ０９：１５", "09:15"),
        ("me digest on", "08:30"),
        ("me digest off", ""),
        ("me 日报 不要", ""),
        ("me mute digest", ""),
    ],
)
def test_ones_own_digest_and_its_time(ways: Ways, desk: Desk, typed: str, at: str) -> None:
    ways.command(SERVICE, "/weibo", "me digest 10:00")
    ways.command(SERVICE, "/weibo", typed)
    assert chosen(desk).digest_at == at


@pytest.mark.parametrize("typed", ["me mute leaders", "me 不要 领导日报", "me 静音 领导"])
def test_what_is_not_wanted_is_named_and_wanted_again(ways: Ways, desk: Desk, typed: str) -> None:
    assert "不再给您发领导日报。恢复：`/weibo 我 恢复 领导日报`" in said(ways.command(LEADER, "/weibo", typed))
    assert chosen(desk, LEADER).muted == ("leaders",)
    shown = said(ways.command(LEADER, "/weibo", "me"))
    assert "*会通知我*：周报、转发的提醒" in shown
    assert "*不通知我*：领导日报" in shown
    ways.command(LEADER, "/weibo", "me 恢复 领导日报")
    assert chosen(desk, LEADER).muted == ()


@pytest.mark.parametrize("typed", ["me snooze", "me 今天不要"])
def test_nothing_more_today(ways: Ways, desk: Desk, typed: str) -> None:
    assert "今天不再给您发日报，11-25 照常" in said(ways.command(SERVICE, "/weibo", typed))
    assert is_snoozed(chosen(desk), desk.now().date())
    assert "今天不再发日报，明天照常" in said(ways.command(SERVICE, "/weibo", "me"))


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("me language", "还没有写哪种语言"),
        ("me language klingon", "没有“klingon”这种语言"),
        ("me digest", "还没有写几点"),
        ("me digest soon", "看不懂“soon”是几点"),
        ("me mute", "还没有写哪种通知"),
        ("me mute boss", "没有“boss”这种通知"),
        ("me mute 升级", "和您经手的事有关的提醒、升级，不能关"),
        ("me mute leaders", "领导日报已经不发给您了"),
    ],
)
def test_what_cannot_be_read_or_not_be_switched_off_is_said_with_an_example(
    ways: Ways, desk: Desk, typed: str, answered: str
) -> None:
    ways.command(SERVICE, "/weibo", "me mute leaders")
    before = chosen(desk)
    answer = said(ways.command(SERVICE, "/weibo", typed))
    assert answered in answer
    assert "`" in answer
    assert chosen(desk) == before


@pytest.mark.parametrize("person", [LEADER, SERVICE, ENGLISH])
def test_the_form_shows_what_is_set_and_saves_it(ways: Ways, chat: Chat, desk: Desk, person: str) -> None:
    ways.command(person, "/weibo", "me mute rally")
    shown = ways.command(person, "/weibo", "me")
    check_message(shown["text"], shown["blocks"])
    ways.click(person, "me.settings", "open")
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    filled = {"language": "zh-Hant", "digest": ["on"], "at": "20:15", "told": ["rally"]}
    assert ways.form(person, view, filled) == {}
    found = chosen(desk, person)
    assert (found.language, found.digest_at) == ("zh-Hant", "20:15")
    assert found.muted == (("leaders", "weekly") if person == LEADER else ())
    ways.click(person, "me.settings", "open")
    again = chat.views()[-1]
    check_view(again, kinds=("modal",))
    assert again["blocks"][2]["element"]["initial_time"] == "20:15"


def test_the_digest_is_taken_off_in_the_form(ways: Ways, chat: Chat, desk: Desk) -> None:
    ways.command(SERVICE, "/weibo", "me digest 20:15")
    ways.click(SERVICE, "me.settings", "open")
    ways.form(SERVICE, chat.views()[-1], {"language": "auto", "digest": [], "at": "20:15", "told": ["rally"]})
    assert chosen(desk) == Preferences(SERVICE)


@pytest.mark.parametrize(("digest", "muted"), [("leaders", ("leaders",)), ("weekly", ("weekly",)), ("personal", ())])
def test_the_buttons_beneath_a_digest(ways: Ways, desk: Desk, digest: str, muted: tuple[str, ...]) -> None:
    ways.command(LEADER, "/weibo", "me digest 20:15")
    drawn = beneath(Message("日报", []), digest, paper(desk, voice(desk, LEADER)))
    check_message(drawn.text, drawn.blocks)
    last: dict[str, Any] = drawn.blocks[-1]
    snooze, stop = last["elements"]
    ways.click(LEADER, snooze["action_id"], snooze["value"])
    assert is_snoozed(chosen(desk, LEADER), desk.now().date())
    ways.click(LEADER, stop["action_id"], stop["value"])
    assert chosen(desk, LEADER).muted == muted
    assert chosen(desk, LEADER).digest_at == ("" if digest == "personal" else "20:15")


def test_the_choice_of_one_concerns_nobody_else(ways: Ways, desk: Desk) -> None:
    ways.command(SERVICE, "/weibo", "me language en")
    assert voice(desk, LEADER).language == "zh"
