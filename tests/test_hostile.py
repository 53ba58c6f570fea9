"""What people write, on every surface: it rings nobody, leads nowhere of its own making, and breaks no block."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot import commands, handlers
from bot.cards.message import Message
from bot.commands import campaign, complaint, draft_views, rally
from bot.domain import campaigns, complaints, draft_dispute, draft_hold, draft_review, drafts, rallies
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.domain.draft_sheet import Sheet
from bot.drawing import drawer
from bot.errors import Refusal
from bot.store.campaigns import Details
from bot.store.outbox import Owed
from bot.text.words import words
from bot.workspace.walls import check_message, check_view
from tests.chat import Chat, Ways, chatting
from tests.company import Time, ask
from tests.permissions.actions import EDITOR, HOLDER, LEADER, OWN, REVIEWER, SERVICE, notice
from tests.permissions.people import IDS, opened_with_them
from tests.rallies import LINES, call
from tests.rings import rings

EVIL = [
    "<!channel> <!here> <!everyone|大家>",
    "<@U0EVIL> <@U0EVIL|老板> <!subteam^S123|@组>",
    "<https://evil.example|点这里> <mailto:a@evil.example|写信> <#C0EVIL|频道>",
    "```` ``` ` *_~ > &lt;!channel&gt; &amp;",
    "\x00\x07\x1b[31m\x7f\u202e\u200b\u2028\u2029\r\n\t",
    "https://evil.example/<!channel>?a=1&b=<@U0EVIL>",
]
_LINK = re.compile(r"<(?:https?|mailto|tel|ftp|javascript)[:/][^>|]*")
_OURS = ("<https://weibo.com/", "<https://m.weibo.cn/", "<https://t.cn/")


def planted(desk: Desk, time: Time, evil: str) -> dict[str, str]:
    """A case of each kind with ``evil`` in every field that takes a text; their ids."""

    def said(words: str) -> str:
        return f"{words} {evil} 完"

    report = Report(said("没送到"), customer=evil[:50], link=f"https://evil.example/{evil}", order_number=evil[:40])
    case = complaints.log(desk, ask(desk, OWN), report).case_id
    complaints.log(desk, ask(desk, OWN), Report(said("没送到"), customer="另一位"))
    complaints.claim(desk, ask(desk, SERVICE), case)
    complaints.note(desk, ask(desk, SERVICE), case, said("备注"))
    complaints.hand_over(desk, ask(desk, SERVICE), case, "sales", said("请接"))
    complaints.refuse(desk, ask(desk, HOLDER), case, said("不清楚"))
    complaints.escalate(desk, ask(desk, SERVICE), case, said("很急"))
    complaints.sort(desk, ask(desk, SERVICE), case, category=evil[:40], reason=said("改"))
    sheet = {name: said("表") for name in ("customer_says", "our_record", "evidence", "remedy")}
    complaints.verify(desk, ask(desk, SERVICE), case, {"verdict": "confirmed", **sheet})
    complaints.reply(desk, ask(desk, SERVICE), case, said("已回"))
    complaints.accepted(desk, ask(desk, SERVICE), case, said("好"))
    complaints.resolve(desk, ask(desk, SERVICE), case, said("补寄"))
    complaints.reopen(desk, ask(desk, SERVICE), case, said("又来"))
    texts = {"text": said("鲜奶到店"), "picture_notes": said("图"), "proof": said("证明"), "pictures": 1}
    draft = drafts.submit(desk, ask(desk, OWN), Sheet(department="sales", **texts)).case_id  # type: ignore[arg-type]  # by name
    draft_review.send_back(desk, ask(desk, REVIEWER), draft, said("改一下"))
    drafts.revise(desk, ask(desk, EDITOR), draft, None, Sheet(said("鲜奶周五到店"), department="sales"))
    draft_dispute.argue(desk, ask(desk, OWN), draft, said("原话好"))
    draft_hold.hold(desk, ask(desk, EDITOR), draft, said("等消息"))
    details = Details(what=said("买二赠一"), where=said("门店"), offer=said("八折"), audience=said("会员"))
    given_in = campaigns.submit(desk, ask(desk, OWN), notice(title=f"鲜奶节{evil}"[:60], details=details)).case_id
    campaigns.send_back(desk, ask(desk, EDITOR), given_in, said("补充"))
    asked = call(desk, why=said("想请大家"), title=f"热牛奶{evil}"[:40], named=())
    try:
        opened = rallies.start(desk, ask(desk, LEADER), asked, LINES).case_id
    except Refusal:
        # Some of it is refused at once.
        opened = rallies.start(desk, ask(desk, LEADER), call(desk, named=()), LINES).case_id
    return {"C": case, "D": draft, "N": given_in, "R": opened}


def shown(desk: Desk, chat: Chat, cases: dict[str, str], evil: str) -> Iterator[tuple[str, Any]]:
    """All that is shown of it: what is owed, the cases whole, lists, searches, digests, the App Home, forms, refusals."""
    draw, t = drawer(desk), words("zh")
    for row in desk.store.all("SELECT * FROM outbox"):
        owed = Owed(
            int(str(row["id"])), str(row["what"]), str(row["channel"]), str(row["case_id"]),
            json.loads(str(row["body"])), "sending", 0, False, 0, int(str(row["owed_at"])), "", "",
        )  # fmt: skip
        if message := draw(owed):
            yield f"owed {row['what']} {row['case_id']}", message
    yield "complaint", complaint.details(desk, IDS["staff"], cases["C"], t)
    yield "draft", draft_views.details(desk, IDS["staff"], cases["D"], t)
    yield "notice", campaign.details(desk, IDS["staff"], cases["N"], t)
    yield "rally", rally.details(desk, IDS["staff"], cases["R"], t)
    ways = Ways(desk, chat, commands.register, handlers.register)
    for command, text in (
        *(
            ("/complaint", word)
            for word in (f"ledger {cases['C']}", f"why {cases['C']}", f"whole {cases['C']}", "list all", evil)
        ),
        *(("/draft", word) for word in ("list review", f"check {evil}", f"show {cases['D']}")),
        *(("/campaign", word) for word in ("list all", "calendar", f"return {cases['N']} {evil}")),
        *(("/rally", word) for word in ("list", f"show {evil}")),
        *(("/weibo", word) for word in ("today", f"search {evil}", "digest desk", "report", evil)),
    ):
        yield f"{command} {text}", ways.command(SERVICE, command, text)
    for action, case in (
        *((f"complaint.{name}", cases["C"]) for name in ("note", "see", "replies", "show", "sort", "handover")),
        *((f"draft.{name}", f"{cases['D']}:2") for name in ("revise", "return", "argue")),
        ("campaign.edit", cases["N"]),
    ):
        ways.click(OWN, action, case)
        ways.click(EDITOR, action, case)
    for user in (SERVICE, EDITOR, OWN, LEADER):
        ways.event({"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home"})
    for method in ("views.open", "views.publish", "views.push"):
        for view in chat.views(method):
            yield method, view


def wrong(what: str, value: Any) -> list[str]:
    """What the chat would act on or refuse."""
    if isinstance(value, Message):
        check_message(value.text, value.blocks)
        value = {"text": value.text, "blocks": value.blocks}
    elif isinstance(value, dict) and value.get("type") in ("modal", "home"):
        check_view(value, kinds=("modal", "home"))
    elif isinstance(value, dict) and value.get("blocks"):
        check_message(value.get("text", ""), value["blocks"])
    known = {f"<@{user}>" for user in desk_people()}
    ringing = [one for one in rings(value) if one not in known]
    leading = [one for text in marked(value) for one in _LINK.findall(text) if not one.startswith(_OURS)]
    return [f"{what}: {one}" for one in (*ringing, *leading)]


def desk_people() -> set[str]:
    return {*IDS.values(), EDITOR, SERVICE, REVIEWER, LEADER}


def marked(value: Any) -> Iterator[str]:
    """The texts in which the chat looks for links."""
    if isinstance(value, list):
        for one in value:
            yield from marked(one)
    elif isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield str(value["text"])
        for one in value.values():
            yield from marked(one)


def found(folder: Path, evil: str) -> list[str]:
    time = Time()
    with opened_with_them(folder / "guanwei.db", time) as desk, chatting() as chat:
        cases = planted(desk, time, evil)
        return [one for what, value in shown(desk, chat, cases, evil) for one in wrong(what, value)]


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_that_people_write_rings_leads_or_breaks_anywhere(tmp_path: Path, evil: str) -> None:
    assert found(tmp_path, evil) == []


@hypothesis_settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(
        st.one_of(st.sampled_from(EVIL), st.text(st.characters(exclude_categories=["Cs"]), max_size=20)),
        min_size=1,
        max_size=4,
    )
)
def test_nor_does_any_mixture_of_it(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    assert found(tmp_path_factory.mktemp("hostile"), " ".join(parts)[:200]) == []


def test_what_would_ring_or_lead_is_found() -> None:
    bad = {"type": "mrkdwn", "text": "<!channel> <https://evil.example|x> <@U0EVIL>"}
    assert len(wrong("x", {"text": "", "blocks": [{"type": "section", "text": bad}]})) == 3
