"""Merging one complaint into another, and undoing it.

A merged complaint's clocks stand still and nobody is rung for it; what its customer writes from then on goes to the case
that goes on for it. Undone, it is where it was, with the time it had left.
"""

from __future__ import annotations

from typing import Final

from bot.domain.complaints import rules
from bot.domain.complaints.turns import move
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.record import tell
from bot.errors import Invalid, WrongState
from bot.store import complaints as rows
from bot.store import events
from bot.store.complaints import OPEN, Complaint
from bot.store.database import Reader, Transaction
from bot.text.ids import read_id
from bot.text.mrkdwn import escape
from bot.text.width import cut, plain
from bot.text.words import phrase

MERGED: Final = "merged"
_SEVERE: Final = "P0"


def merge(desk: Desk, request: Request, case_id: str, into: str) -> Outcome:
    """Merge a complaint into the one that goes on for it. ``into`` as a person writes an id."""
    desk.company.must_hold(request.actor, "service", "editor", to_do=phrase("合并投诉"))
    target_id = read_id(into, "C")
    if target_id is None:
        if not plain(into):
            raise Invalid(phrase("还缺少要并入的编号。"), phrase("例如：C-20"), field="into")
        raise Invalid(
            phrase("“{word}”不是有效的编号。", word=escape(cut(into, 40))), phrase("例如：C-20"), field="into"
        )

    def decide(tx: Transaction) -> Outcome:
        source, target = rules.load(tx, case_id), rules.load(tx, target_id)
        _must_merge(tx, source, target)
        after = move(
            tx, desk, request, source, {"state": MERGED, "merged_into": target.id}, "merge", {"into": target.id}
        )
        taken: dict[str, object] = {}
        if source.severity == _SEVERE and target.severity != _SEVERE and not target.severity_by:
            # The worse of the two is what matters from now on.
            taken["severity"] = _SEVERE
        move(tx, desk, request, target, taken, "take_in", {"case": source.id})
        tell(
            tx,
            request,
            source.holder,
            after.id,
            phrase("您处理的 {case} 已并入 {into}。", case=source.id, into=target.id),
        )
        return Outcome(
            phrase("{case} 已并入 {into}，时钟已停。并错了：`/complaint 拆开 {case}`", case=source.id, into=target.id),
            target.id,
        )

    return once(desk, request, decide)


def unmerge(desk: Desk, request: Request, case_id: str) -> Outcome:
    """Undo a merge: the complaint is where it was, and its clocks go on with what was left."""
    desk.company.must_hold(request.actor, "service", "editor", to_do=phrase("拆开合并的投诉"))

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        if before.state != MERGED:
            raise WrongState(
                phrase("{case} 没有并入别的投诉。", case=case_id),
                phrase("查看详情：`/complaint 查看 {case}`", case=case_id),
            )
        target = rules.load(tx, before.merged_into)
        after = move(
            tx,
            desk,
            request,
            before,
            {"state": _state_before(tx, before), "merged_into": ""},
            "unmerge",
            {"from": target.id},
        )
        move(tx, desk, request, target, {}, "give_out", {"case": before.id})
        tell(
            tx,
            request,
            after.holder,
            after.id,
            phrase("{case} 已从 {into} 拆开，由您继续处理。", case=case_id, into=target.id),
        )
        return Outcome(phrase("{case} 已从 {into} 拆开，时钟继续走。", case=case_id, into=target.id), case_id)

    return once(desk, request, decide)


def _must_merge(reader: Reader, source: Complaint, target: Complaint) -> None:
    if source.id == target.id:
        raise WrongState(phrase("不能把 {case} 并入它自己。", case=source.id), phrase("请写另一条投诉的编号。"))
    if source.state == MERGED:
        raise WrongState(
            phrase("{case} 已并入 {into}。", case=source.id, into=source.merged_into),
            phrase("要换一个：先 `/complaint 拆开 {case}`", case=source.id),
        )
    if target.state == MERGED:
        root = rows.root(reader, target.id)
        if root == source.id:
            raise WrongState(
                phrase("{into} 已并入 {case}，不能再反过来并。", into=target.id, case=source.id),
                phrase("要反过来：先 `/complaint 拆开 {into}`", into=target.id),
            )
        raise WrongState(
            phrase("{into} 已并入 {root}。", into=target.id, root=root),
            phrase("请并入 {root}：`/complaint 并入 {case} 到 {root}`", root=root, case=source.id),
        )
    for case in (source, target):
        if case.state not in OPEN:
            raise WrongState(
                phrase("{case} 已经办结了，不能合并。", case=case.id),
                phrase("顾客又来了的话：`/complaint 重开 {case} 原因`", case=case.id),
            )


def _state_before(reader: Reader, case: Complaint) -> str:
    merges = [event for event in events.history(reader, case.id) if event.action == "merge"]
    return merges[-1].from_state
