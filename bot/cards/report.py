"""The report on whose complaints' time it was, by department, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.blocks import context, header, section, sections
from bot.cards.message import Message
from bot.cards.paper import Paper
from bot.text.mrkdwn import escape


@dataclass(frozen=True, slots=True)
class DepartmentTime:
    """One department's time with complaints in a period, summed over ``cases``: seconds by the wall clock, within service
    hours, and of those the ones past a due time, in ``late`` cases. An empty ``department`` is the queue that is in
    nobody's charge."""

    department: str
    cases: int
    elapsed: int
    service: int
    over: int
    late: int


@dataclass(frozen=True, slots=True)
class TimeReport:
    """Whose complaints' time it was from ``start`` up to ``end`` (UTC text). ``waited`` is the time spent waiting for
    customers, in seconds by the wall clock, over ``waiting`` cases; ``cases`` counts every case that had any time."""

    start: str
    end: str
    departments: tuple[DepartmentTime, ...]
    cases: int
    waited: int
    waiting: int


def time_report(report: TimeReport, paper: Paper) -> Message:
    """The report: a line for each department, and what the figures are made of."""
    t = paper.t
    title = t("投诉用时：{start} 到 {end}", start=paper.moment(report.start), end=paper.moment(report.end))
    lines = [_line(one, paper) for one in report.departments]
    if report.waiting:
        waited = paper.span(report.waited)
        lines.append(t("等顾客：{n} 条，共 {time}（不算任何部门）", n=report.waiting, time=waited))
    notes = context(
        t("n = {n} 条。每一段时间只算给当时负责的部门；用时和超时按服务时间，各条相加，不取平均。", n=report.cases)
    )
    return Message(title, [header(title), *(sections(lines) or [section(t("这段时间没有投诉。"))]), notes])


def _line(one: DepartmentTime, paper: Paper) -> str:
    t = paper.t
    name = escape(paper.department(one.department)) if one.department else t("待认领")
    said = t("*{name}*：{n} 条，用时 {time}", name=name, n=one.cases, time=paper.span(one.service))
    if not one.over:
        return t("{said}，没有超时", said=said)
    return t("{said}，超时 {time}（{n} 条）", said=said, time=paper.span(one.over), n=one.late)


def in_order(found: Sequence[DepartmentTime], known: Sequence[str]) -> tuple[DepartmentTime, ...]:
    """Departments as the settings order them; those that are there no longer last."""
    place = {key: number for number, key in enumerate(known)}
    return tuple(sorted(found, key=lambda one: (place.get(one.department, len(place)), one.department)))
