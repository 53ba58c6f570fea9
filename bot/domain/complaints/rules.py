"""What every step of a complaint shares: loading it, who may touch it, which states allow what, and its clocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.cards.names import complaint_state
from bot.domain.desk import Desk, Request
from bot.domain.record import need_text, record, storable
from bot.errors import NotFound, WrongState
from bot.store import complaints as rows
from bot.store import outbox, posted
from bot.store.complaints import NOTE_MOST, OPEN, UNCLAIMED, Complaint
from bot.store.database import Reader, Transaction
from bot.store.times import from_store
from bot.text.mrkdwn import escape
from bot.text.width import plain
from bot.text.words import Phrase, phrase

# Somebody has it and may answer the customer; it is done with, unless the customer comes back.
IN_HAND: Final = ("claimed", "replied", "waiting_customer")
SETTLED: Final = ("resolved", "closed")


def allowed(case: Complaint) -> tuple[str, ...]:
    """The actions that the state allows, in the order they are offered; the card's buttons and its menu follow it."""
    if case.forgotten_at:
        return ("ledger",)
    if case.state in UNCLAIMED:
        return ("claim", "note", "merge", "assign", "sort", "escalate", "ledger")
    if case.state == "handed_over":
        return ("accept", "refuse", "note", "merge", "handover", "sort", "escalate", "ledger")
    if case.state == "merged":
        return ("unmerge", "note", "ledger")
    if case.state in OPEN:
        paused = case.state == "waiting_customer"
        accepted = ("accepted",) if case.replied_at else ()
        steps = ("reply", "order" if paused else "wait", "verdict", "replies", *accepted, "resolve", "note", "merge")
        return (*steps, *(() if paused else ("handover",)), "assign", "sort", "escalate", "ledger")
    return ("reopen", "accepted", "verdict", "ledger")


def load(reader: Reader, case_id: str) -> Complaint:
    """One complaint. Raises NotFound."""
    found = rows.complaint(reader, case_id)
    if found is None:
        raise NotFound(phrase("没有 {case} 这条投诉。", case=case_id), phrase("用 `/complaint 列表` 查看现有的投诉。"))
    return found


def change(tx: Transaction, request: Request, before: Complaint, values: Mapping[str, object]) -> Complaint:
    """Change the row of a complaint that was read in this transaction; the complaint as it is then. Raises WrongState for a
    person who would change one whose customer was forgotten."""
    if before.forgotten_at and request.actor:
        raise WrongState(
            phrase("{case} 的顾客信息已经清除，不能再改动。", case=before.id),
            phrase("顾客又来了的话，请新登记一条：`/complaint`"),
        )
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
    """Put down on the record what was done to a complaint, its states before and after with it, and owe its cards and the
    line in its thread. ``show`` is as for `bot.domain.record.record`."""
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
        for other in posted.card_channels(tx, after.id):
            if other != own:
                outbox.owe_card(tx, other, after.id, now=request.ms)


def channel(desk: Desk) -> str:
    """Where the cards of complaints stand."""
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


def named(desk: Desk, person: str) -> str:
    """A person's name, safe in mrkdwn."""
    return escape(desk.company.name(person))


def if_any(note: str) -> str:
    """A note that may be left out, as it is kept. Raises Invalid when it is too long."""
    return need_text(note, phrase("说明"), NOTE_MOST) if plain(storable(note)) else ""


def due_text(desk: Desk, request: Request, stored: str) -> str:
    """A due time (UTC text) as the company reads it: ``15:30``, or ``11-27 15:30`` where it is another day's."""
    due = from_store(stored).astimezone(desk.zone)
    same_day = due.date() == request.at.astimezone(desk.zone).date()
    time_of_day = f"{due.hour:02}:{due.minute:02}"
    return time_of_day if same_day else f"{due.month:02}-{due.day:02} {time_of_day}"


def taken(desk: Desk, request: Request, case: Complaint) -> WrongState:
    """The refusal of a claim that came too late: who has the complaint, or that it is settled, and what can be done instead."""
    if case.state in ("resolved", "closed"):
        return WrongState(
            phrase("{case} 已经办结了。", case=case.id),
            phrase("顾客又来了的话：`/complaint 重开 {case} 原因`", case=case.id),
        )
    if case.state == "merged":
        return WrongState(
            phrase("{case} 已并入 {into}。", case=case.id, into=case.merged_into),
            phrase("查看：`/complaint 查看 {case}`", case=case.merged_into),
        )
    if case.state == "handed_over":
        return WrongState(
            phrase(
                "{case} 已转交给{department}，等他们接单。",
                case=case.id,
                department=escape(desk.company.department_name(case.department)),
            ),
            phrase("是这个部门的人：`/complaint 接单 {case}`", case=case.id),
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
        phrase("想补充情况：`/complaint 备注 {case} 内容`", case=case.id),
    )


def must_be(case: Complaint, states: tuple[str, ...]) -> None:
    """Raise WrongState, saying what is possible now, unless the case is in one of ``states``."""
    if case.state in states:
        return
    if case.state in UNCLAIMED:
        raise WrongState(
            phrase("{case} 还没有人认领。", case=case.id),
            phrase("先认领：`/complaint 认领 {case}`", case=case.id),
        )
    ways = {
        "waiting_customer": phrase("顾客答复后：`/complaint 回复 {case} 内容`", case=case.id),
        "handed_over": phrase("等对方接单；是对方部门的人：`/complaint 接单 {case}`", case=case.id),
        "resolved": phrase("顾客又来了的话：`/complaint 重开 {case} 原因`", case=case.id),
        "closed": phrase("顾客又来了的话：`/complaint 重开 {case} 原因`", case=case.id),
        "merged": phrase("它已并入 {into}：`/complaint 查看 {into}`", into=case.merged_into),
    }
    raise WrongState(
        phrase("{case} 现在是“{state}”，不能这样做。", case=case.id, state=complaint_state(case.state)),
        ways.get(case.state, phrase("查看详情：`/complaint 查看 {case}`", case=case.id)),
    )


def heads(desk: Desk, person: str, department: str) -> bool:
    """Whether a person is the head of a department."""
    found = desk.company.departments.get(department)
    return found is not None and found.head == person


def belongs(desk: Desk, person: str, department: str) -> bool:
    """Whether a person is of a department."""
    found = desk.company.departments.get(department)
    return found is not None and (person in found.members or person == found.head)


def must_work_on(desk: Desk, request: Request, case: Complaint, to_do: Phrase) -> None:
    """Raise NotAllowed unless the person reported it, has it, is of the department that has it, or serves customers."""
    if request.actor in (case.reporter, case.holder) or belongs(desk, request.actor, case.department):
        return
    desk.company.must_hold(request.actor, "service", "editor", to_do=to_do)


def must_hold_case(desk: Desk, request: Request, case: Complaint, to_do: Phrase) -> None:
    """Raise NotAllowed or WrongState unless the case is the person's own, or nobody's and they serve customers; editors and
    the head of the department that has it may always."""
    if case.holder == request.actor or heads(desk, request.actor, case.department):
        return
    if not belongs(desk, request.actor, case.department):
        desk.company.must_hold(request.actor, "service", "editor", to_do=to_do)
    if case.holder and not desk.company.has(request.actor, "editor"):
        raise WrongState(
            phrase("{case} 由 {holder} 处理。", case=case.id, holder=escape(desk.company.name(case.holder))),
            phrase("想补充情况：`/complaint 备注 {case} 内容`", case=case.id),
        )
