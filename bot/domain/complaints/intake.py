"""Taking complaints in: a new case, or one more comment on the customer's open one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain import triage
from bot.domain.complaints import rules
from bot.domain.complaints.turns import move, opened
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.record import need_text, record, storable, tell
from bot.errors import Invalid
from bot.store import cases, outbox
from bot.store import complaints as rows
from bot.store.complaints import LINK_MOST, NAME_MOST, ORDER_MOST, PLACES, WORDS_MOST, Complaint
from bot.store.database import Transaction
from bot.text.mrkdwn import escape
from bot.text.width import cut, key_of
from bot.text.words import phrase


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
    report = replace(
        report,
        customer=_short(report.customer, NAME_MOST, "customer"),
        order_number=_short(report.order_number, ORDER_MOST, "order"),
        link=_short(report.link, LINK_MOST, "link"),
        category=_short(report.category, NAME_MOST, "category"),
    )

    def decide(tx: Transaction) -> Outcome:
        if report.source_key and (known := rows.by_source(tx, report.source_key)):
            return Outcome(phrase("这一条之前已登记为 {case}。", case=known), known)
        key = key_of(report.customer)
        joined = rows.open_of_customer(tx, key) if key else None
        if joined:
            return _join(tx, desk, request, joined, report, words, show)
        return _open(tx, desk, request, report, words, key, show)

    return once(desk, request, decide)


def _short(text: str, most: int, field: str) -> str:
    found = storable(text).strip()
    if len(found) > most:
        raise Invalid(phrase("太长：最多 {most} 字。", most=most), field=field)
    return found


def _open(tx: Transaction, desk: Desk, request: Request, report: Report, words: str, key: str, show: bool) -> Outcome:
    case = cases.next_id(tx, "C")
    severity = report.severity or triage.severity_of(words)
    category = report.category or triage.category_of(words)
    begun = opened(desk, request, severity)
    rows.add(
        tx,
        {
            "id": case,
            **begun,
            "category": category,
            "place": report.place,
            "customer": report.customer,
            "customer_key": key,
            "link": report.link,
            "words": words,
            "order_number": report.order_number,
            "followers": report.followers,
            "reporter": request.actor,
            "source_key": report.source_key,
            "created_at": request.stamp,
            "changed_at": request.stamp,
        },
    )
    data = {"severity": severity, "category": category, "department": begun["department"], "due": begun["next_due"]}
    record(tx, desk, request, rules.channel(desk), case, "log", to_state="new", data=data, show=show)
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
            "link": report.link,
            "place": report.place,
            "reporter": request.actor,
            "at": request.stamp,
            "source_key": report.source_key,
        },
    )
    values: dict[str, object] = {"comments": number}
    if triage.severity_of(words) == "P0" and not case.severity_by:
        # A later comment may reveal that somebody was hurt. What a person has decided stands.
        values["severity"] = "P0"
    if case.state == "waiting_customer":
        values |= rules.resumed(case)
    told = {"number": number, "words": cut(words, 300)}
    move(tx, desk, request, case, values, "comment", told, show=show)
    if not show and outbox.card_ts(tx, case.id, rules.channel(desk)):
        # A card that stands in the channel shows the case as it is, wherever the comment came from.
        outbox.owe_card(tx, rules.channel(desk), case.id, now=request.ms)
    if show:
        customer = escape(case.customer)
        tell(
            tx,
            request,
            case.holder,
            case.id,
            phrase("{case}：{who}又留言了（第 {n} 条）。", case=case.id, who=customer, n=number),
        )
    said = phrase("这位顾客已有未办结的 {case}，已并入（第 {n} 条，1 人）。", case=case.id, n=number)
    return Outcome(said, case.id)
