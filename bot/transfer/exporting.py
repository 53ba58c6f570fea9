"""Files out: complaints as CSV or JSON Lines, a page of rows at a time, so that a year takes no more memory than a day.

Masked, and without the fact sheet, a file may be given to others. What is whole is for the company alone: the record says
who took it, when, and which days.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final, Literal, TextIO

from bot.cards.complaint_time import strip
from bot.cards.names import complaint_category, complaint_place, complaint_state, complaint_verdict
from bot.domain.complaints.ledger import shares
from bot.domain.complaints.turns import timeline
from bot.domain.desk import Desk
from bot.domain.paper import company_paper
from bot.errors import Invalid, NotAllowed
from bot.store import complaint_lists as rows
from bot.store import events, facts
from bot.store.complaints import Complaint
from bot.store.facts import Facts
from bot.store.times import from_store, to_store
from bot.text.masking import mask, mask_number
from bot.text.mrkdwn import unescape
from bot.text.words import Phrase, phrase, series, words

Format = Literal["csv", "jsonl"]
Value = str | int | None
_PAGE: Final = 500
_MINUTE: Final = 60
# A department's column: this and its key.
_OF: Final = "service."
# What a spreadsheet would reckon instead of show.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LOCAL: Final = len("2026-11-24 10:00:00")
_TIMES: Final = ("logged_at", "claimed_at", "replied_at", "resolved_at", "claim_due", "reply_due", "resolve_due")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which complaints, by the days on which they were logged (both included; None: without an end), and whether whole."""

    first: date | None = None
    last: date | None = None
    whole: bool = False


def columns(desk: Desk, chosen: Chosen) -> dict[str, Phrase]:
    """The columns by their key, which names them in JSON Lines, with what they are called at the head of a CSV file.

    Times of the ledger are service time in minutes, a column for each department; by the wall clock it is the whole life.
    """
    known = {
        "id": phrase("编号"),
        "state": phrase("状态"),
        "severity": phrase("严重程度"),
        "category": phrase("类别"),
        "place": phrase("来源类型"),
        "customer": phrase("微博名"),
        "words": phrase("原话"),
        "link": phrase("链接"),
        "order": phrase("订单号"),
        "followers": phrase("粉丝数"),
        "comments": phrase("留言数"),
        "reporter": phrase("登记人"),
        "department": phrase("部门"),
        "holder": phrase("处理人"),
        "logged_at": phrase("登记时间"),
        "claimed_at": phrase("认领时间"),
        "replied_at": phrase("首次回复时间"),
        "resolved_at": phrase("办结时间"),
        "claim_due": phrase("认领时限"),
        "reply_due": phrase("回复时限"),
        "resolve_due": phrase("办结时限"),
        "reopened": phrase("重开次数"),
        "reply": phrase("回复"),
        "resolution": phrase("处理结果"),
        "elapsed": phrase("总用时（分钟）"),
        "service": phrase("服务用时（分钟）"),
        "over": phrase("超时（分钟）"),
        "customer_time": phrase("等顾客（分钟）"),
        **{f"{_OF}{one.key}": phrase("{name}（分钟）", name=one.name) for one in desk.company.departments.values()},
        "ledger": phrase("时间账本"),
    }
    if not chosen.whole:
        return known
    return known | {
        "customer_says": phrase("顾客诉求"),
        "our_record": phrase("我方记录"),
        "evidence": phrase("证据"),
        "verdict": phrase("核实结论"),
        "remedy": phrase("处理措施"),
        "accepted_at": phrase("顾客接受时间"),
        "accepted_words": phrase("顾客接受的原话"),
    }


def count(desk: Desk, chosen: Chosen) -> int:
    """How many complaints there are to write. Raises Invalid where the last day is before the first."""
    return rows.count_by_age(desk.store, *_between(desk, chosen))


def take_whole(desk: Desk, person: str, chosen: Chosen, how: Format) -> str:
    """Put on the record that a person (an id or an e-mail address) takes customers' numbers and fact sheets out of the
    company's store; their name. Raises NotAllowed unless they are known as an admin."""
    user = desk.company.known_as(person)
    if not desk.company.has(user, "admin"):
        able = [desk.company.name(one) for one in desk.company.roles["admin"]]
        raise NotAllowed(
            phrase("只有管理员可以导出完整信息。"),
            phrase("请写明是谁，例如 --by xu.jie@example.com；管理员有：{people}", people=series(able)),
        )
    with desk.store.transaction() as tx:
        events.append(
            tx,
            at=to_store(desk.now()),
            actor=user,
            case_id="",
            action="export",
            data={
                "first": chosen.first.isoformat() if chosen.first else "",
                "last": chosen.last.isoformat() if chosen.last else "",
                "format": how,
                "rows": count(desk, chosen),
            },
        )
    return desk.company.name(user)


def write(
    desk: Desk, chosen: Chosen, how: Format, file: TextIO, *, step: Callable[[int], object] = lambda _: None
) -> int:
    """Write every complaint that was ``chosen``, oldest first; how many. ``step`` is called with the number of rows that
    were written since the last time."""
    names = columns(desk, chosen)
    put = _csv_writer(desk, names, file) if how == "csv" else _json_writer(desk, names, file)
    written = 0
    for page in _pages(desk, chosen):
        for row in page:
            put(row)
        written += len(page)
        step(len(page))
    return written


