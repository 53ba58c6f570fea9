"""The process's memory: how much of what it no longer needs it keeps. Only glibc can be told; elsewhere nothing is done."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ctypes import CDLL

# By number, as <malloc.h> has it.
_ARENA_MAX: Final = -8
# glibc gives each thread an arena of its own, up to eight for each processor, and what is let go in one is of no use to the
# others: in a day's work of some fifteen threads, seven megabytes. Python's own lock lets one of them ask at a time anyway.
_ARENAS: Final = 2


def keep_together() -> None:
    """Have all threads ask the same few arenas for memory. To be called before they begin."""
    libc = _glibc()
    if libc is not None:
        libc.mallopt(_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Give the system back what is free, also in the midst of what is not: after something large was let go."""
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)


def _glibc() -> CDLL | None:
    try:
        version = os.confstr("CS_GNU_LIBC_VERSION")
    except (AttributeError, ValueError):
        # No POSIX system, or one with another library.
        return None
    if not version:
        return None
    from ctypes import CDLL

    return CDLL(None)
