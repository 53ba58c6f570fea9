"""What a chat message that is logged as a complaint fills in: the customer's words, their Weibo name, the link.

A colleague who passes a comment on is not the customer. The name is taken only from the words themselves, where they begin
as a comment is quoted on Weibo (``@小满：送来是坏的``), and from a tool that posts under the customer's name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.store.complaints import NAME_MOST
from bot.text.mrkdwn import unescape

# Weibo's names: Chinese, letters, digits, - and _.
_QUOTED: Final = re.compile(r"\s*@([\w-]{1,30})\s*[:：]\s*(?=\S)")
_MENTIONED: Final = re.compile(r"\s*<[@!]")
_WEIBO: Final = re.compile(r"https?://(?:[a-z0-9-]+\.)*(?:weibo\.(?:com|cn)|t\.cn)/[!-~]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form begins with; empty where the message does not tell."""

    words: str
    customer: str
    link: str


def filled(message: Mapping[str, Any]) -> Filled:
    """What a message tells. ``link`` is one to Weibo in its words, if there is any."""
    marked = str(message.get("text", ""))
    words = unescape(marked)
    # Somebody of the company who is mentioned first is spoken to, not quoted.
    quoted = None if _MENTIONED.match(marked) else _QUOTED.match(words)
    link = _WEIBO.search(words)
    # A person's message has a user; a tool that posts under a name of its own choosing has none.
    posted_as = "" if message.get("user") else str(message.get("username") or "")
    return Filled(
        words=words[quoted.end() :] if quoted else words,
        customer=(quoted[1] if quoted else posted_as.removeprefix("@"))[:NAME_MOST],
        link=link[0] if link else "",
    )
