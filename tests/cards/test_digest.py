"""The digests drawn: whatever stands in the cases and however many there are, one message that the chat takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.cards.blocks import MESSAGE, written
from bot.cards.digests import DRAWN, desk, listed
from bot.cards.digests.beneath import beneath
from bot.cards.digests.fold import MOST, Lines, ListName, shares
from bot.cards.lines import Called, Case, Line, Step
from bot.cards.message import Message
from bot.cards.plain import as_text
from bot.domain.digests.department import DepartmentDigest
from bot.domain.digests.desk import DeskDigest
from bot.domain.digests.leaders import LeadersDigest
from bot.domain.digests.personal import PersonalDigest
from bot.store.campaigns import Campaign
from bot.store.day_figures import Came, Resolved
from bot.store.drafts import Draft
from bot.store.rallies import Tally
from bot.store.slots import Hold, Taken
from bot.workspace.walls import check_message
from tests.chat import said
from tests.company import LEADER
from tests.examples import CAMPAIGN, CASE, DRAFT, RALLY, SLOT, STAMP, paper, texts, whole
from tests.rings import rings

DAY = date(2026, 11, 24)
COUNTS = {"open": 3, "unclaimed": 2, "overdue": 1, "waiting": 0}
HOLD = Hold(1, "", "门店有人受伤，先查清楚", STAMP, "2026-11-25T02:00:00.000000Z", "U1")
QUIET = DeskDigest(day=DAY, counts=COUNTS)
GREAT = 10**6


def lines(name: ListName, *cases: Case, step: Step = "show", total: int | None = None, of: str = "") -> Lines:
    return Lines(name, tuple(Line(case, step) for case in cases), len(cases) if total is None else total, of)


def draft(text: str) -> Draft:
    return replace(DRAFT, latest=replace(DRAFT.latest, text=text))


def of(case: Case, text: str) -> Case:
    """The case with ``text`` in it, as much of it as it may hold."""
    match case:
        case Campaign():
            return replace(case, title=text[:60])
        case Draft():
            return replace(case, latest=replace(case.latest, text=text))
        case Taken():
            return replace(case, text=text, title=text[:60])
        case Called():
            return replace(case, rally=replace(case.rally, title=text[:40]))
        case _:
            return case._replace(words=text)


CASES: dict[ListName, tuple[Case, Step]] = {
    "complaints": (CASE._replace(holder="U1", state="claimed", severity="P0"), "show"),
    "handed": (CASE._replace(state="handed_over"), "show"),
    "notices": (replace(CAMPAIGN, state="submitted", light="urgent"), "accept"),
    "returned": (replace(CAMPAIGN, state="returned"), "edit"),
    "results": (replace(CAMPAIGN, state="ended", asked=3), "result"),
    "starting": (CAMPAIGN, "plan"),
    "review": (DRAFT, "review"),
    "revise": (replace(DRAFT, state="changes_requested", returned_by="U1"), "revise"),
    "approved": (replace(DRAFT, state="approved"), "show"),
    "gaps": (Taken(SLOT, "", 0, "", "鲜奶节"), "write"),
    "rallies": (Called(RALLY, Tally(3, 2, 1, 5)), "join"),
    "asks": (DRAFT, "review"),
    "waits": (CASE, "claim"),
    "awaited": (replace(CAMPAIGN, state="submitted"), "show"),
    "coming": (CAMPAIGN, "plan"),
}


@st.composite
def parts(draw: st.DrawFn, *names: ListName, of_whom: str = "") -> tuple[Lines, ...]:
    """Lists of some of the names, each with up to ten lines of whatever people wrote, and with many more behind them."""
    found = []
    for name in names:
        n, text = draw(st.integers(0, MOST)), draw(texts(3_000))
        if n:
            case, step = CASES[name]
            shown = tuple(Line(of(case, text), step) for _ in range(n))
            found.append(Lines(name, shown, n + draw(st.sampled_from([0, 1, GREAT])), of_whom))
    return tuple(found)


def taken(text: str, n: int) -> tuple[Taken, ...]:
    return tuple(Taken(SLOT, text, 1, "in_review", text[:60]) for _ in range(n))


DESK = st.builds(
    lambda parts, text, posts, held, announced: DeskDigest(
        day=DAY,
        posts=taken(text, posts),
        hold=replace(HOLD, reason=text) if held else None,
        counts=dict.fromkeys(COUNTS, GREAT),
        parts=parts,
        announced=announced,
    ),
    parts("complaints", "notices", "gaps", "review", "approved", "results", "rallies", "starting"),
    texts(500),
    st.integers(0, 40),
    st.booleans(),
    st.booleans(),
)
DEPARTMENT = st.builds(
    lambda owed, awaited: DepartmentDigest(DAY, "sales", owed, awaited),
    parts("complaints", "returned", "revise", "results", of_whom="sales"),
    parts("handed", "notices", "review", of_whom="sales"),
)
LEADERS = st.builds(
    lambda asks, text, n: LeadersDigest(
        DAY,
        published=n,
        missed=n,
        ahead=n,
        came=Came(n, n, (("quality", n), (text, n), ("<!here>", n), ("price", n))),
        resolved=Resolved(n, n),
        open=n,
        overdue=n,
        voice=CASE._replace(words=text) if n else None,
        notices=n,
        late=n,
        begun=(replace(CAMPAIGN, title=text[:60]),) * min(n, 30),
        rallies=n,
        tally=Tally(n, n, n, n),
        thanks=("U1",) * min(n, 300),
        hold=replace(HOLD, reason=text),
        asks=asks[0] if asks else Lines("asks", (), 0),
    ),
    parts("asks", of_whom=LEADER),
    texts(3_000),
    st.sampled_from([0, 1, GREAT]),
)
PERSONAL = st.builds(
    lambda waits, awaited, coming, text, posts: PersonalDigest(
        DAY,
        waits[0] if waits else Lines("waits", (), 0),
        awaited[0] if awaited else Lines("awaited", (), 0),
        coming[0] if coming else Lines("coming", (), 0),
        taken(text, posts),
    ),
    parts("waits", of_whom="U1"),
    parts("awaited", of_whom="U1"),
    parts("coming", of_whom="U1"),
    texts(500),
    st.integers(0, 40),
)  # fmt: skip
ANY: st.SearchStrategy[tuple[str, Any]] = st.one_of(
    DESK.map(lambda digest: ("desk", digest)),
    DEPARTMENT.map(lambda digest: ("department", digest)),
    LEADERS.map(lambda digest: ("leaders", digest)),
    PERSONAL.map(lambda digest: ("personal", digest)),
)


@hypothesis_settings(max_examples=150, deadline=None)
@given(
    found=ANY, name=texts(80), language=st.sampled_from(["zh", "zh-Hant", "en"]), late=st.booleans(), ring=st.booleans()
)
def test_any_digest_is_one_message_that_rings_nobody_but_leaders(
    found: tuple[str, Any], name: str, language: str, late: bool, ring: bool
) -> None:
    which, digest = found
    on = paper(language, name)
    drawn = DRAWN[which](digest, on, late=late, ring=ring)
    # In direct messages two more buttons stand beneath.
    shown = beneath(drawn, which, on)
    check_message(shown.text, shown.blocks)
    assert written(drawn.blocks) <= MESSAGE
    assert set(rings(whole(drawn))) <= ({f"<@{LEADER}>"} if ring and which == "desk" else set())
    assert as_text(drawn)
    assert len(drawn.text) < 1_000
    if isinstance(digest, DeskDigest):
        look = desk.preview(digest, on)
        check_message(look.text, look.blocks)
        assert rings(whole(look)) == []


@pytest.mark.parametrize("sign", ["&", "长", "😀", "<!channel>"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_with_everything_as_long_as_it_may_be_it_is_still_one_message(sign: str, language: str) -> None:
    text = (sign * 3_000)[:3_000]

    def full(*names: ListName, of_whom: str = "") -> tuple[Lines, ...]:
        found = [(name, Line(of(CASES[name][0], text), CASES[name][1])) for name in names]
        return tuple(Lines(name, (line,) * MOST, GREAT, of_whom, late=0) for name, line in found)

    everybodys = full("complaints", "notices", "gaps", "review", "approved", "results", "rallies", "starting")
    waits, awaited, coming = full("waits", "awaited", "coming", of_whom="U1")
    digests: dict[str, Any] = {
        "desk": DeskDigest(DAY, taken(text, 40), replace(HOLD, reason=text), dict.fromkeys(COUNTS, GREAT), everybodys, announced=False),
        "department": DepartmentDigest(
            DAY,
            sign * 60,
            full("complaints", "returned", "revise", "results", of_whom="a"),
            full("handed", "notices", "review", of_whom="a"),
        ),
        "personal": PersonalDigest(DAY, waits, awaited, coming, taken(text, 40)),
    }  # fmt: skip
    for name, digest in digests.items():
        on = paper(language, (sign * 80)[:80])
        drawn = beneath(DRAWN[name](digest, on, late=True), name, on)
        check_message(drawn.text, drawn.blocks)
        assert written(drawn.blocks) <= MESSAGE + 50
        # However little room there is, some of it goes to lines.
        assert [button["action_id"] for button in rows(drawn)].count("digest.list") < len(rows(drawn))


def rows(message: Message) -> list[Any]:
    """The buttons of a digest's lines."""
    return [block["accessory"] for block in message.blocks if "accessory" in block]


