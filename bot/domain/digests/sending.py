"""Sending the desk's digest: once each working day, late rather than never."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.digests.desk import gather
from bot.domain.digests.kinds import to_desk
from bot.errors import WrongState
from bot.store import outbox
from bot.store.database import Transaction
from bot.text.words import phrase

# Later than this after its time, a digest says that it is late.
_LATE: Final = timedelta(minutes=10)


def send_due(desk: Desk, at: datetime) -> bool:
    """Owe today's digest if it is a working day, its time has come and it was not sent; whether it was owed now.

    Two processes may both ask: the key of the message lets one through. A bot that was down sends it late the same
    day; where there is then nothing to say, nothing is said.
    """
    day = at.astimezone(desk.zone).date()
    due = datetime.combine(day, desk.settings.digests.desk, desk.zone)
    if at < due or not desk.calendar.is_working(day) or outbox.known_key(desk.store, _key(day)):
        return False
    late = at - due > _LATE
    with desk.store.transaction() as tx:
        owed = _owe(tx, desk, at, late=late)
        if owed and late and gather(desk, tx, to_desk(desk), at).empty:
            # Settled for today all the same: the first case that comes in must not bring a late digest with it.
            outbox.drop_key(tx, _key(day))
            return False
        return owed


def post_now(desk: Desk, request: Request) -> Outcome:
    """Send today's digest to the desk's channel at once. Raises WrongState when it was sent today."""
    desk.company.must_hold(request.actor, "editor", "leader", "admin", to_do=phrase("发送日报"))
    day = request.at.astimezone(desk.zone).date()

    def decide(tx: Transaction) -> Outcome:
        known = _key(day)
        if not (
            _owe(tx, desk, request.at, late=False)
            or outbox.owe_dropped(tx, known, now=request.ms, body=_body(day, late=False))
        ):
            raise WrongState(phrase("今天的日报已经发过了。"), phrase("只看不发：`/weibo digest`"))
        return Outcome(phrase("今天的日报已发到官微频道。"))

    return once(desk, request, decide)


def _owe(tx: Transaction, desk: Desk, at: datetime, *, late: bool) -> bool:
    day = at.astimezone(desk.zone).date()
    return outbox.owe(
        tx,
        "post",
        desk.settings.channels.desk,
        now=int(at.timestamp() * 1000),
        body=_body(day, late=late),
        key=_key(day),
    )


def _body(day: date, *, late: bool) -> dict[str, object]:
    return {"digest": "desk", "day": day.isoformat(), "late": late}


def _key(day: date) -> str:
    return f"digest:desk:{day.isoformat()}"
