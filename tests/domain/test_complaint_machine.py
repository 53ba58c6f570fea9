"""Anything that people, the clock and the settings may do to complaints, in any order, at any time: what always holds."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain import complaints
from bot.domain.complaints import Report, absence, due, escalation, turns, upkeep
from bot.domain.complaints.ledger import ledger, shares
from bot.domain.desk import Desk, Outcome, Request, open_desk
from bot.errors import Refusal
from bot.store import complaints as rows
from bot.store import events
from bot.store.complaints import Complaint
from bot.store.times import from_store, to_store
from tests.company import EDITOR, ENGLISH, SALES, SECOND_SERVICE, SERVICE, TUESDAY, Time, ask, opened, settings

PEOPLE: Final = (SERVICE, SECOND_SERVICE, EDITOR, SALES, ENGLISH)
DEPARTMENTS: Final = ("weibo", "service", "sales")
# What may follow what, and staying where one is.
MOVES: Final = {
    ("", "new"),
    ("new", "claimed"),
    ("reopened", "claimed"),
    ("claimed", "waiting_customer"),
    ("replied", "waiting_customer"),
    ("waiting_customer", "claimed"),
    ("waiting_customer", "replied"),
    ("claimed", "replied"),
    ("claimed", "handed_over"),
    ("replied", "handed_over"),
    ("handed_over", "claimed"),
    ("handed_over", "replied"),
    ("claimed", "resolved"),
    ("replied", "resolved"),
    ("waiting_customer", "resolved"),
    ("resolved", "reopened"),
    # After a week the clock closes it; a customer may come back all the same.
    ("resolved", "closed"),
    ("closed", "reopened"),
    # Who is away gives back what they have not answered.
    ("claimed", "new"),
    ("claimed", "reopened"),
    # Into another case, and out of it again to where it was.
    *((state, "merged") for state in rows.OPEN),
    *(("merged", state) for state in rows.OPEN),
}
POLICIES: Final[tuple[dict[str, Any], ...]] = (
    {},
    {
        "hours": {"service": ["09:00-12:00", "13:00-18:00"], "service_days": "working"},
        "policy": {
            "complaint": {"department": {"sales": {"claim_minutes": 30, "days": "every", "service": ["10:00-16:00"]}}}
        },
    },
    {"policy": {"complaint": {"claim_minutes": 5, "severity": {"P0": {"resolve_hours": 2, "round_the_clock": False}}}}},
)
Step = Callable[[Desk, Request, str, str, str], Outcome]
STEPS: Final[dict[str, Step]] = {
    "claim": lambda desk, request, case, to, whom: complaints.claim(desk, request, case),
    "assign": lambda desk, request, case, to, whom: complaints.assign(desk, request, case, whom),
    "hand_over": lambda desk, request, case, to, whom: complaints.hand_over(desk, request, case, to),
    "accept": lambda desk, request, case, to, whom: complaints.accept(desk, request, case),
    "refuse": lambda desk, request, case, to, whom: complaints.refuse(desk, request, case, "不是我们的", to),
    "wait": lambda desk, request, case, to, whom: complaints.wait(desk, request, case),
    "order": lambda desk, request, case, to, whom: complaints.order(desk, request, case, "DD1"),
    "reply": lambda desk, request, case, to, whom: complaints.reply(desk, request, case, "今天补发"),
    "resolve": lambda desk, request, case, to, whom: complaints.resolve(desk, request, case, "补发一箱"),
    "reopen": lambda desk, request, case, to, whom: complaints.reopen(desk, request, case, "又来了"),
    "note": lambda desk, request, case, to, whom: complaints.note(desk, request, case, "记一下"),
    "unmerge": lambda desk, request, case, to, whom: complaints.unmerge(desk, request, case),
}
NEXT: Final = {
    "new": ("claim", "claim", "assign"),
    "reopened": ("claim", "assign"),
    "claimed": ("hand_over", "reply", "wait", "assign", "hand_over", "resolve"),
    "replied": ("hand_over", "resolve", "wait", "reply", "assign"),
    "waiting_customer": ("order", "reply", "resolve"),
    "handed_over": ("accept", "refuse", "accept", "hand_over"),
    "resolved": ("reopen",),
    "closed": ("reopen",),
    "merged": ("unmerge",),
}
people = st.sampled_from(PEOPLE)
which = st.integers(0, 2)


class Desks(RuleBasedStateMachine):
    """A desk that anything may happen to."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.time = Time(TUESDAY)
        self.desk: Desk
        self.changed = False

    @initialize(policy=st.sampled_from(POLICIES))
    def open(self, policy: dict[str, Any]) -> None:
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.desk = self.stack.enter_context(opened(folder / "g.db", self.time, **policy))
        upkeep.reckon_anew(self.desk, self.time.now)
        escalation.sweep(self.desk, self.time.now)
        self.log(EDITOR, "送来的酸奶是坏的", 0)

    def teardown(self) -> None:
        assert not hasattr(self, "desk") or events.verify(self.desk.store).broken is None
        self.stack.close()

    def cases(self) -> list[Complaint]:
        found = self.desk.store.all(f"SELECT {rows.COLUMNS} FROM complaints ORDER BY created_at, id")
        return [rows.of_row(row) for row in found]

    def case(self, number: int) -> Complaint:
        every = self.cases()
        return every[number % len(every)]

    def attempt(self, step: Any, *arguments: Any, by: str, **named: Any) -> None:
        """Do it, or be refused and change nothing."""
        before = self.cases(), self.desk.store.one("SELECT max(seq) AS n FROM events")
        try:
            step(self.desk, ask(self.desk, by), *arguments, **named)
        except Refusal:
            assert (self.cases(), self.desk.store.one("SELECT max(seq) AS n FROM events")) == before

    @rule(length=st.timedeltas(timedelta(), timedelta(minutes=20)), look=st.booleans())
    def a_while_passes(self, length: timedelta, look: bool) -> None:
        self.time.now += length
        if look:
            self.look()

    @rule(length=st.timedeltas(timedelta(hours=1), timedelta(days=9)))
    def the_bot_is_stopped_for_long(self, length: timedelta) -> None:
        self.time.now += length
        self.look()

    def look(self) -> None:
        absence.sweep(self.desk, self.time.now)
        escalation.sweep(self.desk, self.time.now)
        upkeep.close(self.desk, self.time.now)
        now = to_store(self.time.now)
        assert rows.to_escalate(self.desk.store, now, 1) == [], "what was due is escalated"

    @rule(by=people, words=st.sampled_from(("酸奶漏了", "孩子喝了住院了")), customer=st.integers(0, 1))
    def log(self, by: str, words: str, customer: int) -> None:
        self.attempt(complaints.log, Report(words=words, customer=f"顾客{customer}"), by=by)

    @rule(n=which, by=people, step=st.sampled_from(sorted(STEPS)), to=st.sampled_from(DEPARTMENTS), whom=people)
    def anybody_tries_anything(self, n: int, by: str, step: str, to: str, whom: str) -> None:
        self.attempt(STEPS[step], self.case(n).id, to, whom, by=by)

    @rule(n=which, pick=st.integers(0, 59))
    def it_goes_on(self, n: int, pick: int) -> None:
        self.go_on(n, pick)

    @rule(n=which, pick=st.integers(0, 59))
    def it_goes_on_again(self, n: int, pick: int) -> None:
        self.go_on(n, pick)

    @rule(n=which, pick=st.integers(0, 59))
    def it_goes_on_and_on(self, n: int, pick: int) -> None:
        self.go_on(n, pick)

    def go_on(self, n: int, pick: int) -> None:
        """A step that the state allows, by somebody who may."""
        case = self.case(n)
        steps = NEXT[case.state]
        step = steps[pick % len(steps)]
        by = case.holder or EDITOR
        if case.state in rows.UNCLAIMED:
            by = (SERVICE, SECOND_SERVICE, EDITOR)[pick % 3]
        elif case.state == "handed_over":
            by = {"weibo": EDITOR, "service": SERVICE, "sales": ENGLISH}[case.department]
        self.attempt(STEPS[step], case.id, DEPARTMENTS[pick % 3], PEOPLE[pick % 5], by=by)

    @rule(n=which, by=people, severity=st.sampled_from(("P0", "normal")))
    def sort(self, n: int, by: str, severity: str) -> None:
        self.attempt(complaints.sort, self.case(n).id, by=by, severity=severity)

    @rule(n=which, into=which, by=people)
    def merge(self, n: int, into: int, by: str) -> None:
        self.attempt(complaints.merge, self.case(n).id, self.case(into).id, by=by)

    @rule(n=which, by=people)
    def escalate(self, n: int, by: str) -> None:
        self.attempt(complaints.escalate, self.case(n).id, "顾客要曝光", by=by)

    @rule(n=which, length=st.timedeltas(timedelta(minutes=1), timedelta(days=3)))
    def go_away(self, n: int, length: timedelta) -> None:
        by = self.case(n).holder or SERVICE
        self.attempt(absence.leave, None, self.time.now + length, by=by)
        if length > absence.GRACE:
            self.time.now += absence.GRACE
            self.look()

    @rule(by=people)
    def come_back(self, by: str) -> None:
        self.attempt(absence.come_back, by=by)

    @precondition(lambda self: not self.changed)
    @rule(policy=st.sampled_from(POLICIES))
    def the_settings_change(self, policy: dict[str, Any]) -> None:
        self.changed = True
        other = open_desk(settings(**policy), self.desk.store, self.time)
        self.desk = replace(other, directory=self.desk.directory)
        upkeep.reckon_anew(self.desk, self.time.now)

    @invariant()
    def what_always_holds(self) -> None:
        if not hasattr(self, "desk"):
            return
        self.words_are_found_where_the_cases_are()
        for case in self.cases():
            history = events.history(self.desk.store, case.id)
            self.states_are_those_of_the_product(case, history)
            self.the_record_alone_tells_whose_time_it_was(case, history)
            self.the_ledger_adds_up(case)
            self.due_times_follow_from_the_record(case, history)
            self.no_more_than_one_holder(case)
            self.each_escalation_comes_once(history)

    def words_are_found_where_the_cases_are(self) -> None:
        for index, is_done in (("open", False), ("resolved", True)):
            found = self.desk.store.all(f"SELECT rowid FROM complaints_{index}_words ORDER BY rowid")
            # A merged one is found in the case that it went into.
            alone = [case for case in self.cases() if case.state != "merged"]
            there = [case.id for case in alone if (case.state in due.ENDED) == is_done]
            assert {f"C-{row['rowid']}" for row in found} == set(there)

    def states_are_those_of_the_product(self, case: Complaint, history: list[events.Event]) -> None:
        for event in history:
            assert event.from_state == event.to_state or (event.from_state, event.to_state) in MOVES, event
        assert history[-1].to_state == case.state

    def the_record_alone_tells_whose_time_it_was(self, case: Complaint, history: list[events.Event]) -> None:
        assert turns.stretches(self.desk.store, case) == list(ledger(history))

    def the_ledger_adds_up(self, case: Complaint) -> None:
        spent = turns.timeline(self.desk, self.desk.store, case, self.time.now)
        end = case.resolved_at if case.state in due.ENDED else to_store(self.time.now)
        life = _second(end) - _second(case.created_at)
        assert sum(one.elapsed for one in spent) == life.total_seconds()
        assert all(0 <= one.over <= one.service <= one.elapsed for one in spent)
        for before, after in pairwise(spent):
            assert before.ended_at == after.started_at
        summed = shares(spent)
        assert sum(one.elapsed for one in summed) == life.total_seconds()
        assert sum(one.service for one in summed) == sum(one.service for one in spent)
        usual = self.desk.settings.policy.complaint.department == {} and not self.changed
        if usual and all(one.severity == "normal" for one in spent):
            counted = self.desk.service.elapsed(_second(case.created_at), _second(end))
            assert sum(one.service for one in spent) == counted.total_seconds()

    def due_times_follow_from_the_record(self, case: Complaint, history: list[events.Event]) -> None:
        found = due.clocks(self.desk.policies, ledger(history))
        reckoned = [to_store(clock.at()) for clock in (found.claim, found.reply, found.resolve)]
        # What is over keeps the times it had, and what is merged keeps them until it is taken apart again.
        if not (self.changed and case.state in (*due.ENDED, "merged")):
            assert [case.claim_due, case.reply_due, case.resolve_due] == reckoned
        running = found.running
        assert case.next_due == (to_store(running.at()) if running else "")
        assert (running is None) == (case.state in (*due.PAUSED, *due.ENDED))
        if running:
            assert case.clock == running.key
            steps = turns.STEPS
            later = to_store(running.at(steps[case.escalated])) if case.escalated < len(steps) else ""
            assert case.escalate_at == later
        # What is to be escalated is looked for among what is overdue.
        assert not case.escalate_at or "" < case.next_due <= case.escalate_at

    def no_more_than_one_holder(self, case: Complaint) -> None:
        if case.state == "new":
            assert case.holder == ""
        elif case.state not in ("reopened", "merged"):
            assert case.holder in PEOPLE
        assert turns.running(case).person == ("" if case.state == "handed_over" else case.holder)

    def each_escalation_comes_once(self, history: list[events.Event]) -> None:
        levels: dict[str, int] = {}
        for event in history:
            if event.action == "escalate":
                clock, level = str(event.data["clock"]), int(str(event.data["level"]))
                assert level > levels.get(clock, 0), event
                levels[clock] = level


def _second(stored: str) -> datetime:
    return from_store(stored).replace(microsecond=0)


Desks.TestCase.settings = hypothesis_settings(
    max_examples=40, stateful_step_count=40, suppress_health_check=list(HealthCheck)
)
TestDesks = Desks.TestCase
