"""A terminal for the tests: `guanwei` as a program of its own, in a folder with a company's settings."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.reference import reference

ROOT = Path(__file__).resolve().parents[1]
TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-1-tests-Zq8",
    "SLACK_APP_TOKEN": "xapp-1-tests-Yw7",
    "SLACK_SIGNING_SECRET": "5ecre7of7he7e575",
}
_OURS = ("SLACK_", "GUANWEI_")


@dataclass(frozen=True, slots=True)
class Said:
    """What a command came to."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Terminal:
    """Commands in ``folder``, with none of our variables but those given."""

    folder: Path

    def __call__(self, *words: str, typed: str | bytes = "", **variables: str) -> Said:
        """Run `guanwei` with these words; ``typed`` is its standard input."""
        given = typed.encode() if isinstance(typed, str) else typed
        done = subprocess.run(
            self.command(*words), cwd=self.folder, env=self.env(variables), input=given, capture_output=True, timeout=60
        )
        said = Said(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in said.err, said.err
        return said

    def start(self, *words: str, **variables: str) -> subprocess.Popen[str]:
        """Start `guanwei` and go on."""
        return subprocess.Popen(
            self.command(*words),
            cwd=self.folder,
            env=self.env(variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @staticmethod
    def command(*words: str) -> list[str]:
        return [sys.executable, "-m", "bot", *words]

    @staticmethod
    def env(variables: Mapping[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **variables}

    def settle(self) -> Path:
        """Put the demo company's settings in the folder."""
        path = self.folder / "guanwei.toml"
        path.write_bytes(reference("demo", "guanwei.toml").read_bytes())
        return path
