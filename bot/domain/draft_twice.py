"""The same words sent twice by one author within a day: told to them with a button to withdraw the second, and not refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.domain.desk import Outcome, Request
from bot.store import drafts as rows
from bot.store.database import Reader
from bot.store.drafts import Draft
from bot.store.times import to_store
from bot.text.offers import Offer
from bot.text.width import plain
from bot.text.words import phrase

_WITHIN: Final = timedelta(days=1)
# What was given up on purpose may be sent anew.
_GIVEN_UP: Final = ("withdrawn", "rejected")


def same_words(reader: Reader, request: Request, text: str) -> Draft | None:
    """The person's latest draft of the last day that has just these words; width and spaces tell nothing apart."""
    words = plain(text)
    found = rows.sent_since(reader, request.actor, to_store(request.at - _WITHIN))
    return next((one for one in found if one.state not in _GIVEN_UP and plain(one.text) == words), None)


def with_same(outcome: Outcome, before: Draft | None) -> Outcome:
    """The outcome of sending a draft, with what is told of the same words ``before`` it."""
    if before is None:
        return outcome
    told = phrase("和 {before} 一样。发重了的话，撤回这一份。", before=before.id)
    offer = Offer(phrase("撤回 {case}", case=outcome.case_id), "draft.withdraw", f"{outcome.case_id}:1")
    return replace(outcome, warnings=(told, *outcome.warnings), offers=(*outcome.offers, offer))
