"""The copy check on the labelled drafts and the innocent sentences beside the project, where they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.copycheck import Finding, check
from bot.copycheck.lines import check_line

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder with the labelled drafts is not here")


def _drafts() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SHARED / "copy-eval-dev.jsonl").read_text("utf-8").splitlines()]


def _touches(finding: dict[str, Any], wanted: dict[str, Any]) -> bool:
    if not wanted["span"]:
        return bool(finding["category"] == wanted["category"])
    return bool(min(finding["end"], wanted["end"]) > max(finding["start"], wanted["start"]))


def test_the_labelled_drafts_are_scored_as_wanted() -> None:
    right = missed = wrong = flagged = clean = 0
    for draft in _drafts():
        found = check_line(draft)["findings"]
        expected = draft["expect"]
        assert isinstance(found, list) and isinstance(expected, list)
        hits = [any(_touches(f, e) for f in found) for e in expected if not e.get("optional")]
        right, missed = right + sum(hits), missed + len(hits) - sum(hits)
        bad = [f for f in found if f["level"] != "style" and not any(_touches(f, e) for e in expected)]
        wrong += len(bad)
        if draft["clean"]:
            clean, flagged = clean + 1, flagged + bool(bad)
    assert right / (right + wrong) >= 0.95
    assert right / (right + missed) >= 0.90
    assert flagged / clean <= 0.03


def test_no_innocent_sentence_is_flagged_for_its_term() -> None:
    rows = (SHARED / "must-not-flag.tsv").read_text("utf-8").splitlines()[1:]
    flagged = []
    for row in rows:
        sentence, term, _why = row.split("\t")
        flagged += [(sentence, f.words) for f in check(sentence).findings if _grave(f) and _about(f, term)]
    assert not flagged


def test_fewer_than_two_in_a_hundred_real_posts_alarm() -> None:
    posts = [json.loads(line)["text"] for line in (SHARED / "posts-sample.jsonl").read_text("utf-8").splitlines()]
    alarms = sum(any(_grave(f) for f in check(post).findings) for post in posts)
    assert alarms / len(posts) < 0.02


def _grave(finding: Finding) -> bool:
    return finding.level != "style"


def _about(finding: Finding, term: str) -> bool:
    return term in finding.words or finding.words in term
