"""Examples for the tests of drawings: a case of each kind, what it is drawn on, and texts of the worst kind."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.cards.message import Message
from bot.cards.paper import Paper
from bot.store.campaigns import Campaign, Details
from bot.store.complaints import Complaint
from bot.store.drafts import Draft, Revision
from bot.store.rallies import Rally
from bot.store.reports import KeptReport
from bot.store.slots import Slot
from bot.text.words import words
from tests.company import LEADER, TUESDAY

STAMP = "2026-11-24T02:00:00.000000Z"
CASE = Complaint(
    id="C-31",
    state="new",
    version=1,
    severity="normal",
    category="quality",
    place="comment",
    customer="小满",
    customer_key="小满",
    link="https://weibo.com/1/Qx",
    words="送来的酸奶是坏的",
    order_number="",
    followers=None,
    comments=1,
    reporter="U1",
    department="",
    holder="",
    claimed_at="",
    claim_due="2026-11-24T02:15:00.000000Z",
    reply_due="2026-11-24T03:00:00.000000Z",
    resolve_due="2026-11-25T14:00:00.000000Z",
    next_due="2026-11-24T02:15:00.000000Z",
    paused_at="",
    replied_at="",
    reply="",
    resolved_at="",
    resolved_by="",
    resolution="",
    reopened=0,
    source_key=None,
    created_at=STAMP,
    changed_at=STAMP,
)
CAMPAIGN = Campaign(
    id="N-1",
    state="accepted",
    version=1,
    title="鲜奶节",
    department="sales",
    contact="U1",
    promotion_from="2026-11-25",
    first_day="2026-11-26",
    last_day="2026-11-30",
    lead_days=5,
    light="in_time",
    guessed_years=(),
    owner="U1",
    submitted_at=STAMP,
    accept_due=STAMP,
    accepted_at=STAMP,
    reason="",
    created_at=STAMP,
    changed_at=STAMP,
    details=Details(what="买二赠一", leaders=(LEADER,)),
)
DRAFT = Draft(
    id="D-7",
    state="in_review",
    version=1,
    department="sales",
    author="U1",
    kind="brand",
    campaign_id=None,
    revision=1,
    wanted_at=STAMP,
    needs_legal=False,
    reviewed_by="",
    reviewed_at="",
    reviewed_fingerprint="",
    legal_by="",
    legal_at="",
    legal_fingerprint="",
    override_by="",
    override_reason="",
    override_revision=0,
    override_blocks=(),
    returned_by="",
    reason="",
    url="",
    published_at="",
    created_at=STAMP,
    changed_at=STAMP,
    latest=Revision(1, "牧场的早上好", "", 0, "", STAMP, "", "U1", STAMP, "f", KeptReport()),
)
RALLY = Rally(
    id="R-4",
    state="open",
    version=1,
    title="冬至热牛奶",
    why="天冷了",
    post="1",
    url="https://weibo.com/1/Qx",
    campaign_id=None,
    draft_id=None,
    until="2026-11-26T02:00:00.000000Z",
    whom=("all",),
    named=(),
    opened_by="U1",
    opened_at=STAMP,
    closed_at="",
    held=False,
    ran_out=False,
)
SLOT = Slot(
    id="S-3",
    at="2026-11-24T03:00:00.000000Z",
    state="planned",
    counts=True,
    version=1,
    promotes=True,
    campaign_id="N-1",
    ask="teaser",
    draft_id=None,
    made_by="U1",
    look_at="",
    handed_at="",
    tone="",
    created_at=STAMP,
    changed_at=STAMP,
)


def paper(language: str = "zh", name: str = "何静") -> Paper:
    return Paper(words(language), ZoneInfo("Asia/Shanghai"), lambda _: name, lambda key: key, TUESDAY)


def whole(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": message.blocks}


def texts(most: int) -> st.SearchStrategy[str]:
    """Anything that may be stored: hostile, long, of any script; a lone half of a character never is."""
    hostile = st.sampled_from(
        [
            "<!channel>",
            "<@U0LEADER>",
            "&",
            "<",
            ">",
            "```",
            "*",
            "\n",
            "\u2028",
            "😀",
            "👨‍👩‍👧",
            "مرحبا",
            "\u202e",
            "|",
            "长",
            "\r\n",
        ]
    )
    short = st.text(st.characters(exclude_categories=["Cs"]), max_size=min(most, 60))
    long = st.builds(lambda sign, n: (sign * n)[:most], hostile, st.integers(0, most))
    return st.one_of(short, long, st.lists(hostile, max_size=20).map(lambda parts: "".join(parts)[:most]))
