"""The scenes: what goes wrong in each, and how often it is tried. Every scene ends with the same look at what is left."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.faults import plays
from tests.faults.disks import NoDisk, disk
from tests.faults.reader import Found, read
from tests.faults.stage import Nursery, Stage, staged
from tests.faults.work import People


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


@dataclass(frozen=True, slots=True)
class Scene:
    """``play`` makes the fault happen (about) ``times`` times while people work, and tells how often it did; at its end one
    bot runs. ``most``: how often at most in one scene, before all is looked at and begun anew. ``on_disk``: the database is
    on a small disk."""

    name: str
    play: plays.Play
    most: int = 100
    on_disk: bool = False


def run(scene: Scene, begun: Path, folder: Path, nursery: Nursery, seed: int, times: int) -> Tried:
    """Play a scene once, and look at what is left."""
    if not scene.on_disk:
        with staged(begun, folder, nursery, seed) as stage:
            people, tries = _played(scene, stage, times)
        return _looked(scene, stage, people, tries, stage.database)
    try:
        with disk(folder / "disk", 96) as small:
            with staged(begun, folder / "chat", nursery, seed, database=small.path / "guanwei.db") as stage:
                plays.DISKS[stage] = small
                people, tries = _played(scene, stage, times)
            # With the log beside it: where there was no room to copy that over, the file alone is neither old nor new.
            kept = [
                shutil.copy(file, folder) for file in sorted(small.path.glob("guanwei.db*")) if file.suffix != ".db-shm"
            ]
    except NoDisk:
        return Tried(scene.name, skipped="no disk can be mounted here")
    return _looked(scene, stage, people, tries, Path(kept[0]))


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


KILLS: Final = (
    Scene("kill -9", plays.kills),
    Scene("kill -9, and a call in ten fails", plays.killed_with(plays.rough)),
    Scene("kill -9, and envelopes twice and out of order", plays.killed_with(plays.untidy)),
    Scene("kill -9 of one of two processes on one file", plays.pairs),
)
OTHERS: Final = (
    Scene("SIGTERM", plays.stops, most=50),
    *(
        Scene(f"the chat: {name}", plays.calls(fault), most=8 if fault.stall else 60)
        for name, fault in plays.CALLS.items()
    ),
    Scene("the chat: taken after it was searched", plays.late, most=3),
    Scene("the socket: refresh_requested", plays.sockets("refresh_requested"), most=10),
    Scene("the socket: link_disabled", plays.sockets("link_disabled"), most=10),
    Scene("the socket: cut without a word", plays.sockets("drop"), most=10),
    Scene("the socket: open and deaf", plays.deaf, most=3),
    Scene("expired triggers", plays.triggers, most=20),
    Scene("envelopes twice and out of order", plays.repeats, most=50),
    Scene("tokens revoked, given back", plays.revoked, most=5),
    Scene("a full disk", plays.full, most=10, on_disk=True),
    Scene("a read-only disk", plays.read_only, most=5, on_disk=True),
    Scene("a locked database", plays.locked, most=6),
    Scene("a clock that jumps", plays.jumps, most=20),
)