def _pages(desk: Desk, chosen: Chosen) -> Iterator[list[dict[str, Value]]]:
    since, until = _between(desk, chosen)
    after = ("", "")
    while True:
        found = rows.by_age(desk.store, since, until, _PAGE, after=after)
        if not found:
            return
        yield [_row(desk, case, chosen) for case in found]
        after = (found[-1].created_at, found[-1].id)


def _between(desk: Desk, chosen: Chosen) -> tuple[str, str]:
    if chosen.first and chosen.last and chosen.last < chosen.first:
        raise Invalid(phrase("结束日期早于开始日期。"))
    start = to_store(datetime.combine(chosen.first, time(), desk.zone)) if chosen.first else ""
    end = to_store(datetime.combine(chosen.last + timedelta(days=1), time(), desk.zone)) if chosen.last else "~"
    return start, end


def _row(desk: Desk, case: Complaint, chosen: Chosen) -> dict[str, Value]:
    number, shown = (str, str) if chosen.whole else (mask_number, mask)
    company = desk.company
    row: dict[str, Value] = {
        "id": case.id,
        "state": case.state,
        "severity": case.severity,
        "category": case.category,
        "place": case.place,
        "customer": shown(case.customer),
        "words": case.words if chosen.whole else mask(case.words, [case.order_number]),
        "link": case.link,
        "order": number(case.order_number),
        "followers": case.followers,
        "comments": case.comments,
        "reporter": company.name(case.reporter) if case.reporter else "",
        "department": company.department_name(case.department) if case.department else "",
        "holder": company.name(case.holder) if case.holder else "",
        "logged_at": case.created_at,
        "claimed_at": case.claimed_at,
        "replied_at": case.replied_at,
        "resolved_at": case.resolved_at,
        "claim_due": case.claim_due,
        "reply_due": case.reply_due,
        "resolve_due": case.resolve_due,
        "reopened": case.reopened,
        "reply": shown(case.reply),
        "resolution": shown(case.resolution),
    }
    row |= {name: _moment(desk, str(row[name])) for name in _TIMES}
    row |= _ledger(desk, case)
    return row | _sheet(desk, facts.facts(desk.store, case.id) or facts.blank(case.id)) if chosen.whole else row


def _ledger(desk: Desk, case: Complaint) -> dict[str, Value]:
    told = shares(timeline(desk, desk.store, case, desk.now()))
    by_department = {f"{_OF}{key}": 0 for key in desk.company.departments}
    for one in told:
        if (name := f"{_OF}{one.department}") in by_department:
            by_department[name] += one.service
    return {
        "elapsed": sum(one.elapsed for one in told) // _MINUTE,
        "service": sum(one.service for one in told) // _MINUTE,
        "over": sum(one.over for one in told) // _MINUTE,
        "customer_time": sum(one.service for one in told if one.whose == "customer") // _MINUTE,
        **{name: seconds // _MINUTE for name, seconds in by_department.items()},
        "ledger": unescape(strip(told, company_paper(desk))),
    }


def _sheet(desk: Desk, known: Facts) -> dict[str, Value]:
    return {
        "customer_says": known.customer_says,
        "our_record": known.our_record,
        "evidence": known.evidence,
        "verdict": known.verdict,
        "remedy": known.remedy,
        "accepted_at": _moment(desk, known.accepted_at),
        "accepted_words": known.accepted_words,
    }


def _moment(desk: Desk, stored: str) -> str:
    return from_store(stored).astimezone(desk.zone).isoformat(" ", "seconds") if stored else ""


def _csv_writer(desk: Desk, names: Mapping[str, Phrase], file: TextIO) -> Callable[[Mapping[str, Value]], object]:
    t = words(desk.settings.company.language)
    called: dict[str, Callable[[str], Phrase]] = {
        "state": complaint_state,
        "category": complaint_category,
        "place": complaint_place,
        "verdict": complaint_verdict,
    }
    times = frozenset((*_TIMES, "accepted_at"))
    writer = csv.writer(file)
    writer.writerow([t(name) for name in names.values()])

    @cache
    def label(name: str, key: str) -> Value:
        return cell(t(called[name](key)))

    def put(row: Mapping[str, Value]) -> None:
        # A time is kept with its zone; in a column of local times the zone says nothing.
        writer.writerow(
            [
                label(name, str(row[name]))
                if name in called and row[name]
                else str(row[name])[:_LOCAL]
                if name in times
                else cell(row[name])
                for name in names
            ]
        )

    return put


def _json_writer(desk: Desk, names: Mapping[str, Phrase], file: TextIO) -> Callable[[Mapping[str, Value]], object]:
    return lambda row: file.write(json.dumps({name: row[name] for name in names}, ensure_ascii=False) + "\n")


def cell(value: Value) -> Value:
    """A value that a spreadsheet shows and does not reckon: a text that begins like a formula has ' before it."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
