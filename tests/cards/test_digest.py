"""The digest drawn: whatever stands in the cases, one message that the chat takes, in which only leaders are rung."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.cards import home
from bot.cards.blocks import MESSAGE, written
from bot.cards.digests import desk as cards
from bot.cards.plain import as_text
from bot.domain.digests import DeskDigest
from bot.domain.home import MyDesk
from bot.store.campaigns import Campaign, Details
from bot.store.drafts import Draft, Revision
from bot.store.reports import KeptReport
from bot.workspace.walls import check_message, check_view
from tests.chat import said
from tests.company import LEADER
from tests.examples import CASE, paper, texts, whole
from tests.rings import rings

STAMP = "2026-11-24T02:00:00.000000Z"
DAY = date(2026, 11, 24)
COUNTS = {"open": 3, "unclaimed": 2, "overdue": 1, "waiting": 0}
CAMPAIGN = Campaign(
    id="N-1",
    state="accepted",
    version=1,
    title="鲜奶节",
    department="sales",
    contact="U1",
    promotion_from="2026-11-25",
    first_day="2026-11-26",
    last_day="2026-11-30",
    lead_days=5,
    light="in_time",
    guessed_years=(),
    owner="U1",
    submitted_at=STAMP,
    accept_due=STAMP,
    accepted_at=STAMP,
    reason="",
    created_at=STAMP,
    changed_at=STAMP,
    details=Details(what="买二赠一", leaders=(LEADER,)),
)
DRAFT = Draft(
    id="D-7",
    state="in_review",
    version=1,
    department="sales",
    author="U1",
    kind="brand",
    campaign_id=None,
    revision=1,
    wanted_at=STAMP,
    needs_legal=False,
    reviewed_by="",
    reviewed_at="",
    reviewed_fingerprint="",
    legal_by="",
    legal_at="",
    legal_fingerprint="",
    override_by="",
    override_reason="",
    override_revision=0,
    override_blocks=(),
    returned_by="",
    reason="",
    url="",
    published_at="",
    created_at=STAMP,
    changed_at=STAMP,
    latest=Revision(1, "牧场的早上好", "", 0, "", STAMP, "", "U1", STAMP, "f", KeptReport()),
)
QUIET = DeskDigest(
    day=DAY,
    posts=(),
    waiting=(),
    waiting_count=0,
    complaints=(),
    counts=dict.fromkeys(COUNTS, 0),
    starting=(),
    unanswered=(),
    unanswered_count=0,
)


def draft(text: str) -> Draft:
    return replace(DRAFT, latest=replace(DRAFT.latest, text=text))


DRAFTS = texts(2_000).map(draft)
CASES = texts(3_000).map(lambda text: replace(CASE, words=text, holder="U1", state="claimed", claimed_at=STAMP))
CAMPAIGNS = texts(60).map(lambda text: replace(CAMPAIGN, title=text))
DIGESTS = st.builds(
    lambda posts, waiting, complaints, starting, unanswered, announced: replace(
        QUIET,
        posts=tuple(posts),
        waiting=tuple(waiting),
        waiting_count=10**6,
        complaints=tuple(complaints),
        counts=dict.fromkeys(COUNTS, 10**6),
        starting=tuple(starting),
        unanswered=tuple(unanswered),
        unanswered_count=10**6,
        announced=announced,
    ),
    st.lists(DRAFTS, max_size=30),
    st.lists(DRAFTS, max_size=5),
    st.lists(CASES, max_size=5),
    st.lists(CAMPAIGNS, max_size=30),
    st.lists(CAMPAIGNS, max_size=5),
    st.booleans(),
)


@hypothesis_settings(max_examples=80, deadline=None)
@given(digest=DIGESTS, name=texts(80), language=st.sampled_from(["zh", "en"]), late=st.booleans())
def test_any_digest_is_one_message_that_rings_only_leaders(
    digest: DeskDigest, name: str, language: str, late: bool
) -> None:
    on = paper(language, name)
    drawn = cards.draw(digest, on, late=late)
    check_message(drawn.text, drawn.blocks)
    assert written(drawn.blocks) <= MESSAGE
    assert set(rings(whole(drawn))) <= {f"<@{LEADER}>"}
    look = cards.preview(digest, on)
    check_message(look.text, look.blocks)
    assert rings(whole(look)) == []
    assert as_text(drawn)


@hypothesis_settings(max_examples=60, deadline=None)
@given(
    cases=st.lists(CASES, max_size=8),
    drafts=st.lists(DRAFTS, max_size=8),
    notices=st.lists(CAMPAIGNS, max_size=8),
    name=texts(80),
)
def test_any_home_is_within_the_walls_and_rings_nobody(
    cases: list[Any], drafts: list[Draft], notices: list[Campaign], name: str
) -> None:
    mine = MyDesk(
        tuple(cases),
        tuple(cases),
        tuple(drafts),
        tuple(notices),
        tuple(drafts),
        tuple(notices),
        date(2026, 11, 24),
        (),
        True,
    )
    view = home.view(mine, paper("zh", name))
    check_view(view, kinds=("home",))
    assert rings(view) == []


def test_the_digest_rings_the_leaders_and_a_look_at_it_does_not() -> None:
    digest = replace(QUIET, starting=(CAMPAIGN,))
    assert rings(whole(cards.draw(digest, paper()))) == [f"<@{LEADER}>"]
    assert rings(whole(cards.draw(digest, paper(), ring=False))) == []


def test_late_says_so() -> None:
    assert "补发" in said(whole(cards.draw(QUIET, paper(), late=True)))
    assert "补发" not in said(whole(cards.draw(QUIET, paper())))


def test_each_part_names_its_cases_and_the_numbers_count_all() -> None:
    digest = replace(
        QUIET,
        posts=(DRAFT,),
        waiting=(DRAFT,),
        waiting_count=12,
        complaints=(CASE,),
        counts=COUNTS,
        starting=(CAMPAIGN,) * 11,
        unanswered=(CAMPAIGN,),
        unanswered_count=9,
    )
    shown = said(whole(cards.draw(digest, paper())))
    for part in (
        "官微日报 11-24 周二",
        "*今天要发*（1）\n10:00 *D-7* 牧场的早上好",
        "*等待审稿*（12，最早的在前）",
        "*投诉*：未办结 3，待认领 2，超时 1，等顾客 0",
        "*活动通知等待受理*（9）",
        "*近七天的活动*（11）",
    ):
        assert part in shown


def test_in_a_terminal_there_is_no_markup() -> None:
    case = replace(CASE, words="*粗* `码` <b> & 完")
    shown = as_text(cards.draw(replace(QUIET, complaints=(case,), counts=COUNTS), paper()))
    assert "粗 码 <b> & 完" in shown
    assert "*" not in shown
