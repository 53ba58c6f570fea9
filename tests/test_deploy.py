"""What stands in deploy/ fits the program: the image has all it needs, the unit is understood and shut, addresses are served."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from bot.config import Settings
from tests.terminal import ROOT

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
UNIT = DEPLOY / "systemd" / "guanwei.service"
PROMTOOL = shutil.which("promtool")
ANALYZE = shutil.which("systemd-analyze")


def test_the_image_is_given_all_that_the_wheel_is_built_from() -> None:
    copied = {
        name for line in re.findall(r"^COPY ((?!--from).+)$", DOCKERFILE, re.MULTILINE) for name in line.split()[:-1]
    }
    assert [name for name in copied if not (ROOT / name).exists()] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {
        *wheel["packages"],
        *wheel["force-include"],
        project["project"]["readme"],
        *project["project"]["license-files"],
    }
    assert {name.split("/")[0] for name in needed} <= copied
    let_in = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE))
    assert copied == let_in


def test_the_image_runs_as_nobody_in_particular_and_is_asked_how_it_is() -> None:
    stage = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER guanwei$", stage, re.MULTILINE)
    assert re.search(r"^ENTRYPOINT \[\"guanwei\"\]$", stage, re.MULTILINE)
    assert "root" not in stage
    assert "http://127.0.0.1:9464/healthz" in stage
    assert re.search(r"^  guanwei:$", (DEPLOY / "compose.yml").read_text("utf-8"), re.MULTILINE)


def test_the_port_of_the_examples_is_the_settings_own() -> None:
    health = Settings.model_fields["health"].annotation
    assert health is not None
    assert health.model_fields["port"].examples == ["9464"]
    for name in ("Dockerfile", "compose.yml"):
        assert set(re.findall(r"\b94\d\d\b", (DEPLOY / name).read_text("utf-8"))) == {"9464"}


def on_this_machine(folder: Path) -> Path:
    """The unit with a program and a user that are here."""
    unit = UNIT.read_text("utf-8")
    unit = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit, flags=re.MULTILINE)
    unit = re.sub(r"^(User|Group)=.*\n", "", unit, flags=re.MULTILINE)
    path = folder / UNIT.name
    path.write_text(unit, "utf-8")
    return path


@pytest.mark.skipif(ANALYZE is None, reason="needs systemd-analyze")
def test_the_unit_is_understood(tmp_path: Path) -> None:
    done = subprocess.run([str(ANALYZE), "verify", on_this_machine(tmp_path)], capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.skipif(ANALYZE is None, reason="needs systemd-analyze")
def test_the_unit_is_shut(tmp_path: Path) -> None:
    # 10 is wide open. Exposure as systemd reckons it, in tenths; a unit without a word of this has 96.
    words = ["security", "--offline=yes", "--threshold=25", str(on_this_machine(tmp_path))]
    done = subprocess.run([str(ANALYZE), *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(PROMTOOL is None, reason="needs promtool")
def test_prometheus_understands_the_alerts() -> None:
    rules = DEPLOY / "prometheus" / "alerts.yml"
    done = subprocess.run([str(PROMTOOL), "check", "rules", rules], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_manual_tells_of_every_file_of_deploy() -> None:
    told = "".join((ROOT / "docs" / name).read_text("utf-8") for name in ("admin.md", "metrics.md"))
    files = [str(path.relative_to(ROOT)) for path in sorted(DEPLOY.rglob("*")) if path.is_file()]
    assert [name for name in files if name not in told] == []
