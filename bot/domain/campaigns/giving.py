"""Giving notice: a new one, a returned one handed in again, and what the contact changes later on."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.campaigns import rules
from bot.domain.campaigns.answers import bring
from bot.domain.campaigns.planning import no_longer_fit
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.lead import Lead, accept_due, lead_of
from bot.domain.notice import DAYS, Notice, checked, chosen_days, typed_of
from bot.domain.notice_forms import must_be_unmade, now_made
from bot.domain.record import record, tell
from bot.domain.ringing import to_ring
from bot.errors import Invalid, NotAllowed, Superseded
from bot.store import campaigns as rows
from bot.store import cases, events, outbox
from bot.store.campaigns import Campaign
from bot.store.database import Reader, Transaction
from bot.store.times import from_store, to_store
from bot.text.width import cut
from bot.text.words import Phrase, phrase

# The events that put down what a notice says.
_SAYS: frozenset[str] = frozenset({"submit", "resubmit", "edit"})
# How much of an old and a new value the record keeps, in characters.
_KEPT = 500


def submit(desk: Desk, request: Request, notice: Notice, *, form: str = "") -> Outcome:
    """Take a notice in. It is never refused for being late: it is marked, and the editors are rung.

    ``form`` is the form it was kept under while it was filled in; of one form at most one notice is made.
    """

    def decide(tx: Transaction) -> Outcome:
        must_be_unmade(tx, form)
        whole = checked(notice, rules.today(desk, request.at), desk.company.departments)
        lead = lead_of(desk, request.at, whole.promotion_from)
        case = cases.next_id(tx, "N")
        values = {**_said(whole), **_submitted(desk, request, lead)}
        rows.add(tx, {"id": case, "contact": request.actor, "created_at": request.stamp, **values})
        now_made(tx, request, form, case)
        data = _lead_data(tx, desk, lead)
        seq = record(tx, desk, request, rules.channel(desk), case, "submit", to_state="submitted", data=data)
        if lead.light != "in_time":
            # The card alone rings nobody; its first line in the thread does.
            outbox.owe(tx, "thread", rules.channel(desk), now=request.ms, case_id=case, body={"event": seq})
        return Outcome(_given(desk, request, case, lead), case, _warnings(lead))

    return once(desk, request, decide)


def edit(
    desk: Desk, request: Request, case_id: str, notice: Notice, *, form: str = "", seen: int | None = None
) -> Outcome:
    """Hand in what the contact changed: a returned notice again, with a lead time that counts from now; one that waits
    or was accepted with the differences told, and after acceptance its owner rung.

    ``seen`` is what `last_said` gave when the form was opened. Raises Superseded when it was changed since.
    """

    def decide(tx: Transaction) -> Outcome:
        must_be_unmade(tx, form)
        before = to_edit(tx, desk, request.actor, case_id)
        if seen is not None and last_said(tx, case_id) != seen:
            raise Superseded(
                phrase("{case} 的内容已经更新，这张表单是旧的。", case=case_id),
                phrase("请看新的内容：`/campaign 查看 {case}`", case=case_id),
            )
        # A day that has passed may stay what it was; one that is handed in anew may not.
        days = {} if before.state == "returned" else chosen_days(typed_of(before))
        whole = checked(notice, rules.today(desk, request.at), desk.company.departments, days)
        outcome = (_again if before.state == "returned" else _changed)(tx, desk, request, before, whole)
        now_made(tx, request, form, case_id)
        return outcome

    return once(desk, request, decide)


def to_edit(reader: Reader, desk: Desk, actor: str, case_id: str) -> Campaign:
    """The notice that ``actor`` may fill in anew: its contact, and whoever looks after it once it is accepted. Raises
    NotFound, NotAllowed or WrongState."""
    case = rules.load(reader, case_id)
    if actor not in (case.contact, case.owner):
        raise NotAllowed(
            phrase("只有联系人可以修改 {case}。", case=case_id),
            phrase("请找：{people}", people=rules.name(desk, case.contact)),
        )
    if "edit" not in rules.allowed(case):
        raise rules.not_now(case)
    return case


def last_said(reader: Reader, case_id: str) -> int:
    """The number of the event that last put down what the notice says."""
    return max((event.seq for event in events.history(reader, case_id) if event.action in _SAYS), default=0)


def _again(tx: Transaction, desk: Desk, request: Request, before: Campaign, whole: Notice) -> Outcome:
    lead = lead_of(desk, request.at, whole.promotion_from)
    values = {**_said(whole), **_submitted(desk, request, lead), "reason": ""}
    after = rules.change(tx, request, before, values)
    rules.recorded(tx, desk, request, before, after, "resubmit", _lead_data(tx, desk, lead))
    return Outcome(_given(desk, request, before.id, lead), before.id, _warnings(lead))


def _changed(tx: Transaction, desk: Desk, request: Request, before: Campaign, whole: Notice) -> Outcome:
    values = _said(whole)
    data: dict[str, object] = {"owner": before.owner}
    accepted = before.state in rules.ACCEPTED
    if accepted:
        values["changes"] = before.changes + 1
    elif whole.promotion_from.isoformat() != before.promotion_from:
        # It counts from when it was first handed in: who moves the day does not lose the days the desk already had.
        lead = lead_of(desk, from_store(before.submitted_at), whole.promotion_from)
        values |= _lead_values(lead)
        data |= _lead_data(tx, desk, lead)
    after = rules.change(tx, request, before, values)
    fields = differences(before, after)
    if not fields:
        raise Invalid(phrase("没有任何改动。"), phrase("改好以后再提交；不改的话，关掉表单就可以。"))
    data |= {"fields": fields, "moved": any(one["field"] in DAYS for one in fields)}
    if accepted and data["moved"]:
        data["unfit"] = no_longer_fit(desk, tx, before, after, request.at)
    rules.recorded(tx, desk, request, before, after, "edit", data)
    if before.state == "running" and before.details.questions != after.details.questions:
        bring(tx, desk, request, after)
    if accepted and request.actor != before.contact:
        said = phrase("{who} 修改了您的活动通知 {case}，改了什么见官微频道的讨论串。", who=rules.name(desk, request.actor), case=before.id)  # fmt: skip
        tell(tx, request, before.contact, before.id, said)
    said = phrase("{case} 已修改（{n} 处），官微编辑会看到改了什么。", case=before.id, n=len(fields))
    if accepted:
        said = phrase("{case} 已修改（{n} 处），已提醒负责人 {who}。", case=before.id, n=len(fields), who=rules.name(desk, before.owner))  # fmt: skip
    return Outcome(said, before.id)


def differences(before: Campaign, after: Campaign) -> list[dict[str, object]]:
    """What changed, field by field as it would be typed: ``{"field", "old", "new"}`` in the form's order."""
    old, new = typed_of(before), typed_of(after)
    return [
        {"field": field, "old": _kept(old[field]), "new": _kept(new[field])}
        for field in old
        if old[field] != new[field]
    ]


