"""The steps of a complaint, each in one transaction: who may, does the state allow it, what follows."""

from __future__ import annotations

from bot.domain.away import is_away
from bot.domain.complaints import rules
from bot.domain.complaints.due import BACK_TO_CLOSER
from bot.domain.complaints.facts import must_be_verified
from bot.domain.complaints.turns import move, queue_department
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.record import need_text, tell
from bot.store.complaints import NOTE_MOST, ORDER_MOST, UNCLAIMED
from bot.store.database import Transaction
from bot.store.times import from_store
from bot.text.mrkdwn import escape
from bot.text.width import cut, plain
from bot.text.words import phrase

# Whoever closed it gets the time back when the customer returns within this long.


def claim(desk: Desk, request: Request, case_id: str) -> Outcome:
    """Take a complaint to handle it. Of several who claim at once, one wins; the others are told who."""
    desk.company.must_hold(request.actor, "service", "editor", to_do=phrase("认领投诉"))
    department = rules.department_of(desk, request.actor)

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        if before.state not in UNCLAIMED:
            raise rules.taken(desk, request, before)
        after = move(tx, desk, request, before, rules.held(before, request, request.actor, department), "claim")
        return Outcome(
            phrase(
                "{case} 由您处理。请在 {due} 前回复顾客。",
                case=case_id,
                due=rules.due_text(desk, request, after.reply_due),
            ),
            case_id,
        )

    return once(desk, request, decide)


def note(desk: Desk, request: Request, case_id: str, text: str) -> Outcome:
    """Write down something about a case. It stays inside the company."""
    words = need_text(text, phrase("备注"), NOTE_MOST)

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_work_on(desk, request, before, phrase("给投诉写备注"))
        after = rules.change(tx, request, before, {})
        rules.recorded(tx, desk, request, before, after, "note", {"text": words})
        return Outcome(phrase("已记下 {case} 的备注。", case=case_id), case_id)

    return once(desk, request, decide)


def order(desk: Desk, request: Request, case_id: str, number: str) -> Outcome:
    """Put down the order number. If the customer was being waited for, the clock runs again."""
    found = plain(need_text(number, phrase("订单号"), ORDER_MOST))

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_work_on(desk, request, before, phrase("填写订单号"))
        values: dict[str, object] = {"order_number": found}
        said = phrase("已记下 {case} 的订单号。", case=case_id)
        if before.state == "waiting_customer":
            values |= rules.resumed(before)
            said = phrase("已记下 {case} 的订单号，时钟继续走。", case=case_id)
        move(tx, desk, request, before, values, "order", {"number": found})
        return Outcome(said, case_id)

    return once(desk, request, decide)


def wait(desk: Desk, request: Request, case_id: str) -> Outcome:
    """The customer was asked for something: the clock stands still until they answer."""

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_hold_case(desk, request, before, phrase("暂停时钟"))
        rules.must_be(before, ("claimed", "replied"))
        move(tx, desk, request, before, {"state": "waiting_customer", "paused_at": request.stamp}, "wait")
        return Outcome(
            phrase(
                "{case} 等待顾客，时钟已停。顾客答复后用 `/complaint 订单 {case} 订单号` 或 `/complaint 回复 {case} 内容` 继续。",
                case=case_id,
            ),
            case_id,
        )

    return once(desk, request, decide)


def reply(desk: Desk, request: Request, case_id: str, text: str) -> Outcome:
    """Record what was answered on Weibo. Nothing is sent to the customer from here."""
    words = need_text(text, phrase("回复内容"), NOTE_MOST, field="reply")

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_hold_case(desk, request, before, phrase("记下对顾客的回复"))
        rules.must_be(before, rules.IN_HAND)
        must_be_verified(desk, tx, before, "reply")
        values: dict[str, object] = {"state": "replied", "reply": words, "paused_at": ""}
        if not before.replied_at:
            values["replied_at"] = request.stamp
        after = move(tx, desk, request, before, values, "reply", {"text": words})
        return Outcome(
            phrase(
                "已记下 {case} 的回复。办结时限 {due}。",
                case=case_id,
                due=rules.due_text(desk, request, after.resolve_due),
            ),
            case_id,
        )

    return once(desk, request, decide)


def resolve(desk: Desk, request: Request, case_id: str, text: str) -> Outcome:
    """Close the matter with what was done for the customer."""
    words = need_text(text, phrase("处理结果"), NOTE_MOST, field="resolution")

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_hold_case(desk, request, before, phrase("把投诉办结"))
        rules.must_be(before, rules.IN_HAND)
        must_be_verified(desk, tx, before, "resolve")
        values = {
            "state": "resolved",
            "resolution": words,
            "resolved_at": request.stamp,
            "resolved_by": request.actor,
            "paused_at": "",
        }
        move(tx, desk, request, before, values, "resolve", {"text": words})
        tell(
            tx,
            request,
            before.reporter,
            case_id,
            phrase("您登记的 {case} 已办结：{text}", case=case_id, text=escape(cut(words, 200))),
        )
        return Outcome(phrase("{case} 已办结。", case=case_id), case_id)

    return once(desk, request, decide)


def reopen(desk: Desk, request: Request, case_id: str, reason: str) -> Outcome:
    """The customer is back. Within seven days the one who closed it gets it back, with fresh clocks."""
    words = need_text(reason, phrase("重开原因"), NOTE_MOST, field="reason")

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_work_on(desk, request, before, phrase("重新打开投诉"))
        rules.must_be(before, rules.SETTLED)
        back = request.at - from_store(before.resolved_at) <= BACK_TO_CLOSER
        here = back and not is_away(tx, before.resolved_by, request.at)
        values = {
            "state": "reopened",
            "reopened": before.reopened + 1,
            "holder": before.resolved_by if here else "",
            "department": before.department if back else queue_department(desk),
            # The clocks start afresh; when it was claimed and answered before stands on the record.
            "claimed_at": "",
            "replied_at": "",
            "resolved_at": "",
        }
        move(tx, desk, request, before, values, "reopen", {"reason": words})
        asks = phrase("您办结的 {case} 重新打开了：{reason}。请认领。", case=case_id, reason=escape(cut(words, 200)))
        tell(tx, request, before.resolved_by, case_id, asks)
        return Outcome(phrase("{case} 已重新打开，等待认领。", case=case_id), case_id)

    return once(desk, request, decide)
