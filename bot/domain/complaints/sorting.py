"""How severe a complaint is and what it is about, as a person decides it: that wins over what the words propose."""

from __future__ import annotations

from difflib import get_close_matches

from bot.cards.names import complaint_category, complaint_severity
from bot.domain.complaints import rules
from bot.domain.complaints.turns import move
from bot.domain.desk import Desk, Outcome, Request, once
from bot.errors import Invalid, WrongState
from bot.store.complaints import OPEN, Complaint
from bot.store.database import Transaction
from bot.text.mrkdwn import escape
from bot.text.vocabulary import CATEGORIES, SEVERITIES, read
from bot.text.width import cut, key_of
from bot.text.words import Phrase, phrase, series


def sort(
    desk: Desk, request: Request, case_id: str, *, severity: str = "", category: str = "", reason: str = ""
) -> Outcome:
    """Decide how severe a complaint is, what it is about, or both; empty is left as it is. With another severity the clocks
    are reckoned anew."""
    why = rules.if_any(reason)

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_work_on(desk, request, before, phrase("改级别和类别"))
        rules.must_be(before, OPEN)
        values = _decided(before, request, severity, category)
        told = {
            "from": {"severity": before.severity, "category": before.category},
            "to": {"severity": severity, "category": category},
            "text": why,
        }
        after = move(tx, desk, request, before, values, "sort", told)
        if "severity" in values and after.next_due:
            return Outcome(
                phrase(
                    "{case} 定为{what}，下一步要在 {due} 前完成。",
                    case=case_id,
                    what=_named(severity, category),
                    due=rules.due_text(desk, request, after.next_due),
                ),
                case_id,
            )
        return Outcome(phrase("{case} 定为{what}。", case=case_id, what=_named(severity, category)), case_id)

    return once(desk, request, decide)


def read_severity(typed: str, case_id: str) -> tuple[str, str]:
    """The severity at the start of ``typed`` (``P0``, ``普通`` …) and what follows. Raises Invalid."""
    word, rest = [*typed.split(maxsplit=1), "", ""][:2]
    chosen = read(word, SEVERITIES)
    if chosen is None:
        raise Invalid(
            phrase("没有“{word}”这个级别。", word=escape(cut(word, 40))),
            phrase("可以写：P0、普通。例如：`/complaint 级别 {case} P0`", case=case_id),
        )
    return chosen, rest.strip()


def read_category(typed: str) -> str:
    """The key of the category that is named by its key or its name. Raises Invalid, naming the nearest."""
    chosen = read(typed, CATEGORIES)
    if chosen is not None:
        return chosen
    named = {name: key for key, names in CATEGORIES.items() for name in names}
    wanted = key_of(typed)
    near = get_close_matches(wanted[:40], named, n=1, cutoff=0.4)
    raise Invalid(
        phrase("没有“{word}”这个类别。", word=escape(cut(typed, 40))),
        phrase("是不是“{near}”？", near=complaint_category(named[near[0]]))
        if near
        else phrase("可以写：{names}", names=series(complaint_category(key) for key in CATEGORIES)),
    )


def _decided(before: Complaint, request: Request, severity: str, category: str) -> dict[str, object]:
    values: dict[str, object] = {}
    if severity and (severity != before.severity or not before.severity_by):
        values |= {"severity": severity, "severity_by": request.actor}
    if category and (category != before.category or not before.category_by):
        values |= {"category": category, "category_by": request.actor}
    if not values:
        raise WrongState(phrase("{case} 已经定为{what}。", case=before.id, what=_named(severity, category)))
    return values


def _named(severity: str, category: str) -> Phrase:
    chosen = [complaint_severity(severity)] if severity else []
    return series([*chosen, *([complaint_category(category)] if category else [])])
