"""Everything that is drawn, in all three languages: a tour through the bot that presses what it is shown.

The tour notes which drawings it came by. A drawing that it never came by fails the test: it is to be led there.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import bot
from bot import commands, handlers
from bot.cards import campaign_form, draft_asks, feed_form, rally_form
from bot.cards.blocks import section
from bot.cards.digests.beneath import beneath
from bot.cards.message import Block, Message
from bot.cards.paper import Paper
from bot.domain import (
    campaigns,
    complaints,
    draft_post,
    draft_review,
    draft_schedule,
    drafts,
    notice_forms,
    rallies,
    slot_clock,
)
from bot.domain.desk import Desk, known_company
from bot.domain.draft_sheet import Sheet
from bot.domain.notice import Notice
from bot.domain.paper import paper
from bot.drawing import drawer
from bot.store import people, sending
from bot.store.campaigns import Details, Prize, Question
from bot.store.people import Person
from bot.store.rally_lines import VOICES
from bot.store.sending import Held
from bot.text.traditional import traditional
from bot.text.words import words
from bot.workspace.walls import check_message, check_view
from tests.chat import Ways, chatting
from tests.company import (
    EDITOR,
    LEADER,
    NAMES,
    REVIEWER,
    SALES,
    SECOND_EDITOR,
    SECOND_SERVICE,
    SERVICE,
    Time,
    ask,
    opened,
)
from tests.examples import STAMP
from tests.rallies import POST, REPOST
from tests.test_english import COMMANDS, TACKY

LOCALES = {"zh": "zh-CN", "zh-Hant": "zh-TW", "en": "en-GB"}
CARDS = Path(bot.__file__).parent / "cards"
# As long as it may be, of characters that are the same in simplified and traditional.
LONG = "大山牛奶"
# Characters of simplified Chinese that are words of their own in traditional Chinese too.
IN_BOTH = frozenset("后里台干于余几准松云谷范丰斗舍冲")
DEPARTMENTS = {
    "weibo": {"name": "大山一部", "channel": "#官微", "head": EDITOR, "members": [SECOND_EDITOR, REVIEWER]},
    "service": {"name": "大山二部", "channel": "#客服", "head": SERVICE, "members": [SECOND_SERVICE]},
    "sales": {"name": "大山三部", "channel": "#销售部", "head": SALES},
}
# What all drawings are made of.
PIECES = {"blocks.py", "rich.py", "message.py"}
# What is said besides the commands of the English tour.
MORE = (
    "/complaint why C-1", "/complaint reply C-7", "/weibo report", "/weibo report month", "/weibo search 大山", "/weibo search 大山 x", "/weibo help all",
    "/weibo me", "/weibo me language xx", f"/draft check {LONG}第一！！！！", "/draft show D-5", "/campaign show N-1", "/campaign list", "/draft list",
)  # fmt: skip
# Drawings that stand at the end of a way of several forms; each is made here instead.
SAMPLES: dict[str, Callable[[Paper], Block | Message]] = {
    "campaign_form.py:rest": lambda paper: campaign_form.rest(paper, {}, carried=""),
    "campaign_form.py:choice": lambda paper: campaign_form.choice(paper, {"title": LONG * 15}, STAMP, carried=""),
    "campaign_form.py:with_light": lambda paper: campaign_form.with_light(
        campaign_form.essentials(paper, {"sales": LONG}, {}, notice_forms.Days(None, ()), carried=""),
        campaign_form.light(paper.t, notice_forms.Days(None, ())),
    ),
    "digests/beneath.py:beneath": lambda paper: beneath(Message(LONG, [section(LONG)]), "personal", paper),
    "draft_asks.py:slot_form": lambda paper: draft_asks.slot_form("S-1", STAMP, paper),
    "feed_form.py:form": lambda paper: feed_form.form(paper, ""),
    "rally_form.py:lines_form": lambda paper: rally_form.lines_form(
        LONG * 10, {voice: [LONG] for voice in VOICES}, 3, paper, carried=""
    ),
}


def drawings() -> set[str]:
    """Every public function of the cards that gives a message or a view, or part of one."""
    found = set()
    for path in sorted(CARDS.rglob("*.py")):
        name = path.relative_to(CARDS).as_posix()
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.returns and not node.name.startswith("_"):
                gives = ast.unparse(node.returns).removeprefix("list[").split(" |")[0].rstrip("]")
                if gives in ("Message", "Block") and name not in PIECES:
                    found.add(f"{name}:{node.name}")
    return found


@contextmanager
def watched() -> Iterator[set[str]]:
    """Notes which functions of the cards are called in this thread."""
    called: set[str] = set()
    base = f"{CARDS}/"

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(base):
            called.add(f"{frame.f_code.co_filename.removeprefix(base)}:{frame.f_code.co_name}")

    sys.setprofile(note)
    try:
        yield called
    finally:
        sys.setprofile(None)


def filled(desk: Desk, time: Time) -> None:
    """A case of every kind in many states, each text as long as it may be."""
    text, title = LONG * 700, LONG * 15
    details = Details(
        what=text[:2_000], asks=("teaser", "live"), where=text[:200], offer=text[:500], codes=("A1", "B2"),
        budget=1_250_000, prizes=(Prize(LONG, 3, 3_900),), audience=text[:300],
        questions=(Question(LONG, LONG),), links=("https://example.com/kv.zip",), leaders=(LEADER,),
    )  # fmt: skip
    for n, day in enumerate((date(2026, 11, 27), date(2026, 11, 25), date(2026, 12, 10), date(2026, 12, 20))):
        notice = Notice(f"{title[:58]}{n}", "sales", day, day, date(2026, 12, 22), details)
        campaigns.submit(desk, ask(desk, SALES), notice)
    for case in ("N-1", "N-3"):
        campaigns.accept(desk, ask(desk, EDITOR), case)
    campaigns.send_back(desk, ask(desk, EDITOR), "N-2", LONG * 200)
    for n in range(14):
        report = complaints.Report(words=text[:2_900] + str(n), customer=f"{LONG * 10}{n}", place="comment")
        complaints.log(desk, ask(desk, SALES), report)
    complaints.log(desk, ask(desk, SALES), complaints.Report(words=LONG, customer=f"{LONG * 10}0", place="comment"))
    for n in range(1, 8):
        complaints.claim(desk, ask(desk, SERVICE), f"C-{n}")
    complaints.wait(desk, ask(desk, SERVICE), "C-2")
    complaints.reply(desk, ask(desk, SERVICE), "C-3", LONG * 300)
    complaints.verify(desk, ask(desk, SERVICE), "C-3", complaints.read_finding(f"yes {LONG}; evidence: {LONG}"))
    complaints.accepted(desk, ask(desk, SERVICE), "C-3", LONG)
    complaints.resolve(desk, ask(desk, SERVICE), "C-3", LONG * 300)
    complaints.reopen(desk, ask(desk, SERVICE), "C-3", LONG)
    complaints.hand_over(desk, ask(desk, SERVICE), "C-4", "sales", LONG)
    complaints.merge(desk, ask(desk, SERVICE), "C-6", "C-5")
    time.forward(minutes=1)
    for n in range(12):
        drafts.submit(desk, ask(desk, SALES), Sheet(f"{text[:1_900]}{n}！！！！100%第一", kind="brand"))
    draft_review.approve(desk, ask(desk, REVIEWER), "D-2")
    draft_review.send_back(desk, ask(desk, REVIEWER), "D-3", LONG * 200)
    drafts.revise(desk, ask(desk, EDITOR), "D-4", 1, Sheet(f"{text[:1_800]}改", kind="brand"))
    call = rallies.Call(POST, LONG * 20, desk.now() + timedelta(days=2), LONG * 10, named=(LEADER,), whom=("all",))
    lines = "\n".join(f"我是大山牛奶的人，{n}" for n in "甲乙丙丁")
    rallies.start(desk, ask(desk, EDITOR), call, dict.fromkeys(VOICES[:1], lines))
    for who in (LEADER, SALES):
        rallies.join(desk, ask(desk, who), "R-1")
    rallies.done(desk, ask(desk, SALES), "R-1", REPOST, LONG, 3)
    draft_review.approve(desk, ask(desk, REVIEWER), "D-5")
    draft_schedule.schedule(desk, ask(desk, EDITOR), "D-5", "now")
    draft_post.published(desk, ask(desk, EDITOR), "D-5", POST, text=LONG)
    rallies.start(desk, ask(desk, LEADER), replace(call, whom=("d:sales",)), dict.fromkeys(VOICES[1:2], lines))
    time.forward(minutes=50)


class Tour:
    """Says and presses everything there is to say and to press, and keeps what came of it."""

    def __init__(self, desk: Desk, ways: Ways, views: list[tuple[str, dict[str, Any]]]) -> None:
        self.desk, self.ways, self.calls = desk, ways, views
        self.shown: list[dict[str, Any]] = []
        self.pressed: set[str] = set()
        self.to_press: list[tuple[str, dict[str, Any], bool]] = []
        self.draw = drawer(desk)
        self.seen = 0

    def keep(self, shown: dict[str, Any] | None) -> None:
        """What was shown is checked against the walls, and what can be pressed in it will be."""
        if not shown or not shown.get("blocks"):
            return
        if shown.get("type") in ("modal", "home"):
            check_view(shown, kinds=(shown["type"],))
        else:
            check_message(shown["text"], shown["blocks"])
        self.shown.append(shown)
        for block in shown["blocks"]:
            for element in [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else ())]:
                if element.get("type") in ("button", "overflow") and "url" not in element:
                    self.to_press.append((element["action_id"], element, shown.get("type") == "modal"))

    def owed(self) -> None:
        """Whatever is owed is drawn, and the forms that were opened are looked at."""
        with self.desk.store.transaction() as tx:
            found = []
            while one := sending.take(tx, now=10**13, sender="t", lease=10, held=Held()):
                sending.sent(tx, one.id, "t", ts="1.1", now=0)
                found.append(one)
        for one in found:
            if message := self.draw(one):
                self.keep({"text": message.text, "blocks": json.loads(json.dumps(message.blocks))})
        for _, asked in self.calls[self.seen :]:
            self.keep(asked.get("view"))
        self.seen = len(self.calls)

    def say(self, user: str, typed: str) -> None:
        command, _, text = typed.partition(" ")
        self.keep(self.ways.command(user, command, text))
        self.owed()

    def press(self) -> None:
        """Each button by its action and the kind of case it is on, each choice of a menu, once by each of two people."""
        while self.to_press:
            action, element, in_form = self.to_press.pop(0)
            options = [one["value"] for one in element.get("options", ())] or [element.get("value", "")]
            for value in options:
                key = f"{action} {value.split(':')[0] if element['type'] == 'overflow' else value[:1]}"
                if key in self.pressed:
                    continue
                self.pressed.add(key)
                more: dict[str, Any] = (
                    {"action_more": {"type": "overflow", "selected_option": {"value": value}}}
                    if element.get("options")
                    else {}
                )
                if in_form:
                    more["view"] = {
                        "type": "modal",
                        "id": "V1",
                        "hash": "h",
                        "private_metadata": "",
                        "blocks": [],
                        "state": {"values": {}},
                    }
                self.ways.click(SERVICE if action.startswith("complaint.") else EDITOR, action, value, **more)
                self.owed()


@pytest.mark.parametrize("language", list(LOCALES))
def test_everything_is_drawn_within_the_walls_in_every_language(language: str, tmp_path: Path, time: Time) -> None:
    company = {"company": {"name": LONG, "language": language, "trades": ["食品"]}, "departments": DEPARTMENTS}
    with opened(tmp_path / "guanwei.db", time, **company) as desk, chatting() as chat:
        with desk.store.transaction() as tx:
            known = enumerate(NAMES)
            people.save_people(
                tx, (Person(u, f"p{n}", f"{LONG}{n}", f"p{n}@example.com", LOCALES[language]) for n, u in known), ""
            )
        desk.directory.company = known_company(desk.settings, desk.store)
        filled(desk, time)
        tour = Tour(desk, Ways(desk, chat, commands.register, handlers.register), chat.calls)
        with watched() as called:
            for user in (EDITOR, SERVICE, SALES, LEADER):
                tour.ways.event({"type": "app_home_opened", "tab": "home", "user": user})
                tour.say(user, "/weibo help")
            # (What people write is shown as they wrote it: here all of it is the same in both.)
            for typed in (*(one for one in COMMANDS if TACKY not in one), *MORE):
                tour.say(SERVICE if typed.startswith("/complaint") else EDITOR, typed)
            for user, which in ((LEADER, "leaders"), (SALES, "department"), (EDITOR, "me"), (EDITOR, "desk")):
                tour.say(user, f"/weibo digest {which}")
            for said in ("列表", "核实 7", "cliam 1"):
                event = {
                    "type": "app_mention",
                    "user": SERVICE,
                    "text": f"<@UBOT> {said}",
                    "ts": "9.1",
                    "channel": "C01",
                }
                tour.ways.event(event)
            tour.owed()
            tour.press()
            tour.ways.click(EDITOR, "campaign.plan", "N-3")
            draft_review.approve(desk, ask(desk, REVIEWER), "D-6")
            draft_schedule.schedule(desk, ask(desk, EDITOR), "D-6", "next")
            for then in (
                "2026-11-24T14:00",
                "2026-12-10T03:00",
                "2026-12-23T03:00",
                "2026-12-24T03:00",
                "2026-12-28T03:00",
            ):
                time.now = datetime.fromisoformat(f"{then}:00+00:00")
                slot_clock.look(desk, time())
                campaigns.advance(desk, time())
                campaigns.look_at_due(desk, time())
                tour.owed()
            tour.say(SALES, "/campaign result N-3")
            on = paper(desk, words(language))
            for sample in SAMPLES.values():
                made = sample(on)
                tour.keep({"text": made.text, "blocks": made.blocks} if isinstance(made, Message) else made)
        assert drawings() - called == set(), "lead the tour there, or make a sample"
        strange = {text for shown in tour.shown for text in texts(shown) if not belongs(text, language)}
        assert strange == set()


def texts(value: Any) -> Iterator[str]:
    """The texts that are shown, but for what is typed into a form and what is to be copied as it stands."""
    if isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict) and value.get("type") != "rich_text" and value.get("callback_id") != "complaint.reply":
        if value.get("type") in ("mrkdwn", "plain_text"):
            yield str(value["text"])
        for one in value.values():
            yield from texts(one)


def belongs(text: str, language: str) -> bool:
    """Whether a text is in the language, as far as its characters tell. (English is looked at in its own tour.)"""
    # What is to be copied goes out on Weibo as it stands.
    said = re.sub("```.*?```", "", text, flags=re.DOTALL)
    return language != "zh-Hant" or not any(traditional(sign) != sign and sign not in IN_BOTH for sign in said)
