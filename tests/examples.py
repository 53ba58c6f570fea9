"""Examples for the tests of drawings: a complaint, what it is drawn on, and texts of the worst kind."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.cards.message import Message
from bot.cards.paper import Paper
from bot.store.complaints import Complaint
from bot.text.words import words
from tests.company import TUESDAY

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
    short = st.text(st.characters(exclude_categories=("Cs",)), max_size=min(most, 60))
    long = st.builds(lambda sign, n: (sign * n)[:most], hostile, st.integers(0, most))
    return st.one_of(short, long, st.lists(hostile, max_size=20).map(lambda parts: "".join(parts)[:most]))
