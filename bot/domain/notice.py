"""What a campaign notice says: reading what the contact typed, and what makes it whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, TypeVar

from bot.cards.campaign_lines import money_text, prize_text, question_text
from bot.domain.notice_lines import read_codes, read_links, read_money, read_prizes, read_questions
from bot.domain.record import need_text
from bot.errors import Invalid
from bot.store import campaigns as rows
from bot.store.campaigns import Campaign, Details
from bot.text.words import phrase

_FAR: Final = timedelta(days=3 * 366)
_Read = TypeVar("_Read")
# What the first step of the form asks for; the second is optional as a whole.
ESSENTIALS: Final = ("title", "department", "promotion", "first_day", "last_day", "what")
DAYS: Final = ("promotion", "first_day", "last_day")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a contact gives notice of. Days are in the company's zone; ``department`` is a key of the settings."""

    title: str
    department: str
    promotion_from: date
    first_day: date
    last_day: date
    details: Details

    def days(self) -> dict[str, date]:
        """The days by the field of the form that asks for each."""
        return {"promotion": self.promotion_from, "first_day": self.first_day, "last_day": self.last_day}


def read_notice(typed: Mapping[str, object]) -> Notice:
    """The notice from a form's values by block id. Raises Invalid, naming every field that cannot be read."""
    text = {name: str(value) for name, value in typed.items() if isinstance(value, str)}
    several = {
        name: tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()
        for name, value in typed.items()
    }
    wrong: list[Invalid] = []

    def read(field: str, reader: Callable[[str], _Read], instead: _Read) -> _Read:
        try:
            return reader(text.get(field, ""))
        except Invalid as invalid:
            wrong.append(invalid)
            return instead

    notice = Notice(
        title=text.get("title", ""),
        department=text.get("department", ""),
        promotion_from=read("promotion", lambda typed: _day(typed, "promotion"), date.min),
        first_day=read("first_day", lambda typed: _day(typed, "first_day"), date.min),
        last_day=read("last_day", lambda typed: _day(typed, "last_day"), date.min),
        details=Details(
            where=text.get("where", ""),
            what=text.get("what", ""),
            offer=text.get("offer", ""),
            codes=read("codes", read_codes, ()),
            budget=read("budget", read_money, None),
            prizes=read("prizes", read_prizes, ()),
            audience=text.get("audience", ""),
            questions=read("questions", read_questions, ()),
            links=read("links", read_links, ()),
            asks=several.get("asks", ()),
            leaders=several.get("leaders", ()),
        ),
    )
    _raise_all(wrong)
    return notice


def typed_of(case: Campaign) -> dict[str, object]:
    """A notice as it would be typed into the form, by block id: `read_notice` reads it back."""
    known = case.details
    return {
        "title": case.title,
        "department": case.department,
        "promotion": case.promotion_from,
        "first_day": case.first_day,
        "last_day": case.last_day,
        "what": known.what,
        "asks": list(known.asks),
        "where": known.where,
        "offer": known.offer,
        "codes": " ".join(known.codes),
        "budget": "" if known.budget is None else money_text(known.budget),
        "prizes": "\n".join(prize_text(prize) for prize in known.prizes),
        "audience": known.audience,
        "questions": "\n".join(question_text(pair) for pair in known.questions),
        "links": "\n".join(known.links),
        "leaders": list(known.leaders),
    }


def checked(
    notice: Notice, today: date, departments: Mapping[str, object], before: Mapping[str, date] | None = None
) -> Notice:
    """The notice with its texts trimmed. Raises Invalid, naming every field that is missing, too long or cannot be:
    days in the past or in the wrong order, an unknown department. A day that is as it was ``before`` may be past."""
    details, wrong = notice.details, list[Invalid]()

    def check(make: Callable[[], _Read], instead: _Read) -> _Read:
        try:
            return make()
        except Invalid as invalid:
            wrong.append(invalid)
            return instead

    title = check(lambda: need_text(notice.title, phrase("活动名称"), rows.TITLE_MOST, field="title"), "")
    if notice.department not in departments:
        wrong.append(Invalid(phrase("请选择部门。"), field="department"))
    wrong += wrong_days(notice.days(), today, before)
    what = check(lambda: need_text(details.what, phrase("活动内容"), rows.WHAT_MOST, field="what"), "")
    where = check(lambda: _short(details.where, rows.WHERE_MOST, "where"), "")
    offer = check(lambda: _short(details.offer, rows.OFFER_MOST, "offer"), "")
    audience = check(lambda: _short(details.audience, rows.AUDIENCE_MOST, "audience"), "")
    if len(details.leaders) > rows.LEADERS_MOST:
        wrong.append(Invalid(phrase("最多邀请 {most} 位领导。", most=rows.LEADERS_MOST), field="leaders"))
    _raise_all(wrong)
    asks = tuple(ask for ask in rows.ASKS if ask in details.asks)
    whole = replace(details, where=where, what=what, offer=offer, audience=audience, asks=asks)
    return replace(notice, title=" ".join(title.split()), details=whole)


def wrong_days(days: Mapping[str, date], today: date, before: Mapping[str, date] | None = None) -> list[Invalid]:
    """What is wrong with the days chosen so far (by field; any may be missing): past, too far, in the wrong order. A day
    that is as it was ``before`` may be past."""
    wrong = {}
    for field, day in days.items():
        if day < today and (before or {}).get(field) != day:
            wrong[field] = phrase("{day} 已经过去了，请选今天或以后的日期。", day=day)
        elif day - today > _FAR:
            wrong[field] = phrase("{day} 太远了，请选三年以内的日期。", day=day)
    promotion, first, last = (days.get(field) for field in DAYS)
    if first and last and last < first:
        wrong.setdefault("last_day", phrase("最后一天不能早于第一天（{day}）。", day=first))
    elif promotion and last and promotion > last:
        wrong.setdefault("promotion", phrase("宣传开始不能晚于活动最后一天（{day}）。", day=last))
    return [Invalid(said, field=field) for field, said in wrong.items()]


def chosen_days(typed: Mapping[str, object]) -> dict[str, date]:
    """The days chosen in the form so far, by field."""
    return {field: date.fromisoformat(str(typed[field])) for field in DAYS if typed.get(field)}


def _raise_all(wrong: list[Invalid]) -> None:
    if wrong:
        first, *others = wrong
        raise Invalid(first.said, first.advice, field=first.field, others=tuple(others))


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(phrase("请选择日期。"), field=field) from None


def _short(text: str, most: int, field: str) -> str:
    found = text.strip()
    if len(found) > most:
        raise Invalid(phrase("太长：{n} 字，最多 {most} 字。", n=len(found), most=most), field=field)
    return found
