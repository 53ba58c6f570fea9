"""Lines drawn: any kind of case in one line, with the button that moves it on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from bot.cards.lines import Called, Case, Line, Step, row, said
from bot.store.rallies import Tally
from bot.store.slots import Taken
from bot.workspace.walls import check_message
from tests.company import LEADER
from tests.examples import CAMPAIGN, CASE, DRAFT, RALLY, SLOT, paper, texts
from tests.rings import rings

PLANNED = Taken(SLOT, "", 0, "", "鲜奶节")
CALLED = Called(RALLY, Tally(joined=3, reposts=2))
ENDED = replace(CAMPAIGN, state="ended", asked=3)


@pytest.mark.parametrize(
    ("case", "step", "words", "label", "action", "value"),
    [
        (CASE, "claim", "*C-31* 送来的酸奶是坏的 — 10:15 前认领", "认领", "complaint.claim", "C-31"),
        (CASE._replace(state="handed_over"), "take", "*C-31*", "接单", "complaint.accept", "C-31"),
        (CASE, "show", "*C-31*", "查看", "case.show", "C-31"),
        (replace(CAMPAIGN, state="submitted"), "accept", "*N-1* 鲜奶节", "受理", "campaign.accept", "N-1:1"),
        (CAMPAIGN, "plan", "*N-1* 鲜奶节 — 11-26 周四 开始", "发布计划", "campaign.plan", "N-1"),
        (ENDED, "result", "11-30 周一 结束，等 何静（sales）填写结果", "填写活动结果", "campaign.result", "N-1"),
        (DRAFT, "review", "*D-7* 牧场的早上好 — 何静 · 10:00 提交 · 10:00 发", "审稿", "case.show", "D-7"),
        (replace(DRAFT, state="approved", wanted_at=""), "schedule", "已通过，还没有定时间", "排期", "draft.schedule", "D-7:1"),
        (replace(DRAFT, state="changes_requested", returned_by="U1"), "revise", "何静 退回，等作者修改", "修改", "draft.revise", "D-7:1"),
        (PLANNED, "write", "*11:00* 待写 · N-1 鲜奶节 预告", "写稿", "slot.write", "S-3"),
        (CALLED, "join", "*R-4* 冬至热牛奶 — 到 11-26 10:00 为止 · 参加 3 人", "我来参加", "rally.join", "R-4"),
    ],
)  # fmt: skip
def test_a_line_says_what_it_is_about_and_has_the_button_of_its_step(
    case: Case, step: Step, words: str, label: str, action: str, value: str
) -> None:
    drawn = row(Line(case, step), paper())
    pressed = drawn["accessory"]
    assert words in said(Line(case, step), paper())
    assert isinstance(pressed, dict)
    assert (pressed["text"]["text"], pressed["action_id"], pressed["value"]) == (label, action, value)


@pytest.mark.parametrize(
    ("case", "step", "words"),
    [
        (replace(DRAFT, state="changes_requested", returned_by="U2"), "revise", "*D-7* 牧场的早上好 — 何静 退回，等您修改"),
        (ENDED, "result", "*N-1* 鲜奶节 — 11-30 周一 结束，等您填写结果"),
        (replace(CAMPAIGN, state="returned"), "edit", "已退回，等您修改"),
        (CASE._replace(state="claimed", holder="U1"), "reply", "*C-31* 送来的酸奶是坏的 — 您 · 10:15 前回复"),
    ],
)  # fmt: skip
def test_to_whom_it_waits_for_it_says_so(case: Case, step: Step, words: str) -> None:
    assert words in said(Line(case, step), replace(paper(), reader="U1"))
    assert "您" not in said(Line(case, step), replace(paper(), reader="U9"))


def test_only_who_is_asked_to_is_rung_and_only_when_it_is_meant() -> None:
    asked = Line(CAMPAIGN, "plan")
    assert rings(row(asked, paper(), ring=True)) == [f"<@{LEADER}>"]
    assert rings(row(asked, paper())) == []


@hypothesis_settings(max_examples=60, deadline=None)
@given(text=texts(3_000), name=texts(80))
def test_whatever_people_wrote_a_line_is_within_the_walls_and_rings_nobody(text: str, name: str) -> None:
    title = text[:60] or "无"
    cases: tuple[tuple[Case, Step], ...] = (
        (CASE._replace(words=text), "claim"),
        (replace(CAMPAIGN, title=title, state="submitted"), "accept"),
        (replace(CAMPAIGN, title=title), "plan"),
        (replace(ENDED, title=title), "result"),
        (replace(DRAFT, latest=replace(DRAFT.latest, text=text)), "review"),
        (replace(PLANNED, title=title, text=text), "write"),
        (Called(replace(RALLY, title=title[:40]), Tally()), "join"),
    )
    for language in ("zh", "en"):
        blocks = [row(Line(case, step), paper(language, name)) for case, step in cases]
        check_message("行", blocks)
        assert rings(blocks) == []
