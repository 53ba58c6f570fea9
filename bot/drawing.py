"""From a message owed to a message drawn: the case as it is at the moment of sending, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from bot.cards import campaign as campaign_cards
from bot.cards import campaign_events, campaign_messages, draft_handing, draft_lines, rally_own
from bot.cards import complaint as complaint_cards
from bot.cards import draft as draft_cards
from bot.cards import home as home_cards
from bot.cards import rally as rally_cards
from bot.cards.blocks import context, offered, section
from bot.cards.digests import DRAWN
from bot.cards.digests.beneath import beneath
from bot.cards.lines import SHOW
from bot.cards.message import Message
from bot.cards.paper import Paper
from bot.domain import campaigns, complaints, digests, draft_approval, drafts, rallies
from bot.domain.desk import Desk, unpack
from bot.domain.digests.standing import Mark, read_mark, recipient_at
from bot.domain.home import my_desk
from bot.domain.paper import company_paper, paper_for
from bot.domain.preferences import language
from bot.domain.time_report import by_department
from bot.store import campaigns as campaign_rows
from bot.store import complaints as complaint_rows
from bot.store import drafts as draft_rows
from bot.store import events, facts, homes, own_cards, posted
from bot.store import rallies as rally_rows
from bot.store.events import Event
from bot.store.outbox import Owed
from bot.text.ids import is_id
from bot.text.masking import mask
from bot.text.offers import Offer, unpack_offers
from bot.text.words import Phrase, phrase, words

_COMMENTS_ON_CARD: Final = 3


def drawer(desk: Desk) -> Callable[[Owed], Message | None]:
    """The function the outbox draws with. It answers None for what nobody needs any more."""

    def draw(owed: Owed) -> Message | None:
        match owed.what:
            case "card" if owed.case_id == homes.HOME:
                return _home(desk, owed)
            case "card" if mark := read_mark(owed.case_id):
                return _digest_anew(desk, owed, mark)
            case "card":
                return _rally(desk, owed) if owed.case_id.startswith("R") else _card(desk, owed.case_id)
            case "thread" if "event" in owed.body:
                found = events.event(desk.store, int(str(owed.body["event"])))
                return _line(desk, found) if found else None
            case "thread" | "direct" if "comments_after" in owed.body:
                return _comments(desk, owed)
            case "post" | "direct" if "digest" in owed.body:
                return _digest(desk, owed)
            case "post" if "answers" in owed.body:
                campaign = campaign_rows.campaign(desk.store, str(owed.body["answers"]))
                running = campaign is not None and campaign.state == "running"
                return campaign_messages.answers(campaign, company_paper(desk)) if campaign and running else None
            case "direct" if "results" in owed.body:
                ended = campaign_rows.campaign(desk.store, str(owed.body["results"]))
                if ended is None or ended.state != "ended":
                    return None
                number = int(str(owed.body["number"]))
                return campaign_messages.ask_results(ended, number, paper_for(desk, owed.channel))
            case _:
                return _said(desk, owed)

    return draw


def _card(desk: Desk, case_id: str) -> Message | None:
    paper = company_paper(desk)
    match case_id[:1]:
        case "C":
            complaint = complaint_rows.complaint(desk.store, case_id)
            if complaint is None:
                return None
            comments = complaint_rows.comments(desk.store, case_id, _COMMENTS_ON_CARD)
            return complaint_cards.card(
                complaint,
                comments,
                complaints.allowed(complaint),
                paper,
                facts=facts.facts(desk.store, case_id),
                shares=by_department(desk, desk.store, complaint, desk.now()),
                beside=complaints.beside(desk.store, complaint),
            )
        case "N":
            campaign = campaign_rows.campaign(desk.store, case_id)
            if campaign is None:
                return None
            waits = campaign.state == "submitted"
            found = campaigns.clashes(desk, desk.store, campaign, desk.now()) if waits else None
            return campaign_cards.card(campaign, campaigns.allowed(campaign), paper, found)
        case _:
            draft = draft_rows.draft(desk.store, case_id)
            if draft is None:
                return None
            return draft_cards.card(draft, drafts.allowed(draft), paper, draft_approval.able(desk, draft))


def _comments(desk: Desk, owed: Owed) -> Message:
    direct = owed.what == "direct"
    case, n, latest = complaints.comments_told(desk.store, owed)
    on = paper_for(desk, owed.channel if direct else "")
    text = complaint_cards.comments_line(case, n, latest, on, direct=direct)
    return Message(text, [section(text)])


def _digest(desk: Desk, owed: Owed) -> Message | None:
    body, direct = owed.body, owed.what == "direct"
    mark = Mark(str(body["digest"]), str(body["day"]), bool(body["late"]), str(body.get("department", "")))
    to = digests.Recipient("person" if direct else "channel", owed.channel, mark.department)
    return _drawn_digest(desk, mark, to, asked=bool(body.get("asked")))


def _digest_anew(desk: Desk, owed: Owed, mark: Mark) -> Message | None:
    # One that somebody deleted meanwhile is not posted again.
    if not posted.card_ts(desk.store, owed.case_id, owed.channel):
        return None
    to = recipient_at(mark, owed.channel)
    drawn = _drawn_digest(desk, mark, to, anew=True)
    if drawn is None:
        return None
    first, *others = drawn.blocks
    now = context(_digest_paper(desk, to).t("{at} 更新", at=f"{desk.now().astimezone(desk.zone):%H:%M}"))
    return replace(drawn, blocks=[first, now, *others])


def _drawn_digest(
    desk: Desk, mark: Mark, to: digests.Recipient, *, asked: bool = False, anew: bool = False
) -> Message | None:
    gathered = digests.named(mark.name).gather(desk, desk.store, to, desk.now())
    # The chat could not be reached all day (a new day has its own), or all is done that there was to say.
    if gathered.day.isoformat() != mark.day or (gathered.empty and not (asked or anew)):
        return None
    paper = _digest_paper(desk, to)
    drawn = DRAWN[mark.name](gathered, paper, late=mark.late)
    if to.place == "person" and not asked:
        # Who asked for it needs no way to be rid of it.
        drawn = beneath(drawn, mark.name, paper)
    first, *others = drawn.blocks
    return replace(drawn, blocks=[{**first, "block_id": str(mark)}, *others])


def _digest_paper(desk: Desk, to: digests.Recipient) -> Paper:
    return paper_for(desk, to.id) if to.place == "person" else company_paper(desk)


def _rally(desk: Desk, owed: Owed) -> Message | None:
    reader, paper = desk.store, company_paper(desk)
    if person := own_cards.person_at(owed.channel):
        own = rallies.own(desk, reader, owed.case_id, person, desk.now())
        return rally_own.own_card(own, paper_for(desk, person)) if own else None
    rally = rally_rows.rally(reader, owed.case_id)
    if rally is None:
        return None
    ring = owed.channel == rallies.channel(desk)
    return rally_cards.card(rally, rally_rows.tally(reader, rally.id), paper, ring=ring)


def _home(desk: Desk, owed: Owed) -> Message | None:
    person = own_cards.person_at(owed.channel)
    shown = homes.home(desk.store, person)
    if shown is None:
        return None
    gathered = my_desk(desk, person, waiting_page=shown.waiting_page, awaited_page=shown.awaited_page)
    drawn = home_cards.view(gathered, paper_for(desk, person))["blocks"]
    assert isinstance(drawn, list)
    return None if homes.mark(drawn) == shown.drawn else Message("", drawn)


def _line(desk: Desk, event: Event) -> Message:
    paper = company_paper(desk)
    if event.case_id.startswith("D") and event.action in draft_handing.ACTIONS:
        draft = draft_rows.draft(desk.store, event.case_id)
        if draft is not None:
            return draft_handing.message(event, draft, paper)
    sentence: dict[str, Callable[[Event, Paper], str]] = {
        "C": lambda event, paper: complaint_cards.line(event, paper, ring=True),
        "N": campaign_events.line,
        "D": draft_lines.line,
        "R": rally_cards.line,
    }
    said, who = sentence[event.case_id[:1]](event, paper), paper.who(event.actor)
    # The calendar acts too, and has no name.
    text = f"*{who}* {said}" if who else said
    more = campaign_events.offered(event, paper) if event.case_id.startswith("N") else []
    return Message(text, [section(text), *more])


def _said(desk: Desk, owed: Owed) -> Message:
    body: dict[str, Any] = dict(owed.body)
    if "say" not in body:
        return Message(body["text"], body["blocks"])
    reader = body.get("user") or (owed.channel if owed.what == "direct" else "")
    t = words(language(desk, desk.store, reader))
    told = [unpack(body["say"]), *map(unpack, body.get("more", []))]
    if owed.case_id.startswith("C-"):
        told = [_private(one) for one in told]
    first, *more = map(t, told)
    lines = [first, *(f"⚠️ {warning}" for warning in more)]
    return Message(lines[0], [section("\n".join(lines)), *offered(_offers(owed), t)])


def _offers(owed: Owed) -> tuple[Offer, ...]:
    """What is offered beside what is said. What a person is told alone leads at least to its case: they need not be in the
    channel where its card stands."""
    body: dict[str, Any] = dict(owed.body)
    given = unpack_offers(body.get("offers", ()))
    leads = owed.what == "direct" and is_id(owed.case_id)
    return given or ((Offer(phrase("查看"), SHOW, owed.case_id),) if leads else ())


def _private(said: Phrase) -> Phrase:
    """What is said of a complaint, with the numbers of persons masked in what is quoted; a case's id is nobody's number."""
    return Phrase(said.message, {name: _masked(value) for name, value in said.values.items()})


def _masked(value: object) -> object:
    if isinstance(value, Phrase):
        return _private(value)
    return mask(value) if isinstance(value, str) and not is_id(value) else value
