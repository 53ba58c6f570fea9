"""From one department to another: a complaint is handed over, and accepted there or refused."""

from __future__ import annotations

from bot.domain.away import is_away
from bot.domain.complaints import rules
from bot.domain.complaints.turns import move
from bot.domain.desk import Desk, Outcome, Request, once, pack
from bot.domain.finding import departments_named, people_named
from bot.domain.people import Department
from bot.domain.record import need_text, tell
from bot.domain.ringing import department_to_ring
from bot.errors import Invalid, NotAllowed, WrongState
from bot.store import outbox
from bot.store.complaints import NOTE_MOST, Complaint
from bot.store.database import Transaction
from bot.text.mrkdwn import escape, mention
from bot.text.offers import Offer
from bot.text.width import cut
from bot.text.words import Phrase, phrase, series

# Said instead of a better holder by who does not know one.
_DO_NOT_KNOW = ("不清楚", "不知道", "don't know", "do not know")


def hand_over(desk: Desk, request: Request, case_id: str, department: str, note: str = "") -> Outcome:
    """Give a complaint to another department. Its time is theirs from now on; until somebody there accepts, whoever has
    it leads. ``department`` is a key."""
    words = rules.if_any(note)
    receiver = desk.company.departments.get(department)
    if receiver is None:
        raise Invalid(phrase("没有“{name}”这个部门。", name=escape(cut(department, 40))), field="department")

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_hold_case(desk, request, before, phrase("转交投诉"))
        rules.must_be(before, ("claimed", "replied", "handed_over"))
        if before.department == department:
            raise _already_there(desk, before)
        warnings = _must_be_somebody(desk, tx, request, receiver)
        values = {
            "state": "handed_over",
            "department": department,
            "handed_by": request.actor,
            "handed_from": before.handed_from if before.state == "handed_over" else before.department,
            "handed_at": request.stamp,
        }
        after = move(tx, desk, request, before, values, "hand_over", {"to": department, "text": words})
        _announce(tx, desk, request, after, receiver, words)
        return Outcome(
            phrase(
                "{case} 已转交给{department}，请他们在 {due} 前接单。接单之前仍由 {holder} 负责。",
                case=case_id,
                department=escape(receiver.name),
                due=rules.due_text(desk, request, after.next_due),
                holder=rules.named(desk, after.holder),
            ),
            case_id,
            warnings,
        )

    return once(desk, request, decide)


def accept(desk: Desk, request: Request, case_id: str) -> Outcome:
    """Take on what was handed over to one's own department."""

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        _must_receive(desk, request, before)
        values = {"state": rules.answered_state(before), "holder": request.actor, "claimed_at": request.stamp}
        after = move(tx, desk, request, before, values, "accept")
        asks = phrase("{who} 接下了您转交的 {case}。", who=rules.named(desk, request.actor), case=case_id)
        for person in dict.fromkeys((before.holder, before.handed_by)):
            tell(tx, request, person, case_id, asks)
        return Outcome(
            phrase(
                "{case} 由您处理，{due} 前要完成下一步。",
                case=case_id,
                due=rules.due_text(desk, request, after.next_due),
            ),
            case_id,
        )

    return once(desk, request, decide)


def refuse(desk: Desk, request: Request, case_id: str, reason: str, better: str | None = None) -> Outcome:
    """Send back what was handed over to one's own department, with the reason and a better holder.

    ``better`` is a department's key or a person's id, empty where nobody knows one; None: it is read from the reason.
    """
    words = need_text(reason, phrase("退单原因"), NOTE_MOST, field="reason")

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        _must_receive(desk, request, before)
        whom = _better_in(desk, before, words) if better is None else better
        if whom == before.department:
            raise Invalid(phrase("更合适的不能还是本部门。"), field="better")
        values = {"state": rules.answered_state(before), "department": before.handed_from}
        move(tx, desk, request, before, values, "refuse", {"text": words, "better": whom, "by": before.department})
        _tell_refused(tx, desk, request, before, words, whom)
        said = phrase("{case} 已退回给 {who}。", case=case_id, who=rules.named(desk, before.holder))
        return Outcome(said, case_id)

    return once(desk, request, decide)


def name_of(desk: Desk, whom: str) -> str:
    """A department's or a person's name, as it is."""
    return desk.company.department_name(whom) if whom in desk.company.departments else desk.company.name(whom)


