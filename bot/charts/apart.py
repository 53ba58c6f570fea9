"""A chart drawn by a program of its own, which ends with it: the plotting library is 40 MB that the bot would keep."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import bot
from bot.charts.order import Order, written

# (Without the folder that the bot happens to be started in: what lies there is no part of the program.)
PROGRAM: Final = (sys.executable, "-P", "-m", "bot.charts")
# It takes one and a half where nothing else is to be done, and far longer on a busy machine: the program lets others go first.
SECONDS: Final = 60.0
# Of what it says when it fails, so many of the last lines are told.
_LINES: Final = 8
_BEGINS: Final = b"\x89PNG\r\n\x1a\n"
_ENDS: Final = b"IEND\xaeB`\x82"
# All that a Python with the library needs: where programs, libraries, the home and its caches are, and the language.
_KEPT: Final = frozenset({
    "HOME", "LANG", "LANGUAGE", "LD_LIBRARY_PATH", "LOCALAPPDATA", "MPLCONFIGDIR", "PATH", "SYSTEMROOT", "TEMP", "TMP",
    "TMPDIR", "TZ", "USERPROFILE", "VIRTUAL_ENV", "WINDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
})  # fmt: skip
_KEPT_KINDS: Final = ("LC_", "PYTHON")


class NotDrawn(Exception):
    """The program drew nothing: why, and what it said last."""


def drawn(order: Order, *, program: Sequence[str] = PROGRAM, seconds: float = SECONDS) -> bytes:
    """The chart as a PNG, drawn by ``program`` (that of `bot.charts` unless given) in ``seconds`` at most.

    The program is told by the end of its standard input that nobody waits any more, so it ends when this process does,
    however that comes. Raises NotDrawn where it fails, takes too long or answers with something else, and OSError where it
    cannot be started."""
    told, kept = os.pipe()
    with os.fdopen(told, "rb") as theirs, os.fdopen(kept, "wb", buffering=0) as ours:
        ours.write(written(order))
        try:
            done = subprocess.run(  # noqa: S603  # our own program, by no shell
                program, stdin=theirs, capture_output=True, timeout=seconds, env=environment(os.environ), check=False
            )
        except subprocess.TimeoutExpired as late:
            raise NotDrawn(f"not drawn within {seconds:g} s{_last(late.stderr)}") from None
    if done.returncode:
        raise NotDrawn(f"exit code {done.returncode}{_last(done.stderr)}")
    if not (done.stdout.startswith(_BEGINS) and done.stdout.endswith(_ENDS)):
        raise NotDrawn(f"what came is no picture: {len(done.stdout)} bytes{_last(done.stderr)}")
    return done.stdout


def environment(ours: Mapping[str, str]) -> dict[str, str]:
    """Of our environment what the program needs, none of the secrets, and where this very package is."""
    kept = {name: value for name, value in ours.items() if name in _KEPT or name.startswith(_KEPT_KINDS)}
    places = [str(Path(bot.__file__).resolve().parents[1]), *filter(None, [kept.get("PYTHONPATH")])]
    # A thread for each processor would be started for reckoning that is not done here.
    return {**kept, "PYTHONPATH": os.pathsep.join(places), "OPENBLAS_NUM_THREADS": "1"}


def _last(said: bytes | None) -> str:
    lines = (said or b"").decode(errors="replace").strip().splitlines()[-_LINES:]
    return "".join(f"\n  {line}" for line in lines)
