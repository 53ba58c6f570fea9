"""Canned replies: words to begin an answer with, by verdict and category, with the customer's name and order filled in.

Those that ship stand in data/replies/; a company's own (`[replies]` in guanwei.toml) come before them, and before both the
answers of a campaign that runs, where the customer asks what it answers. Nothing of a fact
sheet but its verdict chooses them, and nothing of it stands in them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.domain.campaigns.answers import fitting
from bot.domain.complaints import rules
from bot.domain.complaints.facts import sheet
from bot.domain.complaints.likeness import similar_resolved
from bot.domain.complaints.own import own_people, seen
from bot.domain.desk import Desk, Request
from bot.reference import reference
from bot.store.complaints import Complaint
from bot.store.facts import Facts
from bot.text.masking import mask, mask_number

NO_VERDICT: Final = "none"
ANY: Final = "any"
_MOST: Final = 6
_EXAMPLES: Final = 3
_CAMPAIGNS_MOST: Final = 2


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply with its places ``{customer}`` and ``{order}``; for a verdict or `NO_VERDICT`, for a category or `ANY`."""

    verdict: str
    category: str
    text: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What is offered for a case: the verdict it was chosen by, whether the answer will be public, the filled-in texts, and
    how cases like it were answered, each with its fact sheet."""

    case: Complaint
    verdict: str
    public: bool
    texts: tuple[str, ...]
    examples: tuple[tuple[Complaint, Facts], ...]


@lru_cache(maxsize=1)
def shipped() -> tuple[Reply, ...]:
    """The replies that ship, in the order of their file."""
    with reference("replies", "replies.toml").open("rb") as file:
        return tuple(Reply(**reply) for reply in tomllib.load(file)["reply"])


def offered(desk: Desk, request: Request, case_id: str) -> Offered:
    """The replies that fit a case as it is now, the closest first.

    In public an order number shows its end alone; for a private message the case's own people are given it whole, and
    that they read it is put on the record. Raises NotFound.
    """
    case = rules.load(desk.store, case_id)
    public = case.place != "private"
    whole = bool(case.order_number) and not public and request.actor in own_people(desk, case)
    if whole:
        with desk.store.transaction() as tx:
            seen(tx, request, case)
    verdict = sheet(desk.store, case_id).verdict or NO_VERDICT
    fits = [*_of_campaigns(desk, request, case, verdict), *_fitting(desk, case, verdict)]
    texts = dict.fromkeys(filled(reply, case, whole=whole) for reply in fits)
    alike = similar_resolved(desk.store, case.words, besides=case.id, most=_EXAMPLES)
    examples = tuple((one.case, sheet(desk.store, one.case.id)) for one in alike)
    return Offered(case, verdict, public, tuple(texts)[:_MOST], examples)


def filled(reply: Reply, case: Complaint, *, whole: bool) -> str:
    """A reply's words with the customer and the order in them; what is not known is left out."""
    name = case.customer.lstrip("@＠").strip()
    if case.place != "private" and name:
        # A mention ends at a space.
        name = f"@{mask(name)} "
    number = case.order_number.strip()
    order = f"（订单 {number}）" if whole else f"（订单尾号 {_end(number)}）"
    return reply.text.replace("{order}", order if _end(number) else "").replace("{customer}", name).strip()


def _end(number: str) -> str:
    """What may be read of an order number in public."""
    return mask_number(number).rpartition("×")[2].strip(" -_")


def _of_campaigns(desk: Desk, request: Request, case: Complaint, verdict: str) -> list[Reply]:
    today = request.at.astimezone(desk.zone).date()
    found = fitting(desk.store, case.words, today, _CAMPAIGNS_MOST)
    return [Reply(verdict, ANY, _greeted(one.answer)) for one in found]


def _greeted(answer: str) -> str:
    return f"{{customer}}您好！{answer}"


def _fitting(desk: Desk, case: Complaint, verdict: str) -> list[Reply]:
    settings = desk.settings.replies
    own = [
        Reply(verdict, category, text) for (verdict, category), texts in settings.by_kind().items() for text in texts
    ]
    every = [own, [*shipped()] if settings.shipped else []]
    return [
        reply
        for replies in every
        for category in (case.category, ANY)
        for reply in replies
        if reply.category == category and reply.verdict in (verdict, ANY)
    ]
