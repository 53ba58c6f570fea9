"""A day of the posting calendar: lines that name what stands in its slots, and rows with what can be done to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from bot.cards.blocks import button, context, overflow, section
from bot.cards.message import Block
from bot.cards.names import plan_ask, slot_state
from bot.cards.paper import Paper
from bot.store.slots import Taken
from bot.store.times import from_store
from bot.text.mrkdwn import escaped
from bot.text.width import cut
from bot.text.words import Words

# A pause between two posts that is worth saying.
_GAP: Final = timedelta(minutes=90)
_ROWS_MOST: Final = 12
_MOVABLE: Final = ("in_review", "changes_requested", "approved", "scheduled")


def lines(day: Sequence[Taken], paper: Paper) -> str:
    """The day at a glance: ``09:30 ✓ · D-3 早安`` in a line for each slot, and the long pauses between them."""
    told = _told(day[:_ROWS_MOST], _named, paper)
    return "\n".join([*told, _left_out(paper.t)] if len(day) > _ROWS_MOST else told)


def blocks(day: Sequence[Taken], on: date, paper: Paper, *, acts: bool) -> list[Block]:
    """The day's rows with the long pauses between them; ``acts`` for who may move them."""
    t = paper.t
    title = t("*{day} 的发布*（{n}）", day=paper.day(on.isoformat()), n=len(day))
    if not day:
        return [section(f"{title}\n{t('还没有排定的时间。')}")]
    shown = day[:_ROWS_MOST]
    drawn: list[Block] = [section(title)]
    drawn += [
        section(told, accessory=_accessory(taken, paper) if acts else None)
        for taken, told in zip(shown, _told(shown, row, paper), strict=True)
    ]
    if len(day) > _ROWS_MOST:
        drawn.append(context(_left_out(t)))
    return drawn


def row(taken: Taken, paper: Paper) -> str:
    """One slot in one line: when, what stands in it, what it is of."""
    t, slot = paper.t, taken.slot
    said = [_when(taken, paper)]
    if slot.draft_id:
        said.append(f"*{slot.draft_id}* {_words(taken, 40)}")
    if slot.campaign_id:
        ask = t(plan_ask(slot.ask)) if slot.ask else ""
        said.append(f"{slot.campaign_id} {escaped(cut(taken.title, 30), 60)} {ask}".strip())
    if slot.tone == "off_plan":
        said.append(t("计划外"))
    return " · ".join(said)


def _named(taken: Taken, paper: Paper) -> str:
    slot, said = taken.slot, [_when(taken, paper)]
    if slot.draft_id:
        said.append(f"{slot.draft_id} {_words(taken, 20)}")
    elif slot.campaign_id:
        said.append(f"{slot.campaign_id} {paper.t(plan_ask(slot.ask)) if slot.ask else ''}".strip())
    return " · ".join(said)


def _told(day: Sequence[Taken], tell: Callable[[Taken, Paper], str], paper: Paper) -> list[str]:
    """What is told of each slot, with the long pause that follows it."""
    pauses = [from_store(after.slot.at) - from_store(before.slot.at) for before, after in pairwise(day)]
    return [
        f"{tell(taken, paper)}\n{_pause(pause, paper)}" if pause >= _GAP else tell(taken, paper)
        for taken, pause in zip(day, [*pauses, timedelta()], strict=True)
    ]


def _pause(pause: timedelta, paper: Paper) -> str:
    t = paper.t
    hours = int(pause.total_seconds() // 3600)
    free = paper.span(pause.total_seconds()) if pause.seconds % 3600 else t("{n} 小时", n=hours)
    return t("…空 {span}…", span=free)


def _left_out(t: Words) -> str:
    return t("只列出前 {n} 个时段。", n=_ROWS_MOST)


def _when(taken: Taken, paper: Paper) -> str:
    return f"*{from_store(taken.slot.at).astimezone(paper.zone):%H:%M}* {_state(taken, paper)}"


def _words(taken: Taken, most: int) -> str:
    return escaped(cut(" ".join(taken.text.split()), most), 2 * most)


def _state(taken: Taken, paper: Paper) -> str:
    if taken.draft_state == "on_hold":
        return paper.t("暂停")
    if taken.draft_state == "changes_requested":
        return paper.t("待修改")
    return paper.t(slot_state(taken.slot.state))


def _accessory(taken: Taken, paper: Paper) -> Block | None:
    t, slot = paper.t, taken.slot
    if slot.state == "planned":
        choices = [("write", t("写稿")), ("move", t("改时间")), ("drop", t("取消时段"))]
        return overflow("slot.more", [(f"{action}:{slot.id}", label) for action, label in choices])
    if slot.draft_id and taken.draft_state in _MOVABLE:
        return button(t("改时间"), "draft.schedule", f"{slot.draft_id}:{taken.revision}")
    return None
