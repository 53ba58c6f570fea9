"""Complaints (C): who may do what in which state, one claim wins, and the clocks that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.cards.names import complaint_state
from bot.domain import triage
from bot.domain.clocks import complaint_clocks
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.record import need_text, record, tell
from bot.errors import Invalid, NotFound, WrongState
from bot.store import cases
from bot.store import complaints as rows
from bot.store.complaints import (
    LINK_MOST,
    NAME_MOST,
    NOTE_MOST,
    OPEN,
    ORDER_MOST,
    PLACES,
    UNCLAIMED,
    WORDS_MOST,
    Complaint,
)
from bot.store.database import Reader, Transaction
from bot.store.times import from_store, to_store
from bot.text.mrkdwn import escape
from bot.text.width import cut, key_of, plain
from bot.text.words import Phrase, phrase

# Whoever closed it gets the time back when the customer returns within this long.
_BACK_TO_CLOSER: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Report:
    """What is known when a complaint is logged. ``severity`` and ``category`` are proposed from the words when empty;
    ``source_key`` names the row of the file it came from, so that a second import adds nothing."""

    words: str
    customer: str = ""
    place: str = "comment"
    link: str = ""
    order_number: str = ""
    followers: int | None = None
    severity: str = ""
    category: str = ""
    source_key: str | None = None


def log(desk: Desk, request: Request, report: Report, *, show: bool = True) -> Outcome:
    """Take a complaint in. A customer whose complaint is still open joins it: one case, however many comments.

    ``show`` is off for imports: no card is posted until somebody acts on the case.
    """
    words = need_text(report.words, phrase("顾客原话"), WORDS_MOST, field="words")
    if report.place not in PLACES:
        raise Invalid(phrase("不认识的来源。"), phrase("请选：评论、@我们、私信、其他。"), field="place")
    for text, most, field in (
        (report.customer, NAME_MOST, "customer"),
        (report.order_number, ORDER_MOST, "order"),
        (report.link, LINK_MOST, "link"),
    ):
        if len(text.strip()) > most:
            raise Invalid(phrase("太长：最多 {most} 字。", most=most), field=field)

    def decide(tx: Transaction) -> Outcome:
        if report.source_key and (known := rows.by_source(tx, report.source_key)):
            return Outcome(phrase("这一条之前已登记为 {case}。", case=known), known)
        key = key_of(report.customer)
        joined = rows.open_of_customer(tx, key) if key else None
        if joined:
            return _join(tx, desk, request, joined, report, words, show)
        return _open(tx, desk, request, report, words, key, show)

    return once(desk, request, decide)


def _open(
    tx: Transaction, desk: Desk, request: Request, report: Report, words: str, key: str, show: bool
) -> Outcome:
    case = cases.next_id(tx, "C")
    severity = report.severity or triage.severity_of(words)
    category = report.category or triage.category_of(words)
    clocks = _clocks(desk, request, severity)
    rows.add(
        tx,
        {
            "id": case,
            "state": "new",
            "severity": severity,
            "category": category,
            "place": report.place,
            "customer": report.customer.strip(),
            "customer_key": key,
            "link": report.link.strip(),
            "words": words,
            "order_number": report.order_number.strip(),
            "followers": report.followers,
            "reporter": request.actor,
            **clocks,
            "next_due": clocks["claim_due"],
            "source_key": report.source_key,
            "created_at": request.stamp,
            "changed_at": request.stamp,
        },
    )
    data = {"severity": severity, "category": category}
    record(tx, desk, request, _channel(desk), case, "log", to_state="new", data=data, show=show)
    said = phrase("已登记 {case}，等待认领。", case=case)
    if severity == "P0":
        said = phrase("已登记 {case}，定为 P0，等待认领。", case=case)
    return Outcome(said, case)


def _join(
    tx: Transaction, desk: Desk, request: Request, case: Complaint, report: Report, words: str, show: bool
) -> Outcome:
    number = rows.comment_numbers(
        tx,
        case,
        {
            "words": words,
            "link": report.link.strip(),
            "place": report.place,
            "reporter": request.actor,
            "at": request.stamp,
            "source_key": report.source_key,
        },
    )
    values: dict[str, object] = {"comments": number}
    if triage.severity_of(words) == "P0" and case.severity != "P0":
        values |= _raised(desk, request, case)
    if case.state == "waiting_customer":
        values |= _resumed(desk, request, case)
    after = _change(tx, request, case, values)
    record(
        tx,
        desk,
        request,
        _channel(desk),
        case.id,
        "comment",
        from_state=case.state,
        to_state=after.state,
        data={"number": number, "words": cut(words, 300)},
        show=show,
    )
    if show:
        customer = escape(case.customer)
        tell(tx, request, case.holder, case.id, phrase("{case}：{who}又留言了（第 {n} 条）。", case=case.id, who=customer, n=number))
    said = phrase("这位顾客已有未办结的 {case}，已并入（第 {n} 条，1 人）。", case=case.id, n=number)
    return Outcome(said, case.id)


def claim(desk: Desk, request: Request, case_id: str) -> Outcome:
    """Take a complaint to handle it. Of several who claim at once, one wins; the others are told who."""
    desk.company.must_hold(request.actor, "service", "editor", to_do=phrase("认领投诉"))
    department = desk.company.department_of(request.actor)

    def decide(tx: Transaction) -> Outcome:
        before = _load(tx, case_id)
        if before.state not in UNCLAIMED:
            raise _taken(desk, request, before)
        after = rows.claim(
            tx,
            case_id,
            {
                "state": "claimed",
                "holder": request.actor,
                "department": department.key if department else "",
                "claimed_at": request.stamp,
                "next_due": before.reply_due,
                "changed_at": request.stamp,
            },
        )
        if after is None:
            raise _taken(desk, request, _load(tx, case_id))
        record(
            tx, desk, request, _channel(desk), case_id, "claim", from_state=before.state, to_state="claimed"
        )
        return Outcome(phrase("{case} 由您处理。请在 {due} 前回复顾客。", case=case_id, due=_due(desk, request, after.reply_due)), case_id)

    return once(desk, request, decide)


def note(desk: Desk, request: Request, case_id: str, text: str) -> Outcome:
    """Write down something about a case. It stays inside the company."""
    words = need_text(text, phrase("备注"), NOTE_MOST)

    def decide(tx: Transaction) -> Outcome:
        before = _load(tx, case_id)
        _must_work_on(desk, request, before, phrase("给投诉写备注"))
        after = _change(tx, request, before, {})
        _record(tx, desk, request, before, after, "note", {"text": words})
        return Outcome(phrase("已记下 {case} 的备注。", case=case_id), case_id)

    return once(desk, request, decide)


def order(desk: Desk, request: Request, case_id: str, number: str) -> Outcome:
    """Put down the order number. If the customer was being waited for, the clock runs again."""
    found = plain(need_text(number, phrase("订单号"), ORDER_MOST))

    def decide(tx: Transaction) -> Outcome:
        before = _load(tx, case_id)
        _must_work_on(desk, request, before, phrase("填写订单号"))
        values: dict[str, object] = {"order_number": found}
        said = phrase("已记下 {case} 的订单号。", case=case_id)
        if before.state == "waiting_customer":
            values |= _resumed(desk, request, before)
            said = phrase("已记下 {case} 的订单号，时钟继续走。", case=case_id)
        after = _change(tx, request, before, values)
        _record(tx, desk, request, before, after, "order", {"number": found})
        return Outcome(said, case_id)

    return once(desk, request, decide)


def wait(desk: Desk, request: Request, case_id: str) -> Outcome:
    """The customer was asked for something: the clock stands still until they answer."""

    def decide(tx: Transaction) -> Outcome:
        before = _load(tx, case_id)
        _must_hold_case(desk, request, before, phrase("暂停时钟"))
        _must_be(before, ("claimed", "replied"))
        values = {"state": "waiting_customer", "paused_at": request.stamp, "next_due": ""}
        after = _change(tx, request, before, values)
        _record(tx, desk, request, before, after, "wait")
        return Outcome(phrase("{case} 等待顾客，时钟已停。顾客答复后用 `/complaint order` 或 `/complaint reply` 继续。", case=case_id), case_id)

    return once(desk, request, decide)


def reply(desk: Desk, request: Request, case_id: str, text: str) -> Outcome:
    """Record what was answered on Weibo. Nothing is sent to the customer from here."""
    words = need_text(text, phrase("回复内容"), NOTE_MOST, field="reply")

    def decide(tx: Transaction) -> Outcome:
        before = _load(tx, case_id)
        _must_hold_case(desk, request, before, phrase("记录回复"))
        _must_be(before, ("claimed", "replied", "waiting_customer"))
        values: dict[str, object] = {}
        if before.state == "waiting_customer":
            values |= _resumed(desk, request, before)
        resolve_due = str(values.get("resolve_due", before.resolve_due))
        values |= {"state": "replied", "reply": words, "next_due": resolve_due}
        if not before.replied_at:
            values["replied_at"] = request.stamp
        after = _change(tx, request, before, values)
        _record(tx, desk, request, before, after, "reply", {"text": words})
        return Outcome(phrase("已记下 {case} 的回复。办结时限 {due}。", case=case_id, due=_due(desk, request, resolve_due)), case_id)

    return once(desk, request, decide)


def resolve(desk: Desk, request: Request, case_id: str, text: str) -> Outcome:
    """Close the matter with what was done for the customer."""
    words = need_text(text, phrase("处理结果"), NOTE_MOST, field="resolution")

    def decide(tx: Transaction) -> Outcome:
        before = _load(tx, case_id)
        _must_hold_case(desk, request, before, phrase("办结投诉"))
        _must_be(before, ("claimed", "replied", "waiting_customer"))
        after = _change(
            tx,
            request,
            before,
            {
                "state": "resolved",
                "resolution": words,
                "resolved_at": request.stamp,
                "resolved_by": request.actor,
                "next_due": "",
                "paused_at": "",
            },
        )
        _record(tx, desk, request, before, after, "resolve", {"text": words})
        tell(tx, request, before.reporter, case_id, phrase("您登记的 {case} 已办结：{text}", case=case_id, text=escape(cut(words, 200))))
        return Outcome(phrase("{case} 已办结。", case=case_id), case_id)

    return once(desk, request, decide)


def reopen(desk: Desk, request: Request, case_id: str, reason: str) -> Outcome:
    """The customer is back. Within seven days the one who closed it gets it back, with fresh clocks."""
    words = need_text(reason, phrase("重开原因"), NOTE_MOST, field="reason")

    def decide(tx: Transaction) -> Outcome:
        before = _load(tx, case_id)
        _must_work_on(desk, request, before, phrase("重开投诉"))
        _must_be(before, ("resolved", "closed"))
        back = request.at - from_store(before.resolved_at) <= _BACK_TO_CLOSER
        clocks = _clocks(desk, request, before.severity)
        after = _change(
            tx,
            request,
            before,
            {
                "state": "reopened",
                "reopened": before.reopened + 1,
                "holder": before.resolved_by if back else "",
                **clocks,
                "next_due": clocks["claim_due"],
                "replied_at": "",
                "resolved_at": "",
            },
        )
        _record(tx, desk, request, before, after, "reopen", {"reason": words})
        asks = phrase("您办结的 {case} 重新打开了：{reason}。请认领。", case=case_id, reason=escape(cut(words, 200)))
        tell(tx, request, before.resolved_by, case_id, asks)
        return Outcome(phrase("{case} 已重新打开，等待认领。", case=case_id), case_id)

    return once(desk, request, decide)


def show(reader: Reader, case_id: str) -> Complaint:
    """One complaint. Raises NotFound."""
    return _load(reader, case_id)


def allowed(case: Complaint) -> tuple[str, ...]:
    """The actions that the state allows, in the order they are offered; the card's buttons follow it."""
    if case.state in UNCLAIMED:
        return ("claim", "note")
    if case.state in OPEN:
        paused = case.state == "waiting_customer"
        return ("reply", "order" if paused else "wait", "resolve", "note")
    return ("reopen",)


