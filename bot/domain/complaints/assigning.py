"""Giving a complaint to a colleague: from the queue, or within the department that has it."""

from __future__ import annotations

from bot.domain.away import is_away
from bot.domain.complaints import rules
from bot.domain.complaints.turns import move
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.record import tell
from bot.errors import Invalid, NotAllowed, WrongState
from bot.store import away
from bot.store.complaints import UNCLAIMED, Complaint
from bot.store.database import Transaction
from bot.store.times import from_store
from bot.text.mrkdwn import escape
from bot.text.offers import Offer
from bot.text.width import cut
from bot.text.words import Phrase, phrase, series


def assign(desk: Desk, request: Request, case_id: str, person: str, note: str = "") -> Outcome:
    """Give a complaint to a colleague of the department that has it; from the queue, to whoever may claim one."""
    words = rules.if_any(note)

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        if before.state == "handed_over":
            raise rules.taken(desk, request, before)
        unclaimed = before.state in UNCLAIMED
        if not unclaimed:
            rules.must_be(before, rules.IN_HAND)
        _must_lead(desk, request, before, phrase("指派投诉"))
        if person == before.holder and not unclaimed:
            raise WrongState(phrase("{case} 已经在 {who} 手上。", case=case_id, who=rules.named(desk, person)))
        department = _department_for(desk, before, person)
        _must_be_here(desk, tx, request, person)
        values: dict[str, object] = {"holder": person, "department": department}
        if unclaimed:
            values = rules.held(before, request, person, department)
        after = move(
            tx, desk, request, before, values, "assign", {"to": person, "text": words} if words else {"to": person}
        )
        _tell_assigned(tx, desk, request, after, person, words)
        return Outcome(
            phrase("{case} 已指派给 {who}，并已通知。", case=case_id, who=rules.named(desk, person)), case_id
        )

    return once(desk, request, decide)


def _must_lead(desk: Desk, request: Request, case: Complaint, to_do: Phrase) -> None:
    # Who gives work to others: the editors, the heads, and whoever has it in hand.
    if request.actor == case.holder or rules.heads(desk, request.actor, case.department):
        return
    if desk.company.has(request.actor, "editor"):
        return
    head = desk.company.departments[case.department].head if case.department in desk.company.departments else ""
    able = [person for person in (case.holder, head, *desk.company.roles["editor"]) if person]
    raise NotAllowed(
        phrase("只有处理人、部门负责人和官微编辑可以{to_do}。", to_do=to_do),
        phrase("请找：{people}", people=series(rules.named(desk, person) for person in dict.fromkeys(able[:6]))),
    )


def _department_for(desk: Desk, case: Complaint, person: str) -> str:
    """The department that the case is in when ``person`` has it. Raises Invalid where the person may not have it so."""
    company = desk.company
    here = company.departments.get(case.department)
    own = rules.department_of(desk, person)
    if case.state not in UNCLAIMED:
        if here is None or person in here.members or person == here.head or not own:
            return case.department
        raise Invalid(
            phrase("{who} 不在{department}。", who=rules.named(desk, person), department=escape(here.name)),
            phrase(
                "交给别的部门要等对方接单：`/complaint 转交 {case} {department}`",
                case=case.id,
                department=escape(company.department_name(own)),
            ),
        )
    if company.has(person, "service") or company.has(person, "editor"):
        return own
    able = [escape(company.name(one)) for role in ("service", "editor") for one in company.roles[role]]
    raise Invalid(
        phrase("{who} 不是客服，也不是官微编辑。", who=rules.named(desk, person)),
        phrase("可以指派给：{people}", people=series(dict.fromkeys(able[:6]))),
    )


def _must_be_here(desk: Desk, tx: Transaction, request: Request, person: str) -> None:
    if is_away(tx, person, request.at):
        found = away.of(tx, person)
        until = from_store(found.until_at).astimezone(desk.zone) if found else request.at
        raise WrongState(
            phrase("{who} 外出，{until} 回来。", who=rules.named(desk, person), until=f"{until:%m-%d %H:%M}"),
            phrase("请指派给别的同事。"),
        )


def _tell_assigned(tx: Transaction, desk: Desk, request: Request, case: Complaint, person: str, note: str) -> None:
    said = phrase(
        "{who} 把 {case} 指派给您：{words}",
        who=rules.named(desk, request.actor),
        case=case.id,
        words=escape(cut(note or " ".join(case.words.split()), 200)),
    )
    if case.next_due:
        due = rules.due_text(desk, request, case.next_due)
        said = phrase("{said}（{due} 前要完成下一步）", said=said, due=due)
    tell(tx, request, person, case.id, said, [Offer(phrase("记录回复"), "complaint.reply", case.id)])
