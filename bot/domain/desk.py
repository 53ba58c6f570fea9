"""What every rule works with: the desk (settings, people, store, time), a request, its outcome, and deciding once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.config import Settings
from bot.domain.calendar import Calendar, calendar_of
from bot.domain.clocks import ServiceHours, service_hours
from bot.domain.from_digest import FromDigest
from bot.domain.languages import Languages
from bot.domain.people import Company, company
from bot.domain.policies import Policies
from bot.errors import Refusal
from bot.store import homes, inbound, outbox, people
from bot.store.database import Store, Transaction
from bot.store.times import epoch_ms, to_store
from bot.tally import Tally
from bot.text.offers import Offer, pack_offers, unpack_offers
from bot.text.packing import pack as pack  # record, drawing and transfer take them from here
from bot.text.packing import to_json
from bot.text.packing import unpack as unpack
from bot.text.words import Phrase

Clock = Callable[[], datetime]


@dataclass(slots=True)
class Directory:
    """Holds the `Company` as it was last looked up; whoever looks it up anew replaces it whole."""

    company: Company


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a decision needs. ``now`` gives aware UTC; it is handed in, so that any day can be tried. ``tally`` is what
    is counted on the way; ``languages`` is which ones people chose, as last read; ``from_digest``, which digest each works
    through."""

    settings: Settings
    store: Store
    directory: Directory
    calendar: Calendar
    service: ServiceHours
    policies: Policies
    zone: ZoneInfo
    now: Clock
    tally: Tally = field(default_factory=Tally)
    languages: Languages = field(default_factory=Languages)
    from_digest: FromDigest = field(default_factory=FromDigest)

    @property
    def company(self) -> Company:
        """Who is who, as last looked up."""
        return self.directory.company


def utc_now() -> datetime:
    """The real time, aware, in UTC."""
    return datetime.now(UTC)


def open_desk(settings: Settings, store: Store, now: Clock = utc_now) -> Desk:
    """The desk that every rule works with, with the company as it was last looked up."""
    calendar = calendar_of(settings)
    return Desk(
        settings=settings,
        store=store,
        directory=Directory(known_company(settings, store)),
        calendar=calendar,
        service=service_hours(settings, calendar),
        policies=Policies(settings, calendar),
        zone=settings.zone,
        now=now,
    )


def known_company(settings: Settings, store: Store) -> Company:
    """The company from what was looked up before; without people at the very first start."""
    return company(settings, people.every_person(store), people.every_group(store), people.every_channel(store))


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, when, and by which key the request is known if it comes again (empty: it changes nothing).

    ``keep_refusals``: a command or a click that was refused is answered the same when it comes again. A form is
    filled in anew under the same key, so its refusals are not kept.

    ``answer_to`` is where the outcome is owed as a message, in the same transaction: a channel, in which only the
    actor sees it; ``direct``; or nowhere, because the acknowledgement itself carries it.
    """

    actor: str
    key: str
    at: datetime
    keep_refusals: bool = True
    answer_to: str = ""
    # The time as it is stored: it goes into many columns.
    stamp: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stamp", to_store(self.at))

    @property
    def ms(self) -> int:
        """The time as the outbox counts it: epoch milliseconds."""
        return epoch_ms(self.at)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision came to: what the person is told, the case it was about, and the buttons offered with it. Of a
    ``discreet`` one no message that was sent stays in the store. ``result`` is a word for programs, where one asked."""

    said: Phrase
    case_id: str = ""
    warnings: tuple[Phrase, ...] = field(default=())
    offers: tuple[Offer, ...] = field(default=())
    discreet: bool = False
    result: str = ""


def once(desk: Desk, request: Request, decide: Callable[[Transaction], Outcome]) -> Outcome:
    """Decide in one transaction, unless this request was answered before: then answer the same and change nothing.

    Raises the Refusal that ``decide`` raises, with nothing of its changes kept.
    """
    refused: Refusal | None = None
    with desk.store.transaction() as tx:
        before = inbound.answer(tx, request.key) if request.key else None
        if before is not None:
            return _said_before(before)
        try:
            outcome = decide(tx)
        except Refusal as refusal:
            if not (request.key and request.keep_refusals):
                raise
            tx.undo()
            refused = refusal
            inbound.remember(tx, request.key, _refused(refusal), request.stamp)
        else:
            if request.key:
                inbound.remember(tx, request.key, kept(outcome), request.stamp)
            _owe_answer(tx, request, outcome)
            if outcome.discreet:
                # The record says nothing of it, and the actor's own home shows it all the same.
                homes.owe(tx, request.actor, request.ms)
    if refused is not None:
        raise refused
    return outcome


def _owe_answer(tx: Transaction, request: Request, outcome: Outcome) -> None:
    if not request.answer_to:
        return
    body = {
        "say": pack(outcome.said),
        "more": [pack(warning) for warning in outcome.warnings],
        "offers": pack_offers(outcome.offers),
        "user": request.actor,
    }
    direct = request.answer_to == "direct"
    outbox.owe(
        tx,
        "direct" if direct else "ephemeral",
        request.actor if direct else request.answer_to,
        now=request.ms,
        case_id=outcome.case_id if direct else "",
        body=body,
        key=f"answer:{request.key}" if request.key else None,
        discreet=outcome.discreet,
    )


def kept(outcome: Outcome) -> str:
    """An outcome as it is kept, to be said again."""
    values: dict[str, object] = {"said": pack(outcome.said), "case": outcome.case_id}
    if outcome.warnings:
        values["warnings"] = [pack(warning) for warning in outcome.warnings]
    if outcome.offers:
        values["offers"] = pack_offers(outcome.offers)
    if outcome.result:
        values["result"] = outcome.result
    return to_json(values)


def _refused(refusal: Refusal) -> str:
    kept = {
        "refused": pack(refusal.said),
        "advice": pack(refusal.advice) if refusal.advice else None,
        "offers": pack_offers(refusal.offers),
    }
    return to_json(kept)


def _said_before(text: str) -> Outcome:
    kept = json.loads(text)
    # What an older version kept has none.
    offers = unpack_offers(kept.get("offers", ()))
    if "refused" in kept:
        advice = unpack(kept["advice"]) if kept["advice"] else None
        raise Refusal(unpack(kept["refused"]), advice, offers=offers)
    return Outcome(
        unpack(kept["said"]),
        kept["case"],
        tuple(unpack(w) for w in kept.get("warnings", ())),
        offers,
        result=kept.get("result", ""),
    )
