"""Notices being filled in: what was typed is kept at every step, so that a lost connection loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from bot.domain.desk import Desk, Request
from bot.domain.lead import Lead, lead_of
from bot.domain.notice import ESSENTIALS, checked, chosen_days, read_notice, wrong_days
from bot.errors import Invalid, WrongState
from bot.store import notice_forms as rows
from bot.store.database import Reader, Transaction
from bot.store.notice_forms import NoticeForm
from bot.store.times import to_store
from bot.text.words import phrase

# What was left unfinished is offered for so long, and then forgotten.
OFFERED: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Days:
    """What the form shows while the days are chosen: the lead time (None before there is one), and what is wrong."""

    lead: Lead | None
    wrong: tuple[Invalid, ...]


def unfinished(desk: Desk, person: str, case_id: str = "") -> NoticeForm | None:
    """What a person began and never handed in: a new notice, or the changes of a notice."""
    found = rows.unfinished(desk.store, person, case_id, to_store(desk.now() - OFFERED))
    # Nothing but the department that the form chose by itself is nothing.
    return found if found and any(value for name, value in found.typed.items() if name != "department") else None


def keep(
    desk: Desk, person: str, form: str, case_id: str, typed: Mapping[str, Any], *, acted_at: str = ""
) -> Mapping[str, Any]:
    """Keep what stands in the form now beside what was kept before; all of it. Of somebody else's form, or one that was
    handed in, nothing is kept. ``acted_at``: see `bot.store.notice_forms.save`."""
    with desk.store.transaction() as tx:
        before = rows.form(tx, form)
        whole = {**(before.typed if before else {}), **typed}
        if before and (before.person != person or before.made):
            return whole
        rows.save(tx, NoticeForm(form, person, case_id, "", whole, to_store(desk.now())), acted_at)
    return whole


def kept(desk: Desk, person: str, form: str) -> Mapping[str, Any]:
    """What a person typed into a form so far; nothing of somebody else's, or of one that is gone."""
    found = rows.form(desk.store, form)
    return found.typed if found and found.person == person else {}


def discard(desk: Desk, person: str, form: str) -> None:
    """Forget what a person began: they begin anew."""
    with desk.store.transaction() as tx:
        found = rows.form(tx, form)
        if found and found.person == person:
            rows.drop(tx, form)


def look_at_days(desk: Desk, typed: Mapping[str, object], before: Mapping[str, date] | None = None) -> Days:
    """What the days chosen so far come to; ``before`` are those of the notice that is changed."""
    today = desk.now().astimezone(desk.zone).date()
    chosen = chosen_days(typed)
    promotion = chosen.get("promotion")
    lead = lead_of(desk, desk.now(), promotion) if promotion and promotion >= today else None
    return Days(lead, tuple(wrong_days(chosen, today, before)))


def check_essentials(desk: Desk, typed: Mapping[str, object], before: Mapping[str, date] | None = None) -> None:
    """Raise Invalid, naming every field of the form's first step that is wrong."""
    notice = read_notice({name: typed[name] for name in ESSENTIALS if name in typed})
    checked(notice, desk.now().astimezone(desk.zone).date(), desk.company.departments, before)


def must_be_unmade(reader: Reader, form: str) -> None:
    """Raise WrongState when a notice was made of this form already."""
    found = rows.form(reader, form) if form else None
    if found and found.made:
        raise WrongState(
            phrase("这张表单已经提交为 {case}。", case=found.made),
            phrase("还要改的话：`/campaign 修改 {case}`", case=found.made),
        )


def now_made(tx: Transaction, request: Request, form: str, case_id: str) -> None:
    """The form was handed in. What was typed stays for a while: the same request may come twice."""
    found = rows.form(tx, form) if form else None
    if found:
        rows.save(tx, replace(found, made=case_id, saved_at=request.stamp))


def forget_old(tx: Transaction, at: datetime) -> int:
    """Forget what nobody went on with; how many."""
    return rows.forget(tx, to_store(at - OFFERED))
