"""What keeps complaints true over the years: policies that change, those from before there was a ledger, those that are over."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Final

from bot.domain.complaints import rules, turns
from bot.domain.complaints.due import BACK_TO_CLOSER
from bot.domain.desk import Desk, Request
from bot.store import complaints as rows
from bot.store import heartbeat, outbox, posted
from bot.store.complaints import OPEN, Complaint
from bot.store.database import Transaction
from bot.store.times import to_store

_AT_ONCE: Final = 50
_BOT: Final = ""


def take_over(desk: Desk, at: datetime) -> int:
    """Give the complaints from before the ledger their stretches, some at a time; how many were given theirs now."""
    if not rows.to_take_over(desk.store, 1):
        return 0
    with desk.store.transaction() as tx:
        request = Request(_BOT, "", at)
        found = rows.to_take_over(tx, _AT_ONCE)
        for case in found:
            turns.taken_over(tx, desk, request, rules.load(tx, case))
    return len(found)


def reckon_anew(desk: Desk, at: datetime) -> int:
    """After the policies, the hours or the calendar were changed: reckon the due times of everything open anew from the
    recorded stretches; how many complaints they changed for. Costs one look where nothing was changed."""
    print_now = _fingerprint(desk)
    if heartbeat.policies(desk.store) == print_now:
        return 0
    changed = 0
    every = rows.every_open(desk.store)
    for start in range(0, len(every), _AT_ONCE):
        with desk.store.transaction() as tx:
            request = Request(_BOT, "", at)
            some = every[start : start + _AT_ONCE]
            changed += sum(_reckoned(tx, desk, request, rules.load(tx, case)) for case in some)
    with desk.store.transaction() as tx:
        heartbeat.reckoned_by(tx, print_now)
    return changed


def close(desk: Desk, at: datetime) -> int:
    """Close what was resolved so long ago that it would not go back to who resolved it, some at a time; how many. A customer
    who comes back all the same opens it again."""
    until = to_store(at - BACK_TO_CLOSER)
    if not rows.to_close(desk.store, until, 1):
        return 0
    with desk.store.transaction() as tx:
        request = Request(_BOT, "", at)
        found = rows.to_close(tx, until, _AT_ONCE)
        for case in found:
            turns.move(tx, desk, request, rules.load(tx, case), {"state": "closed"}, "close", show=False)
            for channel in posted.card_channels(tx, case):
                outbox.owe_card(tx, channel, case, now=request.ms)
    return len(found)


def _reckoned(tx: Transaction, desk: Desk, request: Request, case: Complaint) -> bool:
    if not case.since or case.state not in OPEN:
        return False
    clocks = turns.clocks(desk, tx, case)
    kept = (case.claim_due, case.reply_due, case.resolve_due)
    if kept == tuple(to_store(clock.at()) for clock in (clocks.claim, clocks.reply, clocks.resolve)):
        return False
    turns.move(tx, desk, request, case, {}, "reckon", show=False, again=True)
    for channel in posted.card_channels(tx, case.id):
        outbox.owe_card(tx, channel, case.id, now=request.ms)
    return True


def _fingerprint(desk: Desk) -> str:
    settings = desk.settings
    said = {
        "policy": settings.policy.complaint.model_dump(mode="json"),
        "hours": settings.hours.model_dump(mode="json"),
        "calendar": settings.calendar.model_dump(mode="json"),
        "zone": settings.company.timezone,
        # The official calendar grows by a year at a time, with the program.
        "announced": desk.calendar.announced(desk.now().year + 1),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