@pytest.mark.parametrize(("total", "rest"), [(9, 0), (10, 0), (11, 1), (33, 23)])
def test_the_ten_that_matter_are_shown_and_the_rest_is_a_button_away(total: int, rest: int) -> None:
    first = tuple(replace(DRAFT, id=f"D-{n}") for n in range(1, min(total, MOST) + 1))
    digest = replace(QUIET, parts=(lines("review", *first, step="review", total=total),))
    drawn = desk.draw(digest, paper())
    shown = [button["value"] for button in rows(drawn) if button["action_id"] == "case.show"]
    assert shown == [draft.id for draft in first]
    assert (f"还有 {rest} 条" in said(whole(drawn))) is bool(rest)
    assert ("digest.list" in [button["action_id"] for button in rows(drawn)]) is bool(rest)
    assert f"*等待审稿*（{total}" in said(whole(drawn))


@given(sizes=st.lists(st.integers(0, 12), max_size=9), most=st.integers(0, MOST))
def test_of_several_lists_none_hides_another_and_no_room_is_left_unused(sizes: list[int], most: int) -> None:
    given_ = shares(sizes, most)
    assert all(few <= size for few, size in zip(given_, sizes, strict=True))
    assert sum(given_) == min(most, sum(sizes))
    if most >= len(sizes):
        assert all(few for few, size in zip(given_, sizes, strict=True) if size)


