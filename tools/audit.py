"""`make audit`: whether advisories are known about the versions in constraints.txt, by way of pip-audit.

Exit codes: 0 none known, or the advisories could not be reached (which is said); 1 known ones; 2 pip-audit itself failed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_OPTIONS = ("--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json")


@dataclass(frozen=True, slots=True)
class Found:
    """``asked``: of how many packages the advisories were read; ``unknown``: of how many they could not be; ``known``: a
    line for each advisory."""

    asked: int
    unknown: int
    known: tuple[str, ...]


def read(report: Mapping[str, Any]) -> Found:
    """What pip-audit's report in JSON comes to."""
    every: Sequence[Mapping[str, Any]] = report["dependencies"]
    read_of = [one for one in every if "skip_reason" not in one]
    known = tuple(
        f"{one['name']} {one['version']}: {flaw['id']}"
        + (f", mended in {', '.join(flaw['fix_versions'])}" if flaw.get("fix_versions") else "")
        for one in read_of
        for flaw in one["vulns"]
    )
    return Found(len(read_of), len(every) - len(read_of), known)


def said(found: Found) -> tuple[int, str]:
    """The exit code and what is said."""
    if found.known:
        return 1, "\n".join(("Known advisories:", *found.known))
    if not found.asked:
        return 0, f"NOT AUDITED: the advisories cannot be reached from here (0 of {found.unknown} packages)."
    rest = f" {found.unknown} could not be asked about." if found.unknown else ""
    return 0, f"No advisory is known about {found.asked} packages.{rest}"


def main(program: str) -> int:
    """Run pip-audit and say what it found."""
    done = subprocess.run(  # noqa: S603  # named by the Makefile
        [program, "--requirement", str(ROOT / "constraints.txt"), *_OPTIONS],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        code, words = said(read(json.loads(done.stdout)))
    except (ValueError, KeyError):
        # Without the network it says nothing in JSON.
        if "ConnectionError" in done.stderr or "Max retries" in done.stderr or "ServiceError" in done.stderr:
            code, words = 0, "NOT AUDITED: the advisories cannot be reached from here."
        else:
            code, words = 2, done.stderr.strip()
    print(words)  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
