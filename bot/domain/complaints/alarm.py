"""Whom an escalation rings, and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.domain.complaints import rules, turns
from bot.domain.desk import Desk, Request, pack
from bot.domain.ringing import department_to_ring, to_ring
from bot.store import complaints as rows
from bot.store import outbox
from bot.store.complaints import UNCLAIMED, Complaint
from bot.store.database import Reader, Transaction
from bot.text.mrkdwn import escape, mention
from bot.text.offers import Offer
from bot.text.width import cut
from bot.text.words import Phrase, phrase, series

_NAMED: Final = 10


def channels(desk: Desk, case: Complaint) -> tuple[str, ...]:
    """Where a line about it stands: the complaints' channel and, while it is handed over, the receiver's."""
    own = rules.channel(desk)
    receiver = desk.settings.departments.get(case.department)
    if case.state == "handed_over" and receiver and receiver.channel != own:
        return (own, receiver.channel)
    return (own,)


def people_at(desk: Desk, reader: Reader, case: Complaint, level: int) -> tuple[str, ...]:
    """The ids to mention at a level: 1 is who has it, 2 the department's head, 3 the leaders."""
    if level == 1:
        if case.state == "handed_over":
            return tuple(dict.fromkeys((*department_to_ring(desk, reader, case.department), case.holder)))
        if case.state in UNCLAIMED and not case.holder:
            return to_ring(desk, reader, "service")
        return (case.holder,)
    if level == 2:
        department = desk.company.departments.get(case.department) or desk.company.departments.get(
            turns.queue_department(desk)
        )
        if department and department.head:
            return (department.head,)
    return desk.company.roles["leader"]


def names(desk: Desk, people: Sequence[str]) -> Phrase:
    """People named one after the other."""
    return series([rules.named(desk, person) for person in people])


def asks(desk: Desk, request: Request, case: Complaint, text: str) -> Phrase:
    """What a head or a leader is told directly; ``text`` is the reason of who escalates by hand, empty for the clock."""
    words = escape(cut(" ".join(case.words.split()), 80))
    holder = rules.named(desk, case.holder) if case.holder and case.state not in UNCLAIMED else ""
    department = escape(desk.company.department_name(case.department))
    whose = phrase("{department} {holder}", department=department, holder=holder) if holder else department
    if text:
        return phrase(
            "🔺 {who} 把 {case} 升级给您：{reason}\n现在在{whose}。原话：{words}",
            who=rules.named(desk, request.actor),
            case=case.id,
            reason=escape(cut(text, 300)),
            whose=whose,
            words=words,
        )
    return phrase(
        "🔺 {case} 超时未处理（{due} 到期），现在在{whose}。原话：{words}\n查看：`/complaint 查看 {case}`",
        case=case.id,
        due=rules.due_text(desk, request, case.next_due),
        whose=whose,
        words=words,
    )


def offers(case: Complaint) -> tuple[Offer, ...]:
    """What a head or a leader may do about it from the message."""
    return (
        Offer(phrase("指派给同事"), "complaint.assign", case.id),
        Offer(phrase("时间账本"), "complaint.ledger", case.id),
    )


def together(tx: Transaction, desk: Desk, request: Request, steps: Sequence[tuple[Complaint, Sequence[int]]]) -> None:
    """Many at once, such as an import that nobody has looked at: one message to each who is told, not one for each case.
    ``steps`` are the levels that each case came to."""
    in_channel: list[Complaint] = []
    rung: dict[str, None] = {}
    direct: dict[str, list[Complaint]] = {}
    for case, levels in steps:
        for level in levels:
            people = people_at(desk, tx, case, level)
            if level == 1:
                in_channel.append(case)
                rung |= dict.fromkeys(people)
                continue
            for person in people:
                direct.setdefault(person, []).append(case)
    if in_channel:
        said = phrase("{people} {said}", people=" ".join(map(mention, rung)), said=_overdue(in_channel))
        outbox.owe(tx, "post", rules.channel(desk), now=request.ms, body={"say": pack(said)})
    for person, cases in direct.items():
        body = {"say": pack(_overdue(list(dict.fromkeys(cases))))}
        outbox.owe(tx, "direct", person, now=request.ms, body=body)


def _overdue(cases: Sequence[Complaint]) -> Phrase:
    return phrase(
        "🔺 {n} 条投诉超时未处理：{cases}。最急的在前：`/complaint 列表 超时`", n=len(cases), cases=_ids(cases)
    )


def sum_up(tx: Transaction, desk: Desk, request: Request, last: str) -> None:
    """After a long stop (``last`` seen then, UTC text): one message for all that is overdue now."""
    late = rows.running(tx, most=_NAMED + 1, overdue_at=request.stamp)
    count = rows.open_counts(tx, request.stamp)["overdue"]
    said = phrase(
        "机器人停了一段时间，没有逐条升级。现在有 {n} 条投诉超时：{cases}。请先看：`/complaint 列表 超时`",
        n=count,
        cases=_ids(late),
    )
    if last:
        since = rules.due_text(desk, request, last)
        said = phrase(
            "机器人从 {since} 停到现在，没有逐条升级。现在有 {n} 条投诉超时：{cases}。请先看：`/complaint 列表 超时`",
            since=since,
            n=count,
            cases=_ids(late),
        )
    outbox.owe(tx, "post", rules.channel(desk), now=request.ms, body={"say": pack(said)})


def _ids(cases: Sequence[Complaint]) -> Phrase:
    named = series(case.id for case in cases[:_NAMED])
    return phrase("{some} 等", some=named) if len(cases) > _NAMED else named