def _kept(value: object) -> object:
    return value if isinstance(value, list) else cut(str(value), _KEPT)


def _said(notice: Notice) -> dict[str, object]:
    return {
        "title": notice.title,
        "department": notice.department,
        "promotion_from": notice.promotion_from.isoformat(),
        "first_day": notice.first_day.isoformat(),
        "last_day": notice.last_day.isoformat(),
        "details": notice.details.to_json(),
    }


def _submitted(desk: Desk, request: Request, lead: Lead) -> dict[str, object]:
    due = to_store(accept_due(desk, request.at))
    return {
        "state": "submitted",
        **_lead_values(lead),
        "submitted_at": request.stamp,
        "accept_due": due,
        "next_due": due,
        "escalated_at": "",
        "changed_at": request.stamp,
    }


def _lead_values(lead: Lead) -> dict[str, object]:
    years = " ".join(str(year) for year in lead.guessed_years)
    return {"lead_days": lead.days, "light": lead.light, "guessed_years": years}


def _lead_data(tx: Transaction, desk: Desk, lead: Lead) -> dict[str, object]:
    ring = [] if lead.light == "in_time" else list(to_ring(desk, tx, "editor"))
    return {"days": lead.days, "needed": lead.needed, "light": lead.light, "ring": ring}


def _given(desk: Desk, request: Request, case: str, lead: Lead) -> Phrase:
    due = accept_due(desk, request.at).astimezone(desk.zone)
    return phrase(
        "已提交 {case}，提前 {n} 个工作日。官微编辑会在 {due} 前受理。",
        case=case,
        n=lead.days,
        due=f"{due:%m-%d %H:%M}",
    )


def _warnings(lead: Lead) -> tuple[Phrase, ...]:
    late: Mapping[str, Phrase] = {
        "late": phrase("偏晚：要求提前 {n} 个工作日，已提醒官微编辑。下次请早一些。", n=lead.needed),
        "urgent": phrase("紧急：不到 1 个工作日就要宣传，已提醒官微编辑。"),
    }
    years = tuple(phrase("{year} 年节假日尚未公布，按周一至周五计算。", year=year) for year in lead.guessed_years)
    return ((late[lead.light],) if lead.light in late else ()) + years
