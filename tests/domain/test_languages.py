"""Which language people chose, held in memory: never an old one of this process's making, and none for long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.commands import weibo
from bot.domain import preferences
from bot.domain.desk import Desk, open_desk
from bot.domain.languages import Languages
from bot.edge import voice, voice_now
from bot.errors import StoreError
from bot.store import preferences as rows
from bot.store.database import Store, Transaction
from bot.text.words import phrase
from tests.chat import Chat, Ways, chatting, said
from tests.company import SERVICE, STRANGER, Time, ask

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def other(desk: Desk, tmp_path: Path, time: Time) -> Iterator[Desk]:
    """The desk of a second process on the same store."""
    store = Store(tmp_path / "guanwei.db")
    yield open_desk(desk.settings, store, time)
    store.close()


def reading(*found: str) -> Callable[[], str]:
    """Reads one after the other."""
    left = iter(found)
    return lambda: next(left)


def test_what_is_known_is_not_read_again() -> None:
    languages, read = Languages(), reading("en")
    assert [languages.of("U1", NOON + timedelta(seconds=n), read, most=9) for n in range(3)] == ["en"] * 3


@pytest.mark.parametrize("later", [timedelta(minutes=1), timedelta(seconds=-1)])
def test_it_is_read_again_within_a_minute_and_when_the_clock_was_set_back(later: timedelta) -> None:
    languages, read = Languages(), reading("en", "zh")
    assert languages.of("U1", NOON, read, most=9) == "en"
    assert languages.of("U1", NOON + later, read, most=9) == "zh"


def test_what_is_chosen_while_it_is_read_is_not_forgotten_for_what_was_chosen_before() -> None:
    languages = Languages()

    def read() -> str:
        languages.forget("U1")
        return "zh"

    assert languages.of("U1", NOON, read, most=9) == "zh"
    assert languages.of("U1", NOON, reading("en"), most=9) == "en"


def test_no_more_are_held_than_there_are_people() -> None:
    languages = Languages()
    for person in ("U1", "U2", "U3"):
        languages.of(person, NOON, reading("en"), most=2)
    assert languages.of("U3", NOON, reading(), most=2) == "en"
    assert languages.of("U1", NOON, reading("zh"), most=2) == "zh"


def test_none_is_held_before_anybody_is_known() -> None:
    languages, read = Languages(), reading("en", "zh")
    assert [languages.of("U1", NOON, read, most=0) for _ in range(2)] == ["en", "zh"]


@pytest.mark.parametrize("person", [SERVICE, STRANGER])
def test_what_a_person_chooses_counts_at_once(desk: Desk, person: str) -> None:
    for chosen in ("en", "zh-Hant", "zh"):
        voice(desk, person)
        preferences.choose_language(desk, ask(desk, person), chosen)
        assert voice(desk, person).language == chosen


def test_what_a_person_chooses_in_another_process_counts_within_a_minute(desk: Desk, other: Desk, time: Time) -> None:
    assert voice(desk, SERVICE).language == "zh"
    preferences.choose_language(other, ask(other, SERVICE), "en")
    assert voice_now(desk, SERVICE).language == "en"
    time.forward(minutes=1)
    assert voice(desk, SERVICE).language == "en"


def test_settings_and_digests_are_shown_in_what_was_chosen_in_another_process(desk: Desk, other: Desk) -> None:
    with chatting() as chat:
        ways = Ways(desk, chat, weibo.register)
        assert "我的设置" in shown(ways, chat, "me")
        preferences.choose_language(other, ask(other, SERVICE), "en")
        assert "My settings" in shown(ways, chat, "me")
        assert "My digest" in shown(ways, chat, "digest me")


def shown(ways: Ways, chat: Chat, typed: str) -> str:
    return said(ways.command(SERVICE, "/weibo", typed))


def test_a_choice_that_was_not_put_down_leaves_what_was_chosen_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert voice(desk, SERVICE).language == "zh"

    def fails(tx: Transaction, chosen: rows.Preferences) -> None:
        raise StoreError(phrase("磁盘满了。"))

    with monkeypatch.context() as patched, pytest.raises(StoreError):
        patched.setattr(rows, "put", fails)
        preferences.choose_language(desk, ask(desk, SERVICE), "en")
    assert voice(desk, SERVICE).language == "zh"