def test_the_digest_rings_the_leaders_and_a_look_at_it_does_not() -> None:
    digest = replace(QUIET, parts=(lines("starting", CAMPAIGN, step="plan"),))
    assert rings(whole(desk.draw(digest, paper()))) == [f"<@{LEADER}>"]
    assert rings(whole(desk.draw(digest, paper(), ring=False))) == []


def test_late_says_so() -> None:
    assert "补发" in said(whole(desk.draw(QUIET, paper(), late=True)))
    assert "补发" not in said(whole(desk.draw(QUIET, paper())))


def test_each_part_names_its_cases_and_the_numbers_count_all() -> None:
    first: tuple[ListName, ...] = (
        "complaints",
        "notices",
        "gaps",
        "review",
        "approved",
        "results",
        "rallies",
        "starting",
    )
    found = tuple(lines(name, CASES[name][0], step=CASES[name][1], total=12) for name in first)
    drawn = desk.draw(replace(QUIET, parts=found, posts=taken("", 2), hold=HOLD), paper())
    for part in (
        "官微日报 11-24 周二",
        "⏸ *促销内容暂停发布*：门店有人受伤，先查清楚，到 11-25 10:00 为止",
        "*今天的发布*（2）\n*11:00* 待写 · N-1 预告",
        "*投诉*：未办结 3，待认领 2，超时 1，等顾客 0",
        "*活动通知等待受理*（12）",
        "*今天排了时间、还没写的*（12）",
        "*等待审稿*（12，最早的在前）",
        "*已通过、还没排上时间*（12）",
        "*活动结果一直没有填*（12）",
        "*正在进行的转发*（12）",
        "*近七天的活动*（12）",
        "还有 11 条",
    ):
        assert part in said(whole(drawn))
    assert drawn.text == (
        "官微日报 11-24 周二：今天有 2 个发布时段、12 条投诉没有办结、12 份活动通知等受理、12 份稿件等审。"
    )


def test_the_posts_of_the_day_are_named_and_the_pauses_between_them_told() -> None:
    posts = (
        Taken(
            replace(SLOT, at="2026-11-23T23:21:00.000000Z", state="published", draft_id="D-3"),
            "早安\n\n牧场的牛奶",
            1,
            "published",
            "",
        ),
        Taken(replace(SLOT, state="held", draft_id="D-7"), "<!here>" * 30, 1, "in_review", "鲜奶节"),
        Taken(replace(SLOT, at="2026-11-24T04:00:00.000000Z"), "", 0, "", "鲜奶节"),
    )
    told = said(whole(desk.draw(replace(QUIET, posts=posts), paper())))
    assert "*今天的发布*（3）\n*07:21* ✓ · D-3 早安 牧场的牛奶\n…空 3 小时 39 分…\n*11:00* 待审 · D-7 &lt;!here" in told
    assert "*12:00* 待写 · N-1 预告" in told


@pytest.mark.parametrize("sign", ["长", "&", "👨‍👩‍👧"])
def test_of_a_day_with_more_posts_than_it_may_have_the_first_are_named_and_the_rest_is_said(sign: str) -> None:
    posts = tuple(
        Taken(
            replace(SLOT, at=f"2026-11-24T{n:02}:00:00.000000Z", draft_id="D-1000000"), sign * 2_000, 1, "on_hold", "题"
        )
        for n in range(0, 15)
    )
    drawn = desk.draw(replace(QUIET, posts=posts), paper())
    check_message(drawn.text, drawn.blocks)
    told = said(whole(drawn))
    assert told.count("D-1000000") == 12
    assert "只列出前 12 个时段。" in told


