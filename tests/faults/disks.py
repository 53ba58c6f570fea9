"""A small disk of one's own, that can be full or read-only: a tmpfs, where this machine lets one be mounted."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoDisk(RuntimeError):
    """None can be mounted here (it takes root)."""


class Disk:
    """A disk mounted at ``path``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filler = path / "filler"

    def fill(self) -> None:
        """Leave no byte free."""
        with self._filler.open("ab", buffering=0) as filler:
            for size in (65_536, 4_096, 1):
                try:
                    while True:
                        filler.write(b"\0" * size)
                except OSError:
                    continue

    def free(self) -> None:
        """Make room again."""
        self._filler.unlink()

    def only_read(self, is_so: bool) -> bool:
        """Let it be read-only, or not; False where it is in use and cannot be changed."""
        return _mount("-o", f"remount,{'ro' if is_so else 'rw'}", str(self.path))


@contextmanager
def disk(path: Path, megabytes: int) -> Iterator[Disk]:
    """A disk of that size, gone at the end. Raises NoDisk."""
    path.mkdir(parents=True)
    if os.name == "nt" or not _mount("-t", "tmpfs", "-o", f"size={megabytes}m", "guanwei-faults", str(path)):
        raise NoDisk
    try:
        yield Disk(path)
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)


def _mount(*words: str) -> bool:
    try:
        return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
