"""What every step of a complaint shares: loading it, who may touch it, which states allow what, and its clocks."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards.names import complaint_state
from bot.domain.desk import Desk, Request
from bot.domain.record import record
from bot.errors import NotFound, WrongState
from bot.store import complaints as rows
from bot.store import outbox
from bot.store.complaints import OPEN, UNCLAIMED, Complaint
from bot.store.database import Reader, Transaction
from bot.store.times import from_store
from bot.text.mrkdwn import escape
from bot.text.words import Phrase, phrase


def allowed(case: Complaint) -> tuple[str, ...]:
    """The actions that the state allows, in the order they are offered; the card's buttons follow it."""
    if case.state in UNCLAIMED:
        return ("claim", "note")
    if case.state == "merged":
        return ("unmerge", "note")
    if case.state == "handed_over":
        return ("note",)
    if case.state in OPEN:
        paused = case.state == "waiting_customer"
        step = "order" if paused else "wait"
        return ("reply", step, "verdict", "replies", *(("accepted",) if case.replied_at else ()), "resolve", "note")
    return ("reopen", "accepted", "verdict")


def load(reader: Reader, case_id: str) -> Complaint:
    found = rows.complaint(reader, case_id)
    if found is None:
        raise NotFound(phrase("没有 {case} 这条投诉。", case=case_id), phrase("用 `/complaint list` 查看现有的投诉。"))
    return found


def change(tx: Transaction, request: Request, before: Complaint, values: Mapping[str, object]) -> Complaint:
    after = rows.change(tx, before, {**values, "changed_at": request.stamp})
    # Loaded in this same write transaction: nobody can have come between.
    assert after is not None
    return after


def recorded(
    tx: Transaction,
    desk: Desk,
    request: Request,
    before: Complaint,
    after: Complaint,
    action: str,
    data: Mapping[str, object] | None = None,
    *,
    show: bool = True,
) -> None:
    own = channel(desk)
    record(
        tx,
        desk,
        request,
        own,
        after.id,
        action,
        from_state=before.state,
        to_state=after.state,
        data=data,
        show=show,
    )
    if show and after.handed_at:
        # The card stands in the channels of the departments that it was handed to, too.
        for other in outbox.card_channels(tx, after.id):
            if other != own:
                outbox.owe_card(tx, other, after.id, now=request.ms)


def channel(desk: Desk) -> str:
    return desk.settings.channels.complaints


def resumed(case: Complaint) -> dict[str, object]:
    """What the customer's answer changes: the case goes on where it was, and its clock with it."""
    return {"state": answered_state(case), "paused_at": ""}


def answered_state(case: Complaint) -> str:
    """The state of a case that somebody has in hand."""
    return "replied" if case.replied_at else "claimed"


def held(case: Complaint, request: Request, person: str, department: str) -> dict[str, object]:
    """What changes when an unclaimed case comes into somebody's hands. Who had it first of all is kept (首接)."""
    first = {} if case.first_holder else {"first_holder": person, "first_department": department}
    return {"state": "claimed", "holder": person, "department": department, "claimed_at": request.stamp, **first}


def department_of(desk: Desk, person: str) -> str:
    """The key of the department that a person belongs to, or empty."""
    found = desk.company.department_of(person)
    return found.key if found else ""


def due_text(desk: Desk, request: Request, stored: str) -> str:
    due = from_store(stored).astimezone(desk.zone)
    same_day = due.date() == request.at.astimezone(desk.zone).date()
    return f"{due:%H:%M}" if same_day else f"{due:%m-%d %H:%M}"


def taken(desk: Desk, request: Request, case: Complaint) -> WrongState:
    if case.state in ("resolved", "closed"):
        return WrongState(
            phrase("{case} 已经办结了。", case=case.id),
            phrase("顾客又来了的话：`/complaint reopen {case} 原因`", case=case.id),
        )
    if case.state == "merged":
        return WrongState(
            phrase("{case} 已并入 {into}。", case=case.id, into=case.merged_into),
            phrase("查看：`/complaint show {case}`", case=case.merged_into),
        )
    if case.state == "handed_over":
        return WrongState(
            phrase(
                "{case} 已转交给 {department}，等他们接单。",
                case=case.id,
                department=escape(desk.company.department_name(case.department)),
            ),
            phrase("是这个部门的人：`/complaint accept {case}`", case=case.id),
        )
    since = due_text(desk, request, case.claimed_at)
    if case.holder == request.actor:
        return WrongState(phrase("{case} 已经在您手上（{since} 起）。", case=case.id, since=since))
    return WrongState(
        phrase(
            "{case} 已由 {holder} 在 {since} 认领。",
            case=case.id,
            holder=escape(desk.company.name(case.holder)),
            since=since,
        ),
        phrase("想补充情况：`/complaint note {case} 内容`", case=case.id),
    )


def must_be(case: Complaint, states: tuple[str, ...]) -> None:
    if case.state in states:
        return
    if case.state in UNCLAIMED:
        raise WrongState(
            phrase("{case} 还没有人认领。", case=case.id),
            phrase("先认领：`/complaint claim {case}`", case=case.id),
        )
    ways = {
        "waiting_customer": phrase("顾客答复后：`/complaint reply {case} 内容`", case=case.id),
        "resolved": phrase("顾客又来了的话：`/complaint reopen {case} 原因`", case=case.id),
        "closed": phrase("顾客又来了的话：`/complaint reopen {case} 原因`", case=case.id),
        "merged": phrase("它已并入 {into}：`/complaint show {into}`", into=case.merged_into),
    }
    raise WrongState(
        phrase("{case} 现在是“{state}”，不能这样做。", case=case.id, state=complaint_state(case.state)),
        ways.get(case.state, phrase("查看详情：`/complaint show {case}`", case=case.id)),
    )


def must_work_on(desk: Desk, request: Request, case: Complaint, to_do: Phrase) -> None:
    if request.actor not in (case.reporter, case.holder):
        desk.company.must_hold(request.actor, "service", "editor", to_do=to_do)


def must_hold_case(desk: Desk, request: Request, case: Complaint, to_do: Phrase) -> None:
    desk.company.must_hold(request.actor, "service", "editor", to_do=to_do)
    if case.holder not in ("", request.actor) and not desk.company.has(request.actor, "editor"):
        raise WrongState(
            phrase("{case} 由 {holder} 处理。", case=case.id, holder=escape(desk.company.name(case.holder))),
            phrase("想补充情况：`/complaint note {case} 内容`", case=case.id),
        )
