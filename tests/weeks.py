"""A week for the tests of the report, lived through the rules, with figures worked out by hand beside what happens."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.domain import campaigns, complaints, draft_post, draft_review, figures, rallies
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.domain.figures import Told
from bot.domain.notice import Notice
from bot.store.campaigns import Details
from tests.company import EDITOR, REVIEWER, SALES, SECOND_SERVICE, SERVICE, Time, ask
from tests.domain.test_drafts import post_link, sent
from tests.rallies import REPOST
from tests.rallies import opened as rally

FIRST, LAST = date(2026, 11, 16), date(2026, 11, 22)
MONDAY = datetime.fromisoformat("2026-11-23T09:30:00+08:00")


def at(text: str) -> datetime:
    """A moment of November 2026 by the company's clock: ``16 09:00``."""
    return datetime.fromisoformat(f"2026-11-{text.replace(' ', 'T')}:00+08:00")


def logged(desk: Desk, customer: str) -> str:
    """A complaint; every customer has words of their own."""
    return complaints.log(desk, ask(desk, EDITOR), Report(words=f"{customer}的酸奶是坏的", customer=customer)).case_id


def posted(desk: Desk, text: str, told: Told | None) -> str:
    """A post that went out, with its figures if they are known."""
    case = sent(desk, text)
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    draft_post.published(desk, ask(desk, EDITOR), case, post_link(int(case.removeprefix("D-"))))
    if told is not None:
        figures.put(desk, ask(desk, EDITOR), case, told)
    return case


def live(desk: Desk, time: Time) -> None:
    """The week of the 16th of November and a little of the one before; at its end it is the Monday after, half past nine.

    In the week before: one complaint came, was claimed late (due Tuesday 10:15) and resolved the same day; one post without figures.
    """
    time.now = at("10 10:00")
    early = logged(desk, "前一周的顾客")
    time.now = at("10 10:20")  # 15 minutes were allowed
    complaints.claim(desk, ask(desk, SERVICE), early)
    complaints.resolve(desk, ask(desk, SERVICE), early, "补发")
    posted(desk, "上一周的一条", None)

    time.now = at("16 10:00")  # Monday
    first = logged(desk, "小满")
    time.now = at("16 10:10")
    complaints.claim(desk, ask(desk, SERVICE), first)  # claim kept
    time.now = at("16 10:30")
    complaints.assign(desk, ask(desk, SERVICE), first, SECOND_SERVICE)  # the same clock goes on
    time.now = at("16 10:50")
    complaints.reply(desk, ask(desk, SECOND_SERVICE), first, "今天补发")  # reply kept
    time.now = at("16 15:00")
    complaints.resolve(desk, ask(desk, SECOND_SERVICE), first, "已补发")  # resolve kept

    time.now = at("18 09:30")  # Wednesday
    second = logged(desk, "夜猫子小林")  # claim due 09:45: late on Wednesday
    posted(desk, "新品上市，欢迎来店里尝尝", Told(5_000, 20, 30, 110))
    time.now = at("19 09:30")  # Thursday; the reply was due on Wednesday at 10:30: late then
    complaints.claim(desk, ask(desk, SERVICE), second)
    complaints.hand_over(desk, ask(desk, SERVICE), second, "sales")
    time.now = at("19 09:40")
    complaints.accept(desk, ask(desk, SALES), second)  # claim of the other department kept
    complaints.wait(desk, ask(desk, SALES), second)  # stops the reply's clock: neither

    time.now = at("20 11:00")  # Friday
    complaints.reopen(desk, ask(desk, SERVICE), first, "又坏了")  # goes back to whoever closed it
    posted(desk, "周末来门店领一杯热牛奶", Told(1_000, 1, 4, 5))
    day = date(2026, 12, 3)
    campaigns.submit(desk, ask(desk, SALES), Notice("鲜奶节", "sales", day, day, day, Details(what="买二赠一")))

    time.now = at("20 14:00")
    posted(desk, "今天的一条还没有人看数据", None)
    case = rally(desk, named=(), until=at("22 12:00"))
    rallies.join(desk, ask(desk, SERVICE), case)
    rallies.done(desk, ask(desk, SERVICE), case, REPOST, replies=3)
    time.now = at("22 12:01")  # Sunday
    rallies.advance(desk, time())
    time.now = MONDAY


def quiet(time: Time) -> None:
    """Nothing happens for two weeks."""
    time.now = MONDAY + timedelta(days=14)
