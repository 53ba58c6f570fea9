"""A week for the tests of the report, lived through the rules, with figures worked out by hand beside what happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain import campaigns, complaints, draft_post, draft_review, drafts, figures, rallies
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.domain.draft_sheet import Sheet
from bot.domain.figures import Told
from bot.domain.notice import Notice
from bot.domain.rallies import Call
from bot.store.campaigns import Details
from bot.store.rallies import EVERYONE
from tests.company import EDITOR, REVIEWER, SALES, SECOND_SERVICE, SERVICE, Time, ask
from tests.domain.test_drafts import post_link
from tests.rallies import LINES, POST, REPOST

FIRST, LAST = date(2026, 11, 16), date(2026, 11, 22)
MONDAY = datetime.fromisoformat("2026-11-23T09:30:00+08:00")


def at(text: str) -> datetime:
    """A moment of November 2026 by the company's clock: ``16 09:00``."""
    return datetime.fromisoformat(f"2026-11-{text.replace(' ', 'T')}:00+08:00")


@dataclass(frozen=True, slots=True)
class Cast:
    """Whose week it is, by their ids."""

    editor: str = EDITOR
    reviewer: str = REVIEWER
    service: str = SERVICE
    second: str = SECOND_SERVICE
    sales: str = SALES


def logged(desk: Desk, customer: str, by: str = EDITOR) -> str:
    """A complaint; every customer has words of their own."""
    return complaints.log(desk, ask(desk, by), Report(words=f"{customer}的酸奶是坏的", customer=customer)).case_id


def posted(desk: Desk, cast: Cast, text: str, told: Told | None) -> str:
    """A post that went out, with its figures if they are known."""
    case = drafts.submit(desk, ask(desk, cast.sales), Sheet(text)).case_id
    draft_review.approve(desk, ask(desk, cast.reviewer), case)
    draft_post.published(desk, ask(desk, cast.editor), case, post_link(int(case.removeprefix("D-"))))
    if told is not None:
        figures.put(desk, ask(desk, cast.editor), case, told)
    return case


def live(desk: Desk, time: Time, cast: Cast = Cast()) -> None:  # nothing of it can change
    """The week of the 16th of November and a little of the one before; at its end it is the Monday after, half past nine.

    In the week before: one complaint came, was claimed late (due Tuesday 10:15) and resolved the same day; one post without figures.
    """
    time.now = at("10 10:00")
    early = logged(desk, "前一周的顾客", cast.editor)
    time.now = at("10 10:20")  # 15 minutes were allowed
    complaints.claim(desk, ask(desk, cast.service), early)
    complaints.resolve(desk, ask(desk, cast.service), early, "补发")
    posted(desk, cast, "上一周的一条", None)

    time.now = at("16 10:00")  # Monday
    first = logged(desk, "小满", cast.editor)
    time.now = at("16 10:10")
    complaints.claim(desk, ask(desk, cast.service), first)  # claim kept
    time.now = at("16 10:30")
    complaints.assign(desk, ask(desk, cast.service), first, cast.second)  # the same clock goes on
    time.now = at("16 10:50")
    complaints.reply(desk, ask(desk, cast.second), first, "今天补发")  # reply kept
    time.now = at("16 15:00")
    complaints.resolve(desk, ask(desk, cast.second), first, "已补发")  # resolve kept

    time.now = at("18 09:30")  # Wednesday
    second = logged(desk, "夜猫子小林", cast.editor)  # claim due 09:45: late on Wednesday
    posted(desk, cast, "新品上市，欢迎来店里尝尝", Told(5_000, 20, 30, 110))
    time.now = at("19 09:30")  # Thursday; the reply was due on Wednesday at 10:30: late then
    complaints.claim(desk, ask(desk, cast.service), second)
    complaints.hand_over(desk, ask(desk, cast.service), second, "sales")
    time.now = at("19 09:40")
    complaints.accept(desk, ask(desk, cast.sales), second)  # claim of the other department kept
    complaints.wait(desk, ask(desk, cast.sales), second)  # stops the reply's clock: neither

    time.now = at("20 11:00")  # Friday
    complaints.reopen(desk, ask(desk, cast.service), first, "又坏了")  # goes back to whoever closed it
    posted(desk, cast, "周末来门店领一杯热牛奶", Told(1_000, 1, 4, 5))
    day = date(2026, 12, 3)
    campaigns.submit(desk, ask(desk, cast.sales), Notice("鲜奶节", "sales", day, day, day, Details(what="买二赠一")))

    time.now = at("20 14:00")
    posted(desk, cast, "今天的一条还没有人看数据", None)
    call = Call(POST, "天冷了", at("22 12:00"), "冬至热牛奶", whom=(EVERYONE,))
    case = rallies.start(desk, ask(desk, cast.editor), call, LINES).case_id
    rallies.join(desk, ask(desk, cast.service), case)
    rallies.done(desk, ask(desk, cast.service), case, REPOST, replies=3)
    time.now = at("22 12:01")  # Sunday
    rallies.advance(desk, time())
    time.now = MONDAY


def quiet(time: Time) -> None:
    """Nothing happens for two weeks."""
    time.now = MONDAY + timedelta(days=14)
