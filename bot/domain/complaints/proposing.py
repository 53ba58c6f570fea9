"""Why a complaint is of its category and severity, as long as nobody decided: the words that proposed them."""

from __future__ import annotations

from bot.cards.names import complaint_category
from bot.domain import triage
from bot.text.mrkdwn import escape
from bot.text.words import Phrase, phrase, series


def reasons(category: str, severity: str, proposal: triage.Proposal) -> Phrase:
    """Why a complaint is of its category and severity, where they are as proposed (``category``, ``severity`` empty)."""
    kind = complaint_category(proposal.category)
    found = Phrase("")
    if not category and proposal.category_words:
        words = series(map(_quoted, proposal.category_words))
        found = phrase("按{words}判为{category}。", words=words, category=kind)
    elif not category:
        found = phrase("看不出类别，先记为其他。")
    if not severity and proposal.severity == "P0":
        words = series(map(_quoted, proposal.severity_words))
        found = phrase("按{words}判为 P0。{more}", words=words, more=found)
    return found


def _quoted(word: str) -> Phrase:
    return phrase("“{word}”", word=escape(word))
