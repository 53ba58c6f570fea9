"""A complaint's time drawn: whose it was on the card's strip and in the whole ledger, and why each due time is when it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.cards.blocks import context, header, section, sections
from bot.cards.message import Block, Message
from bot.cards.names import complaint_state
from bot.cards.paper import Paper
from bot.store.complaints import Complaint
from bot.store.segments import Segment, Share
from bot.text.mrkdwn import escape
from bot.text.words import Phrase, phrase, series

# Of a clock that runs for days, the first and the last pieces are told one by one.
_FIRST: Final = 4
_LAST: Final = 4
# The stretches' part of a message; the sums and what else is said have the rest.
_STRETCHES: Final = 6_500
_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a clock's way to its due time: from, until (UTC text), how much of it counted (seconds). ``what`` is
    ``counted``, ``closed`` (outside service hours), ``off`` (a day off lies in it) or ``paused``."""

    start: str
    end: str
    what: str
    counted: int


@dataclass(frozen=True, slots=True)
class Explained:
    """One clock explained. ``name`` is ``claim``, ``reply`` or ``resolve``; ``began`` says why it started; ``allowed`` is
    in seconds; ``hours`` as people write windows, empty for round the clock; ``done`` is when it was met, or empty;
    ``steps`` are when it is escalated, by percent."""

    name: str
    began: str
    start: str
    severity: str
    department: str
    allowed: int
    divisor: int
    hours: tuple[str, ...]
    working_days: bool
    pieces: tuple[Piece, ...]
    due: str
    done: str
    running: bool
    steps: tuple[tuple[int, str], ...]


def strip(shares: Sequence[Share], paper: Paper) -> str:
    """Whose the time was, in one line, in service time: ``微博组 12 分 · 客服 3 小时 40 分，超 1 小时 40 分 · 等顾客 6 小时``."""
    return " · ".join(_share(one, paper) for one in shares if one.service >= _MINUTE or one.over)


def ledger(case: Complaint, segments: Sequence[Segment], shares: Sequence[Share], paper: Paper) -> Message:
    """The whole ledger: every stretch, whose it was, by the wall clock and within service hours, and the sums."""
    t = paper.t
    title = t("{case} 的时间账本", case=case.id)
    lines: list[str] = []
    for one in reversed(segments):
        line = _stretch(one, paper)
        if sum(map(len, lines)) + len(line) > _STRETCHES:
            lines.append(t("只列出最近的 {n} 段。", n=len(lines)))
            break
        lines.append(line)
    sums = [_sum(one, paper) for one in shares]
    life = t(
        "合计 {elapsed}，其中服务时间 {service}",
        elapsed=exactly(sum(one.elapsed for one in segments), paper),
        service=exactly(sum(one.service for one in segments), paper),
    )
    notes = context(t("各段首尾相接，不重叠；超时只算服务时间。记录由系统按操作生成，不能修改。"))
    tail: list[Block] = [section("\n".join([f"*{t('按部门')}*", *sums, f"*{life}*"])), notes]
    return Message(title, [header(title), *sections(lines[::-1] or [t("还没有开始计时。")]), *tail])


def why(case: Complaint, clocks: Sequence[Explained], paper: Paper) -> Message:
    """Each due time step by step."""
    t = paper.t
    title = t("{case} 的时限是怎么算的", case=case.id)
    blocks: list[Block] = [header(title), *(section(_explained(one, paper)) for one in clocks)]
    if case.state in ("waiting_customer", "merged"):
        blocks.append(section(t("现在时钟暂停；恢复后，剩下的时间从那时接着算。")))
    elif not case.next_due:
        blocks.append(section(t("现在没有时钟在走。")))
    return Message(title, blocks)


def exactly(seconds: int, paper: Paper) -> str:
    """A length of time to the second, with no part that is nothing: ``15 分``, ``24 小时``, ``1 小时 30 分``, ``40 秒``."""
    t = paper.t
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    parts = [
        t("{hours} 小时", hours=hours) if hours else "",
        t("{minutes} 分", minutes=minutes) if minutes else "",
        t("{seconds} 秒", seconds=rest) if rest or not seconds else "",
    ]
    return " ".join(part for part in parts if part)


