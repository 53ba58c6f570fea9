"""What every step of a campaign notice shares: loading it, changing and recording it, and which state allows what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from bot.cards.names import campaign_state
from bot.domain.desk import Desk, Request
from bot.domain.record import record
from bot.errors import NotFound, Superseded, WrongState
from bot.store import campaigns as rows
from bot.store.campaigns import Campaign
from bot.store.database import Reader, Transaction
from bot.store.times import from_store
from bot.text.mrkdwn import escape
from bot.text.words import phrase

# Who acts when the calendar does.
CALENDAR: Final = ""
# What is accepted and not over, so that its posts can be planned.
ACCEPTED: Final = ("accepted", "running")


def allowed(case: Campaign) -> tuple[str, ...]:
    """The actions that the state allows, in the order they are offered; the card's buttons follow it."""
    return {
        "submitted": ("accept", "return", "edit", "cancel"),
        "returned": ("edit", "cancel"),
        "accepted": ("plan", "edit", "cancel"),
        "running": ("plan", "edit", "cancel"),
        "ended": ("result",),
        "reviewed": ("result",),
    }.get(case.state, ())


def load(reader: Reader, case_id: str) -> Campaign:
    """One notice. Raises NotFound."""
    found = rows.campaign(reader, case_id)
    if found is None:
        raise NotFound(
            phrase("没有 {case} 这份活动通知。", case=case_id), phrase("用 `/campaign 列表` 查看现有的活动通知。")
        )
    return found


def change(tx: Transaction, request: Request, before: Campaign, values: Mapping[str, object]) -> Campaign:
    """Change the row of a notice that was read in this transaction; the notice as it is then."""
    after = rows.change(tx, before, {**values, "changed_at": request.stamp})
    # Loaded in this same write transaction: nobody can have come between.
    assert after is not None
    return after


def recorded(
    tx: Transaction,
    desk: Desk,
    request: Request,
    before: Campaign,
    after: Campaign,
    action: str,
    data: Mapping[str, object] | None = None,
) -> int:
    """Put down on the record what was done to a notice, its states before and after with it; the event's number."""
    return record(
        tx, desk, request, channel(desk), after.id, action,
        from_state=before.state, to_state=after.state, data=data,
    )  # fmt: skip


def must_wait(desk: Desk, case: Campaign, seen: int | None) -> None:
    """Raise WrongState unless the notice waits to be accepted, Superseded when it changed since version ``seen``."""
    if case.state != "submitted":
        if case.state in (*ACCEPTED, "ended", "reviewed"):
            at = from_store(case.accepted_at).astimezone(desk.zone)
            said = phrase(
                "{case} 已由 {who} 在 {at} 受理。", case=case.id, who=name(desk, case.owner), at=f"{at:%m-%d %H:%M}"
            )
            raise WrongState(said, phrase("查看详情：`/campaign 查看 {case}`", case=case.id))
        raise not_now(case)
    if seen is not None and seen != case.version:
        raise Superseded(
            phrase("{case} 的内容已经更新，这张卡片是旧的。", case=case.id),
            phrase("请看新的内容：`/campaign 查看 {case}`", case=case.id),
        )


def not_now(case: Campaign) -> WrongState:
    """The refusal of what the notice's state does not allow, with what is possible in it."""
    ways = {
        "returned": phrase("等联系人修改后重新提交。"),
        "cancelled": phrase("还要办的话，请用 `/campaign` 重新提交一份。"),
    }
    return WrongState(
        phrase("{case} 现在是“{state}”，不能这样做。", case=case.id, state=campaign_state(case.state)),
        ways.get(case.state, phrase("查看详情：`/campaign 查看 {case}`", case=case.id)),
    )


def head_of_desk(desk: Desk) -> str:
    """Who leads the Weibo team: the head of the department whose channel is the desk's, else of the department of the
    first editor; empty where there is none."""
    departments = desk.company.departments.values()
    own = next((one for one in departments if one.channel == desk.settings.channels.desk), None)
    own = own or next(filter(None, map(desk.company.department_of, desk.company.roles["editor"])), None)
    return own.head if own else ""


def name(desk: Desk, user: str) -> str:
    """A person's name, safe in mrkdwn."""
    return escape(desk.company.name(user))


def today(desk: Desk, at: datetime) -> date:
    """The company's day at a moment."""
    return at.astimezone(desk.zone).date()


def channel(desk: Desk) -> str:
    """Where the cards of notices stand."""
    return desk.settings.channels.desk
