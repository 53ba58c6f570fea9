"""A report on a week or a month drawn as lines: every figure with its n and with the one before, the formulas beneath."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.cards.blocks import button, context, section, sections
from bot.cards.lead_record import records
from bot.cards.message import Block
from bot.cards.paper import Paper
from bot.cards.report import CLOCKS, ClockName, DepartmentTime, Facts, Report, TimeReport
from bot.text.mrkdwn import escape, escaped
from bot.text.width import cut
from bot.text.words import Phrase, phrase

# Departments one by one; what the others come to is summed up.
_DEPARTMENTS: Final = 10
_NAME: Final = 40
_CLOCKS: Final[Mapping[ClockName, Phrase]] = {
    "claim": phrase("认领"),
    "reply": phrase("首次回复"),
    "resolve": phrase("办结"),
}


def lines(report: Report, paper: Paper) -> list[Block]:
    """The whole report; what the period had nothing of is left out. ``now`` and ``before`` say what is compared."""
    now, before = report.now, report.before
    told = [line for part in (_posts, _complaints, _clocks, _rallies) for line in part(now, before, paper)]
    return [
        *sections(told),
        *_time(now.time, before.time, paper),
        *_leads(report, paper),
        *_owed(report, paper),
        context(*_formulas(now, paper)),
    ]


def _posts(now: Facts, before: Facts, paper: Paper) -> list[str]:
    if not now.posts and not before.posts:
        return []
    t = paper.t
    found = [t("*微博*：发出 {n} 条（之前 {before} 条）", n=len(now.posts), before=len(before.posts))]
    if now.engagement is not None:
        n, rate = len(now.measured), _rate(now.engagement)
        found.append(
            t("◦ 互动率 {rate}（n = {n} 条）", rate=rate, n=n)
            if before.engagement is None
            else t("◦ 互动率 {rate}（n = {n} 条，之前 {before}）", rate=rate, n=n, before=_rate(before.engagement))
        )
    if missing := [post.id for post in now.posts if post.engagement is None]:
        found.append(t("◦ {n} 条还没有数据：`/draft 数据 {id}` 填写", n=len(missing), id=missing[0]))
    return found


def _rate(engagement: float) -> str:
    return f"{100 * engagement:.2f}%"


def _complaints(now: Facts, before: Facts, paper: Paper) -> list[str]:
    if not any((now.complaints, before.complaints, now.closed, before.closed, now.reopened, before.reopened)):
        return []
    t = paper.t
    came = t(
        "*投诉*：新来 {n} 条，{customers} 位顾客（之前 {before} 条，{others} 位）",
        n=now.complaints,
        customers=now.customers,
        before=before.complaints,
        others=before.customers,
    )
    closed = t("◦ 办结 {n} 条（之前 {before} 条）", n=now.closed, before=before.closed)
    again = t("，重开 {n} 条（之前 {before} 条）", n=now.reopened, before=before.reopened)
    return [came, closed + again]


def _clocks(now: Facts, before: Facts, paper: Paper) -> list[str]:
    if not now.kept.all:
        return []
    t = paper.t
    figures = {"kept": now.kept.kept, "whole": now.kept.all, "share": now.kept.share}
    whole = (
        t("*时限*：按时 {kept} / {whole}（{share}%，之前 {before}%）", before=before.kept.share, **figures)
        if before.kept.all
        else t("*时限*：按时 {kept} / {whole}（{share}%，之前没有到期的）", **figures)
    )
    each = [
        t("{clock} {kept} / {whole}", clock=_CLOCKS[name], kept=one.kept, whole=one.all)
        for name, one in zip(CLOCKS, now.clocks, strict=True)
        if one.all
    ]
    return [whole, "◦ " + " · ".join(each)]


def _rallies(now: Facts, before: Facts, paper: Paper) -> list[str]:
    if not now.rallies.ended:
        return []
    t, found = paper.t, now.rallies
    said = t("*号召转发*：结束 {n} 场，参与 {joined} 人次，转发 {reposts} 条，带来 {replies} 条回复", n=found.ended, joined=found.joined, reposts=found.reposts, replies=found.replies)  # fmt: skip
    return [said + t("（之前 {n} 场，参与 {joined} 人次）", n=before.rallies.ended, joined=before.rallies.joined)]


def _time(now: TimeReport, before: TimeReport, paper: Paper) -> list[Block]:
    if not now.cases:
        return []
    t = paper.t
    earlier = {one.department: one for one in before.departments}
    most = sorted(now.departments, key=lambda one: (-one.over, -one.service))[:_DEPARTMENTS]
    found = [_department(one, earlier.get(one.department), paper) for one in now.departments if one in most]
    if rest := [one for one in now.departments if one not in most]:
        spent, over = (paper.span(sum(getattr(one, name) for one in rest)) for name in ("service", "over"))
        found.append(t("• 另外 {n} 个部门：用时 {time}，超时 {over}", n=len(rest), time=spent, over=over))
    if now.waiting:
        waited = paper.span(now.waited)
        found.append(t("• 等顾客：{n} 条，共 {time}（不算任何部门）", n=now.waiting, time=waited))
    return sections([t("*投诉用时*（{n} 条，谁手里多久）", n=now.cases), *found])


def _department(one: DepartmentTime, before: DepartmentTime | None, paper: Paper) -> str:
    t = paper.t
    name = escape(cut(paper.department(one.department), _NAME)) if one.department else t("待认领")
    spent, then = paper.span(one.service), paper.span(before.over if before is not None else 0)
    if not one.over:
        return t(
            "• {name}：{n} 条，用时 {time}，没有超时（之前超时 {then}）", name=name, n=one.cases, time=spent, then=then
        )
    return t(
        "• {name}：{n} 条，用时 {time}，{late} 条超时 {over}（之前 {then}）",
        name=name,
        n=one.cases,
        time=spent,
        late=one.late,
        over=paper.span(one.over),
        then=then,
    )


def _leads(report: Report, paper: Paper) -> list[Block]:
    found = sorted(report.now.leads, key=lambda one: (one.share, -one.notices))
    blocks = records(found[:_DEPARTMENTS], report.lead_days, paper)
    if rest := found[_DEPARTMENTS:]:
        n, in_time = (sum(getattr(one, name) for one in rest) for name in ("notices", "in_time"))
        more = paper.t("• 另外 {departments} 个部门：{n} 份通知，及时 {in_time}", departments=len(rest), n=n, in_time=in_time)  # fmt: skip
        blocks.insert(-1, section(more))
    return blocks


def _owed(report: Report, paper: Paper) -> list[Block]:
    if not report.owed:
        return []
    t = paper.t
    blocks = [section(t("*活动结果还没有填*（{n} 场，最早的在前）", n=report.owed_count))]
    for notice in report.owed:
        said = t(
            "*{id}* {title} — {department}，{day} 结束",
            id=notice.id,
            title=escaped(cut(notice.title, 40), 80),
            department=escape(cut(paper.department(notice.department), _NAME)),
            day=paper.day(notice.last_day),
        )
        blocks.append(section(said, accessory=button(t("填写活动结果"), "campaign.result", notice.id)))
    if (rest := report.owed_count - len(report.owed)) > 0:
        blocks.append(context(t("还有 {n} 场没有列出：`/campaign 列表 全部`", n=rest)))
    return blocks


def _formulas(now: Facts, paper: Paper) -> list[str]:
    t = paper.t
    before = t("“之前”是前一段同样长的时间。")
    found = [before]
    if now.measured:
        found.append(t("互动率 =（转发 + 评论 + 赞）÷ 阅读，只算有阅读数的微博，都加起来再除。"))
    if now.kept.all:
        found.append(t("时限：认领、首次回复、办结各算一次，按时完成的算在完成那天，超时的算在到期那天；等顾客、转交、并入时没走完的不算。"))  # fmt: skip
    if now.time.cases:
        found.append(t("用时：每一段只算给当时负责的部门，按服务时间，各条相加，不取平均。"))
    return found
