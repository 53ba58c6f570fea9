"""Campaign notices (N): given, accepted or returned by the editors, started and ended by the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.cards.names import campaign_state
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.lead import Lead, accept_due, lead_of
from bot.domain.notice import Notice, checked
from bot.domain.record import need_text, record, tell
from bot.domain.ringing import to_ring
from bot.errors import NotAllowed, NotFound, Superseded, WrongState
from bot.store import campaigns as rows
from bot.store import cases, outbox
from bot.store.campaigns import COMING, REASON_MOST, Campaign
from bot.store.database import Reader, Transaction
from bot.store.times import from_store, to_store
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import Phrase, phrase

# Who acts when the calendar does.
CALENDAR = ""


def submit(desk: Desk, request: Request, notice: Notice) -> Outcome:
    """Take a notice in. It is never refused for being late: it is marked, and the editors are rung."""

    def decide(tx: Transaction) -> Outcome:
        whole = checked(notice, _today(desk, request.at), desk.company.departments)
        lead = lead_of(desk, request.at, whole.promotion_from)
        case = cases.next_id(tx, "N")
        values = _submitted(desk, request, whole, lead)
        rows.add(tx, {"id": case, "contact": request.actor, "created_at": request.stamp, **values})
        data = _lead_data(tx, desk, lead)
        seq = record(tx, desk, request, _channel(desk), case, "submit", to_state="submitted", data=data)
        if lead.light != "in_time":
            # The card alone rings nobody; its first line in the thread does.
            outbox.owe(tx, "thread", _channel(desk), now=request.ms, case_id=case, body={"event": seq})
        return Outcome(_given(desk, request, case, lead), case, _warnings(lead))

    return once(desk, request, decide)


def resubmit(desk: Desk, request: Request, case_id: str, notice: Notice) -> Outcome:
    """Hand a returned notice in again with what was missing. The lead time counts from now."""

    def decide(tx: Transaction) -> Outcome:
        before = to_edit(tx, desk, request.actor, case_id)
        whole = checked(notice, _today(desk, request.at), desk.company.departments)
        lead = lead_of(desk, request.at, whole.promotion_from)
        values = {**_submitted(desk, request, whole, lead), "reason": ""}
        after = _change(tx, request, before, values)
        _record(tx, desk, request, before, after, "resubmit", _lead_data(tx, desk, lead))
        return Outcome(_given(desk, request, case_id, lead), case_id, _warnings(lead))

    return once(desk, request, decide)


def accept(desk: Desk, request: Request, case_id: str, *, seen: int | None = None) -> Outcome:
    """An editor takes the notice on and looks after it from now. The leaders it names are asked to join in.

    ``seen`` is the version of the card that was clicked. Raises Superseded when the notice was handed in anew since.
    """
    desk.company.must_hold(request.actor, "editor", to_do=phrase("受理活动通知"))

    def decide(tx: Transaction) -> Outcome:
        before = _load(tx, case_id)
        _must_wait(desk, before, seen)
        values = {"state": "accepted", "owner": request.actor, "accepted_at": request.stamp, "accept_due": ""}
        after = _change(tx, request, before, values)
        _record(tx, desk, request, before, after, "accept", {"leaders": list(after.leaders)})
        said = phrase(
            "您的活动通知 {case}《{title}》已受理，由 {who} 负责。",
            case=case_id,
            title=escape(before.title),
            who=_name(desk, request.actor),
        )
        tell(tx, request, before.contact, case_id, said)
        return Outcome(phrase("{case} 已受理，由您负责。", case=case_id), case_id)

    return once(desk, request, decide)


def send_back(desk: Desk, request: Request, case_id: str, reason: str, *, seen: int | None = None) -> Outcome:
    """An editor returns the notice to its contact, saying what is missing. ``seen``: see `accept`."""
    desk.company.must_hold(request.actor, "editor", to_do=phrase("退回活动通知"))
    words = need_text(reason, phrase("退回原因"), REASON_MOST, field="reason")

    def decide(tx: Transaction) -> Outcome:
        before = _load(tx, case_id)
        _must_wait(desk, before, seen)
        after = _change(tx, request, before, {"state": "returned", "reason": words, "accept_due": ""})
        _record(tx, desk, request, before, after, "return", {"text": words})
        said = phrase(
            "您的活动通知 {case}《{title}》被退回：{reason}\n请用 `/campaign show {case}` 里的“修改并重新提交”补充。",
            case=case_id,
            title=escape(before.title),
            reason=escape(cut(words, 500)),
        )
        tell(tx, request, before.contact, case_id, said)
        return Outcome(phrase("{case} 已退回，已告诉 {who}。", case=case_id, who=_name(desk, before.contact)), case_id)

    return once(desk, request, decide)


def cancel(desk: Desk, request: Request, case_id: str, reason: str = "") -> Outcome:
    """Call the campaign off: its contact or an editor may, with or without a reason, until it has ended."""
    words = need_text(reason, phrase("取消原因"), REASON_MOST, field="reason") if reason.strip() else ""

    def decide(tx: Transaction) -> Outcome:
        before = _load(tx, case_id)
        if request.actor != before.contact:
            desk.company.must_hold(request.actor, "editor", to_do=phrase("取消别人的活动通知"))
        if before.state not in COMING:
            raise _not_now(before)
        after = _change(tx, request, before, {"state": "cancelled", "reason": words, "accept_due": ""})
        _record(tx, desk, request, before, after, "cancel", {"text": words})
        said = phrase("活动通知 {case}《{title}》已取消。", case=case_id, title=escape(before.title))
        if words:
            why = escape(cut(words, 500))
            said = phrase("活动通知 {case}《{title}》已取消：{reason}", **{**said.values, "reason": why})
        for person in dict.fromkeys((before.contact, before.owner)):
            tell(tx, request, person, case_id, said)
        return Outcome(phrase("{case} 已取消。", case=case_id), case_id)

    return once(desk, request, decide)


def advance(desk: Desk, at: datetime) -> int:
    """Let the calendar act: accepted campaigns whose first day has come are running, running ones whose last day is
    over have ended, each once and with its row in the record, whoever asks and however late. How many moved."""
    today = _today(desk, at).isoformat()
    # Nearly always nothing is due: that is found out without taking the write lock.
    if not (rows.to_start(desk.store, today) or rows.to_end(desk.store, today)):
        return 0
    request = Request(CALENDAR, "", at)
    with desk.store.transaction() as tx:
        started = rows.to_start(tx, today)
        for before in started:
            _record(tx, desk, request, before, _change(tx, request, before, {"state": "running"}), "start")
        # Asked now: what was over before it was seen to start has ended too.
        ended = rows.to_end(tx, today)
        for before in ended:
            _record(tx, desk, request, before, _change(tx, request, before, {"state": "ended"}), "end")
    return len(started) + len(ended)


def show(reader: Reader, case_id: str) -> Campaign:
    """One notice. Raises NotFound."""
    return _load(reader, case_id)


def to_edit(reader: Reader, desk: Desk, actor: str, case_id: str) -> Campaign:
    """The notice that ``actor`` may fill in anew. Raises NotFound, NotAllowed or WrongState."""
    case = _load(reader, case_id)
    if actor != case.contact:
        raise NotAllowed(
            phrase("只有联系人可以修改 {case}。", case=case_id),
            phrase("请找：{people}", people=_name(desk, case.contact)),
        )
    if case.state != "returned":
        raise _not_now(case)
    return case


def allowed(case: Campaign) -> tuple[str, ...]:
    """The actions that the state allows, in the order they are offered; the card's buttons follow it."""
    return {
        "submitted": ("accept", "return", "cancel"),
        "returned": ("edit", "cancel"),
        "accepted": ("cancel",),
        "running": ("cancel",),
    }.get(case.state, ())


