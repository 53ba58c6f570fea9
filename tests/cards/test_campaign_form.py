"""The forms of a notice: whatever was kept of them before, they open within the chat's walls in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import campaign_form as forms
from bot.cards.campaign_plan import accept_form, plan_form
from bot.cards.paper import Paper
from bot.domain.campaigns.clashes import Clashes
from bot.domain.campaigns.planning import Plan, Proposed
from bot.domain.notice import wrong_days
from bot.domain.notice_forms import Days
from bot.store.campaigns import ASKS
from bot.text.words import phrase, words
from bot.workspace.walls import check_view
from tests.domain.test_campaign_plan import campaign

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
PAPERS = [
    Paper(words(language), ZoneInfo("Asia/Shanghai"), lambda user: user, lambda key: key, NOW)
    for language in ("zh", "en")
]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
long_texts = st.builds(lambda text, times: text * times, texts, st.integers(1, 80))
typed_values = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("title", "what", "where", "offer", "codes", "budget", "prizes", "questions"), long_texts),
        "department": st.sampled_from(["sales", "gone", ""]),
        **{name: st.sampled_from(["", "2026-12-03", "2020-01-01"]) for name in ("promotion", "first_day", "last_day")},
        "asks": st.lists(st.sampled_from([*ASKS, "gone"]), max_size=6),
        "leaders": st.lists(st.sampled_from(["U0LEADER", "U0OTHER"]), max_size=2, unique=True),
    },
)


@given(typed_values, st.sampled_from(PAPERS))
def test_what_was_kept_of_a_form_opens_again_whatever_it_is(typed: dict[str, Any], paper: Paper) -> None:
    chosen = {name: date.fromisoformat(typed[name]) for name in ("promotion", "last_day") if typed.get(name)}
    days = Days(None, tuple(wrong_days(chosen, date(2026, 11, 24))))
    departments = {"sales": "长" * 90, "service": "客服部"}
    for view in (
        forms.essentials(paper, departments, typed, days, carried="t"),
        forms.essentials(paper, departments, typed, days, carried="t:1 N-1", case_id="N-12345"),
        forms.rest(paper, typed, carried="t"),
        forms.choice(paper, typed, "2026-11-24T02:00:00.000000Z", carried="t"),
    ):
        check_view(view, kinds=("modal",))


@pytest.mark.parametrize("paper", PAPERS, ids=["zh", "en"])
def test_the_fullest_form_of_acceptance_fits(paper: Paper) -> None:
    case = campaign(date(2026, 12, 1), date(2026, 12, 10), date(2026, 12, 20), asks=ASKS)
    asks = ("teaser", "repost", "reminder", "launch", "midway", "last_call", "winners")
    rows = tuple(Proposed(ask, NOW, phrase("这个时间已经过了。")) for ask in asks)
    plan = Plan(rows, left_out=tuple((ask, phrase("宣传从活动第一天才开始。")) for ask in asks))
    editors = [f"U0{n:08}" for n in range(120)]
    found = Clashes((case,) * 30, ((date(2026, 12, 13), "<" * 80),) * 30, (date(2026, 12, 12),) * 30, tuple(editors))
    check_view(accept_form(case, editors, editors[0], found, plan, paper, carried="N-12345:123"), kinds=("modal",))
    check_view(plan_form(case, plan, paper), kinds=("modal",))
    check_view(plan_form(case, Plan(()), paper), kinds=("modal",))
