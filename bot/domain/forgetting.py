"""Forgetting customers: some days after a complaint was resolved, or because one of them asks for it.

What they said, their names and numbers go: from the complaint, its comments, its fact sheet, its record, the messages and
answers that are kept, and the indexes. What stays is what the company did and how long it took: states, times, the ledger,
figures. The record stays provable (`bot.store.events.redact`), and the card in the chat is drawn anew, without the words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.complaints import rules
from bot.domain.complaints.turns import taken_over
from bot.domain.desk import Desk, Outcome, Request, kept
from bot.errors import Invalid, NotAllowed
from bot.store import complaints, events, outbox, posted
from bot.store import forgetting as rows
from bot.store.complaints import OPEN
from bot.store.database import Reader, Transaction
from bot.store.times import epoch_ms, to_store
from bot.text.masking import FORGOTTEN
from bot.text.mrkdwn import escape
from bot.text.width import key_of
from bot.text.words import phrase, series

_BOT: Final = ""
# So many cases in one transaction, and so many transactions at one look: whoever works meanwhile hardly waits.
_AT_ONCE: Final = 10
_TURNS: Final = 10
# Putting an index in order costs what all of it costs, so it is done once in a while.
_SWEEP_EVERY: Final = timedelta(days=7)
_SWEEP_STEPS: Final = 20
_MESSAGES_KEPT: Final = timedelta(days=30)
# What an event tells of the company's own work; every other text in it goes. Numbers stay where they are not texts.
_OURS: Final = frozenset(
    (
        *("severity", "category", "department", "holder", "due", "clock", "level", "verdict", "proposed", "rang"),
        *("to", "better", "by", "who", "until", "from", "into", "case", "at", "was_at"),
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a customer: their ``closed`` complaints, those still ``open`` (which keep their words until they are
    resolved), comments of theirs on ``others``' complaints, how many rows of the record, messages and answers hold words
    of it, and which cases ``mention`` the name beside."""

    closed: tuple[str, ...]
    open: tuple[str, ...]
    others: tuple[tuple[str, tuple[int, ...]], ...]
    events: int
    messages: tuple[int, ...]
    answers: tuple[str, ...]
    mention: tuple[str, ...]

    @property
    def comments(self) -> int:
        """How many comments on others' complaints."""
        return sum(len(numbers) for _, numbers in self.others)

    @property
    def anything(self) -> bool:
        """Whether there is something to forget."""
        return bool(self.closed or self.others or self.messages or self.answers)


def sweep(desk: Desk, at: datetime) -> int:
    """Forget what is due by the settings, some at a time; how many complaints. Nothing is due where they say no days."""
    _empty_sent(desk, epoch_ms(at - _MESSAGES_KEPT))
    days, done = desk.settings.retention.complaint_days, 0
    if days is not None:
        before = to_store(at - timedelta(days=days))
        for _ in range(_TURNS):
            if not rows.due(desk.store, before, 1):
                break
            done += _forget_due(desk, at, before)
    if not done and rows.sweep_due(desk.store, to_store(at - _SWEEP_EVERY)):
        _put_in_order(desk, at, steps=_SWEEP_STEPS)
    return done


def _empty_sent(desk: Desk, before: int) -> None:
    # What a message said is of use while somebody may ask why it was sent.
    if rows.to_empty(desk.store, before):
        with desk.store.transaction() as tx:
            rows.empty_sent(tx, before, _AT_ONCE * _TURNS)


def _forget_due(desk: Desk, at: datetime, before: str) -> int:
    request = Request(_BOT, "", at)
    with desk.store.transaction() as tx:
        rows.overwrite(tx, on=True)
        due = rows.due(tx, before, _AT_ONCE)
        for case in due:
            for each in (case, *rows.merged_under(tx, case)):
                _forget(tx, desk, request, each, "retention")
        rows.sweep_later(tx)
        rows.overwrite(tx, on=False)
    return len(due)


def look_up(desk: Desk, name: str) -> Found:
    """What is known of the customer with this Weibo name, however it is written. Reads the whole record. Raises Invalid."""
    return _found(desk, desk.store, name)


def forget_person(desk: Desk, request: Request, name: str) -> Found:
    """Forget the customer with this Weibo name, as an admin who was asked to; what was forgotten. Complaints that are still
    open keep their words. Raises NotAllowed and Invalid."""
    must_be_admin(desk, request.actor)
    with desk.store.transaction() as tx:
        rows.overwrite(tx, on=True)
        found = _found(desk, tx, name)
        for case in found.closed:
            _forget(tx, desk, request, case, "asked")
        for case, numbers in found.others:
            _forget_comments(tx, desk, request, case, numbers)
        rows.empty_messages(tx, found.messages)
        rows.replace_answers(tx, found.answers, kept(Outcome(phrase("顾客信息已清除。"))))
        rows.sweep_later(tx)
        rows.overwrite(tx, on=False)
    _put_in_order(desk, request.at)
    rows.checkpoint(desk.store)
    return found


