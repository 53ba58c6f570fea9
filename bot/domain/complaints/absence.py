"""Going away and coming back: unanswered complaints of who is away go back to the queue, once they were told so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.domain.away import absence
from bot.domain.complaints.turns import move, queue_department
from bot.domain.desk import Desk, Outcome, Request, once, pack
from bot.errors import Invalid, WrongState
from bot.store import away as rows
from bot.store import complaints as complaint_rows
from bot.store import events, outbox
from bot.store.complaints import Complaint
from bot.store.database import Reader, Transaction
from bot.store.times import to_store
from bot.text.until import said_end
from bot.text.width import cut
from bot.text.words import Phrase, phrase, series

REASON_MOST: Final = 200
# So long after the warning, unanswered cases go back.
GRACE: Final = timedelta(minutes=15)
_LONGEST: Final = timedelta(days=366)
_BOT: Final = ""
_NAMED: Final = 10


def leave(desk: Desk, request: Request, start: datetime | None, until: datetime, reason: str = "") -> Outcome:
    """Say that one is away from ``start`` (None: from now) up to ``until``; in place of what was said before."""
    begins = max(start or request.at, request.at)
    if until <= begins:
        raise Invalid(phrase("结束时间要在开始之后，也要在现在之后。"), field="until")
    if until - request.at > _LONGEST:
        raise Invalid(phrase("最多可以写一年。"), field="until")
    why = cut(reason.strip(), REASON_MOST)

    def decide(tx: Transaction) -> Outcome:
        now = begins == request.at
        rows.put(tx, request.actor, to_store(begins), to_store(until), why, warned_at=request.stamp if now else "")
        _record(tx, request, "away.leave", {"from": to_store(begins), "until": to_store(until), "reason": why})
        held = _unanswered_of(tx, request.actor)
        warnings = (_warning(desk, held, begins + GRACE),) if held else ()
        return Outcome(
            phrase(
                "已记下：您从 {start} 外出到 {until}，其间不会给您派单。回来了：`/weibo 我 回来了`",
                start=_text(desk, begins),
                until=said_end(until.astimezone(desk.zone)),
            ),
            warnings=warnings,
        )

    return once(desk, request, decide)


def come_back(desk: Desk, request: Request) -> Outcome:
    """Say that one is back. What has not gone back to the queue yet stays."""

    def decide(tx: Transaction) -> Outcome:
        if absence(tx, request.actor, request.at) is None:
            raise WrongState(phrase("您现在没有外出。"), phrase("外出时写：`/weibo 我 外出 到 周五`"))
        rows.drop(tx, request.actor)
        _record(tx, request, "away.back", {})
        return Outcome(phrase("欢迎回来，可以给您派单了。"))

    return once(desk, request, decide)


def sweep(desk: Desk, at: datetime) -> int:
    """Warn those whose absence begins and give back what those left who were warned; how many complaints went back."""
    now, grace = to_store(at), to_store(at - GRACE)
    if not rows.to_warn(desk.store, now) and not rows.to_give_back(desk.store, now, grace):
        return 0
    given = 0
    with desk.store.transaction() as tx:
        request = Request(_BOT, "", at)
        for found in rows.to_warn(tx, now):
            rows.warned(tx, found.person, now)
            held = _unanswered_of(tx, found.person)
            if held:
                said = _warning(desk, held, at + GRACE)
                outbox.owe(tx, "direct", found.person, now=request.ms, body={"say": pack(said)})
        for found in rows.to_give_back(tx, now, grace):
            rows.given_back(tx, found.person, now)
            cases = _unanswered_of(tx, found.person)
            for case in cases:
                _give_back(tx, desk, request, case, found.until_at)
            given += len(cases)
            if cases:
                told = phrase(
                    "您外出期间，这些未回复的投诉已放回待认领：{cases}", cases=series(one.id for one in cases[:_NAMED])
                )
                outbox.owe(tx, "direct", found.person, now=request.ms, body={"say": pack(told)})
    return given


def _warning(desk: Desk, held: list[Complaint], at: datetime) -> Phrase:
    return phrase(
        "您手上有 {n} 条还没回复的投诉（{cases}），{at} 会放回待认领。想留给谁：`/complaint 指派 C-31 @同事`",
        n=len(held),
        cases=series(case.id for case in held[:_NAMED]),
        at=_text(desk, at),
    )


def _text(desk: Desk, at: datetime) -> str:
    return f"{at.astimezone(desk.zone):%m-%d %H:%M}"


def _record(tx: Transaction, request: Request, action: str, data: dict[str, object]) -> None:
    events.append(tx, at=request.stamp, actor=request.actor, case_id="", action=action, data=data)


def _unanswered_of(reader: Reader, person: str) -> list[Complaint]:
    return complaint_rows.held_in(reader, person, "claimed")


def _give_back(tx: Transaction, desk: Desk, request: Request, case: Complaint, until: str) -> Complaint:
    # It must be claimed as quickly as a new one; the time until the reply runs on.
    values = {
        "state": "reopened" if case.reopened else "new",
        "holder": "",
        "department": queue_department(desk),
        "claimed_at": "",
    }
    return move(tx, desk, request, case, values, "give_back", {"who": case.holder, "until": until})
