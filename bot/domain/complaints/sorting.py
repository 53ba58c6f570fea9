"""How severe a complaint is and what it is about, as a person decides it: that wins over what the words propose."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from bot.cards.names import complaint_category
from bot.domain.complaints import rules
from bot.domain.complaints.turns import move
from bot.domain.desk import Desk, Outcome, Request, once
from bot.errors import Invalid, WrongState
from bot.store.complaints import CATEGORIES, OPEN
from bot.store.database import Transaction
from bot.text.mrkdwn import escape
from bot.text.width import cut, key_of
from bot.text.words import phrase, series, words

_SEVERITIES: Final[Mapping[str, str]] = {"p0": "P0", "normal": "normal", "普通": "normal", "一般": "normal"}


def severity(desk: Desk, request: Request, case_id: str, typed: str, reason: str = "") -> Outcome:
    """Decide how severe a complaint is: ``P0`` or ``normal`` (普通). Its clocks are reckoned anew."""
    chosen = _SEVERITIES.get(key_of(typed))
    if chosen is None:
        raise Invalid(
            phrase("没有“{word}”这个级别。", word=escape(cut(typed, 40))),
            phrase("可以写：P0、普通。例如：`/complaint severity {case} P0`", case=case_id),
            field="severity",
        )
    why = rules.if_any(reason)

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_work_on(desk, request, before, phrase("改级别"))
        rules.must_be(before, OPEN)
        name = phrase("P0") if chosen == "P0" else phrase("普通")
        if before.severity == chosen and before.severity_by:
            raise WrongState(phrase("{case} 的级别已经是 {severity}。", case=case_id, severity=name))
        told = {"from": before.severity, "to": chosen, "text": why}
        values = {"severity": chosen, "severity_by": request.actor}
        after = move(tx, desk, request, before, values, "severity", told)
        if not after.next_due:
            return Outcome(phrase("{case} 定为 {severity}。", case=case_id, severity=name), case_id)
        return Outcome(
            phrase(
                "{case} 定为 {severity}，下一步要在 {due} 前完成。",
                case=case_id,
                severity=name,
                due=rules.due_text(desk, request, after.next_due),
            ),
            case_id,
        )

    return once(desk, request, decide)


def category(desk: Desk, request: Request, case_id: str, typed: str) -> Outcome:
    """Decide what a complaint is about, by the category's key or name."""
    chosen = _category(typed, case_id)

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_work_on(desk, request, before, phrase("改类别"))
        if before.category == chosen and before.category_by:
            raise WrongState(
                phrase("{case} 的类别已经是“{name}”。", case=case_id, name=complaint_category(chosen)),
            )
        told = {"from": before.category, "to": chosen}
        move(tx, desk, request, before, {"category": chosen, "category_by": request.actor}, "category", told)
        return Outcome(phrase("{case} 的类别改为“{name}”。", case=case_id, name=complaint_category(chosen)), case_id)

    return once(desk, request, decide)


def _category(typed: str, case_id: str) -> str:
    named = {
        key_of(name): key
        for key in CATEGORIES
        for name in (key, *(words(language)(complaint_category(key)) for language in ("zh", "en")))
    }
    wanted = key_of(typed)
    found = named.get(wanted) or next(iter(get_close_matches(wanted[:40], named, n=1, cutoff=0.6)), "")
    if found in CATEGORIES:
        return found
    if found:
        near = complaint_category(named[found])
        raise Invalid(
            phrase("没有“{word}”这个类别。", word=escape(cut(typed, 40))),
            phrase("是不是“{near}”？", near=near),
            field="category",
        )
    raise Invalid(
        phrase("没有“{word}”这个类别。", word=escape(cut(typed, 40))),
        phrase("可以写：{names}", names=series(complaint_category(key) for key in CATEGORIES)),
        field="category",
    )