def _must_be_somebody(desk: Desk, tx: Transaction, request: Request, receiver: Department) -> tuple[Phrase, ...]:
    people = receiver.members | ({receiver.head} if receiver.head else frozenset())
    if not people:
        others = series(
            escape(one.name)
            for one in desk.company.departments.values()
            if (one.members or one.head) and one != receiver
        )
        raise Invalid(
            phrase("{department}里还没有人，没有谁能接单。", department=escape(receiver.name)),
            phrase("请选别的部门：{names}", names=others),
            field="department",
        )
    if all(is_away(tx, person, request.at) for person in people):
        return (phrase("{department}的人现在都外出。", department=escape(receiver.name)),)
    return ()


def _already_there(desk: Desk, case: Complaint) -> WrongState:
    department = escape(desk.company.department_name(case.department))
    if case.state == "handed_over":
        return WrongState(
            phrase("{case} 已转交给{department}，等他们接单。", case=case.id, department=department),
            phrase("急的话可以升级：`/complaint 升级 {case} 原因`", case=case.id),
        )
    return WrongState(
        phrase("{case} 本来就在{department}。", case=case.id, department=department),
        phrase("换本部门的人处理：`/complaint 指派 {case} @同事`", case=case.id),
    )


def _must_receive(desk: Desk, request: Request, case: Complaint) -> None:
    if case.state != "handed_over":
        raise WrongState(
            phrase("{case} 没有在等人接单。", case=case.id),
            phrase("查看详情：`/complaint 查看 {case}`", case=case.id),
        )
    receiver = desk.company.departments.get(case.department)
    if receiver and (request.actor in receiver.members or request.actor == receiver.head):
        return
    people = sorted(receiver.members | {receiver.head}) if receiver else []
    able = [escape(desk.company.name(one)) for one in people if one]
    raise NotAllowed(
        phrase(
            "{case} 转交给了{department}，只有他们可以接单或退单。",
            case=case.id,
            department=escape(desk.company.department_name(case.department)),
        ),
        phrase("请找：{people}", people=series(able[:6])) if able else None,
    )


def _better_in(desk: Desk, case: Complaint, words: str) -> str:
    found = [one.key for one in departments_named(desk.company, words) if one.key != case.department]
    found += people_named(desk.company, words)
    if found:
        return found[0]
    if any(said in words.casefold() for said in _DO_NOT_KNOW):
        return ""
    raise Invalid(
        phrase("退单要写明谁更合适。"),
        phrase(
            "例如：`/complaint 退单 {case} 赠品是门店发的，应由{department}处理`；不知道的话写“不清楚”。",
            case=case.id,
            department=escape(desk.company.department_name(case.handed_from)),
        ),
        field="reason",
    )


def _announce(tx: Transaction, desk: Desk, request: Request, case: Complaint, receiver: Department, note: str) -> None:
    """The receiver's channel gets the card with its buttons, and below it a line that rings the department."""
    said = phrase(
        "{people} {who} 把 {case} 转交给{department}：请在 {due} 前接单，或写明原因和更合适的人退单。",
        people=" ".join(map(mention, department_to_ring(desk, tx, receiver.key))),
        who=rules.named(desk, request.actor),
        case=case.id,
        department=escape(receiver.name),
        due=rules.due_text(desk, request, case.next_due),
    )
    if note:
        said = phrase("{said}\n> {note}", said=said, note=escape(cut(" ".join(note.split()), 300)))
    if receiver.channel != rules.channel(desk):
        outbox.owe_card(tx, receiver.channel, case.id, now=request.ms)
    outbox.owe(tx, "thread", receiver.channel, now=request.ms, case_id=case.id, body={"say": pack(said)})


def _tell_refused(tx: Transaction, desk: Desk, request: Request, case: Complaint, reason: str, better: str) -> None:
    said = phrase(
        "{department}退回了 {case}：{reason}",
        department=escape(desk.company.department_name(case.department)),
        case=case.id,
        reason=escape(cut(reason, 200)),
    )
    if better:
        said = phrase(
            "{said}\n他们认为更合适的是{better}。转过去：`/complaint 转交 {case} {better}`",
            said=said,
            better=escape(name_of(desk, better)),
            case=case.id,
        )
    offers = [Offer(phrase("转交给部门"), "complaint.handover", case.id)]
    for person in dict.fromkeys((case.holder, case.handed_by)):
        tell(tx, request, person, case.id, said, offers)
