"""Taking complaints in: a new case, or one more comment on the customer's open one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from bot.domain import triage
from bot.domain.complaints import flood, likeness, rules
from bot.domain.complaints.proposing import reasons
from bot.domain.complaints.turns import move, opened
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.record import need_text, record, storable
from bot.errors import Invalid
from bot.store import cases, outbox, posted
from bot.store import complaints as rows
from bot.store.complaints import LINK_MOST, NAME_MOST, ORDER_MOST, PLACES, WORDS_MOST, Complaint
from bot.store.database import Transaction
from bot.store.times import to_store
from bot.text.width import cut, key_of
from bot.text.words import phrase

OTHER: Final = "other"
# How a complaint came that nobody of the company logged: from a file, or by a signed request.
Via = Literal["", "file", "web"]


@dataclass(frozen=True, slots=True)
class Report:
    """What is known when a complaint is logged. ``severity`` and ``category`` are proposed from the words when empty;
    ``written_at`` is when the customer wrote, where a tool told; ``source_key`` names the row it came from, so that a
    second import adds nothing."""

    words: str
    customer: str = ""
    place: str = "comment"
    link: str = ""
    order_number: str = ""
    followers: int | None = None
    severity: str = ""
    category: str = ""
    written_at: datetime | None = None
    source_key: str | None = None

    @property
    def stamp(self) -> str:
        """When the customer wrote, as it is stored."""
        return to_store(self.written_at) if self.written_at else ""


def log(desk: Desk, request: Request, report: Report, *, via: Via = "") -> Outcome:
    """Take a complaint in. A customer whose complaint is still open joins it: one case, however many comments.

    From a file no card is posted until somebody acts on the case. The outcome's ``result`` is ``added``, ``joined`` or
    ``known``.
    """
    words = need_text(report.words, phrase("顾客原话"), WORDS_MOST, field="words")
    if report.place not in PLACES:
        raise Invalid(phrase("不认识的来源。"), phrase("请选：评论、@我们、私信、其他。"), field="place")
    report = replace(
        report,
        words=words,
        customer=_short(report.customer, NAME_MOST, "customer"),
        order_number=_short(report.order_number, ORDER_MOST, "order"),
        link=_short(report.link, LINK_MOST, "link"),
        category=_short(report.category, NAME_MOST, "category"),
    )
    key = key_of(report.customer)
    # Before the database is asked for its turn: others may have it meanwhile. Whoever sends complaints by the thousand reads
    # no answer; their cards show it to the others.
    proposal = triage.propose(words)
    alike = likeness.similar_open(desk.store, words, customer_key=key) if via == "" else []

    def decide(tx: Transaction) -> Outcome:
        if report.source_key and (known := rows.by_source(tx, report.source_key)):
            return Outcome(phrase("这一条之前已登记为 {case}。", case=known), known, result="known")
        joined = rows.open_of_customer(tx, key) if key else None
        if joined:
            return _join(tx, desk, request, joined, report, proposal, via)
        opened_as = _open(tx, desk, request, report, proposal, key, via)
        return replace(opened_as, warnings=likeness.told(alike), offers=likeness.offered(opened_as.case_id, alike))

    return once(desk, request, decide)


def _short(text: str, most: int, field: str) -> str:
    found = storable(text).strip()
    if len(found) > most:
        raise Invalid(phrase("太长：最多 {most} 字。", most=most), field=field)
    return found


def _open(
    tx: Transaction, desk: Desk, request: Request, report: Report, proposal: triage.Proposal, key: str, via: Via
) -> Outcome:
    case = cases.next_id(tx, "C")
    severity = report.severity or proposal.severity
    category = report.category or proposal.category
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
            "words": report.words,
            "order_number": report.order_number,
            "followers": report.followers,
            "reporter": request.actor,
            "source_key": report.source_key,
            "via": via,
            "written_at": report.stamp,
            "proposals": triage.kept(proposal),
            # A tool's category is a decision too: the tool's, whoever handed it in.
            "category_by": request.actor or via if report.category else "",
            "severity_by": request.actor or via if report.severity else "",
            "created_at": request.stamp,
            "changed_at": request.stamp,
        },
    )
    data = {
        "severity": severity,
        "category": category,
        "department": begun["department"],
        "due": begun["next_due"],
        "proposed": {"severity": proposal.severity, "category": proposal.category},
        "words": [*proposal.severity_words, *proposal.category_words],
    }
    record(tx, desk, request, rules.channel(desk), case, "log", to_state="new", data=data, show=via != "file")
    said = phrase("已登记 {case}，等待认领。{why}", case=case, why=reasons(report.category, report.severity, proposal))
    if severity == "P0":
        said = phrase("已登记 {case}，定为 P0，等待认领。{why}", case=case, why=said.values["why"])
    return Outcome(said, case, result="added")


def _join(
    tx: Transaction,
    desk: Desk,
    request: Request,
    case: Complaint,
    report: Report,
    proposal: triage.Proposal,
    via: Via,
) -> Outcome:
    number = rows.comment_numbers(
        tx,
        case,
        {
            "words": report.words,
            "link": report.link,
            "place": report.place,
            "reporter": request.actor,
            "at": request.stamp,
            "source_key": report.source_key,
            "written_at": report.stamp,
            # Of a merged case's customer: the case itself is somebody else's.
            "customer": report.customer if key_of(report.customer) != case.customer_key else "",
        },
    )
    values: dict[str, object] = {"comments": number}
    # What the customer adds may say what the first words did not; where a person decided, that stands.
    raised = proposal.severity == "P0" and case.severity != "P0" and not case.severity_by
    found = case.category == OTHER and proposal.category != OTHER and not case.category_by
    if raised:
        values["severity"] = "P0"
    if found:
        values["category"] = proposal.category
    if raised or found:
        values["proposals"] = triage.kept(_added(case, proposal, raised=raised, found=found))
    if case.state == "waiting_customer":
        values |= rules.resumed(case)
    told = {"number": number, "words": cut(report.words, 300)}
    move(tx, desk, request, case, values, "comment", told, show=False)
    channels = {rules.channel(desk)} if via != "file" else set()
    # A card that stands in a channel shows the case as it is, wherever the comment came from.
    for channel in sorted(channels.union(posted.card_channels(tx, case.id))):
        outbox.owe_card(tx, channel, case.id, now=request.ms)
    if via != "file":
        flood.tell(tx, desk, request, case, number)
    people = 1 + rows.merged_count(tx, case.id)
    said = phrase(
        "这位顾客已有未办结的 {case}，已并入（第 {n} 条，{people} 人）。", case=case.id, n=number, people=people
    )
    if raised:
        said = phrase("{said}已升为 P0。{why}", said=said, why=reasons(case.category, "", proposal))
    return Outcome(said, case.id, result="joined")


def _added(case: Complaint, now: triage.Proposal, *, raised: bool, found: bool) -> triage.Proposal:
    before = triage.recall(case.proposals) or triage.Proposal(case.category, "normal")
    if raised:
        before = replace(before, severity=now.severity, severity_words=now.severity_words)
    if found:
        before = replace(before, category=now.category, category_words=now.category_words)
    return before