def _load(reader: Reader, case_id: str) -> Complaint:
    found = rows.complaint(reader, case_id)
    if found is None:
        raise NotFound(
            phrase("没有 {case} 这条投诉。", case=case_id), phrase("用 `/complaint list` 查看现有的投诉。")
        )
    return found


def _change(tx: Transaction, request: Request, before: Complaint, values: Mapping[str, object]) -> Complaint:
    after = rows.change(tx, before, {**values, "changed_at": request.stamp})
    # Loaded in this same write transaction: nobody can have come between.
    assert after is not None
    return after


def _record(
    tx: Transaction,
    desk: Desk,
    request: Request,
    before: Complaint,
    after: Complaint,
    action: str,
    data: Mapping[str, object] | None = None,
) -> None:
    channel = _channel(desk)
    record(tx, desk, request, channel, after.id, action, from_state=before.state, to_state=after.state, data=data)


def _channel(desk: Desk) -> str:
    return desk.settings.channels.complaints


def _clocks(desk: Desk, request: Request, severity: str) -> dict[str, str]:
    clocks = complaint_clocks(desk.settings.policy.complaint, desk.service, severity, request.at)
    return {
        "claim_due": to_store(clocks.claim_due),
        "reply_due": to_store(clocks.reply_due),
        "resolve_due": to_store(clocks.resolve_due),
    }


