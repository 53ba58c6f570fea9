"""Drafts as JSON lines."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.copycheck.lines import check_line


def test_a_line_gives_its_id_and_findings_that_json_can_write() -> None:
    out = check_line({"id": "a", "text": "全网最低价"})
    (found,) = json.loads(json.dumps(out))["findings"]
    assert set(found) == {"rule", "category", "level", "start", "end", "text", "reason", "source", "suggestion"}
    assert (out["id"], found["text"], found["level"]) == ("a", "全网最低价", "block")


def test_a_bare_day_says_nothing_about_quiet_hours() -> None:
    assert check_line({"id": 1, "text": "早安", "date": "2026-11-24"})["findings"] == []
    found: Any = check_line({"id": 1, "text": "早安", "date": "2026-11-24T23:30"})["findings"]
    assert [f["rule"] for f in found] == ["timing.quiet"]


@pytest.mark.parametrize("line", [{"id": 1}, {"id": 1, "text": 5}, {"id": 1, "text": "早", "date": "明天"}])
def test_a_line_that_cannot_be_read_is_refused(line: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        check_line(line)
