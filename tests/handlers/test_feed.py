"""The private calendar address: made, shown once, changed, taken away; what it opens is its owner's and nobody else's."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from starlette.applications import Starlette

from bot.calendar_web import calendar_route
from bot.domain import campaigns, complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.handlers import feed as handler
from bot.workspace.walls import check_view
from tests.chat import Chat, Ways, chatting, said
from tests.company import EDITOR, ENGLISH, SALES, SERVICE, Time, ask, opened
from tests.domain.test_campaigns import given_by

BASE = "https://guanwei.example.com"


@pytest.fixture
def desk(tmp_path: Path, time: Time) -> Iterator[Desk]:
    with opened(tmp_path / "guanwei.db", time, web={"address": BASE + "/"}) as found:
        yield found


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, handler.register)


class Web:
    """Asks the bot's web server, as a calendar does."""

    def __init__(self, desk: Desk) -> None:
        self._transport = httpx.ASGITransport(Starlette(routes=[calendar_route(desk)]))

    def get(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        async def asked() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url=BASE) as client:
                return await client.request(method, path, headers=headers)

        return asyncio.run(asked())


@pytest.fixture
def web(desk: Desk) -> Web:
    return Web(desk)


def pressed(ways: Ways, chat: Chat, user: str, action: str) -> dict[str, Any]:
    """What the form shows once a button in it was pressed."""
    ways.click(user, f"calendar.{action}", "x", view={"id": "V1", "type": "modal", "hash": "h"})
    view = chat.views("views.update")[-1]
    check_view(view, kinds=("modal",))
    return view


def address(ways: Ways, chat: Chat, user: str = SALES) -> str:
    text = said(pressed(ways, chat, user, "new"))
    return next(line for line in text.splitlines() if line.startswith(BASE)).removeprefix(BASE)


def summaries(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_the_form_opens_and_shows_that_there_is_none_yet(ways: Ways, chat: Chat) -> None:
    ways.click(SALES, "calendar.open", "open", view={"id": "V0", "type": "home"})
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    assert "还没有地址" in said(view) and "calendar.new" in said(view) and "calendar.revoke" not in said(view)


def test_an_address_opens_its_owners_calendar(ways: Ways, chat: Chat, desk: Desk, web: Web) -> None:
    given_by(desk, title="销售部的活动")
    given_by(desk, by=SERVICE, department="service", title="客服部的活动")
    assert summaries(web.get(address(ways, chat))) == ["N-1 销售部的活动"]
    assert summaries(web.get(address(ways, chat, SERVICE))) == ["N-2 客服部的活动"]
    assert len(summaries(web.get(address(ways, chat, EDITOR)))) == 2


def test_nobodys_complaints_and_drafts_are_in_any_calendar(ways: Ways, chat: Chat, desk: Desk, web: Web) -> None:
    complaints.log(desk, ask(desk, SERVICE), Report("送来的酸奶是坏的", customer="小满"))
    case = given_by(desk)
    campaigns.accept(desk, ask(desk, EDITOR), case)
    for user in (SALES, SERVICE, EDITOR):
        text = web.get(address(ways, chat, user)).text
        assert "小满" not in text and "酸奶是坏的" not in text and "C-1" not in text


def test_a_revoked_address_answers_404_and_so_does_one_that_was_changed(ways: Ways, chat: Chat, web: Web) -> None:
    first = address(ways, chat)
    second = address(ways, chat)
    assert first != second
    assert (web.get(first).status_code, web.get(second).status_code) == (404, 200)
    assert "已停用" in said(pressed(ways, chat, SALES, "revoke"))
    assert web.get(second).status_code == 404


@pytest.mark.parametrize("secret", ["", "x", "..%2f..", "%00", "a" * 5_000])
def test_what_is_no_address_answers_404(web: Web, secret: str) -> None:
    assert web.get(f"/calendar/{secret}.ics").status_code == 404


def test_who_left_the_company_reads_nothing_any_more(ways: Ways, chat: Chat, desk: Desk, web: Web) -> None:
    there = address(ways, chat)
    with desk.store.transaction() as tx:
        tx.execute("UPDATE calendar_addresses SET person = 'U0GONE'")
    assert web.get(there).status_code == 404


def test_only_the_hash_of_an_address_is_kept_anywhere(ways: Ways, chat: Chat, desk: Desk) -> None:
    secret = address(ways, chat).removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) >= 32
    for table in desk.store.all("SELECT name FROM sqlite_master WHERE type = 'table'"):
        rows = desk.store.all(f"SELECT * FROM {table['name']}")
        assert secret not in json.dumps([[str(value) for value in tuple(row)] for row in rows])
    assert secret not in said(pressed_again(ways, chat)), "it is shown once"


def pressed_again(ways: Ways, chat: Chat) -> dict[str, Any]:
    ways.click(SALES, "calendar.open", "open", view={"id": "V0", "type": "home"})
    return chat.views()[-1]


def test_a_calendar_that_did_not_change_is_not_sent_again(ways: Ways, chat: Chat, desk: Desk, web: Web) -> None:
    given_by(desk)
    there = address(ways, chat)
    first = web.get(there)
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    again = web.get(there, **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert web.get(there, "HEAD").status_code == 200


def test_english_readers_get_an_english_calendar(ways: Ways, chat: Chat, desk: Desk, web: Web) -> None:
    campaigns.accept(desk, ask(desk, EDITOR), given_by(desk))
    found = summaries(web.get(address(ways, chat, ENGLISH)))
    assert "Launch · 双十二鲜奶节" in found


def test_without_a_web_server_nobody_gets_an_address_and_is_told_whom_to_ask(tmp_path: Path, time: Time) -> None:
    with opened(tmp_path / "other.db", time) as desk, chatting() as chat:
        ways = Ways(desk, chat, handler.register)
        ways.click(SALES, "calendar.open", "open")
        assert chat.views() == []
        (row,) = desk.store.all("SELECT body FROM outbox WHERE what = 'ephemeral'")
        assert "日历地址还没有开通" in str(row["body"])
