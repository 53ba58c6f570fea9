"""The time of a draft that is handed in or revised: from its planned slot, as it was asked for, or as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain import posting
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.draft_sheet import Sheet
from bot.domain.draft_slots import instead, keep_held, let_go, must_be_planned, promotes, shift, wanted
from bot.domain.posting import Placed
from bot.store import slots
from bot.store.database import Transaction
from bot.store.drafts import Draft
from bot.store.times import from_store, to_store


def time_of(
    tx: Transaction, desk: Desk, request: Request, sheet: Sheet
) -> tuple[datetime | None, str | None, Placed | None]:
    """The time, the campaign, and what is free instead of the time that was asked for, of a draft that is handed in."""
    # A planned slot gives the draft its time and its campaign, unless another time was chosen that is free.
    if not sheet.slot:
        found = wanted(tx, desk, request, sheet.wanted_at, sheet.kind, campaign=sheet.campaign_id)
        return found.at, sheet.campaign_id, found.instead
    slot = must_be_planned(posting.show(tx, sheet.slot))
    planned, campaign = from_store(slot.at), sheet.campaign_id or slot.campaign_id
    asked = sheet.wanted_at or planned
    found = wanted(tx, desk, request, asked, sheet.kind, besides=slot.id)
    return found.at or planned, campaign, found.instead


def new_time(
    tx: Transaction, desk: Desk, request: Request, draft: Draft, sheet: Sheet
) -> tuple[datetime | None, Placed | None]:
    """The time of a draft's next revision, and what is free instead of the one that was asked for."""
    kept_time = from_store(draft.wanted_at) if draft.wanted_at else None
    slot = slots.of_draft(tx, draft.id)
    if sheet.wanted_at is None:
        return None, None
    if slot is not None and kept_time is not None and posting.whole_minute(sheet.wanted_at) == kept_time:
        # Nobody touched it. It may have passed meanwhile; and promotion is in the way of days that it was not before.
        if kept_time < posting.whole_minute(request.at):
            return None, None
        if promotes(sheet.kind) == slot.promotes:
            return kept_time, None
        found = wanted(tx, desk, request, kept_time, sheet.kind, besides=slot.id)
        return found.at, found.instead
    besides = slot.id if slot else ""
    found = wanted(tx, desk, request, sheet.wanted_at, sheet.kind, campaign=sheet.campaign_id, besides=besides)
    return found.at or (kept_time if slot else None), found.instead


def keep_slot(tx: Transaction, desk: Desk, request: Request, draft: Draft, kind: str, at: datetime | None) -> None:
    """Let a draft's slot follow its next revision."""
    if at is None:
        let_go(tx, request, draft.id)
    elif to_store(at) == draft.wanted_at and slots.of_draft(tx, draft.id):
        keep_held(tx, request, draft.id, kind)
    else:
        shift(tx, desk, request, draft, kind, at)


def with_time(desk: Desk, request: Request, outcome: Outcome, revision: int, instead_of: Placed | None) -> Outcome:
    """The outcome with what is told of a time that was not free."""
    if instead_of is None:
        return outcome
    told, offers = instead(desk, request, outcome.case_id, revision, instead_of)
    return replace(outcome, warnings=(told, *outcome.warnings), offers=(*offers, *outcome.offers))
