"""What every step of a rally shares: loading it, whether it goes on, where its cards stand."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.domain.desk import Desk, Request
from bot.errors import NotFound, WrongState
from bot.store import own_cards, rally_people, slots
from bot.store import rallies as rows
from bot.store.database import Reader, Transaction
from bot.store.gathered import owe_gathered
from bot.store.rallies import EVERYONE, Rally
from bot.store.slots import Hold
from bot.store.times import from_store, to_store
from bot.text.mrkdwn import escape
from bot.text.words import phrase

# The card is drawn at most so often, however many join. Source: product rules, rally.
EVERY_MS: Final = 10_000


def load(reader: Reader, case_id: str) -> Rally:
    """One rally. Raises NotFound."""
    found = rows.rally(reader, case_id)
    if found is None:
        raise NotFound(phrase("没有 {case} 这次转发。", case=case_id), phrase("用 `/rally 列表` 查看现有的转发。"))
    return found


def must_be_open(desk: Desk, rally: Rally) -> None:
    """Raise WrongState when it is over."""
    if rally.state != "open":
        closed = from_store(rally.closed_at).astimezone(desk.zone)
        raise WrongState(
            phrase("{case} 已在 {at} 结束。", case=rally.id, at=f"{closed:%m-%d %H:%M}"),
            phrase("看看现在有哪些：`/rally 列表`"),
        )


def must_go_on(desk: Desk, reader: Reader, rally: Rally, at: datetime) -> None:
    """Raise WrongState when it is over, or while promotions stand still."""
    must_be_open(desk, rally)
    if hold := holding(reader, at):
        raise WrongState(
            phrase("{case} 暂停了：{reason}。请先不要转发。", case=rally.id, reason=escape(hold.reason)),
            phrase("恢复后卡片会更新，到时再参加。"),
        )


def holding(reader: Reader, at: datetime) -> Hold | None:
    """What holds promotions, and with them rallies, at ``at``."""
    moment = to_store(at)
    holds = slots.holds(reader)
    return next((one for one in holds if one.since <= moment and (not one.until or one.until > moment)), None)


def asks(rally: Rally, department: str) -> bool:
    """Whether a rally asks a department, or everyone."""
    return EVERYONE in rally.whom or department in rally.departments


def channel(desk: Desk) -> str:
    """Where rallies are told of: the channel that everyone reads, or else the desk's."""
    return desk.settings.channels.announcements or desk.settings.channels.desk


def channels(desk: Desk, rally: Rally) -> tuple[str, ...]:
    """Where a rally's card stands: the channel of all rallies in front, then those of the departments that are asked."""
    own = () if EVERYONE in rally.whom else rally.departments
    known = desk.company.departments
    return tuple(dict.fromkeys((channel(desk), *(known[key].channel for key in own if key in known))))


def draw_anew(tx: Transaction, desk: Desk, rally: Rally, request: Request, *people: str) -> None:
    """Owe the rally's cards, gathered, and at once the own cards of ``people``."""
    for where in channels(desk, rally):
        owe_gathered(tx, where, rally.id, now=request.ms, every=EVERY_MS)
    for person in people:
        own_cards.owe_own(tx, person, rally.id, now=request.ms)


def kept_back(reader: Reader, rally: Rally) -> int:
    """How many lines wait for those who were named and have not answered."""
    return len(rally_people.unanswered(reader, rally.id) & set(rally.named))
