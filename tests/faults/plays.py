"""How each fault is made to happen: again and again, while people work; each tells how often it did, and leaves one bot running."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Final

from bot.workspace.faults import Fault
from tests.faults.disks import Disk
from tests.faults.stage import Stage
from tests.faults.work import People

Play = Callable[[Stage, People, int], int]
# The small disks of those stages that have one.
DISKS: Final[dict[Stage, Disk]] = {}
# What a call to the chat may meet. A stall outlasts what the bot waits for an answer.
CALLS: Final[Mapping[str, Fault]] = {
    "429": Fault(http_status=429, retry_after=1),
    "500": Fault(http_status=500),
    "503": Fault(http_status=503),
    "dropped before": Fault(drop="drop_before"),
    "dropped after": Fault(drop="drop_after"),
    "dropped within": Fault(drop="drop_within"),
    "no answer after it was taken": Fault(stall=11.0),
}
# A start asks these before anything is taken; it fails in words, and whoever runs the bot starts it again.
AT_START: Final = ("auth.test", "users.list", "usergroups.list", "conversations.list", "apps.connections.open")
_ACTS: Final = 8
_UP_SECONDS: Final = 1.5
_MORE_SECONDS: Final = 0.1
_LOOK_SECONDS: Final = 0.002
_BETWEEN: Final = 0.25


def _up(stage: Stage, people: People) -> None:
    """Let people do a few things more, and then some fraction of another."""
    wanted, until = people.answered + stage.chance.randrange(_ACTS), time.monotonic() + _UP_SECONDS
    while people.answered < wanted and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
    time.sleep(stage.chance.random() * _MORE_SECONDS)


def kills(stage: Stage, people: People, times: int) -> int:
    """Killed at any instant: of its start, of its work, of its sending."""
    people.begin()
    for _ in range(times):
        number = stage.start(wait=stage.chance.random() < 0.85)
        _up(stage, people)
        stage.kill(number)
    stage.start()
    return times


def killed_with(trouble: Callable[[Stage], None]) -> Play:
    def play(stage: Stage, people: People, times: int) -> int:
        trouble(stage)
        tries = kills(stage, people, times)
        _calm(stage)
        return tries

    return play


def _calm(stage: Stage) -> None:
    stage.workspace.fail_sometimes(0, [], stage.chance)
    stage.workspace.disorder()


def rough(stage: Stage) -> None:
    stage.workspace.fail_sometimes(0.1, list(CALLS.values()), stage.chance, AT_START)


def untidy(stage: Stage) -> None:
    stage.workspace.disorder(twice=0.3, delayed=0.3, chance=stage.chance)


def pairs(stage: Stage, people: People, times: int) -> int:
    """Two processes on one file: one of them is killed and started anew, then the other."""
    people.begin()
    pair = [stage.start(), stage.start()]
    for n in range(times):
        _up(stage, people)
        stage.kill(pair[n % 2])
        pair[n % 2] = stage.start()
    return times


def stops(stage: Stage, people: People, times: int) -> int:
    """Stopped in the middle of everything."""
    people.begin()
    for _ in range(times):
        number = stage.start()
        _up(stage, people)
        code, _ = stage.stop(number)
        assert code == 0, f"ended with {code}"
    stage.start()
    return times


def calls(fault: Fault) -> Play:
    """One call in four meets the fault."""

    def play(stage: Stage, people: People, times: int) -> int:
        stage.start()
        stage.workspace.fail_sometimes(0.25, [fault], stage.chance, AT_START)
        people.begin()
        until = time.monotonic() + 120
        while stage.workspace.faults_met < times and time.monotonic() < until:
            time.sleep(_BETWEEN)
        _calm(stage)
        return stage.workspace.faults_met

    return play


def sockets(reason: str) -> Play:
    """The socket is refreshed, refused or cut."""

    def play(stage: Stage, people: People, times: int) -> int:
        number = stage.start()
        people.begin()
        for _ in range(times):
            stage.workspace.wait_online()
            _up(stage, people)
            stage.workspace.disconnect_sockets(reason)
        stage.workspace.wait_online(30)
        assert stage.is_alive(number)
        return times

    return play


def deaf(stage: Stage, people: People, times: int) -> int:
    """The socket is there, and nothing comes on it."""
    number = stage.start()
    people.begin()
    for _ in range(times):
        _up(stage, people)
        stage.workspace.deafen()
        before = len(people.acts)
        until = time.monotonic() + 60
        while len(people.acts) < before + 20 and time.monotonic() < until:
            time.sleep(_BETWEEN)
        assert len(people.acts) >= before + 20, "it was not noticed"
    assert stage.is_alive(number)
    return times


def late(stage: Stage, people: People, times: int) -> int:
    """The chat takes a message after it was given up, searched for and sent anew."""
    stage.start()
    people.begin()
    for _ in range(times):
        _up(stage, people)
        stage.workspace.fail_next("chat.postMessage", late=14.0)
        time.sleep(1)
    people.end()
    # Until it was looked for once more.
    time.sleep(90)
    return times


def triggers(stage: Stage, people: People, times: int) -> int:
    """Forms are asked for that the chat no longer opens."""
    stage.start()
    people.begin()
    stage.workspace.fail_next("views.open", error="expired_trigger_id", times=times)
    until = time.monotonic() + 120
    while stage.workspace.faults_met < times and time.monotonic() < until:
        time.sleep(_BETWEEN)
    return stage.workspace.faults_met


def repeats(stage: Stage, people: People, times: int) -> int:
    """Envelopes come twice under one id, and overtake each other."""
    stage.start()
    people.begin()
    untidy(stage)
    before, until = len(people.acts), time.monotonic() + 120
    while len(people.acts) < before + 3 * times and time.monotonic() < until:
        time.sleep(_BETWEEN)
    _calm(stage)
    return times


def revoked(stage: Stage, people: People, times: int) -> int:
    """The tokens are taken away for a while and given back, and the bot is started anew."""
    number = stage.start()
    people.begin()
    for _ in range(times):
        _up(stage, people)
        stage.workspace.revoke_tokens()
        _up(stage, people)
        stage.workspace.revoke_tokens(False)
        code, _ = stage.stop(number)
        assert code == 0
        number = stage.start()
    return times


def full(stage: Stage, people: People, times: int) -> int:
    """There is no room on the disk, for a while."""
    small = DISKS[stage]

    def full() -> None:
        small.fill()
        time.sleep(1)
        small.free()

    return _kept_up(stage, people, times, full)


def read_only(stage: Stage, people: People, times: int) -> int:
    """The disk can only be read, for a while; a disk in use is not made so, hence the bot is killed first."""
    small, number = DISKS[stage], stage.start()
    people.begin()
    for _ in range(times):
        _up(stage, people)
        stage.kill(number)
        assert small.only_read(True)
        number = stage.start(wait=False)
        assert stage.ended(number) == 1, "it starts on a disk that it cannot write"
        assert small.only_read(False)
        number = stage.start()
    return times


def locked(stage: Stage, people: People, times: int) -> int:
    """Another program holds the database, longer than a person waits and now and then longer than the bot does."""

    def held() -> None:
        with closing(sqlite3.connect(stage.database, timeout=20, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(stage.chance.choice((0.5, 4.0, 12.0)))
            other.execute("ROLLBACK")

    return _kept_up(stage, people, times, held)


def _kept_up(stage: Stage, people: People, times: int, trouble: Callable[[], None]) -> int:
    """Trouble again and again; a bot that ended over it is started anew, as a service manager would."""
    number = stage.start()
    people.begin()
    for _ in range(times):
        _up(stage, people)
        trouble()
        if not stage.is_alive(number):
            number = stage.start()
    time.sleep(1)
    if not stage.is_alive(number):
        stage.start()
    return times


def jumps(stage: Stage, people: People, times: int) -> int:
    """The time of day jumps by up to fifty minutes, forward and back; every other time the bot is killed then."""
    number = stage.start()
    people.begin()
    for n in range(times):
        _up(stage, people)
        stage.jump(stage.chance.uniform(-3_000, 3_000))
        _up(stage, people)
        if n % 2:
            stage.kill(number)
            number = stage.start()
    return times
