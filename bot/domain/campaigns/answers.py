"""What customers ask about a campaign: on its first day the answers go to customer service and become canned replies."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from bot.domain.desk import Desk, Request
from bot.store import answers, outbox
from bot.store.answers import Answer
from bot.store.campaigns import Campaign
from bot.store.database import Reader, Transaction
from bot.text.width import plain

# Customers ask on for a while when a campaign is over.
_ASKED_AFTER: Final = timedelta(days=30)
# So many of the answers offered today are looked at, and so much of a question must stand in a customer's words.
_LOOKED_AT: Final = 60
_ALIKE: Final = 0.3


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


def fitting(reader: Reader, words: str, day: date, most: int) -> list[Answer]:
    """The answers of campaigns, offered on a day, whose question is (nearly) what a customer's ``words`` ask, the closest
    first."""
    said = _pairs(words)
    found = [(_shared(_pairs(one.question), said), one) for one in answers.offered(reader, day.isoformat(), _LOOKED_AT)]
    close = [(share, one) for share, one in found if share >= _ALIKE]
    return [one for _, one in sorted(close, key=lambda each: -each[0])][:most]


def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters: Chinese has no spaces to find words by."""
    letters = "".join(sign for sign in plain(text).casefold() if sign.isalnum())
    return frozenset(letters[n : n + 2] for n in range(len(letters) - 1))


def _shared(question: frozenset[str], said: frozenset[str]) -> float:
    return len(question & said) / len(question) if question else 0.0
