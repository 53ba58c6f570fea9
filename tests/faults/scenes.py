"""The scenes: what goes wrong in each, and how often it is tried. Every scene ends with the same look at what is left."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.workspace.faults import Fault
from tests.faults.disks import Disk, NoDisk, disk
from tests.faults.reader import Found, read
from tests.faults.stage import Nursery, Stage, staged
from tests.faults.work import People

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


@dataclass(slots=True)
class Tried:
    """What came of a scene: how often the fault was tried, what was found, and the slowest acknowledgement (seconds)."""

    name: str
    tries: int = 0
    found: Found = field(default_factory=Found)
    unanswered: int = 0
    slowest: float = 0.0
    seconds: float = 0.0
    skipped: str = ""


Play = Callable[[Stage, People, int], int]


@dataclass(frozen=True, slots=True)
class Scene:
    """``play`` makes the fault happen (about) ``times`` times while people work, and tells how often it did; at its end one
    bot runs. ``most``: how often at most in one scene, before all is looked at and begun anew. ``on_disk``: the database is
    on a small disk."""

    name: str
    play: Play
    most: int = 100
    on_disk: bool = False


def run(scene: Scene, begun: Path, folder: Path, nursery: Nursery, seed: int, times: int) -> Tried:
    """Play a scene once, and look at what is left."""
    if not scene.on_disk:
        with staged(begun, folder, nursery, seed) as stage:
            people, tries = _played(scene, stage, times)
        return _looked(scene, stage, people, tries, stage.database)
    try:
        with disk(folder / "disk", 24) as small:
            with staged(begun, folder / "chat", nursery, seed, database=small.path / "guanwei.db") as stage:
                _DISKS[stage] = small
                people, tries = _played(scene, stage, times)
            kept = shutil.copy(stage.database, folder)
    except NoDisk:
        return Tried(scene.name, skipped="no disk can be mounted here")
    return _looked(scene, stage, people, tries, Path(kept))


_DISKS: dict[Stage, Disk] = {}


def _played(scene: Scene, stage: Stage, times: int) -> tuple[People, int]:
    people = People(stage)
    tries = scene.play(stage, people, times)
    people.end()
    # What a person's last press left behind is still to be sent.
    if not stage.drain():
        print(f"{scene.name}: something is owed still; see {stage.folder}")
    for number in list(stage.running):
        code, _ = stage.stop(number)
        assert code == 0, f"ended with {code}; see {stage.log}"
    return people, tries


def _looked(scene: Scene, stage: Stage, people: People, tries: int, database: Path) -> Tried:
    found = read(database, stage.folder / "workspace.db", people.acts)
    return Tried(scene.name, tries, found, people.unanswered, people.slowest)


def _up(stage: Stage, people: People) -> None:
    """Let people do a few things more, and then some fraction of another."""
    wanted, until = people.answered + stage.chance.randrange(_ACTS), time.monotonic() + _UP_SECONDS
    while people.answered < wanted and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
    time.sleep(stage.chance.random() * _MORE_SECONDS)


def _kills(stage: Stage, people: People, times: int) -> int:
    """Killed at any instant: of its start, of its work, of its sending."""
    people.begin()
    for _ in range(times):
        number = stage.start(wait=stage.chance.random() < 0.85)
        _up(stage, people)
        stage.kill(number)
    stage.start()
    return times


def _with(trouble: Callable[[Stage], None]) -> Play:
    def play(stage: Stage, people: People, times: int) -> int:
        trouble(stage)
        tries = _kills(stage, people, times)
        _calm(stage)
        return tries

    return play


def _calm(stage: Stage) -> None:
    stage.workspace.fail_sometimes(0, [], stage.chance)
    stage.workspace.disorder()


def _rough(stage: Stage) -> None:
    stage.workspace.fail_sometimes(0.1, list(CALLS.values()), stage.chance, AT_START)


def _untidy(stage: Stage) -> None:
    stage.workspace.disorder(twice=0.3, delayed=0.3, chance=stage.chance)


def _pairs(stage: Stage, people: People, times: int) -> int:
    """Two processes on one file: one of them is killed and started anew, then the other."""
    people.begin()
    pair = [stage.start(), stage.start()]
    for n in range(times):
        _up(stage, people)
        stage.kill(pair[n % 2])
        pair[n % 2] = stage.start()
    return times


def _stops(stage: Stage, people: People, times: int) -> int:
    """Stopped in the middle of everything."""
    people.begin()
    for _ in range(times):
        number = stage.start()
        _up(stage, people)
        code, _ = stage.stop(number)
        assert code == 0, f"ended with {code}"
    stage.start()
    return times


def _calls(fault: Fault) -> Play:
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


def _sockets(reason: str) -> Play:
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


def _deaf(stage: Stage, people: People, times: int) -> int:
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


def _triggers(stage: Stage, people: People, times: int) -> int:
    """Forms are asked for that the chat no longer opens."""
    stage.start()
    people.begin()
    stage.workspace.fail_next("views.open", error="expired_trigger_id", times=times)
    until = time.monotonic() + 120
    while stage.workspace.faults_met < times and time.monotonic() < until:
        time.sleep(_BETWEEN)
    return stage.workspace.faults_met


def _repeats(stage: Stage, people: People, times: int) -> int:
    """Envelopes come twice under one id, and overtake each other."""
    stage.start()
    people.begin()
    _untidy(stage)
    before, until = len(people.acts), time.monotonic() + 120
    while len(people.acts) < before + 3 * times and time.monotonic() < until:
        time.sleep(_BETWEEN)
    _calm(stage)
    return times


def _revoked(stage: Stage, people: People, times: int) -> int:
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


def _full(stage: Stage, people: People, times: int) -> int:
    """There is no room on the disk, for a while."""
    small = _DISKS[stage]

    def full() -> None:
        small.fill()
        time.sleep(1)
        small.free()

    return _kept_up(stage, people, times, full)


def _read_only(stage: Stage, people: People, times: int) -> int:
    """The disk can only be read, for a while; a disk in use is not made so, hence the bot is killed first."""
    small, number = _DISKS[stage], stage.start()
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


def _locked(stage: Stage, people: People, times: int) -> int:
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


def _jumps(stage: Stage, people: People, times: int) -> int:
    """The time of day jumps by up to two hours, forward and back; every other time the bot is killed then."""
    number = stage.start()
    people.begin()
    for n in range(times):
        _up(stage, people)
        stage.jump(stage.chance.uniform(-7_200, 7_200))
        _up(stage, people)
        if n % 2:
            stage.kill(number)
            number = stage.start()
    return times


KILLS: Final = (
    Scene("kill -9", _kills),
    Scene("kill -9, and a call in ten fails", _with(_rough)),
    Scene("kill -9, and envelopes twice and out of order", _with(_untidy)),
    Scene("kill -9 of one of two processes on one file", _pairs),
)
OTHERS: Final = (
    Scene("SIGTERM", _stops),
    *(Scene(f"the chat: {name}", _calls(fault), most=60) for name, fault in CALLS.items()),
    Scene("the socket: refresh_requested", _sockets("refresh_requested"), most=10),
    Scene("the socket: link_disabled", _sockets("link_disabled"), most=10),
    Scene("the socket: cut without a word", _sockets("drop"), most=10),
    Scene("the socket: open and deaf", _deaf, most=3),
    Scene("expired triggers", _triggers),
    Scene("envelopes twice and out of order", _repeats),
    Scene("tokens revoked, given back", _revoked, most=5),
    Scene("a full disk", _full, most=10, on_disk=True),
    Scene("a read-only disk", _read_only, most=5, on_disk=True),
    Scene("a locked database", _locked, most=6),
    Scene("a clock that jumps", _jumps, most=20),
)
