"""The company's own words, drawn as a list."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.blocks import section
from bot.cards.message import Block, Message
from bot.cards.paper import Paper
from bot.store.terms import Term
from bot.text.mrkdwn import escape
from bot.text.width import cut

# What one message holds; there are few companies with more words of their own.
_MOST = 60
_IN_A_SECTION = 15


def listing(terms: Sequence[Term], paper: Paper) -> Message:
    """Every word that is allowed or denied, why, by whom, and how to add one."""
    t = paper.t
    title = t("本公司词表（{n}）", n=len(terms))
    lines = [_line(term, paper) for term in terms[:_MOST]]
    if len(terms) > _MOST:
        lines.append(t("只列出最近的 {n} 个。", n=_MOST))
    pieces = [lines[start : start + _IN_A_SECTION] for start in range(0, len(lines), _IN_A_SECTION)]
    blocks: list[Block] = [section(f"*{title}*"), *(section("\n".join(piece)) for piece in pieces)]
    blocks.append(section(t("管理员可以用：`/draft 允许 词 理由`、`/draft 禁用 词 理由`、`/draft 删词 词 理由`")))
    return Message(title, blocks)


def _line(term: Term, paper: Paper) -> str:
    t = paper.t
    verdict = t("允许") if term.verdict == "allow" else t("禁用")
    return t(
        "{verdict} *{term}* — {reason}（{who} {at}）",
        verdict=verdict,
        term=escape(term.term),
        reason=escape(cut(term.reason, 80)),
        who=paper.who(term.set_by),
        at=paper.moment(term.at),
    )
