"""`make faults`: every scene, as often as is asked for, and a table of what was lost and what doubled."""

from __future__ import annotations

import logging
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import click

from bot.cli.logs import set_up_log
from tests.faults.scenes import KILLS, OTHERS, Scene, Tried, run
from tests.faults.stage import Nursery, template


@click.command()
@click.option("--kills", default=100, show_default=True, help="How many times a process is killed, over all scenes.")
@click.option("--others", default=1.0, show_default=True, help="How much of the other faults: 1 is each scene once.")
@click.option("--seed", type=int, help="The chance of an earlier run.")
@click.option("--only", default="", help="Only the scenes whose names have these words.")
@click.option("--keep", type=click.Path(path_type=Path), help="Keep every scene's files here.")
def main(kills: int, others: float, seed: int | None, only: str, keep: Path | None) -> None:
    """Play the scenes one after another. The code is 1 where anything was lost, doubled or did not add up."""
    # What the chat's own server says of connections that broke is meant.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    set_up_log(quiet=True)
    seed = random.SystemRandom().getrandbits(32) if seed is None else seed
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="guanwei-faults-") as folder:
        done = [*play(keep or Path(folder), kills, others, seed, only)]
    print(table(done))
    sys.exit(not all(one.found.is_clean for one in done))


def play(folder: Path, kills: int, others: float, seed: int, only: str = "") -> Iterator[Tried]:
    """Play what is asked for in ``folder``; every scene's own chance follows from ``seed``."""
    begun = folder / "template"
    begun.mkdir(parents=True, exist_ok=True)
    template(begun)
    nursery = Nursery(folder)
    try:
        for number, (scene, times) in enumerate(_rounds(kills, others)):
            if only in scene.name:
                own = seed * 1_000 + number
                began = time.monotonic()
                try:
                    tried = run(scene, begun, folder / f"{number:03}", nursery, own, times)
                except AssertionError as failed:
                    # What the scenes before it found is not lost with it.
                    tried = Tried(scene.name)
                    tried.found.wrong.append(f"not played to its end: {failed}")
                tried.seconds = time.monotonic() - began
                _say(tried, own)
                yield tried
    finally:
        nursery.close()


def _rounds(kills: int, others: float) -> Iterator[tuple[Scene, int]]:
    """Which scene with how many tries: kills are dealt out evenly."""
    for number, scene in enumerate(KILLS):
        left = kills * (number + 1) // len(KILLS) - kills * number // len(KILLS)
        while left > 0:
            yield scene, min(left, scene.most)
            left -= scene.most
    for scene in OTHERS:
        left = round(scene.most * others)
        while left > 0:
            yield scene, min(left, scene.most)
            left -= scene.most


def _say(tried: Tried, seed: int) -> None:
    found = tried.found
    told = tried.skipped or f"{tried.tries} tries, {found.acts} acts, {tried.seconds:.0f} s"
    print(f"{tried.name} (seed {seed}): {told}", flush=True)
    for what, sentences in (("lost", found.lost), ("doubled", found.doubled), ("wrong", found.wrong)):
        for sentence in sentences[:10]:
            print(f"  {what}: {sentence}", flush=True)


def table(done: list[Tried]) -> str:
    """A line for each fault, its scenes taken together."""
    lines = [
        "| fault | tries | acts | messages | not answered at first | lost | doubled | wrong | whispers |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name in dict.fromkeys(one.name for one in done):
        its = [one for one in done if one.name == name]
        if its[0].skipped:
            lines.append(f"| {name} | – | | | | | | | {its[0].skipped} |")
            continue
        figures = (
            sum(one.tries for one in its),
            sum(one.found.acts for one in its),
            sum(one.found.messages for one in its),
            sum(one.unanswered for one in its),
            sum(len(one.found.lost) for one in its),
            sum(len(one.found.doubled) for one in its),
            sum(len(one.found.wrong) for one in its),
            sum(one.found.whispers for one in its),
        )
        lines.append(f"| {name} | {' | '.join(f'{figure:,}' for figure in figures)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
