"""The weekly report drawn for the chat: its chart on top, because that is what a telephone shows first, then the figures."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Final

from bot.cards.blocks import actions, button, context, section
from bot.cards.digests.opening import opening
from bot.cards.message import Message, Picture
from bot.cards.paper import Paper
from bot.cards.report import Report
from bot.cards.report_lines import lines
from bot.charts import apart
from bot.charts.chart import Chart
from bot.charts.fonts import known_font
from bot.charts.order import Order
from bot.text.weekdays import WEEKDAYS

# Of the posts, those with the most engagement.
POSTS_MOST: Final = 6
# The chat takes 1,000 characters with an upload.
_ALT: Final = 1_000


def draw(report: Report, paper: Paper, *, late: bool = False, ring: bool = True) -> Message:
    """The report as one message; it rings nobody. Its first line says the whole in a notification."""
    t = paper.t
    title = _title(report, paper)
    blocks = opening(title, paper, late=late)
    at = len(blocks)
    if report.empty:
        blocks.append(section(t("这段时间没有发微博，也没有投诉、活动通知和号召转发。")))
    blocks += lines(report, paper)
    chart = chart_of(report)
    return Message(_first_line(report, paper), blocks, _picture(chart, paper, at) if chart else None)


def preview(report: Report, paper: Paper) -> Message:
    """The report for one person to look at; of a week, with a button that sends it to them with its chart."""
    drawn = draw(report, paper)
    if report.unit != "week" or drawn.picture is None:
        return Message(drawn.text, drawn.blocks)
    send = button(paper.t("带图发给我"), "weibo.send_report", report.first.isoformat())
    return Message(drawn.text, [*drawn.blocks, actions(send)])


def _title(report: Report, paper: Paper) -> str:
    first, last = (paper.day(day.isoformat()) for day in (report.first, report.last))
    if report.unit == "month":
        return paper.t("官微月报 {first} 到 {last}", first=first, last=last)
    return paper.t("官微周报 {first} 到 {last}", first=first, last=last)


def _first_line(report: Report, paper: Paper) -> str:
    t, now = paper.t, report.now
    said = [_title(report, paper)]
    if now.posts:
        said.append(t("发出 {n} 条微博", n=len(now.posts)))
    if now.complaints:
        said.append(t("新来 {n} 条投诉", n=now.complaints))
    if now.kept.all:
        said.append(t("时限按时 {share}%", share=now.kept.share))
    return " · ".join(said)


def chart_of(report: Report) -> Chart | None:
    """The chart that belongs to a report; None where there is nothing to draw. Pure."""
    measured = sorted(report.now.measured, key=lambda post: (-(post.engagement or 0), post.id))
    days = report.now.days if report.now.kept.all else ()
    if not days and not measured:
        return None
    return Chart(days, tuple(measured[:POSTS_MOST]), len(measured))


def _picture(chart: Chart, paper: Paper, at: int) -> Picture:
    t = paper.t
    # What is drawn and in which language: another chart has another key.
    told = hashlib.sha256(f"{chart!r} {t.language}".encode()).hexdigest()[:32]
    return Picture(
        key=f"weekly:{t.language}:{told}",
        name="weekly.png",
        title=t("图：时限和互动率"),
        alt=alt(chart, paper),
        instead=context(t("图这次没有发出来；它画的数字上面都有。")),
        png=partial(_png, chart, t.language),
        at=at,
    )


def _png(chart: Chart, language: str) -> bytes:
    return apart.drawn(Order(chart, language, known_font()))


def alt(chart: Chart, paper: Paper) -> str:
    """What the chart shows, in words: all of its numbers."""
    t = paper.t
    said = []
    if chart.days:
        days = [
            t("{day} 按时 {kept}、超时 {late}", day=t(WEEKDAYS[day.weekday()]), kept=one.kept, late=one.late)
            for day, one in chart.days
        ]
        said.append(t("柱状图：每天按时和超时的投诉时限。{days}。", days=" · ".join(days)))
    if chart.posts:
        posts = [f"{post.id} {100 * (post.engagement or 0):.2f}%" for post in chart.posts]
        said.append(t("条形图：互动率最高的 {n} 条微博。{posts}。", n=len(posts), posts=" · ".join(posts)))
    return " ".join(said)[:_ALT]