def _raised(desk: Desk, request: Request, case: Complaint) -> dict[str, object]:
    # A later comment may reveal that somebody was hurt: the shorter clocks start now, never later than the old ones.
    clocks = _clocks(desk, request, "P0")
    sooner = {name: min(clocks[name], str(getattr(case, name))) for name in clocks}
    due = {"new": "claim_due", "reopened": "claim_due", "claimed": "reply_due", "replied": "resolve_due"}.get(case.state)
    return {"severity": "P0", **sooner, **({"next_due": sooner[due]} if due else {})}


def _resumed(desk: Desk, request: Request, case: Complaint) -> dict[str, object]:
    # The time that was left when the clock was stopped is what is left now. P0 counts round the clock.
    paused = from_store(case.paused_at)
    values: dict[str, object] = {"state": "replied" if case.replied_at else "claimed", "paused_at": ""}
    for name in ("reply_due", "resolve_due"):
        due = from_store(str(getattr(case, name)))
        if case.severity == "P0":
            values[name] = to_store(due + (request.at - paused))
        elif due > paused:
            values[name] = to_store(desk.service.add(request.at, desk.service.elapsed(paused, due)))
    due_name = "resolve_due" if case.replied_at else "reply_due"
    values["next_due"] = values.get(due_name, getattr(case, due_name))
    return values


