"""A case's own people: who may read the customer's numbers in full, on request, which is recorded."""

from __future__ import annotations

from bot.domain.complaints import rules
from bot.domain.desk import Desk, Outcome, Request, once
from bot.errors import NotAllowed
from bot.store import events
from bot.store.complaints import UNCLAIMED, Complaint
from bot.store.database import Transaction
from bot.text.mrkdwn import escape
from bot.text.words import Phrase, phrase, series

_NAMED_MOST = 6


def own_people(desk: Desk, case: Complaint) -> tuple[str, ...]:
    """Who holds it, who logged it, who closed it, and the department that has it. While it waits to be claimed, it is no
    department's: whoever needs the numbers claims it."""
    department = desk.company.departments.get(case.department) if case.state not in UNCLAIMED else None
    members = (department.head, *sorted(department.members)) if department else ()
    people = (case.holder, case.reporter, case.resolved_by, *members)
    return tuple(dict.fromkeys(person for person in people if person))


def must_be_own(desk: Desk, user: str, case: Complaint, to_do: Phrase) -> None:
    """Raise NotAllowed, naming who can, unless a person is one of the case's own."""
    able = own_people(desk, case)
    if user in able:
        return
    claim = phrase("先认领：`/complaint 认领 {case}`", case=case.id)
    names = series(escape(desk.company.name(person)) for person in able[:_NAMED_MOST])
    raise NotAllowed(
        phrase("只有 {case} 的经办人可以{to_do}。", case=case.id, to_do=to_do),
        phrase("请找：{people}", people=names) if able else claim,
    )


def see(desk: Desk, request: Request, case_id: str) -> Outcome:
    """One of the case's own people asks for the customer's numbers in full: it is put on the record.

    Raises NotFound, or NotAllowed with who can.
    """

    def decide(tx: Transaction) -> Outcome:
        case = rules.load(tx, case_id)
        must_be_own(desk, request.actor, case, phrase("查看完整信息"))
        seen(tx, request, case)
        return Outcome(phrase("{case} 的完整信息", case=case_id), case_id)

    return once(desk, request, decide)


def seen(tx: Transaction, request: Request, case: Complaint) -> None:
    """Put on the record that a person read the customer's numbers. The card has nothing new to show."""
    events.append(
        tx,
        at=request.stamp,
        actor=request.actor,
        case_id=case.id,
        action="see",
        from_state=case.state,
        to_state=case.state,
    )
