"""What is asked all day is found by an index: no statement reads a table that grows with the years from end to end."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain import campaigns as campaign_rules
from bot.domain import complaints as complaint_rules
from bot.domain import digests, home, rallies, slot_clock
from bot.domain import forgetting as forgetting_rules
from bot.domain.complaints import Report, absence, escalation, upkeep
from bot.domain.desk import Desk, open_desk
from bot.domain.home import my_desk
from bot.store import (
    addresses,
    alike,
    answers,
    away,
    backups,
    campaign_lists,
    campaigns,
    case_words,
    complaint_lists,
    complaints,
    day_figures,
    digests_settled,
    draft_lists,
    drafts,
    events,
    facts,
    figures,
    forgetting,
    heartbeat,
    homes,
    inbound,
    notice_forms,
    outbox,
    period,
    posted,
    preferences,
    rally_lines,
    rally_people,
    revisions,
    segments,
    sending,
    slots,
    uploads,
    vitals,
    waiting,
)
from bot.store import rallies as rally_rows
from bot.store.complaint_lists import Place, Wanted
from bot.store.database import Reader, Store
from bot.store.sending import Held
from bot.store.waiting import Whose
from tests.company import EDITOR, SALES, SERVICE, Time, ask, settings
from tests.rallies import REPOST, opened

# Small, or emptied as time goes by: these may be read whole.
# (`up` is the chain of cases that one was merged into, `found` what is open for somebody.)
_SMALL = {
    "up",
    "people",
    "people_groups",
    "channels",
    "terms",
    "counters",
    "instance",
    "away",
    "heartbeat",
    "forgetting",
    "homes_seen",
    "found",
    # One row a night.
    "backups",
    "sqlite_master",
    "sqlite_schema",
}
# Indexes over what is open only.
_OPEN_ONLY = {
    "complaints_listed",
    "complaints_held",
    "complaints_handed_over",
    "complaints_to_take_over",
    "complaints_to_close",
    "outbox_open",
    "outbox_order",
    "outbox_parked",
    "outbox_whispers",
    "posting_holds_standing",
    "slots_to_look_at",
    "rallies_open",
    "rallies_to_clear",
    "rally_reminders",
    "preferences_digest",
}
# A few hundred notices a year, counted in their index.
_COUNTED = {"campaigns_by_state"}
_NOW = "2026-11-24T02:00:00.000000Z"
_SCAN = re.compile(r"^SCAN (?P<table>\w+)(?: AS \w+)?(?: USING (?:COVERING )?INDEX (?P<index>\w+))?")


class Watched(Store):
    """A store that keeps every statement its connections run."""

    def __init__(self, path: Path) -> None:
        self.ran: list[str] = []
        super().__init__(path)

    def _open(self) -> sqlite3.Connection:
        connection = super()._open()
        connection.set_trace_callback(self.ran.append)
        return connection


def scans(store: Watched, statements: list[str]) -> list[str]:
    """The statements that read a growing table from end to end, with the step that does."""
    found = []
    for statement in dict.fromkeys(statements):
        # (What an index over words does for itself names its tables in full.)
        if not re.match(r"(SELECT|WITH|UPDATE|DELETE|INSERT)\b", statement) or "'main'." in statement:
            continue
        aliases = dict(re.findall(r"\b(\w+) AS (\w)\b", statement))
        named = {short: table for table, short in aliases.items()}
        plan = [str(row["detail"]) for row in store.all(f"EXPLAIN QUERY PLAN {statement}")]
        # The first few in the order of the rows or of an index are no more than the first few.
        first_few = (
            "LIMIT" in statement
            and "WHERE" not in statement
            and not any("B-TREE FOR ORDER BY" in each for each in plan)
        )
        for detail in plan:
            step = _SCAN.match(detail)
            # An index over words is asked for what matches (M), and only then read in an order.
            matched = re.search(r"VIRTUAL TABLE INDEX \d+:.*M", detail)
            if step is None or "CONSTANT ROW" in detail or first_few or matched:
                continue
            table = named.get(step["table"], step["table"])
            if table not in _SMALL and step["index"] not in _OPEN_ONLY | _COUNTED:
                found.append(f"{detail}: {statement}")
    return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path / "guanwei.db")
    yield made
    made.close()


@pytest.fixture
def desk(store: Watched) -> Desk:
    return open_desk(settings(), store, Time())


LOOKS: dict[str, Callable[[Reader], object]] = {
    "a night's backup": lambda r: backups.of_night(r, "2026-11-24"),
    "the latest backup": backups.latest,
    "a complaint": lambda r: complaints.complaint(r, "C-1"),
    "a customer's open complaint": lambda r: complaints.open_of_customer(r, "某"),
    "a complaint's comments": lambda r: complaints.comments(r, "C-1", 3),
    "one comment": lambda r: complaints.comment(r, "C-1", 2),
    "the case that goes on for a merged one": lambda r: complaints.root(r, "C-1"),
    "merged complaints": lambda r: complaints.merged_into(r, "C-1", 5),
    "how many were merged": lambda r: complaints.merged_count(r, "C-1"),
    "open complaints like one": lambda r: alike.open_like(r, '"快 递"', "某", 5),
    "resolved complaints like one": lambda r: alike.resolved_like(r, '"快 递"', 5),
    "complaints that hold words": lambda r: alike.holding(r, '"快 递"', 5),
    "the line about comments before": lambda r: outbox.latest_later(r, "C-1", "#客服"),
    "an imported row": lambda r: complaints.by_source(r, "k"),
    "how many complaints are open": lambda r: complaints.open_counts(r, _NOW),
    "running complaints": lambda r: complaints.running(r, most=5),
    "overdue complaints": lambda r: complaints.running(r, most=5, overdue_at=_NOW),
    "unclaimed complaints": lambda r: complaints.running(r, most=5, unclaimed=True),
    "waiting complaints": lambda r: complaints.waiting(r, 5),
    "held complaints": lambda r: complaints.held_by(r, SERVICE, 5),
    "complaints to escalate": lambda r: complaints.to_escalate(r, _NOW, 5),
    "complaints to take over": lambda r: complaints.to_take_over(r, 5),
    "complaints to close": lambda r: complaints.to_close(r, _NOW, 5),
    "complaints to forget": lambda r: forgetting.due(r, _NOW, 5),
    "what was merged into one, and into those": lambda r: forgetting.merged_under(r, "C-1"),
    "others' comments on a complaint": lambda r: forgetting.comments_by(r, "C-1"),
    "a customer's complaints to forget": lambda r: forgetting.of_customer(r, "某"),
    "messages to empty": lambda r: forgetting.to_empty(r, 10**15),
    "whether the indexes are to be put in order": lambda r: forgetting.sweep_due(r, _NOW),
    "every open complaint": complaints.every_open,
    "every open complaint whole": complaints.open_cases,
    "what a person holds in one state": lambda r: complaints.held_in(r, SERVICE, "claimed"),
    "a complaint's stretches": lambda r: segments.ended(r, "C-1"),
    "the stretches of a period": lambda r: segments.between(r, _NOW, _NOW),
    "where a card stands": lambda r: posted.card_channels(r, "C-1"),
    "who is away": lambda r: away.at(r, _NOW),
    "whom to warn": lambda r: away.to_warn(r, _NOW),
    "who gives back": lambda r: away.to_give_back(r, _NOW, _NOW),
    "the heartbeat": heartbeat.last,
    "a page of complaints": lambda r: complaint_lists.page(r, Wanted(), 5),
    "the next page": lambda r: complaint_lists.page(r, Wanted(), 5, after=Place(_NOW, "C-1")),
    "the page before": lambda r: complaint_lists.page(r, Wanted(), 5, before=Place(_NOW, "C-1")),
    "a page of the overdue": lambda r: complaint_lists.page(r, Wanted(overdue_at=_NOW), 5, after=Place(_NOW, "C-1")),
    "a page of the unclaimed": lambda r: complaint_lists.page(r, Wanted(unclaimed=True), 5),
    "a page of those that wait": lambda r: complaint_lists.page(r, Wanted(waiting=True), 5),
    "a page of a person's": lambda r: complaint_lists.page(r, Wanted(holder=SERVICE), 5),
    "a page of a department's": lambda r: complaint_lists.page(
        r, Wanted(department="a", category="b", severity="P0"), 5
    ),
    "a page of some days": lambda r: complaint_lists.page(r, Wanted(since=_NOW, until=_NOW), 5),
    "a customer's complaints": lambda r: complaint_lists.page(r, Wanted(closed_too=True, customer_key="某"), 5),
    "all of some days": lambda r: complaint_lists.page(r, Wanted(closed_too=True, since=_NOW, until=_NOW), 5),
    "a page to export": lambda r: complaint_lists.by_age(r, _NOW, _NOW, 5, after=(_NOW, "C-1")),
    "how many there are to export": lambda r: complaint_lists.count_by_age(r, _NOW, _NOW),
    "how many complaints came in": lambda r: period.taken_in(r, _NOW, _NOW),
    "a period's steps": lambda r: period.steps(r, _NOW, _NOW),
    "a period's posts": lambda r: period.posts(r, _NOW, _NOW),
    "results that are owed": lambda r: period.results_owed(r, 5),
    "how many complaints a department has": lambda r: complaint_lists.count(r, Wanted(department="a")),
    "how many of them are late": lambda r: complaint_lists.count(r, Wanted(department="a", overdue_at=_NOW)),
    "what a department handed over": lambda r: complaint_lists.page(r, Wanted(handed_from="a"), 5),
    "how many it handed over": lambda r: complaint_lists.count(r, Wanted(handed_from="a")),
    "complaints escalated to the leaders": lambda r: complaint_lists.page(r, Wanted(escalated=3), 5),
    "how many are escalated to them": lambda r: complaint_lists.count(r, Wanted(escalated=3)),
    "what came in on a day": lambda r: day_figures.came(r, _NOW, _NOW),
    "the day's complaint to quote": lambda r: day_figures.loudest(r, _NOW, _NOW),
    "what was resolved on a day": lambda r: day_figures.resolved(r, _NOW, _NOW),
    "how many posts went out on a day": lambda r: day_figures.published(r, _NOW, _NOW),
    "how many slots were missed on a day": lambda r: day_figures.missed(r, _NOW, _NOW),
    "a page of drafts": lambda r: draft_lists.page(r, draft_lists.Wanted("in_review"), 5, 5),
    "a department's drafts": lambda r: draft_lists.page(r, draft_lists.Wanted("in_review", department="a"), 5),
    "drafts somebody is to decide": lambda r: draft_lists.page(r, draft_lists.Wanted("in_review", approver="U1"), 5),
    "how many drafts": lambda r: draft_lists.count(r, draft_lists.Wanted("approved", department="a")),
    "a page of notices": lambda r: campaign_lists.page(r, campaign_lists.Wanted("submitted", department="a"), 5, 5),
    "results nobody gave": lambda r: campaign_lists.page(r, campaign_lists.Wanted("ended", asked=3), 5),
    "how many notices": lambda r: campaign_lists.count(r, campaign_lists.Wanted("returned", department="a")),
    "a fact sheet": lambda r: facts.facts(r, "C-1"),
    "a draft": lambda r: drafts.draft(r, "D-1"),
    "drafts in review": lambda r: drafts.in_review(r, 5),
    "approved drafts": lambda r: drafts.approved(r, 5),
    "unfinished drafts": lambda r: drafts.unfinished(r, 5),
    "somebody's drafts": lambda r: drafts.by_author(r, SERVICE, 5),
    "a department's drafts in review": lambda r: drafts.in_review(r, 5, "a"),
    "a department's approved drafts": lambda r: drafts.approved(r, 5, "a"),
    "a department's unfinished drafts": lambda r: drafts.unfinished(r, 5, "a"),
    "somebody's drafts for a department": lambda r: drafts.by_author(r, SERVICE, 5, "a"),
    "a department's drafts of a day": lambda r: drafts.wanted_between(r, _NOW, _NOW, "a"),
    "what somebody sent in": lambda r: drafts.sent_since(r, SERVICE, _NOW),
    "a day's drafts": lambda r: drafts.wanted_between(r, _NOW, _NOW),
    "drafts by state": drafts.counts,
    "the draft of a post": lambda r: drafts.by_post(r, "5112701795431729"),
    "an author's last revision": lambda r: revisions.last_of(r, "D-1", SERVICE),
    "a post's figures": lambda r: figures.history(r, "D-1", 5),
    "a slot": lambda r: slots.slot(r, "S-1"),
    "a draft's slot": lambda r: slots.of_draft(r, "D-1"),
    "a campaign's slots": lambda r: slots.of_campaign(r, "N-1"),
    "a campaign's planned slot": lambda r: slots.planned_at(r, "N-1", _NOW),
    "a day's slots": lambda r: slots.between(r, _NOW, _NOW),
    "a day's slots with their words": lambda r: slots.taken_between(r, _NOW, _NOW),
    "slots to look at": lambda r: slots.to_look_at(r, _NOW, 5),
    "holds of promotions": slots.holds,
    "what open complaints say": lambda r: complaints.open_words(r, 5),
    "recent posts": lambda r: drafts.posts_since(r, _NOW, 5),
    "known codes": lambda r: drafts.known_codes(r, "2026-11-24"),
    "notices to fill": lambda r: drafts.notices_to_fill(r, 5),
    "unanswered notices": lambda r: campaigns.unanswered(r, 5),
    "starting campaigns": lambda r: campaigns.starting(r, "2026-11-24", "2026-12-01"),
    "coming campaigns": lambda r: campaigns.upcoming(r, 5),
    "the latest notices": lambda r: campaigns.latest(r, 5),
    "somebody's notices": lambda r: campaigns.of_person(r, SERVICE, 5),
    "how many notices somebody has": lambda r: campaigns.count_of_person(r, SERVICE),
    "a department's coming campaigns": lambda r: campaigns.upcoming(r, 5, "a"),
    "how many a department has coming": lambda r: campaign_lists.count_upcoming(r, "a"),
    "a department's latest notices": lambda r: campaign_lists.latest_of(r, "a", _NOW, 5),
    "how many a department gave": lambda r: campaign_lists.count_of(r, "a", _NOW),
    "somebody's notices for a department": lambda r: campaigns.of_person(r, SERVICE, 5, "a"),
    "how many of them": lambda r: campaigns.count_of_person(r, SERVICE, "a"),
    "campaigns that are due": lambda r: campaigns.due(r, _NOW),
    "campaigns beside a campaign": lambda r: campaigns.overlapping(r, "2026-11-24", "2026-12-01", "N-1"),
    "a month's campaigns": lambda r: campaigns.between(r, "2026-12-01", "2026-12-31"),
    "a period's notices": lambda r: campaigns.submitted_between(r, _NOW, _NOW),
    "a form being filled in": lambda r: notice_forms.form(r, "t"),
    "what somebody left unfinished": lambda r: notice_forms.unfinished(r, SERVICE, "", _NOW),
    "answers offered": lambda r: answers.offered(r, "2026-11-24", 20),
    "a campaign's answers": lambda r: answers.of_campaign(r, "N-1"),
    "whose calendar it is": lambda r: addresses.person_of(r, "secret"),
    "since when somebody has an address": lambda r: addresses.made_at(r, SERVICE),
    "campaigns that start": lambda r: campaigns.to_start(r, "2026-11-24"),
    "campaigns that end": lambda r: campaigns.to_end(r, "2026-11-24"),
    "a rally": lambda r: rally_rows.rally(r, "R-1"),
    "open rallies": rally_rows.every_open,
    "rallies whose time is over": lambda r: rally_rows.over(r, _NOW),
    "rallies to clear": rally_rows.to_clear,
    "the latest rallies": lambda r: rally_rows.latest(r, 5),
    "rallies that ended": lambda r: rally_rows.closed_between(r, _NOW, _NOW),
    "what came of a rally": lambda r: rally_rows.tally(r, "R-1"),
    "a person in a rally": lambda r: rally_people.of(r, "R-1", SERVICE),
    "who reposted": lambda r: rally_people.who_reposted(r, "R-1", "1"),
    "whom to remind": lambda r: rally_people.to_remind(r, _NOW, 5),
    "who takes part": lambda r: rally_people.taking_part(r, "R-1"),
    "who may be reminded": lambda r: rally_people.unanswered(r, "R-1"),
    "what waits for somebody": lambda r: rally_people.waiting_for(r, SERVICE),
    "somebody's line": lambda r: rally_lines.of(r, "R-1", SERVICE),
    "free lines": lambda r: rally_lines.free(r, "R-1"),
    "how many lines": lambda r: rally_lines.count(r, "R-1"),
    "words of a line": lambda r: rally_lines.has_words(r, "R-1", "k"),
    "who has no line": lambda r: rally_lines.without(r, "R-1"),
    "what waits for somebody of every role": lambda r: waiting.page(
        r, waiting.FOR_ME, list(waiting.FOR_ME), Whose(SERVICE, ("a", "b"), reviews=True, legal=True), skip=10, most=10
    ),
    "what somebody waits for": lambda r: waiting.page(
        r, waiting.FROM_OTHERS, list(waiting.FROM_OTHERS), Whose(SERVICE), skip=0, most=10
    ),
    "the case of a thread": lambda r: posted.cards_at(r, "1.1"),
    "cases that hold words": lambda r: case_words.holding(r, '"快 递"', 5),
    "somebody's home": lambda r: homes.home(r, SERVICE),
    "whose home was opened lately": lambda r: homes.opened_since(r, 1),
    "how far the homes were looked to": homes.seen,
    "the newest event": events.latest,
    "events since": lambda r: events.since(r, 5, 200),
    "a case's history": lambda r: events.history(r, "C-1"),
    "who is done with a digest": lambda r: digests_settled.how(r, "2026-11-24", "leaders"),
    "whether somebody is": lambda r: digests_settled.is_settled(r, "2026-11-24", "leaders", SERVICE),
    "whose own digest is due": lambda r: preferences.digest_owed(r, "2026-11-24", "09:00"),
    "who wants a digest of their own": preferences.with_digest,
    "what somebody chose": lambda r: preferences.of(r, SERVICE),
    "the language somebody chose": lambda r: preferences.language(r, SERVICE),
    "an answer given before": lambda r: inbound.answer(r, "k"),
    "the next message": lambda r: sending.due(r, now=0, held=Held(frozenset({"#客服"}), updates=True)),
    "when it falls due": sending.next_due,
    "the message to be looked for once more": lambda r: sending.to_look_for(r, 0),
    "the newest message": outbox.newest,
    "a picture that was uploaded": lambda r: uploads.file(r, "k"),
    "refused messages": outbox.parked,
    "how many messages are open": outbox.open_count,
    "how many clocks run out": lambda r: vitals.clocks_due(r, "", _NOW),
}


@pytest.mark.parametrize("look", LOOKS)
def test_it_is_found_by_an_index(store: Watched, look: str) -> None:
    store.ran.clear()
    LOOKS[look](store)
    assert store.ran
    assert scans(store, list(store.ran)) == []


@pytest.mark.parametrize("part", [*waiting.FOR_ME, *waiting.FROM_OTHERS])
def test_what_waits_is_found_among_what_is_open_and_not_in_all_that_somebody_ever_did(
    store: Watched, part: str
) -> None:
    statement = {**waiting.FOR_ME, **waiting.FROM_OTHERS}[part].replace("{departments}", "'a'")
    names = re.findall(r":(\w+)", statement)
    plan = " ".join(
        str(row["detail"]) for row in store.all(f"EXPLAIN QUERY PLAN {statement}", dict.fromkeys(names, ""))
    )
    assert not re.search(r"_by_(holder|author|contact|customer)\b", plan), plan


def test_taking_in_claiming_and_sending_find_their_rows_by_an_index(store: Watched, desk: Desk) -> None:
    store.ran.clear()
    taken_in = complaint_rules.log(desk, ask(desk, SERVICE), Report("酸奶胀包", customer="某"))
    complaint_rules.log(desk, ask(desk, SERVICE), Report("还没有人理我", customer="某"))
    complaint_rules.claim(desk, ask(desk, SERVICE), taken_in.case_id)
    complaint_rules.hand_over(desk, ask(desk, SERVICE), taken_in.case_id, "sales")
    complaint_rules.refuse(desk, ask(desk, SALES), taken_in.case_id, "应由客服部处理")
    complaint_rules.resolve(desk, ask(desk, SERVICE), taken_in.case_id, "已退款")
    with store.transaction() as tx:
        taken = sending.take(tx, now=10**15, sender="a", lease=1, held=Held())
        assert taken is not None
        sending.sent(tx, taken.id, "a", ts="1.0", now=10**15)
        outbox.forget_done(tx, 10**15)
        uploads.forget_old(tx, 10**15)
        inbound.forget(tx, "2026")
        digests_settled.settle(tx, "2026-11-23", "desk", "#官微", "owed", _NOW)
        digests_settled.owe_after_all(tx, "2026-11-23", "desk", "#官微", _NOW)
        digests_settled.forget(tx, "2026-11-24")
        notice_forms.forget(tx, "2026")
    assert scans(store, list(store.ran)) == []


def test_a_rally_from_its_opening_to_its_end_finds_its_rows_by_an_index(store: Watched, desk: Desk) -> None:
    case = opened(desk, named=())
    store.ran.clear()
    rallies.join(desk, ask(desk, SERVICE), case)
    rallies.later(desk, ask(desk, SALES), case, "hour")
    rallies.done(desk, ask(desk, SERVICE), case, REPOST)
    rallies.decline(desk, ask(desk, SALES), case)
    rallies.add_lines(desk, ask(desk, EDITOR), case, {"shop": "我是员工，再来一句。"})
    rallies.close(desk, ask(desk, EDITOR), case)
    rallies.advance(desk, desk.now())
    assert scans(store, list(store.ran)) == []


def test_the_sweeps_and_the_desks_look_at_what_is_due_and_not_at_what_exists(store: Watched, desk: Desk) -> None:
    store.ran.clear()
    digests.desk.gather(desk, store, digests.to_desk(desk), desk.now())
    digests.send_due(desk, desk.now())
    campaign_rules.advance(desk, desk.now())
    upkeep.reckon_anew(desk, desk.now())
    upkeep.take_over(desk, desk.now())
    absence.sweep(desk, desk.now())
    escalation.sweep(desk, desk.now())
    digests.weekly.gather(desk, store, digests.to_desk(desk), desk.now())
    slot_clock.look(desk, desk.now())
    campaign_rules.look_at_due(desk, desk.now())
    rallies.advance(desk, desk.now())
    forgetting_rules.sweep(desk, desk.now())
    for user in (SERVICE, EDITOR, SALES):
        my_desk(desk, user)
    home.look(desk, desk.now())
    assert scans(store, list(store.ran)) == []


def test_forgetting_finds_its_rows_by_an_index(store: Watched, desk: Desk) -> None:
    kept = replace(desk, settings=settings(retention={"complaint_days": 30}))
    case = complaint_rules.log(desk, ask(desk, SERVICE), Report("酸奶胀包", customer="某")).case_id
    complaint_rules.claim(desk, ask(desk, SERVICE), case)
    complaint_rules.resolve(desk, ask(desk, SERVICE), case, "已退款")
    with store.transaction() as tx:
        outbox.owe(tx, "post", "C00", now=1, body={"text": "某"}, key="k")
        tx.execute("UPDATE outbox SET state = 'sent' WHERE key = 'k'")
    store.ran.clear()
    assert forgetting_rules.sweep(kept, desk.now() + timedelta(days=31)) == 1
    forgetting_rules.sweep(kept, desk.now() + timedelta(days=32))
    assert scans(store, list(store.ran)) == []


def test_a_scan_would_be_seen(store: Watched) -> None:
    store.ran.clear()
    store.all("SELECT * FROM complaints WHERE words = 'x'")
    store.all("SELECT count(*) FROM events AS e WHERE e.actor = 'x'")
    assert len(scans(store, list(store.ran))) == 2
