"""The weekly report: the figures of the last whole week, for the Weibo channel and the leaders."""

from __future__ import annotations

from datetime import datetime

from bot.cards.report import Report
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.digests.kinds import Recipient
from bot.domain.periods import last_whole
from bot.domain.report import report
from bot.store import outbox
from bot.store.database import Reader, Transaction
from bot.text.words import phrase


def gather(desk: Desk, reader: Reader, to: Recipient, at: datetime) -> Report:
    """The report on the last Monday to Sunday that is over at ``at``; it says the same wherever it goes."""
    return report(desk, reader, last_whole("week", at, desk.zone), at)


def send_to_asker(desk: Desk, request: Request) -> Outcome:
    """Send the report with its chart to whoever asks for it, as a direct message."""

    def decide(tx: Transaction) -> Outcome:
        day = request.at.astimezone(desk.zone).date().isoformat()
        body = {"digest": "weekly", "day": day, "late": False, "asked": True}
        outbox.owe(tx, "direct", request.actor, now=request.ms, body=body, key=f"click:report:{request.key}")
        return Outcome(phrase("周报带着图发到你的私信里了。"))

    return once(desk, request, decide)
