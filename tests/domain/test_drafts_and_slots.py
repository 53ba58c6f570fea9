"""Drafts and slots together: whatever people, files and the clock try, nothing goes out that is not approved as it stands,
and never two posts within the gap or more than the policy in a day."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain import (
    draft_dispute,
    draft_hold,
    draft_post,
    draft_review,
    draft_schedule,
    drafts,
    figures,
    posting,
    slot_clock,
    slot_moves,
)
from bot.domain.desk import Outcome, Request
from bot.domain.draft_sheet import Sheet
from bot.domain.draft_steps import show
from bot.domain.posting import Wish
from bot.errors import Refusal, TakenTime, WrongState
from bot.store import drafts as draft_rows
from bot.store import events
from bot.store import slots as slot_rows
from bot.store.times import from_store, to_store
from tests.company import EDITOR, LEADER, LEGAL, REVIEWER, SALES, TUESDAY, Time, ask, opened
from tests.domain.test_drafts import CALM, post_link

ACTORS = st.sampled_from((SALES, EDITOR, REVIEWER, LEGAL, LEADER))
KINDS = st.sampled_from(("brand", "promotion", "lottery"))
# Close to each other, so that they get into each other's way; two days, of which one is a memorial day.
TIMES = st.sampled_from((-10, 0, 5, 20, 35, 60, 75, 120, 300, 750, 1_300, 1_440, 2_100)).map(
    lambda minutes: timedelta(minutes=minutes)
)
CASES = st.integers(0, 2)
# 12 December 10:00 in Shanghai: the next day nothing is promoted.
START = TUESDAY + timedelta(days=18)
GAP, MOST = 30, 12


class DraftsAndSlots(RuleBasedStateMachine):
    """What happens to a few drafts and slots in any order, each step by anybody."""

    @initialize()
    def begin(self) -> None:
        self.closing = ExitStack()
        folder = self.closing.enter_context(tempfile.TemporaryDirectory())
        self.time = Time(START)
        self.desk = self.closing.enter_context(opened(Path(folder) / "g.db", self.time))
        self.posts = 0
        self.known: dict[str, str] = {}

    def teardown(self) -> None:
        self.closing.close()

    def case(self, number: int) -> str:
        return f"D-{number + 1}"

    def attempt(self, step: Callable[[Request], Outcome], actor: str) -> None:
        try:
            step(ask(self.desk, actor))
        except TakenTime as taken:
            self.must_name_its_rule(taken)
        except Refusal as refusal:
            assert str(refusal.said)

    def attempt_time(self, step: Callable[[Request, datetime], Outcome], actor: str, after: timedelta) -> None:
        """A refusal names its rule, and whichever time it offers is taken."""
        try:
            step(ask(self.desk, actor), self.time.now + after)
        except TakenTime as taken:
            self.must_name_its_rule(taken)
            assert taken.times
            self.take(step, actor, from_store(taken.times[int(after.total_seconds()) % len(taken.times)]))
        except Refusal as refusal:
            assert str(refusal.said)

    def take(self, step: Callable[[Request, datetime], Outcome], actor: str, free: datetime) -> None:
        try:
            step(ask(self.desk, actor), free)
        except WrongState as refusal:
            # The calendar offers what is free; on some days the words themselves must not go out.
            assert "当天不宜促销" in str(refusal.said)

    def must_name_its_rule(self, taken: TakenTime) -> None:
        assert taken.rule in ("past", "far", "quiet", "memorial", "hold", "gap", "full")
        for time in taken.times:
            assert f"{from_store(time).astimezone(self.desk.zone):%H:%M}" in str(taken)

    @rule(
        text=st.sampled_from((CALM, "转发抽3位送鲜奶", "凌晨四点的牧场")), kind=KINDS, after=TIMES, timed=st.booleans()
    )
    def submit(self, text: str, kind: str, after: timedelta, timed: bool) -> None:
        sheet = Sheet(text, kind=kind, wanted_at=self.time.now + after if timed else None)
        self.attempt(lambda request: drafts.submit(self.desk, request, sheet), SALES)

    @rule(number=CASES, actor=ACTORS, text=st.sampled_from((CALM, "改过的话", "又改过的话")), kind=KINDS, after=TIMES)
    def revise(self, number: int, actor: str, text: str, kind: str, after: timedelta) -> None:
        sheet = Sheet(text, kind=kind, department="sales", wanted_at=self.time.now + after)
        self.attempt(lambda request: drafts.revise(self.desk, request, self.case(number), None, sheet), actor)

    @rule(number=CASES, actor=st.sampled_from((REVIEWER, EDITOR, LEGAL, LEADER, SALES)))
    def approve(self, number: int, actor: str) -> None:
        self.attempt(lambda request: draft_review.approve(self.desk, request, self.case(number)), actor)

    @rule(text=st.sampled_from((CALM, "转发抽3位送鲜奶")), kind=KINDS, after=TIMES, then=TIMES, actor=ACTORS)
    def a_draft_is_approved_and_moved(
        self, text: str, kind: str, after: timedelta, then: timedelta, actor: str
    ) -> None:
        self.submit(text, kind, after, True)
        for number in range(3):
            self.approved_by_all(number)
        self.schedule(0, actor, then)

    @rule(number=CASES)
    def approved_by_all(self, number: int) -> None:
        for reviewer in (REVIEWER, LEGAL):
            self.attempt(lambda request: draft_review.approve(self.desk, request, self.case(number)), reviewer)

    @rule(number=CASES, actor=ACTORS, after=TIMES)
    def moved(self, number: int, actor: str, after: timedelta) -> None:
        self.schedule(number, actor, after)

    def schedule(self, number: int, actor: str, after: timedelta) -> None:
        case = self.case(number)
        self.attempt_time(lambda request, at: draft_schedule.schedule(self.desk, request, case, at), actor, after)

    @rule(number=CASES, actor=ACTORS, now=st.booleans())
    def schedule_soon(self, number: int, actor: str, now: bool) -> None:
        case = self.case(number)
        self.attempt(lambda request: draft_schedule.schedule(self.desk, request, case, "now" if now else "next"), actor)

    @rule(number=CASES)
    def publish(self, number: int) -> None:
        case, link = self.case(number), post_link(self.posts)
        self.posts += 1

        def step(request: Request) -> Outcome:
            draft = show(self.desk.store, case)
            slot = slot_rows.of_draft(self.desk.store, case)
            outcome = draft_post.published(self.desk, request, case, link)
            self.must_be_approved(case, slot.at if slot else to_store(posting.whole_minute(request.at)))
            assert draft.state in ("approved", "scheduled")
            return outcome

        self.attempt(step, EDITOR)

    @rule(number=CASES, actor=ACTORS, step=st.sampled_from(("return", "hold", "release", "withdraw", "reject", "drop")))
    def decide(self, number: int, actor: str, step: str) -> None:
        case = self.case(number)
        steps: dict[str, Callable[[Request], Outcome]] = {
            "return": lambda request: draft_review.send_back(self.desk, request, case, "再改"),
            "hold": lambda request: draft_hold.hold(self.desk, request, case, "等等"),
            "release": lambda request: draft_hold.release(self.desk, request, case),
            "withdraw": lambda request: draft_review.withdraw(self.desk, request, case),
            "reject": lambda request: draft_review.reject(self.desk, request, case, "不行"),
            "drop": lambda request: draft_review.drop(self.desk, request, case),
        }
        self.attempt(steps[step], actor)

    @rule(number=CASES, actor=ACTORS, step=st.sampled_from(("accept", "argue", "escalate", "go_on", "figures")))
    def say(self, number: int, actor: str, step: str) -> None:
        case = self.case(number)
        told = figures.Told(100, 1, 1, 1)
        steps: dict[str, Callable[[Request], Outcome]] = {
            "accept": lambda request: draft_dispute.accept(self.desk, request, case),
            "argue": lambda request: draft_dispute.argue(self.desk, request, case, "有依据"),
            "escalate": lambda request: draft_dispute.escalate(self.desk, request, case, LEADER, "请定"),
            "go_on": lambda request: draft_hold.go_on(self.desk, request, case),
            "figures": lambda request: figures.put(self.desk, request, case, told),
        }
        self.attempt(steps[step], actor)

    @rule(after=st.lists(TIMES, max_size=4))
    def plan(self, after: list[timedelta]) -> None:
        request = ask(self.desk, EDITOR)
        with self.desk.store.transaction() as tx:
            wishes = [Wish("launch", self.time.now + each) for each in after]
            for placed in posting.plan(tx, self.desk, request, None, wishes):
                assert (placed.slot is None) == (placed.broken is not None)

    @rule(number=st.integers(1, 8), after=TIMES, drop=st.booleans())
    def move_slot(self, number: int, after: timedelta, drop: bool) -> None:
        slot = f"S-{number}"
        if drop:
            self.attempt(lambda request: slot_moves.give_up(self.desk, request, slot), EDITOR)
        else:
            self.attempt_time(lambda request, at: slot_moves.move(self.desk, request, slot, at), EDITOR, after)

    @rule(number=st.integers(1, 8), kind=KINDS)
    def write_for_slot(self, number: int, kind: str) -> None:
        sheet = Sheet("为时段写的稿", kind=kind, slot=f"S-{number}")
        self.attempt(lambda request: drafts.submit(self.desk, request, sheet), SALES)

    @rule(minutes=st.sampled_from((1, 5, 15, 30, 60, 130, 600)))
    def time_passes(self, minutes: int) -> None:
        self.time.forward(minutes=minutes)
        slot_clock.look(self.desk, self.time.now)

    @rule(hours=st.integers(1, 5))
    def promotions_are_held(self, hours: int) -> None:
        since, until = self.time.now, self.time.now + timedelta(hours=hours)
        with self.desk.store.transaction() as tx:
            slot_rows.hold(
                tx,
                {"case_id": "X-1", "reason": "x", "since": to_store(since), "until": to_store(until), "held_by": ""},
            )

    @invariant()
    def no_two_posts_within_the_gap_and_no_more_than_the_policy_in_a_day(self) -> None:
        if not hasattr(self, "desk"):
            return
        counted = slot_rows.between(self.desk.store, "2020", "2099")
        times = [from_store(slot.at) for slot in counted]
        assert all(later - earlier >= timedelta(minutes=GAP) for earlier, later in pairwise(times))
        days = [at.astimezone(self.desk.zone).date() for at in times]
        assert all(days.count(day) <= MOST for day in days)

    @invariant()
    def what_is_scheduled_or_out_was_approved_as_it_stands(self) -> None:
        if not hasattr(self, "desk"):
            return
        for number in range(8):
            draft = draft_rows.draft(self.desk.store, f"D-{number + 1}")
            if draft is None:
                return
            slot = slot_rows.of_draft(self.desk.store, draft.id)
            self.its_slot_tells_the_same(draft, slot)
            if draft.state in ("scheduled", "published"):
                assert slot is not None
                self.must_be_approved(draft.id, slot.at)
            # Whatever came out of on_hold, it was not a post.
            assert not (self.known.get(draft.id) == "on_hold" and draft.state == "published")
            self.known[draft.id] = draft.state

    def must_be_approved(self, case: str, at: str) -> None:
        """By the record alone: whoever it needs agreed to this very revision, for this time or for any."""
        draft = show(self.desk.store, case)
        given = [event for event in events.history(self.desk.store, case) if event.action == "approve"]
        roles = ["reviewer"]
        if draft.kind == "lottery" or "抽" in draft.text:
            roles.append("legal")
        for role in roles:
            mine = [event for event in given if role in str(event.data["as"])]
            assert mine, f"no {role} agreed"
            last = mine[-1]
            assert last.data["revision"] == draft.revision, "something was changed after it was agreed to"
            assert last.actor not in (draft.author, draft.latest.author)
            assert draft.latest.wanted_at in ("", at) or last.at >= draft.latest.wanted_at

    def its_slot_tells_the_same(self, draft: draft_rows.Draft, slot: slot_rows.Slot | None) -> None:
        states: dict[str, tuple[str, ...]] = {
            "in_review": ("held",),
            "changes_requested": ("held",),
            "approved": ("missed",),
            "scheduled": ("filled",),
            "published": ("published",),
            "on_hold": ("held",),
        }
        if slot is None:
            assert draft.state not in ("scheduled", "published")
            assert draft.state == "published" or not draft.wanted_at
            return
        assert slot.state in states[draft.state], (draft.state, slot.state)
        assert draft.state == "published" or draft.wanted_at == slot.at


TestDraftsAndSlots = DraftsAndSlots.TestCase
TestDraftsAndSlots.settings = hypothesis_settings(max_examples=60, stateful_step_count=20, deadline=None)


def test_the_machine_can_get_a_post_out() -> None:
    """Of what the machine may do, a post comes about: it is no test of nothing."""
    machine = DraftsAndSlots()
    machine.begin()
    try:
        machine.submit(CALM, "promotion", timedelta(hours=2), True)
        machine.approved_by_all(0)
        assert show(machine.desk.store, "D-1").state == "scheduled"
        machine.time_passes(130)
        machine.publish(0)
        assert show(machine.desk.store, "D-1").state == "published"
        machine.what_is_scheduled_or_out_was_approved_as_it_stands()
    finally:
        machine.teardown()