def _minutes(seconds: int, paper: Paper) -> str:
    return exactly(seconds // _MINUTE * _MINUTE, paper) if seconds >= _MINUTE else paper.t("{minutes} 分", minutes=0)


def _share(share: Share, paper: Paper) -> str:
    t = paper.t
    named = t("{whose} {time}", whose=_whose(share, paper), time=_minutes(share.service, paper))
    return t("{share}，超 {time}", share=named, time=_minutes(share.over, paper)) if share.over >= _MINUTE else named


def _whose(share: Share, paper: Paper) -> str:
    others: dict[str, Phrase] = {
        "customer": phrase("等顾客"),
        "merged": phrase("已并入他案"),
        "done": phrase("办结后"),
    }
    if share.whose in others:
        return paper.say(others[share.whose])
    return escape(paper.department(share.department)) if share.department else paper.t("待认领")


def _sum(share: Share, paper: Paper) -> str:
    t = paper.t
    said = t(
        "{whose}：{elapsed}，服务时间 {service}",
        whose=_whose(share, paper),
        elapsed=exactly(share.elapsed, paper),
        service=exactly(share.service, paper),
    )
    return t("{share}，超 {time}", share=said, time=exactly(share.over, paper)) if share.over else said


def _stretch(one: Segment, paper: Paper) -> str:
    t = paper.t
    whose = [escape(paper.department(one.department)) if one.department else "", paper.who(one.person)]
    said = t(
        "{number}. {start}–{end} {state} · {whose} · {elapsed}（服务 {service}）",
        number=one.number,
        start=paper.moment(one.started_at),
        end=paper.moment(one.ended_at),
        state=complaint_state(one.state),
        whose=" ".join(name for name in whose if name) or "—",
        elapsed=exactly(one.elapsed, paper),
        service=exactly(one.service, paper),
    )
    if one.severity == "P0":
        said = f"🔴 {said}"
    return t("{share}，超 {time}", share=said, time=exactly(one.over, paper)) if one.over else said


def _explained(one: Explained, paper: Paper) -> str:
    t = paper.t
    names: dict[str, Phrase] = {"claim": phrase("认领"), "reply": phrase("首次回复"), "resolve": phrase("办结")}
    name = phrase("接单") if one.began == "handed_over" and one.name == "claim" else names[one.name]
    lines = [
        t(
            "*{name}：{allowed}*，从 {start} 起算（{began}）",
            name=name,
            allowed=exactly(one.allowed, paper),
            start=paper.moment(one.start),
            began=_began(one.began),
        ),
        "· " + _rule(one, paper),
        *(f"· {line}" for line in _pieces(one.pieces, paper)),
        t("→ *{due} 到期*", due=paper.moment(one.due)),
    ]
    if one.done:
        kept = t("按时") if one.done <= one.due else t("超时")
        lines[-1] += t("，{done} 完成（{kept}）", done=paper.moment(one.done), kept=kept)
    elif one.running:
        steps = " · ".join(f"{percent}% {paper.moment(at)}" for percent, at in one.steps)
        lines.append(t("升级：{steps}（本人和频道 · 部门负责人 · 领导）", steps=steps))
    return "\n".join(lines)


def _began(began: str) -> Phrase:
    return {
        "logged": phrase("登记时"),
        "reopened": phrase("重开时"),
        "handed_over": phrase("转交时"),
        "given_back": phrase("放回待认领时"),
        "severe": phrase("定为 P0 时"),
    }[began]


def _rule(one: Explained, paper: Paper) -> str:
    t = paper.t
    department = escape(paper.department(one.department)) if one.department else t("全公司")
    if not one.hours:
        hours = t("昼夜都算")
    elif one.working_days:
        hours = t("只算工作日 {windows}", windows=series(one.hours))
    else:
        hours = t("每天 {windows}", windows=series(one.hours))
    if one.divisor > 1:
        return t(
            "P0：平时的 1/{divisor}，{hours}（按{department}的时限）",
            divisor=one.divisor,
            hours=hours,
            department=department,
        )
    return t("按{department}的时限，{hours}", department=department, hours=hours)


def _pieces(pieces: Sequence[Piece], paper: Paper) -> list[str]:
    t = paper.t
    if len(pieces) <= _FIRST + _LAST + 1:
        return [_piece(one, paper) for one in pieces]
    middle = pieces[_FIRST:-_LAST]
    between = t(
        "{start} 到 {end}：中间 {n} 段，共算 {time}",
        start=paper.moment(middle[0].start),
        end=paper.moment(middle[-1].end),
        n=len(middle),
        time=exactly(sum(one.counted for one in middle), paper),
    )
    ends = [_piece(one, paper) for one in (*pieces[:_FIRST], *pieces[-_LAST:])]
    return [*ends[:_FIRST], between, *ends[_FIRST:]]


def _piece(one: Piece, paper: Paper) -> str:
    t = paper.t
    span = t("{start}–{end}", start=paper.moment(one.start), end=paper.moment(one.end))
    if one.what == "counted":
        return t("{span} 算 {time}", span=span, time=exactly(one.counted, paper))
    reasons: dict[str, Phrase] = {
        "closed": phrase("不在服务时间，不算"),
        "off": phrase("不在服务时间（含休息日），不算"),
        "paused": phrase("暂停，不算"),
    }
    return f"{span} {paper.say(reasons[one.what])}"