def must_be_admin(desk: Desk, user: str) -> None:
    """Raise NotAllowed, naming who is, unless a person is known as an admin."""
    if desk.company.has(user, "admin"):
        return
    able = [escape(desk.company.name(one)) for one in desk.company.roles["admin"]]
    raise NotAllowed(
        phrase("只有管理员可以清除顾客信息。"),
        phrase("请写明是谁，例如 --by xu.jie@example.com；管理员有：{people}", people=series(able)),
    )


def without_words(data: Mapping[str, object]) -> dict[str, object]:
    """An event's data without what people wrote: what tells of the company's own work stays, every other text goes."""
    return {name: value if name in _OURS else _emptied(value) for name, value in data.items()}


def _emptied(value: object) -> object:
    match value:
        case str():
            return FORGOTTEN if value else ""
        case Mapping():
            return without_words(value)
        case list():
            return [_emptied(one) for one in value]
        case _:
            return value


def _forget(tx: Transaction, desk: Desk, request: Request, case_id: str, why: str) -> None:
    case = rules.load(tx, case_id)
    if not case.since:
        case = taken_over(tx, desk, request, case)
    rows.empty(tx, case_id, request.stamp)
    history = [(event.seq, event.data, without_words(event.data)) for event in rows.history(tx, case_id)]
    _redact(tx, request, case_id, case.state, {seq: left for seq, data, left in history if left != data}, why)
    _hide_cards(tx, request, case_id)


def _forget_comments(tx: Transaction, desk: Desk, request: Request, case_id: str, numbers: Sequence[int]) -> None:
    rows.empty_comments(tx, case_id, numbers)
    without = {
        event.seq: without_words(event.data)
        for event in rows.history(tx, case_id)
        if event.action == "comment" and event.data.get("number") in numbers
    }
    _redact(tx, request, case_id, rules.load(tx, case_id).state, without, "asked")
    _hide_cards(tx, request, case_id)


def _redact(
    tx: Transaction, request: Request, case_id: str, state: str, without: Mapping[int, Mapping[str, object]], why: str
) -> None:
    events.redact(
        tx,
        at=request.stamp,
        actor=request.actor,
        case_id=case_id,
        state=state,
        without=without,
        data={"why": why},
    )


def _hide_cards(tx: Transaction, request: Request, case_id: str) -> None:
    for channel in posted.card_channels(tx, case_id):
        outbox.hide_card(tx, channel, case_id, now=request.ms)


def _found(desk: Desk, reader: Reader, name: str) -> Found:
    key = key_of(name)
    if not key:
        raise Invalid(phrase("请写顾客的微博名。"))
    known = rows.of_customer(reader, key)
    roots = {case: complaints.root(reader, case) for case, state in known if state == "merged"}
    still_open = {root for root in roots.values() if rules.load(reader, root).state in OPEN}
    open_ones = tuple(case for case, state in known if state in OPEN or roots.get(case) in still_open)
    closed = tuple(case for case, _ in known if case not in open_ones)
    others = []
    for root in dict.fromkeys(roots.values()):
        numbers = tuple(number for number, who in rows.comments_by(reader, root) if key_of(who) == key)
        if numbers and root not in closed and root not in still_open:
            others.append((root, numbers))
    names, numbers_of = _said(reader, name, closed)
    written = (*names, *numbers_of)
    about = re.compile(rf"(?<![0-9A-Z-])(?:{'|'.join(map(re.escape, closed))})(?![0-9])") if closed else None
    return Found(
        closed=closed,
        open=open_ones,
        others=tuple(others),
        events=sum(event.data != without_words(event.data) for case in closed for event in rows.history(reader, case)),
        messages=tuple(rows.messages_with(reader, written, about)),
        answers=tuple(rows.answers_with(reader, written, about)),
        mention=tuple(case for case in rows.mentions(reader, names) if case not in (*closed, *open_ones)),
    )


def _said(reader: Reader, name: str, closed: Sequence[str]) -> tuple[list[str], list[str]]:
    """The name as it was written, and the numbers and addresses of the complaints, which nothing else has. One sign says
    nothing: it stands everywhere."""
    cases = [rules.load(reader, case) for case in closed]
    names = dict.fromkeys((name, *(case.customer for case in cases)))
    others = dict.fromkeys(text for case in cases for text in (case.order_number, case.link))
    return [text for text in names if len(text) > 1], [text for text in others if len(text) > 1]


def _put_in_order(desk: Desk, at: datetime, steps: int | None = None) -> None:
    taken = 0
    while steps is None or taken < steps:
        with desk.store.transaction() as tx:
            rows.overwrite(tx, on=True)
            is_last = rows.sweep(tx, to_store(at))
            rows.overwrite(tx, on=False)
        if is_last:
            return
        taken += 1
