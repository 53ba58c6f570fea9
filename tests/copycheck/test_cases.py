"""Our own lines: nearly every claim is found, nearly no innocent line is; each by itself where it must
hold.
"""

from __future__ import annotations

import pytest

from bot.copycheck import Report, check
from tests.copycheck.cases import Claim, claims, innocents


def _missed(claim: Claim, report: Report) -> list[str]:
    if not claim.spans:
        return [] if any(f.category == claim.category for f in report.findings) else [claim.category]
    return [
        claim.text[a:b] for a, b in claim.spans if not any(min(f.end, b) > max(f.start, a) for f in report.findings)
    ]


def test_there_are_enough_lines_of_both_kinds() -> None:
    assert len(claims()) >= 300
    assert len(innocents()) >= 290


def test_at_least_98_in_100_claims_are_found() -> None:
    wanted = sum(max(1, len(claim.spans)) for claim in claims())
    missed = [(claim.text, words) for claim in claims() for words in _missed(claim, check(claim.text))]
    assert len(missed) <= wanted * 0.02, missed


def test_no_innocent_line_is_flagged_at_block_or_proof() -> None:
    flagged = {
        text: [f.words for f in check(text).findings if f.level != "style"]
        for text in innocents()
        if any(f.level != "style" for f in check(text).findings)
    }
    assert not flagged


@pytest.mark.parametrize("category", sorted({claim.category for claim in claims()}))
def test_each_category_finds_nine_in_ten_of_its_claims(category: str) -> None:
    mine = [claim for claim in claims() if claim.category == category]
    wanted = sum(max(1, len(claim.spans)) for claim in mine)
    missed = [words for claim in mine for words in _missed(claim, check(claim.text))]
    assert len(missed) <= wanted * 0.1, missed