def test_a_department_reads_what_it_owes_before_what_it_awaits() -> None:
    digest = DepartmentDigest(
        DAY,
        "销售部",
        (replace(lines("complaints", CASE, step="claim", total=4, of="sales"), late=2), lines("results", CASES["results"][0], of="sales")),
        (lines("review", DRAFT, of="sales"),),
    )  # fmt: skip
    drawn = DRAWN["department"](digest, paper())
    told = said(whole(drawn))
    places = [
        told.index(part)
        for part in ("*要处理的投诉*（4，超时 2）", "*活动结束了，等填写结果*（1）", "*在等审的稿件*（1）")
    ]
    assert places == sorted(places)
    assert [block["type"] for block in drawn.blocks].count("divider") == 1
    assert drawn.text == "销售部日报 11-24 周二：4 条投诉要处理、1 个活动要填结果、1 件在等别人。"


def test_a_leader_reads_five_lines_and_the_last_has_the_buttons() -> None:
    digest = LeadersDigest(
        DAY,
        published=3,
        ahead=1,
        came=Came(12, 9, (("delivery", 5), ("quality", 4), ("price", 2), ("other", 1))),
        resolved=Resolved(10, 9),
        open=31,
        overdue=3,
        voice=CASE._replace(words="电话 13800138000，等了三天"),
        notices=2,
        late=1,
        begun=(CAMPAIGN,),
        rallies=1,
        tally=Tally(12, 8, 0, 3),
        thanks=("U1", "U2"),
        asks=lines("asks", DRAFT, CASE, total=2),
    )
    drawn = DRAWN["leaders"](digest, paper())
    blocks: list[Any] = drawn.blocks
    told = [block["text"]["text"] for block in blocks[1:6]]
    assert told == [
        "*发布*　今天发了 3 条 · 今天还要发 1 条",
        "*投诉*　新来 12 条（9 位顾客） · 办结 10 条，其中按时 9 条 · 现在没办结的 31 条，其中超时 3 条",
        "*活动*　收到 2 份通知，其中 1 份提前不足 · 今天开始 1 个：鲜奶节 · 一起转发：12 人参加，8 条转发 · 谢谢 何静、何静",
        "*大家在说*　配送物流 5、商品质量 4、价格 2（今天共 12 条）\n> 电话 138××××8000，等了三天",
        "*需要您*（2）",
    ]
    assert len(drawn.blocks) == 8
    assert drawn.text == "今天的官微 11-24 周二：今天发了 3 条、新投诉 12 条、2 件事需要您。"


def test_on_a_day_that_needs_nothing_of_a_leader_it_says_so() -> None:
    drawn = DRAWN["leaders"](LeadersDigest(DAY, published=1), paper())
    assert "*需要您*　今天没有。" in said(whole(drawn))


def test_ones_own_digest_says_what_waits_for_one_first() -> None:
    waits = lines("waits", CASE, step="claim", total=23, of="U1")
    awaited = lines("awaited", CASES["awaited"][0], of="U1")
    told = said(whole(DRAWN["personal"](PersonalDigest(DAY, waits, awaited, posts=taken("", 1)), paper())))
    places = [
        told.index(part)
        for part in ("*等您处理*（23，最早到期的在前）", "还有 22 条", "*您在等别人*（1）", "*今天的发布*（1）")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("number", "turns"),
    [(1, {"next": 2}), (2, {"previous": 1, "next": 3}), (3, {"previous": 2}), (9, {"previous": 3})],
)
def test_the_pages_of_a_list_lead_to_those_beside_them(number: int, turns: dict[str, int]) -> None:
    drawn = listed.page(lines("review", DRAFT, step="review", total=23), number, paper())
    check_message(drawn.text, drawn.blocks)
    pressed: Any = drawn.blocks[-1]["elements"]
    assert {one["action_id"].rpartition(".")[2]: int(one["value"].rpartition(":")[2]) for one in pressed} == turns


def test_a_list_in_which_all_is_done_says_so() -> None:
    drawn = listed.page(Lines("review", (), 0), 1, paper())
    assert "都处理好了" in said(whole(drawn))


def test_in_a_terminal_there_is_no_markup() -> None:
    case = CASE._replace(words="*粗* `码` <b> & 完")
    shown = as_text(desk.draw(replace(QUIET, parts=(lines("complaints", case),)), paper()))
    assert "粗 码 <b> & 完" in shown
    assert "*" not in shown
