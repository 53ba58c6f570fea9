"""What people choose for themselves: it wins over the chat's locale, and concerns nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain import preferences, rallies
from bot.domain.desk import Desk
from bot.domain.preferences import Language, is_snoozed, language
from bot.drawing import drawer
from bot.edge import voice
from bot.errors import WrongState
from bot.store import digests_settled, rally_people, sending
from bot.store import preferences as rows
from bot.store.sending import Held
from tests.company import ENGLISH, LEADER, SERVICE, Time, ask
from tests.rallies import opened


@pytest.mark.parametrize(
    ("person", "chosen", "reads"),
    [(SERVICE, "en", "en"), (ENGLISH, "zh", "zh"), (SERVICE, "zh-Hant", "zh-Hant"), (ENGLISH, "", "en")],
)
def test_the_chosen_language_wins_over_the_chats(desk: Desk, person: str, chosen: Language, reads: str) -> None:
    preferences.choose_language(desk, ask(desk, person), chosen)
    assert language(desk, desk.store, person) == reads
    assert voice(desk, person).language == reads


def test_a_direct_message_is_said_in_the_chosen_language(desk: Desk) -> None:
    preferences.choose_language(desk, ask(desk, SERVICE), "en")
    preferences.snooze(desk, replace(ask(desk, SERVICE), answer_to="direct"))
    with desk.store.transaction() as tx:
        owed = sending.take(tx, now=10**13, sender="t", lease=1, held=Held())
    assert owed is not None
    message = drawer(desk)(owed)
    assert message is not None
    assert message.text.startswith("No digest any more today")


def settled(desk: Desk, day: str) -> bool:
    return digests_settled.is_settled(desk.store, day, "personal", SERVICE)


@pytest.mark.parametrize(
    ("hour", "first", "done_today"),
    [(15, "11-24", False), (10, "11-25", True), (9, "11-25", True)],
)
def test_a_time_that_is_over_today_begins_with_the_next_working_day(
    desk: Desk, hour: int, first: str, done_today: bool
) -> None:
    said = preferences.choose_digest(desk, ask(desk, SERVICE), time(hour)).said
    assert f"第一份在 {first}" in str(said)
    assert settled(desk, "2026-11-24") is done_today


def test_who_had_theirs_today_and_moves_it_to_the_evening_has_no_second(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        digests_settled.settle(tx, "2026-11-24", "personal", SERVICE, "owed", "")
    said = preferences.choose_digest(desk, ask(desk, SERVICE), time(20)).said
    assert "第一份在 11-25" in str(said)


def test_on_a_day_off_it_begins_with_the_next_working_day(desk: Desk) -> None:
    saturday = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)  # half past midnight in Shanghai
    said = preferences.choose_digest(desk, replace(ask(desk, SERVICE), at=saturday), time(8, 30)).said
    assert "第一份在 11-30" in str(said)


def test_what_is_muted_is_muted_until_it_is_wanted_again(desk: Desk) -> None:
    preferences.mute(desk, ask(desk, LEADER), "leaders")
    preferences.mute(desk, ask(desk, LEADER), "rally")
    assert rows.of(desk.store, LEADER).muted == ("leaders", "rally")
    with pytest.raises(WrongState, match="领导日报已经不发给您了"):
        preferences.mute(desk, ask(desk, LEADER), "leaders")
    preferences.unmute(desk, ask(desk, LEADER), "leaders")
    assert rows.of(desk.store, LEADER).muted == ("rally",)


def test_the_form_changes_what_it_asked_about_and_nothing_else(desk: Desk) -> None:
    preferences.mute(desk, ask(desk, LEADER), "weekly")
    preferences.choose(desk, ask(desk, LEADER), language="en", digest_at=None, wanted=(), asked=("rally",))
    chosen = rows.of(desk.store, LEADER)
    assert (chosen.language, chosen.digest_at, chosen.muted) == ("en", "", ("weekly", "rally"))


def test_a_snooze_is_over_on_the_next_day(desk: Desk) -> None:
    preferences.snooze(desk, ask(desk, SERVICE))
    chosen, today = rows.of(desk.store, SERVICE), date(2026, 11, 24)
    assert is_snoozed(chosen, today)
    assert not is_snoozed(chosen, today + timedelta(days=1))


def test_the_same_request_twice_is_one_choice(desk: Desk) -> None:
    first = preferences.mute(desk, ask(desk, LEADER, "k"), "weekly")
    assert preferences.mute(desk, ask(desk, LEADER, "k"), "weekly") == first


def test_what_a_person_does_not_want_stands_in_no_record(desk: Desk) -> None:
    preferences.mute(desk, ask(desk, LEADER), "rally")
    preferences.choose_language(desk, ask(desk, LEADER), "en")
    assert desk.store.all("SELECT seq FROM events") == []


def test_who_does_not_want_reminders_of_rallies_is_not_reminded(desk: Desk, time: Time) -> None:
    opened(desk, until=desk.now() + timedelta(days=10))
    preferences.mute(desk, ask(desk, LEADER), "rally")
    time.forward(hours=5)
    rallies.advance(desk, time())
    assert rally_people.to_remind(desk.store, "9999", 10) == []
    assert desk.store.all("SELECT person FROM rally_people WHERE reminded > 0") == []
