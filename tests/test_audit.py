"""`make audit`: what is known is told, and what could not be asked is never taken for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.audit import Found, main, read, said

REPORT = {
    "dependencies": [
        {"name": "kept", "version": "1.0", "vulns": []},
        {"name": "leaky", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"], "description": "…"}]},
        {"name": "unheard", "skip_reason": "not found"},
    ],
    "fixes": [],
}


def test_a_known_advisory_is_told_with_the_version_that_mends_it_and_fails() -> None:
    found = read(REPORT)
    assert found == Found(asked=2, unknown=1, known=("leaky 2.0: PYSEC-1, mended in 2.1",))
    code, words = said(found)
    assert code == 1 and "PYSEC-1" in words


def test_advisories_that_cannot_be_reached_are_not_taken_for_none() -> None:
    code, words = said(Found(asked=0, unknown=57, known=()))
    assert (code, words.startswith("NOT AUDITED")) == (0, True)


def test_none_known_says_of_how_many() -> None:
    assert said(Found(asked=56, unknown=1, known=())) == (
        0,
        "No advisory is known about 56 packages. 1 could not be asked about.",
    )


@pytest.mark.parametrize(
    ("says", "code"), [("requests.exceptions.ConnectionError: no route", 0), ("ModuleNotFoundError: pip_audit", 2)]
)
def test_without_the_network_it_says_so_and_a_fault_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], says: str, code: int
) -> None:
    program = tmp_path / "pip-audit"
    program.write_text(f"#!/bin/sh\necho '{says}' >&2\nexit 1\n", "utf-8")
    program.chmod(0o755)
    assert main(str(program)) == code
    assert ("NOT AUDITED" in capsys.readouterr().out) == (code == 0)
