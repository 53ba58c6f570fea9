"""A customer who writes and writes: the card shows every comment at once, the thread and the holder one line in a quarter
of an hour.

A line says how many comments came since the line before it. It is a message put off until a quarter of an hour after that
one; comments that come meanwhile are told with it. All of it is read from the database in the transaction that takes the
comment in, so that two processes and any restart come to the same.
"""

from __future__ import annotations

from typing import Final

from bot.domain.desk import Desk, Request
from bot.store import outbox
from bot.store.complaints import Complaint
from bot.store.database import Reader, Transaction
from bot.store.outbox import Owed

QUARTER_MS: Final = 15 * 60 * 1000


def tell(tx: Transaction, desk: Desk, request: Request, case: Complaint, number: int) -> None:
    """Comment ``number`` came: owe the thread's line and the holder's message, unless one that waits will tell of it."""
    _owe(tx, request, "thread", desk.settings.channels.complaints, case.id, number)
    if case.holder not in ("", request.actor):
        _owe(tx, request, "direct", case.holder, case.id, number)


def _owe(tx: Transaction, request: Request, what: str, place: str, case_id: str, number: int) -> None:
    last = outbox.latest_later(tx, case_id, place)
    if last is not None and last.state == "waiting":
        return
    # One that is being sent may be drawn already: what came now is told with the next.
    since = request.ms if last is not None and last.state == "sending" else last.at if last else None
    at = request.ms if since is None else max(request.ms, since + QUARTER_MS)
    outbox.owe(tx, what, place, now=request.ms, case_id=case_id, body={"comments_after": number - 1}, later=at)


def span(reader: Reader, owed: Owed, comments: int) -> tuple[int, int]:
    """Which comments a line tells of, first and last by number, where the case has ``comments``: those after the line
    before it and up to those that the next line, where there is one, will tell of."""
    following = outbox.next_later(reader, owed)
    last = int(str(following.body["comments_after"])) if following else comments
    return int(str(owed.body["comments_after"])) + 1, last
