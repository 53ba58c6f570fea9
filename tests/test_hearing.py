"""Whether the chat is heard: by a steady clock, and by what came on the socket that is open now."""

from __future__ import annotations

from dataclasses import dataclass

from bot.hearing import DEAF_SECONDS, QUIET_SECONDS, Ear


@dataclass(slots=True)
class Ticks:
    """A steady clock that a test moves."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_socket_on_which_nothing_comes_is_first_not_ready_and_then_deaf() -> None:
    ticks = Ticks()
    ear = Ear(ticks)
    ear.opened()
    seen = []
    for ticks.now in (100.0, 111.9, 112.0, 100.0 + DEAF_SECONDS):
        hearing = ear.hearing(is_connected=True)
        seen.append((hearing.is_ready, hearing.is_deaf))
    assert seen == [(True, False), (True, False), (False, False), (False, True)]


def test_an_answer_to_our_own_question_is_a_sign_of_life() -> None:
    ticks = Ticks()
    ear = Ear(ticks)
    ear.opened()
    ticks.now += DEAF_SECONDS
    ear.heard(told=False)
    hearing = ear.hearing(is_connected=True)
    assert (hearing.silence, hearing.quiet, hearing.age) == (0, DEAF_SECONDS, DEAF_SECONDS)
    assert hearing.is_ready and not hearing.is_deaf


def test_a_socket_that_only_answers_and_tells_nothing_is_replaced_in_the_end() -> None:
    ticks = Ticks()
    ear = Ear(ticks)
    ear.opened()
    ticks.now += QUIET_SECONDS
    ear.heard(told=False)
    assert ear.hearing(is_connected=True).is_deaf
    ear.heard(told=True)
    assert not ear.hearing(is_connected=True).is_deaf


def test_another_socket_begins_anew_and_is_counted() -> None:
    ticks = Ticks()
    ear = Ear(ticks)
    ear.opened()
    ticks.now += DEAF_SECONDS
    ear.opened()
    hearing = ear.hearing(is_connected=True)
    assert (hearing.age, hearing.silence, hearing.opened) == (0, 0, 2)


def test_who_is_not_connected_is_not_ready() -> None:
    ear = Ear(Ticks())
    ear.opened()
    assert not ear.hearing(is_connected=False).is_ready