def _submitted(desk: Desk, request: Request, notice: Notice, lead: Lead) -> dict[str, object]:
    return {
        "state": "submitted",
        "title": notice.title,
        "department": notice.department,
        "promotion_from": notice.promotion_from.isoformat(),
        "first_day": notice.first_day.isoformat(),
        "last_day": notice.last_day.isoformat(),
        "details": notice.details.to_json(),
        "lead_days": lead.days,
        "light": lead.light,
        "guessed_years": " ".join(str(year) for year in lead.guessed_years),
        "submitted_at": request.stamp,
        "accept_due": to_store(accept_due(desk, request.at)),
        "changed_at": request.stamp,
    }


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
    late = {
        "late": phrase("偏晚：要求提前 {n} 个工作日，已提醒官微编辑。下次请早一些。", n=lead.needed),
        "urgent": phrase("紧急：不到 1 个工作日就要宣传，已提醒官微编辑。"),
    }
    years = tuple(phrase("{year} 年节假日尚未公布，按周一至周五计算。", year=year) for year in lead.guessed_years)
    return ((late[lead.light],) if lead.light in late else ()) + years


def _load(reader: Reader, case_id: str) -> Campaign:
    found = rows.campaign(reader, case_id)
    if found is None:
        raise NotFound(
            phrase("没有 {case} 这份活动通知。", case=case_id), phrase("用 `/campaign list` 查看现有的活动通知。")
        )
    return found


def _change(tx: Transaction, request: Request, before: Campaign, values: Mapping[str, object]) -> Campaign:
    after = rows.change(tx, before, {**values, "changed_at": request.stamp})
    # Loaded in this same write transaction: nobody can have come between.
    assert after is not None
    return after


def _record(
    tx: Transaction,
    desk: Desk,
    request: Request,
    before: Campaign,
    after: Campaign,
    action: str,
    data: Mapping[str, object] | None = None,
) -> None:
    channel = _channel(desk)
    record(tx, desk, request, channel, after.id, action, from_state=before.state, to_state=after.state, data=data)


def _must_wait(desk: Desk, case: Campaign, seen: int | None) -> None:
    if case.state != "submitted":
        if case.state in ("accepted", "running", "ended"):
            at = from_store(case.accepted_at).astimezone(desk.zone)
            said = phrase(
                "{case} 已由 {who} 在 {at} 受理。", case=case.id, who=_name(desk, case.owner), at=f"{at:%m-%d %H:%M}"
            )
            raise WrongState(said, phrase("查看详情：`/campaign show {case}`", case=case.id))
        raise _not_now(case)
    if seen is not None and seen != case.version:
        raise Superseded(
            phrase("{case} 的内容已经更新，这张卡片是旧的。", case=case.id),
            phrase("请看新的内容：`/campaign show {case}`", case=case.id),
        )


def _not_now(case: Campaign) -> WrongState:
    ways = {
        "returned": phrase("等联系人修改后重新提交。"),
        "cancelled": phrase("还要办的话，请用 `/campaign` 重新提交一份。"),
    }
    return WrongState(
        phrase("{case} 现在是“{state}”，不能这样做。", case=case.id, state=campaign_state(case.state)),
        ways.get(case.state, phrase("查看详情：`/campaign show {case}`", case=case.id)),
    )


def _name(desk: Desk, user: str) -> str:
    return escape(desk.company.name(user))


def _today(desk: Desk, at: datetime) -> date:
    return at.astimezone(desk.zone).date()


def _channel(desk: Desk) -> str:
    return desk.settings.channels.desk
