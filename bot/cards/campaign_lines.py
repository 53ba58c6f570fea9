"""Amounts, prizes, questions and orders as lines: to be read on a card, and to be typed anew in a form.

`bot.domain.notice_lines` reads what is written here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.store.campaigns import CodeResult, Prize, Question


def money_text(fen: int) -> str:
    """An amount in yuan as `read_money` takes it: ``12000`` or ``39.90``."""
    yuan, rest = divmod(fen, 100)
    return f"{yuan}.{rest:02}" if rest else str(yuan)


def prize_text(prize: Prize) -> str:
    """A prize as `read_prizes` takes it."""
    worth = "" if prize.value is None else f"，{money_text(prize.value)} 元"
    return f"{prize.name} × {prize.count}{worth}"


def question_text(pair: Question) -> str:
    """A pair as `read_questions` takes it."""
    plainly = pair.question.endswith(("?", "？")) and not re.search(r"[?？|｜\t]", pair.question[:-1] + pair.answer)
    if re.match(r"(?:问|[Qq])\s*[:：]", pair.question):
        # Only so is it seen where the question ends.
        return f"问：{pair.question} | 答：{pair.answer}"
    return f"{pair.question}{pair.answer}" if plainly else f"{pair.question} | {pair.answer}"


def orders_text(codes: Sequence[CodeResult], unattributed: int | None) -> str:
    """Orders by code as `read_orders` takes them."""
    lines = [prize_text(Prize(one.code, one.orders, one.sales)) for one in codes]
    return "\n".join(lines if unattributed is None else [*lines, f"其他 × {unattributed}"])
