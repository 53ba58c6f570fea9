"""A day of the posting calendar: one line to see it by, and a row for each slot with what can be done to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot.cards.blocks import button, context, overflow, section
from bot.cards.message import Block
from bot.cards.names import plan_ask, slot_state
from bot.cards.paper import Paper
from bot.store.slots import Taken
from bot.store.times import from_store
from bot.text.mrkdwn import escape
from bot.text.width import cut

# A pause between two posts that is worth saying.
_GAP: Final = timedelta(minutes=90)
_ROWS_MOST: Final = 12
_MOVABLE: Final = ("in_review", "changes_requested", "approved", "scheduled")


def line(day: Sequence[Taken], paper: Paper) -> str:
    """The day as a line: ``09:30 ✓ · 11:00 待审 · …空 3 小时… · 15:00 待写``."""
    t = paper.t
    pieces: list[str] = []
    for place, taken in enumerate(day):
        at = from_store(taken.slot.at)
        if place:
            pause = at - from_store(day[place - 1].slot.at)
            if pause >= _GAP:
                whole = not pause.seconds % 3600
                hours = int(pause.total_seconds() // 3600)
                free = t("{n} 小时", n=hours) if whole else paper.span(pause.total_seconds())
                pieces.append(t("…空 {span}…", span=free))
        pieces.append(f"{at.astimezone(paper.zone):%H:%M} {_state(taken, paper)}")
    return " · ".join(pieces)


def blocks(day: Sequence[Taken], on: date, paper: Paper, *, acts: bool) -> list[Block]:
    """The line and the rows; ``acts`` for who may move them."""
    t = paper.t
    title = t("*{day} 的发布*（{n}）", day=paper.day(on.isoformat()), n=len(day))
    if not day:
        return [section(f"{title}\n{t('还没有排定的时间。')}")]
    drawn: list[Block] = [section(f"{title}\n{line(day, paper)}")]
    drawn += [
        section(row(taken, paper), accessory=_accessory(taken, paper) if acts else None) for taken in day[:_ROWS_MOST]
    ]
    if len(day) > _ROWS_MOST:
        drawn.append(context(t("只列出前 {n} 个时段。", n=_ROWS_MOST)))
    return drawn


def _state(taken: Taken, paper: Paper) -> str:
    if taken.draft_state == "on_hold":
        return paper.t("暂停")
    if taken.draft_state == "changes_requested":
        return paper.t("待修改")
    return paper.t(slot_state(taken.slot.state))


def row(taken: Taken, paper: Paper) -> str:
    """One slot in one line: when, what stands in it, what it is of."""
    t, slot = paper.t, taken.slot
    said = [f"*{from_store(slot.at).astimezone(paper.zone):%H:%M}* {_state(taken, paper)}"]
    if slot.draft_id:
        said.append(f"*{slot.draft_id}* {escape(cut(' '.join(taken.text.split()), 40))}")
    if slot.campaign_id:
        ask = t(plan_ask(slot.ask)) if slot.ask else ""
        said.append(f"{slot.campaign_id} {escape(cut(taken.title, 30))} {ask}".strip())
    if slot.tone == "off_plan":
        said.append(t("计划外"))
    return " · ".join(said)


def _accessory(taken: Taken, paper: Paper) -> Block | None:
    t, slot = paper.t, taken.slot
    if slot.state == "planned":
        choices = [("write", t("写稿")), ("move", t("改时间")), ("drop", t("取消时段"))]
        return overflow("slot.more", [(f"{action}:{slot.id}", label) for action, label in choices])
    if slot.draft_id and taken.draft_state in _MOVABLE:
        return button(t("改时间"), "draft.schedule", f"{slot.draft_id}:{taken.revision}")
    return None
