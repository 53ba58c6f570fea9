"""What is shown beside a complaint: its proposal's words, what is like it, what was merged into it, its latest comments."""

from __future__ import annotations

from typing import Final

from bot.cards.complaint_beside import Beside, Similar
from bot.domain import triage
from bot.domain.complaints import flood
from bot.domain.complaints.likeness import similar_open
from bot.domain.complaints.rules import load
from bot.store import complaints as rows
from bot.store.complaints import OPEN, Complaint
from bot.store.database import Reader, Row
from bot.store.outbox import Owed

_MERGED_SHOWN: Final = 8


def beside(reader: Reader, case: Complaint) -> Beside:
    """All of it, as it is now."""
    proposal = triage.recall(case.proposals)
    is_open = case.state in OPEN
    alike = similar_open(reader, case.words, besides=case.id, customer_key=case.customer_key) if is_open else []
    merged = rows.merged_into(reader, case.id, _MERGED_SHOWN)
    return Beside(
        category_words=proposal.category_words if proposal else (),
        severity_words=proposal.severity_words if proposal else (),
        similar=[Similar(one.case.id, one.case.words, round(one.likeness * 100)) for one in alike],
        merged=merged,
        merged_count=rows.merged_count(reader, case.id) if len(merged) == _MERGED_SHOWN else len(merged),
    )


def comments_told(reader: Reader, owed: Owed) -> tuple[Complaint, int, Row | None]:
    """What a line about further comments tells: the complaint, how many comments, and the latest of them. Raises NotFound."""
    case = load(reader, owed.case_id)
    first, last = flood.span(reader, owed, case.comments)
    return case, last - first + 1, rows.comment(reader, case.id, last)
