"""A company that works in English: whatever its people do, no Chinese is said to them but what a post must say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cards import (
    campaign_asks,
    campaign_form,
    complaint_facts,
    complaint_form,
    complaint_replies,
    draft_asks,
    draft_form,
)
from bot.cards.paper import Paper
from bot.commands import campaign, complaint, draft, rally, weibo
from bot.domain import campaigns, complaints, draft_review, drafts, notice_forms, rallies
from bot.domain.desk import Desk, known_company
from bot.domain.draft_sheet import Sheet
from bot.domain.draft_steps import show
from bot.domain.notice import Notice, typed_of
from bot.domain.notice_lines import read_orders, read_prizes, read_questions
from bot.drawing import drawer
from bot.handlers import campaign as campaign_clicks
from bot.handlers import complaint as complaint_clicks
from bot.handlers import draft as draft_clicks
from bot.handlers import home as home_clicks
from bot.handlers import me as me_clicks
from bot.handlers import rally as rally_clicks
from bot.handlers import weibo as weibo_clicks
from bot.manifest import manifest
from bot.store import people, sending
from bot.store.campaigns import CodeResult, Details, Prize, Question
from bot.store.facts import blank
from bot.store.people import Person
from bot.store.rally_lines import VOICES
from bot.store.sending import Held
from bot.text.words import words
from bot.workspace.walls import check_message, check_view, manifest_problems
from tests.chat import Chat, Ways, said
from tests.company import ADMIN, EDITOR, LEADER, LEGAL, NAMES, REVIEWER, SALES, SERVICE, STRANGER, Time, ask, opened
from tests.rallies import POST, REPOST
from tools.words import read, translations

CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
COMPANY: dict[str, Any] = {
    "company": {"name": "Camellia Dairy", "language": "en", "trades": ["食品"]},
    "departments": {
        "weibo": {"name": "Weibo desk", "channel": "#官微", "head": EDITOR, "members": [REVIEWER]},
        "service": {"name": "Service", "channel": "#客服", "head": SERVICE},
        "sales": {"name": "Sales", "channel": "#销售部", "head": SALES},
    },
}
# A draft is Chinese; this one breaks rules of every level.
TACKY = "全网最低价，100%有效！！！！销量第一，转发抽奖"
# So are the words that people begin with.
STARTERS = "我是员工，请挑毛病\n我是员工，请留言\n我是员工，请多说"
QUOTING = sorted((one for m in read() for one in translations(m) if CHINESE.search(one)), key=len, reverse=True)
DETAILS = Details(
    what="Buy two, get one",
    asks=("teaser", "live"),
    where="Online",
    offer="20 off",
    codes=("MILK", "NOV"),
    budget=1_250_000,
    audience="Members",
    questions=(Question("Can I combine coupons?", "No"),),
    links=("https://example.com/kv.zip",),
    leaders=(LEADER,),
)


@pytest.fixture
def desk(tmp_path: Path, time: Time) -> Iterator[Desk]:
    with opened(tmp_path / "guanwei.db", time, **COMPANY) as found:
        with found.store.transaction() as tx:
            known = enumerate(NAMES)
            people.save_people(
                tx, (Person(user, f"p{n}", f"Person {n}", f"p{n}@example.com", "en-GB") for n, user in known), ""
            )
        found.directory.company = known_company(found.settings, found.store)
        yield found


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    commands = (campaign, complaint, draft, rally, weibo)
    clicks = (campaign_clicks, complaint_clicks, draft_clicks, home_clicks, me_clicks, rally_clicks, weibo_clicks)
    return Ways(desk, chat, *(module.register for module in (*commands, *clicks)))


@pytest.fixture
def full(desk: Desk, time: Time) -> Desk:
    """A desk with a case of every kind in many states."""
    for title, day in (("Double Twelve", date(2026, 12, 10)), ("Flash sale", date(2026, 11, 25))):
        notice = Notice(title, "sales", day, date(2026, 12, 10), date(2026, 12, 12), DETAILS)
        campaigns.submit(desk, ask(desk, SALES), notice)
    campaigns.accept(desk, ask(desk, EDITOR), "N-1")
    campaigns.send_back(desk, ask(desk, EDITOR), "N-2", "Who is it for?")
    for number in range(4):
        report = complaints.Report(words="The milk was sour", customer=f"guest{number}", place="comment")
        complaints.log(desk, ask(desk, SALES), report)
    complaints.log(desk, ask(desk, SALES), complaints.Report(words="Again!", customer="guest0", place="comment"))
    for case in ("C-1", "C-2", "C-3"):
        complaints.claim(desk, ask(desk, SERVICE), case)
    complaints.wait(desk, ask(desk, SERVICE), "C-2")
    complaints.reply(desk, ask(desk, SERVICE), "C-3", "Sorry!")
    complaints.resolve(desk, ask(desk, SERVICE), "C-3", "Refunded")
    complaints.reopen(desk, ask(desk, SERVICE), "C-3", "They wrote again")
    drafts.submit(desk, ask(desk, SALES), Sheet(TACKY))
    drafts.submit(desk, ask(desk, SALES), Sheet("Good morning", kind="brand"))
    drafts.submit(desk, ask(desk, SALES), Sheet("Good night", kind="brand"))
    draft_review.approve(desk, ask(desk, REVIEWER), "D-2")
    draft_review.send_back(desk, ask(desk, REVIEWER), "D-3", "Too short")
    call = rallies.Call(
        POST, "It is getting cold", desk.now() + timedelta(days=2), "Hot milk", named=(LEADER,), whom=("all",)
    )
    rallies.start(desk, ask(desk, EDITOR), call, dict.fromkeys(VOICES[:1], STARTERS))
    for who in (LEADER, SALES, SERVICE):
        rallies.join(desk, ask(desk, who), "R-1")
    rallies.done(desk, ask(desk, SALES), "R-1", REPOST, STARTERS.split()[0], 3)
    rallies.start(desk, ask(desk, LEADER), replace(call, whom=("d:sales",)), dict.fromkeys(VOICES[1:2], STARTERS))
    rallies.close(desk, ask(desk, EDITOR), "R-2")
    time.forward(minutes=50)
    return desk


def chinese_in(told: object) -> list[str]:
    """The lines that have Chinese in them, but for the draft's own words and what English names in Chinese because a
    post must say it (the catalogue's test says that only the copy check does)."""
    text = said(told)
    for quoted in (TACKY, *STARTERS.split(), *QUOTING):
        text = text.replace(quoted, "")
    lines = [re.sub("“[^”]*”", "", line).strip() for line in text.splitlines()]
    return [line for line in lines if CHINESE.search(line) and line not in TACKY]


COMMANDS = [
    "/campaign help", "/campaign list", "/campaign list all", "/campaign list mine", "/campaign list what",
    "/campaign show N-1", "/campaign show N-2", "/campaign show N-9", "/campaign show", "/campaign accpt N-1",
    "/campaign calendar", "/campaign calendar 2026-12", "/campaign calendar then", "/campaign edit N-1", "/campaign result N-1", "/campaign result N-9",
    "/campaign accept N-1", "/campaign return N-1", "/campaign return N-1 Late", "/campaign cancel N-1 Over",
    "/complaint help", "/complaint list", "/complaint list mine", "/complaint list unclaimed", "/complaint list overdue",
    "/complaint list what", "/complaint show C-1", "/complaint show C-2", "/complaint show C-3", "/complaint show C-9",
    "/complaint claim C-1", "/complaint claim C-4", "/complaint claim", "/complaint note C-1 Angry", "/complaint note C-1",
    "/complaint order C-2 DD1", "/complaint wait C-1", "/complaint reply C-1 Sorry", "/complaint resolve C-1 Done",
    "/complaint verdict C-1", "/complaint verdict C-1 maybe", "/complaint verdict C-1 confirmed Sent again",
    "/complaint verdict C-1 partly; evidence: photos", "/complaint accepted C-1 Fine", "/complaint accepted C-1",
    "/complaint whole C-1", "/complaint show C-1", "/complaint list waiting P0", "/complaint list department Service",
    "/complaint list department Mars", "/complaint list all", "/complaint list all customer guest0",
    "/complaint list severity 9", "/complaint list from never", "/complaint list from 11-20 to 11-10",
    "/complaint list service", "/complaint list category delivery normal",
    "/complaint reopen C-1 Back", "/complaint xyz",
    "/draft help", "/draft list", "/draft list mine", "/draft list review", "/draft list approved", "/draft list today",
    "/draft list what", "/draft show D-1", "/draft show D-2", "/draft show D-3", "/draft show D-9", "/draft approve D-1",
    "/draft approve D-2", "/draft approve D-1 x", "/draft approve D-1 7", "/draft return D-1 No", "/draft override D-1 Proof",
    "/draft published D-2 https://weibo.com/1/Qx", "/draft published D-2 nowhere", "/draft withdraw D-2", "/draft terms",
    "/draft allow", "/draft allow milk ok", "/draft deny milk no", "/draft forget milk no", "/draft forget cow no",
    f"/draft check {TACKY}", "/draft check Good morning", "/draft check",
    "/rally help", "/rally list", "/rally list all", "/rally list what", "/rally show R-1", "/rally show R-2", "/rally show R-9",
    "/rally join R-1", f"/rally join R-1 {POST}", "/rally join R-1 nowhere", "/rally join R-1 t.cn/A6", "/rally join R-2",
    f"/rally join R-1 {REPOST}", "/rally later R-1", "/rally later R-1 tonight", "/rally later R-1 what", "/rally decline R-1",
    "/rally close R-2", "/rally jon R-1",
    "/weibo", "/weibo help", "/weibo today", "/weibo digest", "/weibo digest boss", "/weibo what",
    "/weibo me", "/weibo me mute", "/weibo me mute leaders", "/weibo me mute escalation", "/weibo me digest", "/weibo me digest 08:30",
    "/weibo me", "/weibo me digest off", "/weibo me snooze", "/weibo me unmute leaders", "/weibo me language", "/weibo me what",
]  # fmt: skip


@pytest.mark.parametrize("user", [EDITOR, SERVICE, LEGAL, STRANGER, ADMIN])
def test_commands_answer_in_english(full: Desk, ways: Ways, user: str) -> None:
    for typed in COMMANDS:
        command, _, text = typed.partition(" ")
        answer = ways.command(user, command, text)
        if answer:
            check_message(answer["text"], answer["blocks"])
        assert chinese_in(answer) == [], typed


def test_forms_open_in_english_and_nothing_in_them_is_cut(full: Desk, ways: Ways, chat: Chat) -> None:
    for command in ("/campaign", "/complaint", "/draft"):
        ways.command(SALES, command)
    ways.command(LEADER, "/rally")
    ways.click(LEADER, "rally.lines", "R-1")
    ways.click(SALES, "rally.done", "R-1")
    ways.click(LEADER, "me.settings", "open")
    ways.command(SALES, "/draft", "revise D-1")
    ways.click(SALES, "campaign.edit", "N-2")
    assert len(chat.views()) == 9
    for view in chat.views():
        check_view(view, kinds=("modal",))
        assert chinese_in(view) == []


def test_the_home_is_in_english(full: Desk, ways: Ways, chat: Chat) -> None:
    for user in (EDITOR, SERVICE, SALES, REVIEWER):
        ways.event({"type": "app_home_opened", "tab": "home", "user": user})
    views = chat.views("views.publish")
    assert len(views) == 4
    for view in views:
        check_view(view, kinds=("home",))
        assert chinese_in(view) == []


def test_all_that_is_owed_to_channels_and_people_is_in_english(full: Desk) -> None:
    draw, drawn = drawer(full), 0
    with full.store.transaction() as tx:
        while owed := sending.take(tx, now=10**13, sender="test", lease=10, held=Held()):
            sending.sent(tx, owed.id, "test", ts="1.1", now=0)
            if message := draw(owed):
                drawn += 1
                check_message(message.text, message.blocks)
                assert chinese_in([message.text, message.blocks]) == [], owed
    assert drawn > 20


def papers(desk: Desk) -> list[Paper]:
    company = desk.company
    return [
        Paper(words(tongue), desk.zone, company.name, company.department_name, desk.now()) for tongue in ("zh", "en")
    ]


def labels(value: object) -> Iterator[str]:
    """The short texts that the chat cuts or refuses when they are long: titles, buttons, choices."""
    if isinstance(value, list):
        for part in value:
            yield from labels(part)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text":
            yield str(value["text"])
        for part in value.values():
            yield from labels(part)


def test_titles_buttons_and_choices_fit_whole_in_both_languages(full: Desk) -> None:
    for paper in papers(full):
        draft_of, notice_of = show(full.store, "D-1"), campaigns.show(full.store, "N-1")
        views = [
            campaign_form.essentials(paper, {"sales": "Sales"}, {}, notice_forms.Days(None, ()), carried=""),
            campaign_form.rest(paper, {}, carried=""),
            campaign_form.rest(paper, typed_of(notice_of), carried="N-12345", case_id="N-12345", again=True),
            campaign_form.choice(paper, {"title": "Milk"}, notice_of.changed_at, carried=""),
            campaign_asks.result(notice_of, paper),
            *(campaign_asks.ask(action, "N-12345:3", paper) for action in campaign_asks.REASONS),
            complaint_form.form(paper),
            *(complaint_form.ask(action, "C-12345", paper) for action in complaint_form.ASKS),
            complaint_facts.form(complaints.show(full.store, "C-1"), blank("C-1"), paper),
            complaint_facts.accepted_form("C-12345", paper),
            complaint_replies.reply_form("C-12345", ("Hello",), paper),
            draft_form.form(paper, draft_form.Choices({"sales": "Sales"}, [("N-1", "Double Twelve")])),
            draft_form.revise_form(draft_of, paper, draft_form.Choices()),
            *(draft_asks.ask(action, draft_of, paper, [EDITOR]) for action in draft_asks.ASKS),
        ]
        for view in views:
            check_view(view, kinds=("modal",))
            assert [text for text in labels(view) if text.endswith("…")] == []
            title: Any = view["title"]
            carried = str(view["private_metadata"]).partition(":")[0]
            assert carried in title["text"], "the case's id is whole"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_manifest_fits_in_both_languages(language: str) -> None:
    assert manifest_problems(manifest(language)) == []
    if language == "en":
        manifested = str(manifest(language)).replace("官微 Guanwei", "")
        assert CHINESE.findall(manifested) == []


def test_a_prize_and_a_question_are_read_as_the_form_shows_them() -> None:
    t = words("en")
    assert read_prizes(t("保温杯 × 100，39 元")) == (Prize("Thermos cup", 100, 3_900),)
    assert read_orders(t("NAI12 × 320，25600 元")) == ((CodeResult("NAI12", 320, 2_560_000),), None)
    assert read_questions(t("能叠加优惠券吗？不能")) == (Question("Can I combine coupons?", "No"),)
