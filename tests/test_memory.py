"""What is let go is given back to the system, and threads share what they ask it for: where its library can be told."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pytest

from bot import memory
from tests.terminal import ROOT, Terminal

# Eight threads that are there at once ask for memory; the library says how many stocks it keeps.
_ASK_AT_ONCE = """
import sys, threading
from ctypes import CDLL
from bot import memory
if "together" in sys.argv:
    memory.keep_together()
at_once, kept = threading.Barrier(9), []
def ask():
    kept.append([bytes(1_000) for _ in range(100)])
    at_once.wait()
for _ in range(8):
    threading.Thread(target=ask).start()
at_once.wait()
CDLL(None).malloc_stats()
"""
# Fifty megabytes are taken, and let go but for one piece in a hundred.
_LET_GO = """
from pathlib import Path
from bot import memory
def held():
    return int(Path("/proc/self/statm").read_text().split()[1])
pieces = [bytes(1_000) for _ in range(50_000)]
kept = pieces[::100]
del pieces
before = held()
memory.give_back()
print((before - held()) * 4_096)
"""


def _is_glibc() -> bool:
    try:
        return bool(os.confstr("CS_GNU_LIBC_VERSION"))
    except (AttributeError, ValueError):
        return False


on_glibc = pytest.mark.skipif(not _is_glibc(), reason="another library")


def run(code: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, env=Terminal.env({}), capture_output=True, text=True, check=True
    )


@on_glibc
def test_threads_share_two_stocks_of_memory() -> None:
    assert run(_ASK_AT_ONCE, "together").stderr.count("Arena ") == 2
    assert run(_ASK_AT_ONCE).stderr.count("Arena ") > 2


@on_glibc
def test_what_is_free_among_what_is_not_is_given_back() -> None:
    assert int(run(_LET_GO).stdout) > 40_000_000


@pytest.fixture
def untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    """No library is to be loaded."""

    def loaded(_: object) -> None:
        raise AssertionError("the library was loaded")

    monkeypatch.setattr(ctypes, "CDLL", loaded)


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("version", [None, ""])
def test_another_library_is_left_alone(monkeypatch: pytest.MonkeyPatch, version: str | None) -> None:
    monkeypatch.setattr(os, "confstr", lambda _: version, raising=False)
    memory.keep_together()
    memory.give_back()


@pytest.mark.usefixtures("untouched")
def test_a_system_that_cannot_say_which_library_it_has_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "confstr", raising=False)
    memory.keep_together()
    memory.give_back()
