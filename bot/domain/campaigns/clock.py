"""What the calendar and the clock do to campaigns: they start and end, an acceptance that is overdue goes to the head of
the Weibo team, results that are owed are asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.domain.away import is_away
from bot.domain.campaigns import rules
from bot.domain.campaigns.answers import bring
from bot.domain.clocks import in_quiet, office_hours
from bot.domain.desk import Desk, Request
from bot.domain.record import tell
from bot.domain.ringing import to_ring
from bot.store import campaigns as rows
from bot.store import outbox
from bot.store.campaigns import Campaign
from bot.store.database import Transaction
from bot.store.times import to_store
from bot.text.mrkdwn import escape
from bot.text.offers import Offer
from bot.text.words import phrase

# Results are asked for an hour into the first working day after the end, and then again after this many working days.
_ASK_AFTER: Final = timedelta(hours=1)
_AGAIN_DAYS: Final = 2
# Asked once and reminded twice; then they are shown as owed.
ASKED_MOST: Final = 3


def advance(desk: Desk, at: datetime) -> int:
    """Let the calendar act: accepted campaigns whose first day has come are running, running ones whose last day is
    over have ended, each once and with its row in the record, whoever asks and however late. How many moved."""
    today = rules.today(desk, at).isoformat()
    # Nearly always nothing is due: that is found out without taking the write lock.
    if not (rows.to_start(desk.store, today) or rows.to_end(desk.store, today)):
        return 0
    request = Request(rules.CALENDAR, "", at)
    with desk.store.transaction() as tx:
        started = rows.to_start(tx, today)
        for before in started:
            after = rules.change(tx, request, before, {"state": "running"})
            rules.recorded(tx, desk, request, before, after, "start")
            if after.last_day >= today:
                bring(tx, desk, request, after)
        # Asked now: what was over before it was seen to start has ended too.
        ended = rows.to_end(tx, today)
        ask_at = to_store(office_hours(desk.settings, desk.calendar).add(at, _ASK_AFTER))
        for before in ended:
            after = rules.change(tx, request, before, {"state": "ended", "next_due": ask_at, "asked": 0})
            rules.recorded(tx, desk, request, before, after, "end")
    return len(started) + len(ended)


def look_at_due(desk: Desk, at: datetime) -> int:
    """Let the clock act on what is due: what nobody accepted in time goes to the head of the Weibo team, once; whoever
    owes results is asked, reminded twice, and then it is said in the thread. Nobody is rung in the quiet hours. How
    many were due."""
    if in_quiet(desk.settings.hours.quiet, desk.zone, at) or not rows.due(desk.store, to_store(at)):
        return 0
    request = Request(rules.CALENDAR, "", at)
    with desk.store.transaction() as tx:
        due = rows.due(tx, request.stamp)
        for case in due:
            if case.state == "submitted":
                _escalate(tx, desk, request, case)
            else:
                _ask_for_results(tx, desk, request, case)
    return len(due)


def _escalate(tx: Transaction, desk: Desk, request: Request, before: Campaign) -> None:
    head = rules.head_of_desk(desk)
    # Where the head is away the editors are rung beside them: somebody must see it.
    alone = head and not is_away(tx, head, request.at)
    ring = [head] if alone else list(dict.fromkeys(filter(None, (head, *to_ring(desk, tx, "editor")))))
    after = rules.change(tx, request, before, {"next_due": "", "escalated_at": request.stamp})
    rules.recorded(tx, desk, request, before, after, "escalate", {"ring": ring, "due": before.accept_due})
    said = phrase("{case}《{title}》过了受理时限，还没有人受理。", case=after.id, title=escape(after.title))
    answer = Offer(phrase("受理"), "campaign.accept", f"{after.id}:{after.version}")
    tell(tx, request, head, after.id, said, [answer])


def _ask_for_results(tx: Transaction, desk: Desk, request: Request, before: Campaign) -> None:
    if before.state != "ended":
        rules.change(tx, request, before, {"next_due": ""})
        return
    if before.asked >= ASKED_MOST:
        after = rules.change(tx, request, before, {"next_due": ""})
        rules.recorded(tx, desk, request, before, after, "owe", {"ring": [before.contact]})
        return
    number = before.asked + 1
    again = request.at
    for _ in range(_AGAIN_DAYS):
        day = desk.calendar.next_working_day(rules.today(desk, again))
        again = datetime.combine(day, again.astimezone(desk.zone).timetz())
    rules.change(tx, request, before, {"asked": number, "next_due": to_store(again)})
    body = {"results": before.id, "number": number}
    key = f"results:{before.id}:{number}"
    outbox.owe(tx, "direct", before.contact, now=request.ms, case_id=before.id, body=body, key=key)
