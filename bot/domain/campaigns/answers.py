"""What customers ask about a campaign: on its first day the answers go to customer service and become canned replies."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from bot.domain.desk import Desk, Request
from bot.store import answers, outbox
from bot.store.campaigns import Campaign
from bot.store.database import Transaction

# Customers ask on for a while when a campaign is over.
_ASKED_AFTER: Final = timedelta(days=30)


def bring(tx: Transaction, desk: Desk, request: Request, case: Campaign) -> None:
    """Make the notice's answers canned replies, in place of those it brought before, and owe them to the channel of
    customer service as they then are."""
    until = date.fromisoformat(case.last_day) + _ASKED_AFTER
    answers.put(tx, case.id, case.details.questions, until.isoformat())
    if case.details.questions:
        body = {"answers": case.id}
        key = f"answers:{case.id}:{case.version}"
        outbox.owe(tx, "post", desk.settings.channels.complaints, now=request.ms, case_id=case.id, body=body, key=key)


def take_away(tx: Transaction, case_id: str) -> None:
    """The campaign is off: nobody is to be answered about it any more."""
    answers.put(tx, case_id, (), "")