def _due(desk: Desk, request: Request, stored: str) -> str:
    due = from_store(stored).astimezone(desk.zone)
    same_day = due.date() == request.at.astimezone(desk.zone).date()
    return f"{due:%H:%M}" if same_day else f"{due:%m-%d %H:%M}"


def _taken(desk: Desk, request: Request, case: Complaint) -> WrongState:
    if case.state in ("resolved", "closed"):
        return WrongState(
            phrase("{case} 已经办结了。", case=case.id),
            phrase("顾客又来了的话：`/complaint reopen {case} 原因`", case=case.id),
        )
    since = _due(desk, request, case.claimed_at)
    if case.holder == request.actor:
        return WrongState(phrase("{case} 已经在您手上（{since} 起）。", case=case.id, since=since))
    return WrongState(
        phrase("{case} 已由 {holder} 在 {since} 认领。", case=case.id, holder=escape(desk.company.name(case.holder)), since=since),
        phrase("想补充情况：`/complaint note {case} 内容`", case=case.id),
    )


def _must_be(case: Complaint, states: tuple[str, ...]) -> None:
    if case.state in states:
        return
    if case.state in UNCLAIMED:
        raise WrongState(
            phrase("{case} 还没有人认领。", case=case.id), phrase("先认领：`/complaint claim {case}`", case=case.id)
        )
    ways = {
        "waiting_customer": phrase("顾客答复后：`/complaint reply {case} 内容`", case=case.id),
        "resolved": phrase("顾客又来了的话：`/complaint reopen {case} 原因`", case=case.id),
        "closed": phrase("顾客又来了的话：`/complaint reopen {case} 原因`", case=case.id),
    }
    raise WrongState(
        phrase("{case} 现在是“{state}”，不能这样做。", case=case.id, state=complaint_state(case.state)),
        ways.get(case.state, phrase("查看详情：`/complaint show {case}`", case=case.id)),
    )


def _must_work_on(desk: Desk, request: Request, case: Complaint, to_do: Phrase) -> None:
    if request.actor not in (case.reporter, case.holder):
        desk.company.must_hold(request.actor, "service", "editor", to_do=to_do)


def _must_hold_case(desk: Desk, request: Request, case: Complaint, to_do: Phrase) -> None:
    desk.company.must_hold(request.actor, "service", "editor", to_do=to_do)
    if case.holder not in ("", request.actor) and not desk.company.has(request.actor, "editor"):
        raise WrongState(
            phrase("{case} 由 {holder} 处理。", case=case.id, holder=escape(desk.company.name(case.holder))),
            phrase("想补充情况：`/complaint note {case} 内容`", case=case.id),
        )
